package portal

// Distinct id types keep one noun's id out of another's parameter. All are
// opaque: random for what a person makes, made from the cause for facts.
type (
	UserID       string
	PartnerID    string
	ReferralID   string
	CollectionID string // cash:<source>:<external id>, or rev:<source>:<external id> for a refund
	EntryID      string // acc:<cash id>:<rule>, claw:<rev id>:<entry id>, ...
	BatchID      string
	AdjustmentID string
	PayoutID     string // freeze:<batch>:<partner>:<currency>
	AssetSlug    string
)
