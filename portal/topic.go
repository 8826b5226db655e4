package portal

import "slices"

// Topic is what letters are about that a person may do without. Letters without a
// topic are always sent: what concerns the safety of an account, what somebody is owed
// by the terms (a tier, a pause, where money goes), and answers to what they just asked.
type Topic string

const (
	TopicReferrals Topic = "referrals"
	TopicMessages  Topic = "messages"
	TopicPayouts   Topic = "payouts"
	TopicAssets    Topic = "assets"
	TopicStart     Topic = "start"
	TopicInvited   Topic = "invited"
	TopicAnswers   Topic = "answers"
	TopicPartners  Topic = "partners"
	TopicAssigned  Topic = "assigned"
	TopicBatches   Topic = "batches"
	TopicTexts     Topic = "texts"
)

// TopicText is a topic as people choose it.
type TopicText struct {
	Topic Topic
	Title string // "What becomes of your referrals"
	Text  string // when such a letter comes, in a sentence
	roles []Role // who gets such letters
}

// topics are all of them in the order they are shown, the partners' first.
var topics = []TopicText{
	{TopicReferrals, "What becomes of your referrals", "When a customer comes through your link; when a referral of yours is answered or sent back, moves on, is won, lost or expires.", PartnerRoles},
	{TopicMessages, "Messages", "When somebody writes to you about a referral or a line of your earnings.", append(slices.Clone(PartnerRoles), Manager, Finance)},
	{TopicPayouts, "Payouts and statements", "When a payout is on its way, and when the statement of a month is there. A failed payout is always told.", []Role{PartnerAdmin}},
	{TopicAssets, "Assets you have taken", "When one has a new version or is retired: one mail a day at most.", PartnerRoles},
	{TopicStart, "Your start and your specialist", "When the onboarding begins, and when somebody else looks after you.", []Role{PartnerAdmin}},
	{TopicInvited, "Companies you invited", "When one of them applies, and when it is decided.", []Role{PartnerAdmin, Manager}},
	{TopicAnswers, "Answers of applicants", "When an applicant answers a question of yours.", []Role{Manager}},
	{TopicPartners, "Steps of your partners", "When a partner you look after books the kick-off or completes the onboarding, hands a referral in again or withdraws one.", []Role{Manager}},
	{TopicAssigned, "Work given to you", "When a colleague gives you a referral, an application or a partner.", []Role{Manager}},
	{TopicBatches, "Payouts that wait for approval", "When a colleague has prepared a batch that you may approve.", []Role{Finance}},
	{TopicTexts, "Texts you write or review", "When a colleague hands a text in, comments, asks for changes or approves, and when it is published; when an asset is about to end, or its file moved on as well. A text that could not be published is always told.", []Role{Editor}},
}

// Valid reports whether there is such a topic.
func (t Topic) Valid() bool {
	return slices.ContainsFunc(topics, func(x TopicText) bool { return x.Topic == t })
}

// Title is the topic as people read it.
func (t Topic) Title() string {
	for _, x := range topics {
		if x.Topic == t {
			return x.Title
		}
	}
	return string(t)
}

// TopicsFor are the topics of the letters that somebody with these roles may get.
func TopicsFor(roles []Role) []TopicText {
	actor := Actor{Roles: roles}
	return slices.DeleteFunc(slices.Clone(topics), func(x TopicText) bool { return !actor.Can(x.roles...) })
}

// Wants reports whether the person gets letters of a topic: all but those that they
// turned off. "" is no topic: such letters are always sent.
func (u User) Wants(topic Topic) bool { return topic == "" || !slices.Contains(u.Muted, topic) }

// Mute replaces what the person does without, in the order of the topics. The same
// again changes nothing.
func (u User) Mute(muted []Topic, by Actor, now Instant) (User, error) {
	var kept []Topic
	for _, x := range topics {
		if slices.Contains(muted, x.Topic) {
			kept = append(kept, x.Topic)
		}
	}
	if slices.ContainsFunc(muted, func(t Topic) bool { return !t.Valid() }) {
		return u, Problems{"topics": "Choose from the list."}.Err()
	}
	if slices.Equal(kept, u.Muted) {
		return u, nil
	}
	u.Muted = kept
	u.History = changed(u.History, "user.letters_chosen", "", "", by, now, "", nil)
	return u, nil
}
