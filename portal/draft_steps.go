package portal

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ReviewWorkdays is how long a reviewer has: a day of working time, so that what is handed
// in on Tuesday at three is answered on Wednesday at three.
const ReviewWorkdays = 1

// Submit hands the text in for review. at is when it shall be published, "" as soon as it
// is approved. What is wrong with the text is the caller's to know.
func (d Draft) Submit(rules Program, at Instant, note string, by Actor, now Instant) (Draft, error) {
	if !d.State.Editable() {
		return d, Errorf(Conflict, "This text is %s, so it cannot be handed in.", strings.ToLower(d.State.Label()))
	}
	if note = strings.TrimSpace(note); len([]rune(note)) > maxNote {
		return d, Problems{"note": "Keep it under 2,000 characters."}.Err()
	}
	if at != "" && at <= now {
		return d, Problems{"publish_on": "Choose a moment that is yet to come, or leave it empty."}.Err()
	}
	d.PublishAt, d.Due = at, rules.AddWorkdays(now, ReviewWorkdays)
	return d.become(DraftInReview, DraftSubmittedEvent, by, now, note, map[string]string{"due": string(d.Due), "publish_at": string(at)}), nil
}

// Writers are those who wrote on the text since it was last handed back or begun: none of
// them may approve it.
func (d Draft) Writers() []UserID {
	writers := []UserID{d.Author}
	for _, c := range d.History {
		if c.Kind == DraftSavedEvent && !slices.Contains(writers, c.By) {
			writers = append(writers, c.By)
		}
	}
	return writers
}

// MayApprove reports whether a person can decide on the text: nobody who wrote it.
func (d Draft) MayApprove(who UserID) bool { return who != "" && !slices.Contains(d.Writers(), who) }

func (d Draft) reviewed(by Actor) error {
	if d.State != DraftInReview {
		return Errorf(Conflict, "This text is %s, so there is nothing to decide.", strings.ToLower(d.State.Label()))
	}
	if by.System || by.User == "" {
		return Errorf(Conflict, "A text is approved by a person.")
	}
	if !d.MayApprove(by.User) {
		return Errorf(Conflict, "You wrote on this text, so another person has to approve it.")
	}
	return nil
}

// AskChanges gives the text back to who writes it, with what to change.
func (d Draft) AskChanges(what string, by Actor, now Instant) (Draft, error) {
	if err := d.reviewed(by); err != nil {
		return d, err
	}
	what, err := reason("note", what, "Say what to change.")
	if err != nil {
		return d, err
	}
	d = d.say(what, 0, by, now)
	d.Due = ""
	return d.become(DraftChanges, DraftChangesEvent, by, now, what, nil), nil
}

// Approve lets the text go out at its moment, at once without one. The moment is in Due.
func (d Draft) Approve(by Actor, now Instant) (Draft, error) {
	if err := d.reviewed(by); err != nil {
		return d, err
	}
	d.Due = max(d.PublishAt, now)
	return d.become(DraftApproved, DraftApprovedEvent, by, now, "", map[string]string{"publish_at": string(d.Due)}), nil
}

// Move publishes an approved text at another moment.
func (d Draft) Move(at Instant, by Actor, now Instant) (Draft, error) {
	if d.State != DraftApproved {
		return d, Errorf(Conflict, "This text is %s, so there is no moment to change.", strings.ToLower(d.State.Label()))
	}
	d.Due = max(at, now)
	return d.become(DraftApproved, DraftMovedEvent, by, now, "", map[string]string{"publish_at": string(d.Due)}), nil
}

// TakeBack makes the text one to write on again.
func (d Draft) TakeBack(by Actor, now Instant) (Draft, error) {
	if d.State != DraftInReview && d.State != DraftApproved {
		return d, Errorf(Conflict, "This text is %s, so there is nothing to take back.", strings.ToLower(d.State.Label()))
	}
	d.Due = ""
	return d.become(DraftWriting, DraftTakenBackEvent, by, now, "", nil), nil
}

// Fail gives an approved text back because it could not be published, with the reason.
func (d Draft) Fail(why string, by Actor, now Instant) Draft {
	d.Due = ""
	return d.become(DraftChanges, DraftFailedEvent, by, now, why, nil)
}

// Publish notes the version that the text became.
func (d Draft) Publish(version int, by Actor, now Instant) (Draft, error) {
	if d.State != DraftApproved {
		return d, Errorf(Conflict, "This text is %s, so it cannot be published.", strings.ToLower(d.State.Label()))
	}
	d.Published, d.Due = version, ""
	return d.become(DraftPublished, DraftPublishedEvent, by, now, "", map[string]string{"version": strconv.Itoa(version)}), nil
}

// Imported is a draft that was just begun, as one that an import made of a file.
func (d Draft) Imported(id DraftImportID, file string) Draft {
	d.Import = id
	d.History = slices.Clone(d.History)
	first := d.History[0]
	first.Data = maps.Clone(first.Data)
	first.Data["file"] = file
	d.History[0] = first
	return d
}

// Untouched reports a draft of an import that nobody has worked on since.
func (d Draft) Untouched() bool {
	return d.Import != "" && d.State == DraftWriting && len(d.History) == 1
}

// Discard ends the text without publishing it. Its words stay where they are.
func (d Draft) Discard(by Actor, now Instant) (Draft, error) {
	if !d.State.Open() {
		return d, Errorf(Conflict, "This text is %s already.", strings.ToLower(d.State.Label()))
	}
	d.Due = ""
	return d.become(DraftDiscarded, DraftDiscardedEvent, by, now, "", nil), nil
}

// Rebase makes another text the one that this was begun from: who writes it has seen what
// became of the asset meanwhile.
func (d Draft) Rebase(base string, version int, by Actor, now Instant) (Draft, error) {
	if !d.State.Editable() {
		return d, Errorf(Conflict, "This text is %s. Take it back first.", strings.ToLower(d.State.Label()))
	}
	d.Base, d.BaseFrom = base, version
	return d.become(d.State, DraftSavedEvent, by, now, "Begun anew from version "+strconv.Itoa(version)+".", nil), nil
}

// Comment says something about the text, or about one line of its file. Invalid at comment.
func (d Draft) Comment(text string, line int, by Actor, now Instant) (Draft, error) {
	if !d.State.Open() {
		return d, Errorf(Conflict, "This text is %s, so nobody reads a comment here.", strings.ToLower(d.State.Label()))
	}
	text, err := reason("comment", text, "Write something first.")
	if err != nil {
		return d, err
	}
	if len(d.Comments) >= MaxRemarks {
		return d, Errorf(Conflict, "This text has 500 comments. Settle some in a new draft.")
	}
	if line < 0 || line > strings.Count(d.Source, "\n")+1 {
		line = 0
	}
	d = d.say(text, line, by, now)
	return d.become(d.State, DraftCommentedEvent, by, now, text, nil), nil
}

func (d Draft) say(text string, line int, by Actor, now Instant) Draft {
	d.Comments = append(slices.Clone(d.Comments), DraftComment{N: len(d.Comments) + 1, By: by.User, ByName: by.Name, At: now, Line: line, Text: text})
	return d
}

// Settle marks a comment as done.
func (d Draft) Settle(n int, by Actor) (Draft, error) {
	if n < 1 || n > len(d.Comments) {
		return d, Errorf(NotFound, "There is no such comment.")
	}
	d.Comments = slices.Clone(d.Comments)
	d.Comments[n-1].Done = by.Name
	return d, nil
}

// Story is the history of the draft in sentences, first to last.
func (d Draft) Story() []Line {
	lines := make([]Line, len(d.History))
	for i, c := range d.History {
		lines[i] = Line{At: c.At, Who: c.Who(), Reason: c.Reason, Kind: c.Kind, Text: DraftSentence(c)}
	}
	return lines
}

// DraftSentence is one change of a draft as staff read it.
func DraftSentence(c Change) string {
	title := "“" + c.Data["title"] + "”"
	switch c.Kind {
	case DraftStartedEvent:
		if file := c.Data["file"]; file != "" {
			return "Imported " + title + " from " + file + "."
		}
		return "Began to write " + title + "."
	case DraftSavedEvent:
		return "Wrote on " + title + "."
	case DraftSubmittedEvent:
		return "Handed " + title + " in for review."
	case DraftTakenBackEvent:
		return "Took " + title + " back to write on it."
	case DraftCommentedEvent:
		return "Commented on " + title + "."
	case DraftChangesEvent:
		return "Asked for changes to " + title + "."
	case DraftApprovedEvent:
		return "Approved " + title + "."
	case DraftMovedEvent:
		return "Changed when " + title + " is published."
	case DraftFailedEvent:
		return title + " could not be published."
	case DraftPublishedEvent:
		return "Published " + title + ", version " + c.Data["version"] + "."
	case DraftDiscardedEvent:
		return "Discarded the draft of " + title + "."
	}
	return c.Kind
}
