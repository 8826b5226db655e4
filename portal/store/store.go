package store

import (
	"context"
	"fmt"

	"tandem/portal/store/docs"
)

// schemaVersion rises when data written by this program can no longer be read
// by the one before it.
const schemaVersion = 1

// Store is every collection of the program on one engine.
type Store struct {
	engine docs.Engine

	Acceptances       Acceptances
	Adjustments       Adjustments
	AssetNotices      AssetNotices
	AssetChoices      AssetChoices
	AssetVersions     AssetVersions
	Batches           Batches
	Claims            Claims
	CollectionImports CollectionImports
	Collections       Collections
	DealShares        DealShares
	Downloads         Downloads
	DraftAutosaves    DraftAutosaves
	Drafts            Drafts
	DraftTexts        DraftTexts
	Entries           Entries
	Events            Events
	Guards            Guards
	Holdings          Holdings
	Inquiries         Inquiries
	Invitations       Invitations
	JoinInvitations   JoinInvitations
	Leases            Leases
	Limits            Limits
	Logos             Logos
	Messages          Messages
	Partners          Partners
	PastOffers        PastOffers
	PaymentDownloads  PaymentDownloads
	PaymentFiles      PaymentFiles
	Payouts           Payouts
	Pictures          Pictures
	PutAways          PutAways
	Questions         Questions
	Ratings           Ratings
	ReferralImports   ReferralImports
	Referrals         Referrals
	RefreshUses       RefreshUses
	RefundLogs        RefundLogs
	Releases          Releases
	Remarks           Remarks
	Results           Results
	Reviews           Reviews
	Scorecards        Scorecards
	SealedFiles       SealedFiles
	SharedLeads       SharedLeads
	Settings          Settings
	Statements        Statements
	Summaries         Summaries
	Touches           Touches
	AssetViews        AssetViews
	Users             Users
}

// Schema is every collection with its indexes. What refers to something stands
// before what it refers to: a backup reads them in this order while people work.
func Schema() docs.Schema {
	return docs.Schema{Version: schemaVersion, Collections: []docs.Collection{
		summariesSchema,
		holdingsSchema,
		messagesSchema,
		eventsSchema,
		resultsSchema,
		statementsSchema,
		questionsSchema,
		paymentDownloadsSchema,
		paymentFilesSchema,
		payoutsSchema,
		picturesSchema,
		releasesSchema,
		claimsSchema,
		batchesSchema,
		entriesSchema,
		adjustmentsSchema,
		collectionsSchema,
		refundLogsSchema,
		collectionImportsSchema,
		downloadsSchema,
		assetChoicesSchema,
		assetVersionsSchema,
		assetNoticesSchema,
		putAwaysSchema,
		draftAutosavesSchema,
		draftTextsSchema,
		draftsSchema,
		touchesSchema,
		assetViewsSchema,
		reviewsSchema,
		scorecardsSchema,
		acceptancesSchema,
		ratingsSchema,
		inquiriesSchema,
		pastOffersSchema,
		sharedLeadsSchema,
		remarksSchema,
		referralsSchema,
		sealedFilesSchema, // after the payment files and the referrals, whose bytes they are
		referralImportsSchema,
		dealSharesSchema,
		joinInvitationsSchema,
		partnersSchema,
		logosSchema,
		refreshUsesSchema,
		invitationsSchema,
		usersSchema,
		guardsSchema,
		limitsSchema,
		leasesSchema,
		settingsSchema,
	}}
}

// Open makes sure that the engine has what the program needs, and returns the store on it.
func Open(ctx context.Context, engine docs.Engine) (*Store, error) {
	if err := engine.Ensure(ctx, Schema()); err != nil {
		return nil, fmt.Errorf("prepare the store: %w", err)
	}
	tables := watched{hashed{engine}}
	return &Store{
		engine:            engine,
		Acceptances:       newAcceptances(tables),
		Adjustments:       newAdjustments(tables),
		Batches:           newBatches(tables),
		Claims:            newClaims(tables),
		CollectionImports: newCollectionImports(tables),
		Collections:       newCollections(tables),
		DealShares:        newDealShares(tables),
		Downloads:         newDownloads(tables),
		AssetNotices:      newAssetNotices(tables),
		AssetChoices:      newAssetChoices(tables),
		AssetVersions:     newAssetVersions(tables),
		PutAways:          newPutAways(tables),
		DraftAutosaves:    newDraftAutosaves(tables),
		Drafts:            newDrafts(tables),
		DraftTexts:        newDraftTexts(tables),
		Entries:           newEntries(tables),
		Events:            newEvents(tables),
		Guards:            newGuards(tables),
		Holdings:          newHoldings(tables),
		Inquiries:         newInquiries(tables),
		Invitations:       newInvitations(tables),
		JoinInvitations:   newJoinInvitations(tables),
		Leases:            newLeases(tables),
		Limits:            newLimits(tables),
		Logos:             newLogos(tables),
		Messages:          newMessages(tables),
		Partners:          newPartners(tables),
		PastOffers:        newPastOffers(tables),
		PaymentDownloads:  newPaymentDownloads(tables),
		PaymentFiles:      newPaymentFiles(tables),
		Payouts:           newPayouts(tables),
		Pictures:          newPictures(tables),
		Questions:         newQuestions(tables),
		Ratings:           newRatings(tables),
		ReferralImports:   newReferralImports(tables),
		Referrals:         newReferrals(tables),
		RefreshUses:       newRefreshUses(tables),
		RefundLogs:        newRefundLogs(tables),
		Releases:          newReleases(tables),
		Remarks:           newRemarks(tables),
		Results:           newResults(tables),
		Reviews:           newReviews(tables),
		Scorecards:        newScorecards(tables),
		SealedFiles:       newSealedFiles(tables),
		SharedLeads:       newSharedLeads(tables),
		Settings:          newSettings(tables),
		Statements:        newStatements(tables),
		Summaries:         newSummaries(tables),
		Touches:           newTouches(tables),
		AssetViews:        newAssetViews(tables),
		Users:             newUsers(tables),
	}, nil
}

// Ping reports whether the store answers.
func (s *Store) Ping(ctx context.Context) error { return s.engine.Ping(ctx) }

// Engine is the engine below, for what concerns all documents alike: backup and restore.
func (s *Store) Engine() docs.Engine { return s.engine }
