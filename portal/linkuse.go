package portal

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// MediumLabel is where a link stands, as people choose it.
func MediumLabel(medium string) string {
	switch medium {
	case "email":
		return "Email"
	case "social":
		return "Social media"
	case "content":
		return "Article or page"
	case "qr":
		return "QR code"
	}
	return "Not said"
}

// LinkUse is what came of a partner's links to one asset by one medium.
type LinkUse struct {
	Asset     AssetSlug // "" for the plain link
	Medium    string
	Touches   int64
	Referrals int // that came through it
	Won       int // of them
}

// LinkUses add up touches, and the referrals whose last touch they were, by asset and
// medium: the most followed first, then by name.
func LinkUses(touches []Touch, referrals []Referral) []LinkUse {
	var uses []LinkUse
	of := func(asset AssetSlug, medium string) *LinkUse {
		i := slices.IndexFunc(uses, func(u LinkUse) bool { return u.Asset == asset && u.Medium == medium })
		if i < 0 {
			uses, i = append(uses, LinkUse{Asset: asset, Medium: medium}), len(uses)
		}
		return &uses[i]
	}
	for _, t := range touches {
		for medium, n := range t.Media {
			of(t.Asset, medium).Touches += int64(n)
		}
	}
	for _, r := range referrals {
		if r.LastTouch == nil {
			continue
		}
		use := of(r.LastTouch.Asset, r.LastTouch.Medium)
		use.Referrals++
		if r.State == ReferralWon {
			use.Won++
		}
	}
	slices.SortFunc(uses, func(a, b LinkUse) int {
		return cmp.Or(cmp.Compare(b.Touches, a.Touches), cmp.Compare(b.Referrals, a.Referrals), cmp.Compare(a.Asset, b.Asset), cmp.Compare(a.Medium, b.Medium))
	})
	return uses
}

// TouchWeek is how often links were followed in seven days.
type TouchWeek struct {
	From    Date
	Touches int64
}

// TouchWeeks are the last n weeks up to a day, it included, the oldest first.
func TouchWeeks(touches []Touch, today Date, n int) []TouchWeek {
	weeks := make([]TouchWeek, n)
	for i := range weeks {
		weeks[i].From = today.AddDays(1 - 7*(n-i))
	}
	for _, t := range touches {
		if t.Day > today || t.Day < weeks[0].From {
			continue
		}
		weeks[weeks[0].From.DaysUntil(t.Day)/7].Touches += t.Count
	}
	return weeks
}

// PartnerCodeEvent is a new name in links.
const PartnerCodeEvent = "partner.code"

var codeShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CheckCode is a name in links as it was typed: Invalid, at the field code, for what no link can carry.
func CheckCode(text string) (string, error) {
	code := strings.ToLower(strings.TrimSpace(text))
	if len(code) < 3 || len(code) > maxCode || !codeShape.MatchString(code) {
		return "", Problems{"code": "Write 3 to 32 letters, digits and single hyphens, as bluewater-ferries."}.Err()
	}
	return code, nil
}

// Rename gives the partner another name in links. Links that carry an earlier one still
// lead to it: that is for the guards of the names, which are never given up.
func (p Partner) Rename(code string, by Actor, now Instant) (Partner, error) {
	if p.Code == "" || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s has no links to rename.", p.named())
	}
	if code == p.Code {
		return p, Problems{"code": "This is the code already."}.Err()
	}
	p.History = changed(p.History, PartnerCodeEvent, "", "", by, now, "", map[string]string{"code": code, "was": p.Code})
	p.Code = code
	return p, nil
}
