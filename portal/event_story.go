package portal

import "strings"

// Sentence is what happened, as staff read it in a list of everything. Who did
// it and the reason stand beside it.
func (e Event) Sentence() string {
	noun, verb, _ := strings.Cut(e.Kind, ".")
	switch noun {
	case "referral":
		return "Referral: " + lowerFirst(Referral{}.sentence(e.Change, true))
	case "thread":
		about, notes := ThreadOf(e.Subject)
		noun, _, _ := strings.Cut(about, ":")
		if notes {
			return "Noted something about a " + noun + ", for staff."
		}
		return "Wrote about a " + noun + "."
	case "lead":
		return "Lead of ours: " + lowerFirst(SharedLeadSentence(e.Change))
	case "draft":
		return DraftSentence(e.Change)
	case "picture":
		return PictureSentence(e.Change)
	case "inquiry":
		return "A customer left an inquiry behind a tracked link; the contact was asked to confirm it."
	case "collection":
		return collectionSentence(e.Change)
	case "entry":
		return "Ledger: " + e.Data["sentence"]
	case "adjustment":
		return "Adjustment of " + e.Data["amount"] + " for " + e.Data["partner"] + " " + verb + "."
	case "batch":
		switch verb {
		case "file_made":
			return "Payout file " + e.Data["file"] + " made: " + e.Data["total"] + "."
		case "file_downloaded":
			return "Payout file " + e.Data["file"] + " downloaded."
		}
		return "Payout batch " + strings.ReplaceAll(verb, "_", " ") + "."
	case "payout":
		if e.Data["amount"] != "" {
			return "Payout of " + e.Data["amount"] + " " + verb + "."
		}
	case "question":
		if verb == "closed" {
			return "Question of " + e.Data["partner"] + " closed: " + e.Data["line"] + "."
		}
		return "Question about a line of the ledger " + verb + "."
	case "statement":
		return "Statement " + e.Data["number"] + " issued: " + e.Data["earned"] + " earned."
	case "asset":
		if verb == "downloaded" && e.Data["title"] != "" {
			return "Downloaded “" + e.Data["title"] + "”, version " + e.Data["version"] + "."
		}
		switch verb {
		case "put_away":
			return "No longer uses “" + e.Data["title"] + "”, which is retired."
		case "chosen":
			if e.Data["took"] == string(TookFile) {
				return "Chose the file of “" + e.Data["title"] + "” over the text of the studio: version " + e.Data["version"] + "."
			}
			return "Kept the studio's text of “" + e.Data["title"] + "” over the file: version " + e.Data["version"] + "."
		case "ending":
			return "Editors were told that “" + e.Data["title"] + "” ends on " + Date(e.Data["day"]).Long() + "."
		case "forked":
			return "Editors were told that “" + e.Data["title"] + "” moved on in the studio and as a file."
		case "reminded":
			if e.Data["state"] == string(HeldRetired) {
				return "The partner was reminded that “" + e.Data["title"] + "” is retired."
			}
			return "The partner was reminded that version " + e.Data["version"] + " of “" + e.Data["title"] + "” takes the place of its version " + e.Data["had"] + "."
		case "noticed":
			return "The partner was told what became of assets it has."
		}
	case "user":
		if sentence, ok := accountSentences[verb]; ok {
			return sentence
		}
		return "Account: " + strings.ReplaceAll(verb, "_", " ") + "."
	case "invitation":
		if sentence, ok := invitationSentences[verb]; ok {
			return sentence
		}
		return "Invitation " + strings.ReplaceAll(verb, "_", " ") + "."
	case "join":
		return "Asked for the link to the application again."
	case "join_invitation":
		return joinInvitationSentence(verb, e.Data["company"])
	}
	if sentence := PartnerSentence(e.Change); sentence != e.Kind {
		return sentence
	}
	return upperFirst(strings.ReplaceAll(noun+" "+verb, "_", " ")) + "."
}

// UserSignedInEvent is somebody's new session.
const UserSignedInEvent = "user.signed_in"

// Passing reports an event that says nothing new about the program: somebody signed in, or
// a partner was told by mail of what another event says already.
func (e Event) Passing() bool { return e.Kind == UserSignedInEvent || e.Kind == AssetNoticedEvent }

// accountSentences are what happens to accounts, by the event's verb.
var accountSentences = map[string]string{
	"created": "Got an account.", "verified": "Confirmed the email address.", "signed_in": "Signed in.", "password_set": "Set a new password.",
	"factor_set": "Set up the second step.", "factor_removed": "The second step was removed.", "roles_changed": "The roles were changed.",
	"suspended": "The account was suspended.", "restored": "The account was restored.", "renamed": "Changed the name.",
	"reset_asked": "Asked for a new password.", "reset_unknown": "A new password was asked for an address that has no account.",
	"email_asked": "Asked to change the email address.", "email_changed": "Changed the email address.",
	"recovery_used": "Signed in with a recovery code.", "recovery_renewed": "Made new recovery codes.",
	"letters_chosen": "Chose which mails to get.", "feed_made": "Made a private address for a feed.", "feed_closed": "Switched the private address for feeds off.",
	"session_stolen": "A session was used from two places, so all of that device were ended.",
}

// invitationSentences are what happens to invitations of people, by the event's verb.
var invitationSentences = map[string]string{
	"sent": "Sent an invitation.", "approved": "Got an invitation with the approval.", "accepted": "Accepted the invitation.", "withdrawn": "Withdrew the invitation.",
}

func joinInvitationSentence(verb, company string) string {
	switch verb {
	case "sent":
		return "Invited " + company + " to apply."
	case "applied":
		return company + " applied by invitation."
	case "withdrawn":
		return "Withdrew the invitation of " + company + "."
	}
	return "An invitation to apply was opened."
}

func collectionSentence(c Change) string {
	what := "Cash recorded: "
	if strings.HasPrefix(c.Data["amount"], "−") {
		what = "Refund recorded: "
	}
	if c.Data["note"] != "" {
		what = "Taken out of the books again: "
	}
	return what + c.Data["amount"] + " from " + c.Data["customer"] + "."
}

func lowerFirst(s string) string { return strings.ToLower(s[:min(1, len(s))]) + s[min(1, len(s)):] }

func upperFirst(s string) string { return strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):] }
