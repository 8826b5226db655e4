package web

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"tandem/assets"
	"tandem/content"
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// route is one line of the table: what is asked, who may, who answers.
type route struct {
	method string
	path   string
	access access
	handle handler
	upload int // bytes of body the route takes when they are more than usual
}

// routes is every route there is. A route that is not here does not exist: the
// tests compare this table with what the router knows.
func routes() []route {
	return []route{
		{get, healthPath, open, (*App).health, 0},
		{get, readyPath, open, (*App).ready, 0},
		{get, assets.Prefix + ":name", open, (*App).static, 0},
		{get, sharePrefix + ":name", open, (*App).sendPublic, 0},
		{get, filePrefix + ":hash/:name", open, (*App).sendPublic, 0},
		{get, content.ImagePrefix + ":hash/:name", open, (*App).libraryImage, 0},
		{get, colourPath + ":colour", open, (*App).colourCSS, 0},
		{get, ownFeed + ":token", open, (*App).readFeed, 0},
		{get, "/r/:code", open, (*App).follow, 0},
		{get, "/r/:code/:slug", open, (*App).follow, 0},

		{get, "/", public, (*App).showPublic, 0},
		{get, "/program/tiers", public, (*App).showPublic, 0},
		{get, termsPath, public, (*App).showPublicTerms, 0},
		{get, termsPath + "/:version", public, (*App).showPublic, 0},
		{get, "/glossary", public, (*App).showPublic, 0},
		{get, resourcePath, public, (*App).showPublic, 0},
		{get, resourcePath + "/:slug", public, (*App).showPublic, 0},
		{get, resourcePath + "/:slug/:locale", public, (*App).showPublic, 0},
		{get, "/join", public, (*App).showJoin, 0},
		{post, "/join", public, (*App).join, 0},
		{get, invitedPath + ":token", public, (*App).showInvited, 0},
		{post, invitedPath + ":token", public, (*App).joinInvited, 0},
		{get, "/join/sent", public, (*App).showJoinSent, 0},
		{get, "/join/verify/:token", public, (*App).showConfirm, 0},
		{post, "/join/verify/:token", public, (*App).confirmApplication, 0},
		{post, "/join/verify/:token/again", public, (*App).confirmAgain, 0},
		{get, "/join/status/:token", public, (*App).showStatus, 0},
		{post, "/join/status/:token/reply", public, (*App).reply, 0},
		{post, "/join/status/:token/welcome", public, (*App).welcomeAgain, 0},
		{get, "/refer/:code", public, (*App).showInquiryForm, 0},
		{post, "/refer/:code", public, (*App).inquire, 0},
		{get, inquirySent, public, (*App).showInquirySent, 0},
		{get, "/introduction/:token", public, (*App).showInquiry, 0},
		{post, "/introduction/:token", public, (*App).confirmInquiry, 0},
		{post, "/introduction/:token/delete", public, (*App).dropInquiry, 0},
		{get, robotsPath, open, (*App).sendPublic, 0},
		{get, sitemapPath, open, (*App).sendPublic, 0},
		{get, feedPath, open, (*App).sendPublic, 0},
		{get, missedPath, open, (*App).sendPublic, 0},

		{get, "/signin", public, (*App).showSignIn, 0},
		{post, "/signin", public, (*App).signIn, 0},
		{get, "/signin/code", public, (*App).showSignInCode, 0},
		{post, "/signin/code", public, (*App).signInCode, 0},
		{post, "/signout", signedIn, (*App).signOut, 0},
		{get, "/reset", public, (*App).showResetAsk, 0},
		{post, "/reset", public, (*App).resetAsk, 0},
		{get, "/reset/sent", public, (*App).showResetSent, 0},
		{get, "/reset/:token", public, (*App).showResetChoose, 0},
		{post, "/reset/:token", public, (*App).resetChoose, 0},
		{get, "/invitation/:token", public, (*App).showInvitation, 0},
		{post, "/invitation/:token", public, (*App).acceptInvitation, 0},
		{get, "/dev/mail", public, (*App).showMailbox, 0},

		{get, "/account", signedIn, (*App).showAccount, 0},
		{post, "/account/profile", signedIn, (*App).saveProfile, 0},
		{post, "/account/email", signedIn, (*App).askEmail, 0},
		{get, "/account/email/:token", public, (*App).showTakeEmail, 0},
		{post, "/account/email/:token", public, (*App).takeEmail, 0},
		{post, "/account/password", signedIn, (*App).changePassword, 0},
		{get, "/account/letters", signedIn, (*App).showLetters, 0},
		{post, "/account/letters", signedIn, (*App).chooseLetters, 0},
		{get, stopPath + ":token", public, (*App).showStop, 0},
		{post, stopPath + ":token", public, (*App).stopLetters, 0},
		{get, "/account/sessions", signedIn, (*App).listSessions, 0},
		{post, "/account/sessions/others", signedIn, (*App).endOtherSessions, 0},
		{post, "/account/sessions/:session/end", signedIn, (*App).endSession, 0},
		{get, "/account/second-step", signedIn, (*App).showFactor, 0},
		{post, "/account/second-step", signedIn, (*App).confirmFactor, 0},
		{post, "/account/second-step/recovery", signedIn, (*App).renewRecovery, 0},
		{post, "/account/second-step/remove", signedIn, (*App).removeFactor, 0},

		{get, "/home", partners, (*App).showHome, 0},
		{get, ownSearch, partners, (*App).showSearch, 0},
		{get, "/desk", staff, (*App).showDesk, 0},
		{get, deskApplications + "/:partner", managers, (*App).showApplication, 0},
		{post, deskApplications + "/:partner/rating", managers, (*App).rateApplication, 0},
		{post, deskApplications + "/:partner/question", managers, (*App).askApplicant, 0},
		{post, deskApplications + "/:partner/approve", managers, (*App).approveApplication, 0},
		{post, deskApplications + "/:partner/decline", managers, (*App).declineApplication, 0},
		{get, deskInvitations, managers, (*App).listJoinInvitations, 0},
		{post, deskInvitations, managers, (*App).inviteCompany, 0},
		{post, deskInvitations + "/:invited/resend", managers, (*App).resendJoinInvitation, 0},
		{post, deskInvitations + "/:invited/withdraw", managers, (*App).withdrawJoinInvitation, 0},
		{get, deskPartners, staff, (*App).listPartners, 0},
		{get, deskPartners + ".csv", staff, (*App).partnersFile, 0},
		{get, deskPartners + "/:partner", staff, (*App).showPartner, 0},
		{get, deskPartners + "/:partner/logo", staff, (*App).partnerLogo, 0},
		{post, deskPartners + "/:partner/specialist", managers, (*App).assignSpecialist, 0},
		{post, deskPartners + "/:partner/activate", managers, (*App).activatePartner, 0},
		{post, deskPartners + "/:partner/pause", managers, (*App).pausePartner, 0},
		{post, deskPartners + "/:partner/resume", managers, (*App).resumePartner, 0},
		{post, deskPartners + "/:partner/end", managers, (*App).endPartner, 0},
		{get, deskEnding, managers, (*App).showEnding, 0},
		{post, deskEnding, managers, (*App).giveNotice, 0},
		{post, deskEnding + "/withdraw", managers, (*App).withdrawNotice, 0},
		{post, deskPartners + "/:partner/tasks/:task", managers, (*App).tickPartnerTask, 0},
		{get, deskAddenda, moneyReaders, (*App).listAddenda, 0},
		{get, deskAddenda + "/new", managers, (*App).showAddendumForm, 0},
		{post, deskAddenda + "/new", managers, (*App).proposeAddendum, 0},
		{get, deskAddenda + "/:addendum", moneyReaders, (*App).showAddendum, 0},
		{post, deskAddenda + "/:addendum/approve", finance.withFactor(), (*App).approveAddendum, 0},
		{post, deskAddenda + "/:addendum/refuse", finance.withFactor(), (*App).refuseAddendum, 0},
		{post, deskAddenda + "/:addendum/withdraw", managers, (*App).withdrawAddendum, 0},
		{post, deskAddenda + "/:addendum/end", managers, (*App).endAddendum, 0},
		{post, deskAddenda + "/:addendum/end/approve", finance.withFactor(), (*App).approveAddendumEnd, 0},
		{post, deskAddenda + "/:addendum/end/drop", moneyReaders, (*App).dropAddendumEnd, 0},
		{get, deskQueue, staff, (*App).showQueue, 0},
		{get, deskQueue + "/bulk", managers, (*App).showBulk, 0},
		{post, deskQueue + "/bulk", managers, (*App).decideBulk, 0},
		{post, deskQueue + "/undo", managers, (*App).undoDecision, 0},
		{get, deskQueue + "/:kind/:item", staff, (*App).showQueueItem, 0},
		{post, deskQueue + "/:kind/:item", managers, (*App).decideItem, 0},

		{get, "/onboarding", partners, (*App).showOnboarding, 0},
		{post, "/onboarding/tasks/:task", partners, (*App).tickTask, 0},
		{post, "/onboarding/kickoff", partners, (*App).bookKickoff, 0},
		{post, "/onboarding/baseline", partners, (*App).saveBaseline, 0},
		{get, "/company", partners, (*App).showCompany, 0},
		{post, "/company", partnerAdmins, (*App).saveCompany, 0},
		{get, "/company/brand", partners, (*App).showBrandKit, 0},
		{post, "/company/brand", partnerAdmins, (*App).saveBrandKit, brandUpload},
		{get, "/company/brand/logo", partners, (*App).showLogo, 0},
		{get, ownTerms, partners, (*App).showTerms, 0},
		{post, ownTerms, partnerAdmins, (*App).acceptTerms, 0},
		{get, ownEnding, partners, (*App).showOwnEnding, 0},
		{post, ownEnding, partnerAdmins, (*App).giveOwnNotice, 0},
		{post, ownEnding + "/withdraw", partnerAdmins, (*App).withdrawOwnNotice, 0},
		{get, ownAddenda + "/:addendum", partners, (*App).showOwnAddendum, 0},
		{post, ownAddenda + "/:addendum/accept", partnerAdmins, (*App).acceptAddendum, 0},
		{post, ownAddenda + "/:addendum/decline", partnerAdmins, (*App).declineAddendum, 0},
		{get, ownTerms + "/compare", partners, (*App).compareTerms, 0},
		{get, "/company/payout", partners, (*App).showPayoutDetails, 0},
		{post, "/company/payout", partnerAdmins, (*App).savePayoutDetails, 0},
		{post, "/company/tax", partnerAdmins, (*App).saveTax, 0},
		{post, "/company/payout/withdraw", partnerAdmins, (*App).withdrawPayoutDetails, 0},

		{get, ownInvitations, partnerAdmins, (*App).listJoinInvitations, 0},
		{post, ownInvitations, partnerAdmins, (*App).inviteCompany, 0},
		{post, ownInvitations + "/:invited/resend", partnerAdmins, (*App).resendJoinInvitation, 0},
		{post, ownInvitations + "/:invited/withdraw", partnerAdmins, (*App).withdrawJoinInvitation, 0},

		{get, teamPeople, partners, (*App).listPeople, 0},
		{post, teamPeople + "/invitations", partnerAdmins, (*App).invite, 0},
		{post, teamPeople + "/invitations/:invitation/resend", partnerAdmins, (*App).resendInvitation, 0},
		{post, teamPeople + "/invitations/:invitation/withdraw", partnerAdmins, (*App).withdrawInvitation, 0},
		{get, teamPeople + "/:person", partnerAdmins, (*App).showPerson, 0},
		{post, teamPeople + "/:person/roles", partnerAdmins, (*App).setRoles, 0},
		{post, teamPeople + "/:person/suspend", partnerAdmins, (*App).suspendPerson, 0},
		{post, teamPeople + "/:person/restore", partnerAdmins, (*App).restorePerson, 0},
		{post, teamPeople + "/:person/factor", partnerAdmins, (*App).dropFactor, 0},

		{get, ownReferrals, partners, (*App).listReferrals, 0},
		{get, ownReferrals + ".csv", partners, (*App).referralsFile, 0},
		{get, ownReferrals + "/new", partners, (*App).showReferralForm, 0},
		{post, ownReferrals + "/new", partners, (*App).submitReferral, 0},
		{post, ownReferrals + "/check", partners, (*App).checkLead, 0},
		{get, ownReferrals + "/import", partners, (*App).showReferralImport, 0},
		{post, ownReferrals + "/import", partners, (*App).importReferrals, importBody},
		{post, ownReferrals + "/import/problems", partners, (*App).referralProblems, importBody},
		{get, ownReferrals + "/import/template.csv", partners, (*App).referralTemplate, 0},
		{get, ownReferrals + "/imports/:import", partners, (*App).showReferralsImported, 0},
		{post, ownReferrals + "/imports/:import/undo", partners, (*App).undoReferralImport, 0},
		{get, ownReferrals + "/:referral", partners, (*App).showReferral, 0},
		{post, ownReferrals + "/:referral/hand-in", partners, (*App).handInReferral, 0},
		{post, ownReferrals + "/:referral/withdraw", partners, (*App).withdrawReferral, 0},
		{post, ownReferrals + "/:referral/extension", partners, (*App).askExtension, 0},
		{post, ownReferrals + "/:referral/extension/withdraw", partners, (*App).withdrawExtension, 0},
		{post, ownReferrals + "/:referral/files", partners, (*App).addAttachment, attachmentBody},
		{get, ownReferrals + "/:referral/files/:file", partners, (*App).sendAttachment, 0},
		{post, ownReferrals + "/:referral/files/:file/remove", partners, (*App).removeAttachment, 0},
		{post, ownReferrals + "/:referral/say", partners, (*App).sayOnReferral, 0},
		{get, deskReferrals, leadReaders, (*App).listReferrals, 0},
		{get, deskReferrals + ".csv", leadReaders, (*App).referralsFile, 0},
		{get, deskBoard, leadReaders, (*App).showBoard, 0},
		{get, deskReferrals + "/import", leadImporters, (*App).showReferralImport, 0},
		{post, deskReferrals + "/import", leadImporters, (*App).importReferrals, importBody},
		{post, deskReferrals + "/import/problems", leadImporters, (*App).referralProblems, importBody},
		{get, deskReferrals + "/import/template.csv", leadImporters, (*App).referralTemplate, 0},
		{get, deskReferrals + "/imports/:import", leadImporters, (*App).showReferralsImported, 0},
		{post, deskReferrals + "/imports/:import/undo", leadImporters, (*App).undoReferralImport, 0},
		{get, deskReferrals + "/:referral", leadReaders, (*App).showReferral, 0},
		{get, deskReferrals + "/:referral/move", managers, (*App).showMove, 0},
		{post, deskReferrals + "/:referral/move", managers, (*App).moveReferral, 0},
		{post, deskReferrals + "/:referral/files", leadReaders, (*App).addAttachment, attachmentBody},
		{get, deskReferrals + "/:referral/files/:file", leadReaders, (*App).sendAttachment, 0},
		{post, deskReferrals + "/:referral/files/:file/remove", leadReaders, (*App).removeAttachment, 0},
		{post, deskReferrals + "/:referral/say", leadReaders, (*App).sayOnReferral, 0},
		{post, deskReferrals + "/:referral/note", leadReaders, (*App).noteOnReferral, 0},
		{post, deskReferrals + "/:referral/accept", managers, (*App).acceptReferral, 0},
		{post, deskReferrals + "/:referral/qualify", managers, (*App).qualifyReferral, 0},
		{post, deskReferrals + "/:referral/win", managers, (*App).winReferral, 0},
		{post, deskReferrals + "/:referral/lose", managers, (*App).loseReferral, 0},
		{post, deskReferrals + "/:referral/return", managers, (*App).returnReferral, 0},
		{post, deskReferrals + "/:referral/extension", managers, (*App).answerExtension, 0},
		{post, deskReferrals + "/:referral/extend", managers, (*App).giveExtension, 0},
		{post, deskReferrals + "/:referral/reject", managers, (*App).rejectReferral, 0},
		{post, deskReferrals + "/:referral/reinstate", managers, (*App).reinstateReferral, 0},
		{get, deskReferrals + "/:referral/conflict", leadReaders, (*App).showConflict, 0},
		{post, deskReferrals + "/:referral/keep", managers, (*App).keepConflict, 0},
		{post, deskReferrals + "/:referral/pass", managers, (*App).passLead, 0},
		{get, deskReferrals + "/:referral/split", managers, (*App).showSplit, 0},
		{post, deskReferrals + "/:referral/split", managers, (*App).splitReferral, 0},

		{get, ownLeads, partners, (*App).listSharedLeads, 0},
		{get, ownLeads + ".csv", partners, (*App).sharedLeadsFile, 0},
		{get, ownLeads + "/:lead", partners, (*App).showSharedLead, 0},
		{post, ownLeads + "/:lead/accept", partners, (*App).acceptLead, 0},
		{post, ownLeads + "/:lead/decline", partners, (*App).declineLead, 0},
		{get, deskLeads, managers, (*App).listSharedLeads, 0},
		{get, deskLeads + ".csv", managers, (*App).sharedLeadsFile, 0},
		{get, deskLeads + "/new", managers, (*App).showSharedForm, 0},
		{post, deskLeads + "/new", managers, (*App).shareLead, 0},
		{get, deskLeads + "/:lead", managers, (*App).showSharedLead, 0},
		{post, deskLeads + "/:lead/withdraw", managers, (*App).withdrawLead, 0},
		{post, deskLeads + "/:lead/again", managers, (*App).offerAgain, 0},
		{get, ownLinks, partners, (*App).showLinks, 0},
		{get, ownLinks + "/touches.csv", partners, (*App).touchesFile, 0},
		{get, ownLinks + "/qr.svg", partners, (*App).linkCode, 0},
		{get, ownLinks + "/qr.png", partners, (*App).linkCode, 0},
		{get, deskLinks, managers, (*App).listCodes, 0},
		{get, deskLinks + "/:partner", managers, (*App).showLinks, 0},
		{get, deskLinks + "/:partner/touches.csv", managers, (*App).touchesFile, 0},
		{get, deskLinks + "/:partner/qr.svg", managers, (*App).linkCode, 0},
		{get, deskLinks + "/:partner/qr.png", managers, (*App).linkCode, 0},
		{post, deskLinks + "/:partner/rename", managers, (*App).renameCode, 0},

		{get, "/tier", partners, (*App).showTier, 0},
		{get, deskTiers, managers, (*App).showTierReview, 0},
		{post, deskTiers + "/close", managers, (*App).closeTierReview, 0},
		{get, deskTiers + "/:partner", managers, (*App).showScorecard, 0},
		{post, deskTiers + "/:partner", managers, (*App).saveScorecard, 0},
		{post, deskTiers + "/:partner/override", managers, (*App).overrideTier, 0},
		{post, deskTiers + "/:partner/lift", managers, (*App).liftTierOverride, 0},
		{get, ownEarnings, partners, (*App).showEarnings, 0},
		{get, ownEarnings + "/entries.csv", partners, (*App).entriesCSV, 0},
		{get, ownEarnings + "/statement", partners, (*App).showPeriodStatement, 0},
		{get, ownEarnings + "/statement.csv", partners, (*App).periodStatementCSV, 0},
		{get, ownStatements, partners, (*App).listStatements, 0},
		{get, ownStatements + ".csv", partners, (*App).statementsFile, 0},
		{get, ownStatements + "/:number", partners, (*App).showIssued, 0},
		{get, ownStatements + "/:number/statement.csv", partners, (*App).issuedCSV, 0},
		{get, ownEarnings + "/payouts/:payout", partners, (*App).showPayoutStatement, 0},
		{get, ownEarnings + "/payouts/:payout/statement.csv", partners, (*App).payoutStatementCSV, 0},
		{get, deskEarnings, moneyReaders, (*App).showEarnings, 0},
		{post, deskEarnings + "/freeze", finance.withFactor(), (*App).freezeMoney, 0},
		{post, deskEarnings + "/release", finance.withFactor(), (*App).releaseMoney, 0},
		{get, deskEarnings + "/entries.csv", moneyReaders, (*App).entriesCSV, 0},
		{get, deskEarnings + "/statement", moneyReaders, (*App).showPeriodStatement, 0},
		{get, deskEarnings + "/statement.csv", moneyReaders, (*App).periodStatementCSV, 0},
		{get, ownQuestions + "/:entry", partnerAdmins, (*App).showQuestion, 0},
		{post, ownQuestions + "/:entry", partnerAdmins, (*App).sayAbout, 0},
		{post, ownQuestions + "/:entry/close", partnerAdmins, (*App).closeQuestion, 0},
		{get, deskQuestions, finance, (*App).listQuestions, 0},
		{get, deskQuestions + "/:entry", finance, (*App).showQuestion, 0},
		{post, deskQuestions + "/:entry", finance, (*App).sayAbout, 0},
		{post, deskQuestions + "/:entry/close", finance, (*App).closeQuestion, 0},
		{get, deskIssued, moneyReaders, (*App).listStatements, 0},
		{get, deskIssued + ".csv", moneyReaders, (*App).statementsFile, 0},
		{get, deskPaidIn, moneyReaders, (*App).paidInYear, 0},
		{get, deskIssued + "/:number", moneyReaders, (*App).showIssued, 0},
		{get, deskIssued + "/:number/statement.csv", moneyReaders, (*App).issuedCSV, 0},
		{get, deskStatements + "/:payout", moneyReaders, (*App).showPayoutStatement, 0},
		{get, deskStatements + "/:payout/statement.csv", moneyReaders, (*App).payoutStatementCSV, 0},
		{get, deskCollections, moneyReaders, (*App).listCollections, 0},
		{get, deskCollections + "/collections.csv", moneyReaders, (*App).collectionsCSV, 0},
		{get, deskCollections + "/new", finance, (*App).showCollectionForm, 0},
		{post, deskCollections + "/new", finance.withFactor(), (*App).recordCollection, 0},
		{get, deskCollections + "/import", finance, (*App).showImport, 0},
		{post, deskCollections + "/import", finance.withFactor(), (*App).importCollections, importBody},
		{post, deskCollections + "/import/problems", finance.withFactor(), (*App).collectionProblems, importBody},
		{get, deskImports + "/:import", finance, (*App).showImported, 0},
		{post, deskImports + "/:import/undo", finance.withFactor(), (*App).undoImport, 0},
		{get, deskCollections + "/:collection", moneyReaders, (*App).showCollection, 0},
		{post, deskCollections + "/:collection/refund", finance.withFactor(), (*App).recordRefund, 0},
		{get, deskPayouts, finance, (*App).listBatches, 0},
		{get, deskPayouts + "/new", finance, (*App).showPrepare, 0},
		{post, deskPayouts + "/new", finance.withFactor(), (*App).prepareBatch, 0},
		{post, deskPayouts + "/remind", finance.withFactor(), (*App).remindPayee, 0},
		{get, deskPayouts + "/:batch", finance, (*App).showBatch, 0},
		{get, deskAnswers + "/:batch", finance, (*App).showAnswers, 0},
		{post, deskAnswers + "/:batch", finance.withFactor(), (*App).importAnswers, importBody},
		{get, deskPayouts + "/:batch/answers.csv", finance, (*App).answersFile, 0},
		{get, deskPayouts + "/:batch/files/:file", finance.withFactor(), (*App).paymentFile, 0},
		{post, deskPayouts + "/:batch/files/:file/again", finance.withFactor(), (*App).remakeFile, 0},
		{post, deskPayouts + "/:batch/finish", finance.withFactor(), (*App).finishBatch, 0},
		{post, deskPayouts + "/:batch/check", finance.withFactor(), (*App).checkBatch, 0},
		{post, deskPayouts + "/:batch/approve", finance.withFactor(), (*App).approveBatch, 0},
		{post, deskPayouts + "/:batch/export", finance.withFactor(), (*App).exportBatch, 0},
		{post, deskPayouts + "/:batch/answers", finance.withFactor(), (*App).recordAnswer, 0},
		{post, deskPayouts + "/:batch/paid", finance.withFactor(), (*App).markPaid, 0},
		{post, deskPayouts + "/:batch/cancel", finance.withFactor(), (*App).cancelBatch, 0},

		{get, deskAdjustments, finance, (*App).listAdjustments, 0},
		{get, deskAdjustments + "/new", finance, (*App).showAdjustmentForm, 0},
		{post, deskAdjustments + "/new", finance.withFactor(), (*App).proposeAdjustment, 0},
		{get, deskAdjustments + "/:adjustment", finance, (*App).showAdjustment, 0},
		{post, deskAdjustments + "/:adjustment/approve", finance.withFactor(), (*App).approveAdjustment, 0},
		{post, deskAdjustments + "/:adjustment/decline", finance.withFactor(), (*App).declineAdjustment, 0},
		{post, deskAdjustments + "/:adjustment/withdraw", finance.withFactor(), (*App).withdrawAdjustment, 0},

		{get, deskTerms, moneyReaders, (*App).listTerms, 0},
		{get, deskTerms + "/accepted.csv", moneyReaders, (*App).acceptancesFile, 0},
		{post, deskTerms + "/remind", managers, (*App).remindOfTerms, 0},
		{get, deskTerms + "/compare", moneyReaders, (*App).compareTerms, 0},
		{get, deskTerms + "/effect", moneyReaders, (*App).showTermsEffect, 0},
		{get, deskTerms + "/effect.csv", moneyReaders, (*App).termsEffectFile, 0},
		{get, deskWhatIf, moneyReaders, (*App).showWhatIf, 0},
		{post, deskWhatIf, moneyReaders, (*App).tryTerms, importBody},

		{get, hubPath, partners, (*App).listAssets, 0},
		{get, selectionPath, partners, (*App).showSelection, 0},
		{get, selectionPath + ".zip", partners, (*App).downloadSelection, 0},
		{get, feedPage, partners, (*App).showFeed, 0},
		{post, feedPage, partners, (*App).makeFeed, 0},
		{post, feedPage + "/close", partners, (*App).closeFeed, 0},
		{get, myAssets, partners, (*App).listMyAssets, 0},
		{get, myAssets + ".csv", partners, (*App).myDownloadsFile, 0},
		{post, myAssets + "/:slug/put-away", partners, (*App).putAwayAsset, 0},
		{get, hubPath + "/:slug", partners, (*App).showAsset, 0},
		{get, hubPath + "/:slug/download", partners, (*App).downloadAsset, 0},
		{get, deskHub, staff, (*App).listDeskAssets, 0},
		{get, deskHub + ".csv", staff, (*App).shelfFile, 0},
		{get, deskHub + "/downloads.csv", staff, (*App).exportDownloads, 0},
		{get, deskHub + "/:slug/holders.csv", staff, (*App).holdersFile, 0},
		{get, deskHub + "/:slug", staff, (*App).showDeskAsset, 0},
		{post, deskHub + "/:slug/remind", reminders, (*App).remindHolders, 0},

		{get, deskStudio, editors, (*App).listDrafts, 0},
		{get, deskStudio + "/new", editors, (*App).showStudioNew, 0},
		{post, deskStudio + "/new", editors, (*App).startDraft, 0},
		{post, deskStudio + "/from", editors, (*App).startFrom, 0},
		{post, deskStudio + "/retire", editors, (*App).startRetiring, 0},
		{get, deskPictures, editors, (*App).listPictures, 0},
		{post, deskPictures, editors, (*App).addPicture, pictureBody},
		{get, deskPictures + "/:picture", editors, (*App).showPicture, 0},
		{post, deskPictures + "/:picture", editors, (*App).savePicture, 0},
		{post, deskPictures + "/:picture/remove", editors, (*App).removePicture, 0},
		{get, deskChoices, choosers, (*App).showAssetChoices, 0},
		{post, deskChoices, choosers, (*App).chooseAsset, 0},
		{post, deskChoices + "/draft", editors, (*App).startFromFile, 0},
		{get, deskStudio + "/import", editors, (*App).showTextImport, 0},
		{post, deskStudio + "/import", editors, (*App).importTexts, textsBody},
		{post, deskStudio + "/import/report", editors, (*App).textReport, textsBody},
		{get, deskStudio + "/imports/:import", editors, (*App).showImportedTexts, 0},
		{post, deskStudio + "/imports/:import/undo", editors, (*App).undoTextImport, 0},
		{get, deskStudio + "/:draft", editors, (*App).showDraft, 0},
		{get, deskStudio + "/:draft/file", editors, (*App).draftFile, 0},
		{get, deskStudio + "/:draft/pages/:page", editors, (*App).draftPageImage, 0},
		{get, deskStudio + "/:draft/edit", editors, (*App).showDraftEdit, 0},
		{post, deskStudio + "/:draft/edit", editors, (*App).saveDraft, draftBody},
		{post, deskStudio + "/:draft/autosave", editors, (*App).autosaveDraft, draftBody},
		{post, deskStudio + "/:draft/autosave/drop", editors, (*App).dropAutosave, 0},
		{get, deskStudio + "/:draft/versions", editors, (*App).showDraftVersions, 0},
		{post, deskStudio + "/:draft/restore", editors, (*App).restoreDraft, 0},
		{post, deskStudio + "/:draft/submit", editors, (*App).submitDraft, 0},
		{post, deskStudio + "/:draft/approve", editors, (*App).approveDraft, 0},
		{post, deskStudio + "/:draft/ask", editors, (*App).askDraftChanges, 0},
		{post, deskStudio + "/:draft/comments", editors, (*App).commentDraft, 0},
		{post, deskStudio + "/:draft/comments/:comment/settle", editors, (*App).settleComment, 0},
		{post, deskStudio + "/:draft/back", editors, (*App).takeDraftBack, 0},
		{post, deskStudio + "/:draft/move", editors, (*App).moveDraft, 0},
		{post, deskStudio + "/:draft/publish", editors, (*App).publishDraft, 0},
		{post, deskStudio + "/:draft/rebase", editors, (*App).rebaseDraft, 0},
		{post, deskStudio + "/:draft/discard", editors, (*App).discardDraft, 0},

		{get, deskSearch, staff, (*App).showSearch, 0},
		{get, deskAudit, admins, (*App).showAudit, 0},
		{get, deskAudit + ".csv", admins, (*App).auditFile, 0},

		{get, staffPeople, staff, (*App).listPeople, 0},
		{post, staffPeople + "/invitations", admins.withFactor(), (*App).invite, 0},
		{post, staffPeople + "/invitations/:invitation/resend", admins.withFactor(), (*App).resendInvitation, 0},
		{post, staffPeople + "/invitations/:invitation/withdraw", admins.withFactor(), (*App).withdrawInvitation, 0},
		{get, staffPeople + "/:person", admins, (*App).showPerson, 0},
		{post, staffPeople + "/:person/roles", admins.withFactor(), (*App).setRoles, 0},
		{post, staffPeople + "/:person/suspend", admins.withFactor(), (*App).suspendPerson, 0},
		{post, staffPeople + "/:person/restore", admins.withFactor(), (*App).restorePerson, 0},
		{post, staffPeople + "/:person/factor", admins.withFactor(), (*App).dropFactor, 0},
	}
}

// mount tells the router every route of the table.
func (a *App) mount() uploadLimits {
	uploads := uploadLimits{}
	seen := map[string]bool{}
	a.byPath = map[string]int{}
	for i, r := range a.routes {
		name := r.method + " " + r.path
		if seen[name] || r.method != get && r.method != post {
			panic(fmt.Sprintf("web: route %s is there twice or has another method", name))
		}
		seen[name] = true
		a.fiber.Add(r.method, r.path, a.enter(r))
		if r.method == get {
			a.byPath[r.path] = i
			a.fiber.Add(fiber.MethodHead, r.path, a.enter(r))
		}
		if r.upload > 0 {
			uploads[prefixOf(r.path)] = r.upload
		}
	}
	a.fiber.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
	return uploads
}

// enter is what stands before every handler: who asks, whether they may, and
// whether a form is one that they were shown.
func (a *App) enter(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Context().SetUserValue(patternKey{}, r.path)
		ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
		defer cancel()
		req := &request{Ctx: c, app: a, ctx: ctx, route: &r}
		c.Context().SetUserValue(requestKey{}, req)
		if r.access.session {
			if err := req.identify(); err != nil {
				return err
			}
		}
		if err := r.access.check(req.who); err != nil {
			return err
		}
		if r.method == post {
			if err := req.checkFormToken(); err != nil {
				return err
			}
		}
		return survive(r.handle)(a, req)
	}
}

// survive turns a handler's panic into an error: one broken page is one failed
// request, never the end of the process.
func survive(handle handler) handler {
	return func(a *App, r *request) (err error) {
		defer func() {
			if broke := recover(); broke != nil {
				err = fmt.Errorf("panic: %v\n%s", broke, debug.Stack())
			}
		}()
		return handle(a, r)
	}
}

// requestKey is where a request is found again when it fails.
type requestKey struct{}

// uploadLimits are the body limits of routes that take files, by the fixed start of their paths.
type uploadLimits map[string]int

func prefixOf(path string) string {
	prefix, _, _ := strings.Cut(path, ":")
	return prefix
}

// limit is what the body of a request may have: 0 leaves the usual.
func (u uploadLimits) limit(header *fasthttp.RequestHeader) int {
	if !header.IsPost() {
		return 0
	}
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	most := 0
	for prefix, limit := range u {
		if strings.HasPrefix(path, prefix) {
			most = max(most, limit)
		}
	}
	return most
}

// Patterns are the paths of the table that answer a method, for tests that go
// through every route there is.
func Patterns(method string) []string {
	var list []string
	for _, r := range routes() {
		if r.method == method {
			list = append(list, r.path)
		}
	}
	return list
}
