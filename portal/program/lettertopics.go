package program

import (
	"context"
	"time"

	"tandem/portal"
)

// letterTopics are the kinds of letters that a person may turn off, by name. What is
// not here is always sent.
var letterTopics = map[string]portal.Topic{
	"referral-by-link": portal.TopicReferrals, "referral-accepted": portal.TopicReferrals, "referral-qualified": portal.TopicReferrals, "referral-won": portal.TopicReferrals,
	"referral-lost": portal.TopicReferrals, "referral-rejected": portal.TopicReferrals, "referral-duplicate": portal.TopicReferrals,
	"referral-expired": portal.TopicReferrals, "referral-reinstated": portal.TopicReferrals, "referral-yielded": portal.TopicReferrals,

	"referral-returned": portal.TopicReferrals, "referral-handed-in": portal.TopicPartners, "referral-withdrawn": portal.TopicPartners,
	"referral-return-ending": portal.TopicReferrals,
	"referral-ending":        portal.TopicReferrals, "referral-ending-owner": portal.TopicPartners,

	"extension-asked": portal.TopicPartners, "extension-withdrawn": portal.TopicPartners,
	"extension-granted": portal.TopicReferrals, "extension-declined": portal.TopicReferrals, "extension-given": portal.TopicReferrals,

	"file-staff": portal.TopicMessages, "file-partner": portal.TopicMessages,
	"thread-partner": portal.TopicMessages, "thread-staff": portal.TopicMessages,

	"payout-paid": portal.TopicPayouts, "statement-issued": portal.TopicPayouts,
	"assets-noticed": portal.TopicAssets, "asset-reminded": portal.TopicAssets,
	"welcome": portal.TopicStart, "specialist": portal.TopicStart,
	"invited-applied": portal.TopicInvited, "invited-approved": portal.TopicInvited, "invited-declined": portal.TopicInvited,

	"application-answered": portal.TopicAnswers,
	"kickoff":              portal.TopicPartners, "onboarded": portal.TopicPartners,
	"referral-assigned": portal.TopicAssigned, "review-assigned": portal.TopicAssigned, "partner-assigned": portal.TopicAssigned,
	"batch-waits": portal.TopicBatches,

	"draft-submitted": portal.TopicTexts, "draft-commented": portal.TopicTexts, "draft-changes": portal.TopicTexts,
	"draft-approved": portal.TopicTexts, "draft-published": portal.TopicTexts,
	"asset-ending": portal.TopicTexts, "asset-forked": portal.TopicTexts,
}

// wanted reports whether somebody gets a kind of letter. People without an account,
// who wait for an answer, always do.
func (p *Program) wanted(ctx context.Context, kind letterKind, r recipient) (bool, error) {
	topic := letterTopics[kind.name]
	if topic == "" || r.user == "" {
		return true, nil
	}
	user, err := p.store.Users.Get(ctx, r.user)
	return user.Wants(topic), err
}

// stopLife is how long the link in a letter works that turns such letters off.
const stopLife = 365 * 24 * time.Hour

// withStop is a letter with the link that turns such letters off, when they can be.
func (p *Program) withStop(letter Letter, message portal.Message, at portal.Instant) Letter {
	if topic := letterTopics[message.Kind]; topic != "" && message.User != "" {
		letter.About = topic.Title()
		letter.Stop = p.url("/account/letters/stop/" + p.token(forStop, string(message.User), string(topic), at.Add(stopLife)))
	}
	return letter
}

// LetterChoice is a topic, and whether the person gets letters about it.
type LetterChoice struct {
	portal.TopicText
	On bool
}

// LetterChoices are the topics that the actor can turn on and off.
func (p *Program) LetterChoices(ctx context.Context, actor portal.Actor) ([]LetterChoice, error) {
	user, err := p.store.Users.Get(ctx, actor.User)
	if err != nil {
		return nil, err
	}
	var list []LetterChoice
	for _, topic := range portal.TopicsFor(user.Roles) {
		list = append(list, LetterChoice{topic, user.Wants(topic.Topic)})
	}
	return list, nil
}

// ChooseLetters keeps which letters the actor gets, of those that they can choose.
// What another role of theirs left off stays off.
func (p *Program) ChooseLetters(ctx context.Context, actor portal.Actor, wanted []portal.Topic) error {
	_, err := p.changeUser(ctx, actor.User, func(u portal.User) (portal.User, error) {
		offered := map[portal.Topic]bool{}
		for _, topic := range portal.TopicsFor(u.Roles) {
			offered[topic.Topic] = true
		}
		var muted []portal.Topic
		for _, topic := range u.Muted {
			if !offered[topic] {
				muted = append(muted, topic)
			}
		}
		for _, topic := range wanted {
			if !offered[topic] {
				return u, portal.Problems{"topics": "Choose from the list."}.Err()
			}
			delete(offered, topic)
		}
		for topic := range offered {
			muted = append(muted, topic)
		}
		return u.Mute(muted, actor, p.Now())
	})
	return err
}

// CheckStop is what the link in a letter turns off: NotFound for no link of ours.
func (p *Program) CheckStop(token string) (about string, err error) {
	_, topic, err := p.open(forStop, token)
	return portal.Topic(topic).Title(), err
}

// StopLetters turns off the letters of the topic that a link in one of them is about.
// Doing it twice is doing it once.
func (p *Program) StopLetters(ctx context.Context, token string) error {
	user, topic, err := p.open(forStop, token)
	if err != nil {
		return err
	}
	_, err = p.changeUser(ctx, portal.UserID(user), func(u portal.User) (portal.User, error) {
		return u.Mute(append([]portal.Topic{portal.Topic(topic)}, u.Muted...), u.Actor(""), p.Now())
	})
	return err
}
