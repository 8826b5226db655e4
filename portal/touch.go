package portal

import (
	"fmt"
	"slices"
	"strings"
)

// Touch counts how often a partner's tracked link was followed on one day, for one
// asset. It knows nothing of who followed it: no address, no browser, no person.
type Touch struct {
	ID      string         `json:"-"` // touch:<partner>:<asset>:<day>
	Version int64          `json:"-"`
	Partner PartnerID      `json:"partner"`
	Asset   AssetSlug      `json:"asset"` // "" for the partner's plain link
	Day     Date           `json:"day"`
	Count   int64          `json:"count"`
	Media   map[string]int `json:"media"` // the count by medium
}

// Media are where a tracked link can stand. Anything else that an address says is [PartnerMedium].
var Media = []string{"email", "social", "content", "qr", PartnerMedium}

// PartnerMedium is the medium of a link that says nothing else.
const PartnerMedium = "partner"

// maxTouches is the most that one day counts for a partner and an asset. A flood
// beyond it is not written down, so it can neither fill the store nor keep it busy.
const maxTouches = 20_000

// TouchOf is the empty count of a day.
func TouchOf(partner PartnerID, asset AssetSlug, day Date) Touch {
	return Touch{ID: fmt.Sprintf("touch:%s:%s:%s", partner, asset, day), Partner: partner, Asset: asset, Day: day}
}

// Medium is a medium as it is counted: one of [Media].
func Medium(text string) string {
	if slices.Contains(Media, text) {
		return text
	}
	return PartnerMedium
}

// TouchMark is one following of a tracked link, as the referral that came of it
// remembers it. A browser keeps it without the partner: see [TouchMark.Text].
type TouchMark struct {
	Partner PartnerID `json:"partner"`
	Name    string    `json:"name"`  // the partner's, as it was then
	Code    string    `json:"code"`  // the partner's name in links
	Asset   AssetSlug `json:"asset"` // "" for the partner's plain link
	Medium  string    `json:"medium"`
	Day     Date      `json:"day"`
}

// Text is the mark as a cookie carries it: code, asset, medium and day, and nothing of the person.
func (m TouchMark) Text() string {
	return strings.Join([]string{m.Code, string(m.Asset), m.Medium, string(m.Day)}, ",")
}

// ReadTouchMark is the mark of a text that [TouchMark.Text] made; false for any other.
func ReadTouchMark(text string) (TouchMark, bool) {
	parts := strings.Split(text, ",")
	if len(parts) != 4 || parts[0] == "" {
		return TouchMark{}, false
	}
	day, err := ParseDate(parts[3])
	return TouchMark{Code: parts[0], Asset: AssetSlug(parts[1]), Medium: Medium(parts[2]), Day: day}, err == nil
}

// Add counts one more; false when the day is full.
func (t Touch) Add(medium string) (Touch, bool) {
	if t.Count >= maxTouches {
		return t, false
	}
	media := map[string]int{Medium(medium): 1}
	for name, n := range t.Media {
		media[name] += n
	}
	t.Count, t.Media = t.Count+1, media
	return t, true
}
