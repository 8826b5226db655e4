package portal

import "strings"

// PictureID is the name of an uploaded picture, as texts write it: "terrace-at-night.jpg".
type PictureID string

// Picture is a picture that somebody put into the library from the studio. Its bytes are
// kept under their hash.
type Picture struct {
	ID      PictureID `json:"-"`
	Version int64     `json:"-"`

	Type   string `json:"type"`   // "image/png" or "image/jpeg"
	SHA256 string `json:"sha256"` // of the bytes, hex
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Size   int    `json:"size"` // bytes

	Alt     string `json:"alt"` // what it shows, for those who do not see it
	FocusX  int    `json:"focus_x"`
	FocusY  int    `json:"focus_y"` // in hundredths from the left and from the top: what stays in sight where it is cut
	Removed bool   `json:"removed,omitempty"`

	Import DraftImportID `json:"import,omitempty"` // it came with texts in, "" for by itself

	History []Change `json:"history"`
}

// Kinds of what happens to a picture.
const (
	PictureAddedEvent   = "picture.added"
	PictureChangedEvent = "picture.changed"
	PictureRemovedEvent = "picture.removed"
)

const maxAlt = 300

// Subject is what events about the picture name.
func (p Picture) Subject() string { return "picture:" + string(p.ID) }

// Add puts the picture into the library: a new one, or one whose name was free again.
func (p Picture) Add(by Actor, now Instant) (Picture, error) {
	if err := p.check(); err != nil {
		return p, err
	}
	p.Removed = false
	p.History = changed(p.History, PictureAddedEvent, "", "", by, now, "", map[string]string{"name": string(p.ID)})
	return p, nil
}

// Describe says anew what the picture shows and where it is cut. Invalid at alt, focus_x and focus_y.
func (p Picture) Describe(alt string, x, y int, by Actor, now Instant) (Picture, error) {
	if p.Removed {
		return p, Errorf(NotFound, "There is no such picture.")
	}
	p.Alt, p.FocusX, p.FocusY = alt, x, y
	if err := p.check(); err != nil {
		return p, err
	}
	p.History = changed(p.History, PictureChangedEvent, "", "", by, now, "", map[string]string{"name": string(p.ID)})
	return p, nil
}

// Remove takes the picture out of the library. That nothing uses it is the caller's to know.
func (p Picture) Remove(by Actor, now Instant) (Picture, error) {
	if p.Removed {
		return p, Errorf(NotFound, "There is no such picture.")
	}
	p.Removed = true
	p.History = changed(p.History, PictureRemovedEvent, "", "", by, now, "", map[string]string{"name": string(p.ID)})
	return p, nil
}

func (p *Picture) check() error {
	p.Alt = strings.Join(strings.Fields(p.Alt), " ")
	problems := Problems{}
	switch {
	case p.Alt == "":
		problems.Add("alt", "Say what it shows, for people who cannot see it.")
	case len([]rune(p.Alt)) > maxAlt:
		problems.Add("alt", "Keep it under %d characters.", maxAlt)
	case strings.ContainsAny(p.Alt, "[]{}"):
		problems.Add("alt", "Write it without brackets and braces.")
	}
	if p.FocusX < 0 || p.FocusX > 100 {
		problems.Add("focus_x", "Write a number from 0 to 100.")
	}
	if p.FocusY < 0 || p.FocusY > 100 {
		problems.Add("focus_y", "Write a number from 0 to 100.")
	}
	return problems.Err()
}

// PictureSentence is one change of a picture as staff read it.
func PictureSentence(c Change) string {
	name := c.Data["name"]
	switch c.Kind {
	case PictureAddedEvent:
		return "Put the picture " + name + " into the library."
	case PictureChangedEvent:
		return "Changed what the picture " + name + " says or where it is cut."
	case PictureRemovedEvent:
		return "Took the picture " + name + " out of the library."
	}
	return c.Kind
}

// Story is the history of the picture in sentences, first to last.
func (p Picture) Story() []Line {
	lines := make([]Line, len(p.History))
	for i, c := range p.History {
		lines[i] = Line{At: c.At, Who: c.Who(), Reason: c.Reason, Kind: c.Kind, Text: PictureSentence(c)}
	}
	return lines
}
