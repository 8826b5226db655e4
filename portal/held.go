package portal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// HeldState is how what a partner has of an asset stands today.
type HeldState string

const (
	HeldCurrent   HeldState = "current"
	HeldChanged   HeldState = "changed"   // there is a newer version
	HeldRetired   HeldState = "retired"   // it must not be used any more
	HeldExpired   HeldState = "expired"   // its last day is over
	HeldWithdrawn HeldState = "withdrawn" // no longer offered to the partner: by its tier, its markets, or to nobody
)

// HeldStates are all of them, what needs doing first.
var HeldStates = []HeldState{HeldRetired, HeldChanged, HeldExpired, HeldWithdrawn, HeldCurrent}

// Label is the state as people read it.
func (s HeldState) Label() string {
	switch s {
	case HeldCurrent:
		return "Current"
	case HeldChanged:
		return "Changed since"
	case HeldRetired:
		return "Retired"
	case HeldExpired:
		return "Expired"
	case HeldWithdrawn:
		return "No longer offered"
	}
	return string(s)
}

// PutAway is the fact that a partner says it no longer uses an asset that was retired.
type PutAway struct {
	ID      string    `json:"-"` // put-away:<partner>:<asset>@<version>
	Partner PartnerID `json:"partner"`
	Asset   AssetSlug `json:"asset"`
	Version int       `json:"version"` // that was retired
	Title   string    `json:"title"`
	By      UserID    `json:"by"`
	ByName  string    `json:"by_name"`
	At      Instant   `json:"at"`
}

// Identify returns the fact with the id that its cause gives it.
func (a PutAway) Identify() PutAway {
	a.ID = fmt.Sprintf("put-away:%s:%s@%d", a.Partner, a.Asset, a.Version)
	return a
}

// AssetPutAwayEvent is a partner saying that it no longer uses a retired asset.
const AssetPutAwayEvent = "asset.put_away"

// Event is the fact as the whole program sees it.
func (a PutAway) Event() Event {
	return Event{ID: a.ID, Subject: "asset:" + string(a.Asset), Partner: a.Partner, Change: Change{
		Kind: AssetPutAwayEvent, By: a.By, ByName: a.ByName, At: a.At, Data: map[string]string{"title": a.Title},
	}}
}

// NoticeItem is an asset that a partner is told of.
type NoticeItem struct {
	Asset   AssetSlug `json:"asset"`
	Title   string    `json:"title"`
	Had     int       `json:"had"`     // the version the partner took
	Version int       `json:"version"` // the one there is now
	Notes   string    `json:"notes"`   // what changed, "" when nobody wrote it
}

// AssetNotice is the fact that a partner was told, on one day, what became of assets it
// has taken. There is one a day at most.
type AssetNotice struct {
	ID       string       `json:"-"` // asset-notice:<partner>:<day>
	Partner  PartnerID    `json:"partner"`
	Changed  []NoticeItem `json:"changed"`
	Retired  []NoticeItem `json:"retired"`
	Reminded []NoticeItem `json:"reminded"` // retired, told before, and not put away
	Day      Date         `json:"day"`
	At       Instant      `json:"at"`
}

// Identify returns the notice with its id.
func (n AssetNotice) Identify() AssetNotice {
	n.ID = "asset-notice:" + string(n.Partner) + ":" + string(n.Day)
	return n
}

// Empty reports that there is nothing to tell.
func (n AssetNotice) Empty() bool { return len(n.Changed)+len(n.Retired)+len(n.Reminded) == 0 }

// Names reports whether the notice told of an asset's version.
func (n AssetNotice) Names(slug AssetSlug, version int) bool {
	return slices.ContainsFunc(slices.Concat(n.Changed, n.Retired, n.Reminded), func(i NoticeItem) bool { return i.Asset == slug && i.Version == version })
}

// AssetNoticedEvent is a partner being told what became of its assets.
const AssetNoticedEvent = "asset.noticed"

// Event is the notice as the whole program sees it. Its lines are in the data, as the
// letter says them.
func (n AssetNotice) Event() Event {
	list := func(items []NoticeItem, line func(NoticeItem) string) string {
		var lines []string
		for _, item := range items {
			lines = append(lines, line(item))
		}
		return strings.Join(lines, "\n")
	}
	changed := func(i NoticeItem) string {
		text := fmt.Sprintf("Version %d of “%s” is out; your company has version %d.", i.Version, i.Title, i.Had)
		if i.Notes != "" {
			text += " " + i.Notes
		}
		return text
	}
	title := func(i NoticeItem) string { return "“" + i.Title + "”" }
	return Event{ID: n.ID, Subject: "partner:" + string(n.Partner), Partner: n.Partner, Change: Change{
		Kind: AssetNoticedEvent, By: "", ByName: "Tandem", At: n.At,
		Data: map[string]string{
			"changed": list(n.Changed, changed), "retired": list(n.Retired, title), "reminded": list(n.Reminded, title),
			"count": strconv.Itoa(len(n.Changed) + len(n.Retired) + len(n.Reminded)),
		},
	}}
}

// remindAfterDays is how long after it was told of a retirement a partner that has not
// answered is reminded, once.
const remindAfterDays = 14

// HeldItem is an asset that a partner has and that is not current, as a notice sees it.
type HeldItem struct {
	NoticeItem
	State   HeldState
	PutAway bool
}

// NextNotice is what a partner is to be told today: each newer version and each retirement
// once, a retirement that it has not answered once more. told are its notices so far.
func NextNotice(partner PartnerID, items []HeldItem, told []AssetNotice, today Date, now Instant) AssetNotice {
	n := AssetNotice{Partner: partner, Day: today, At: now}
	same := func(i NoticeItem) func(NoticeItem) bool {
		return func(t NoticeItem) bool { return t.Asset == i.Asset && t.Version == i.Version }
	}
	for _, item := range items {
		var since Date
		reminded := false
		for _, before := range told {
			switch item.State {
			case HeldChanged:
				if slices.ContainsFunc(before.Changed, same(item.NoticeItem)) {
					since = before.Day
				}
			case HeldRetired:
				if slices.ContainsFunc(before.Retired, same(item.NoticeItem)) {
					since = before.Day
				}
				reminded = reminded || slices.ContainsFunc(before.Reminded, same(item.NoticeItem))
			case HeldCurrent, HeldExpired, HeldWithdrawn:
			}
		}
		switch {
		case item.State == HeldChanged && since == "":
			n.Changed = append(n.Changed, item.NoticeItem)
		case item.State == HeldRetired && !item.PutAway && since == "":
			n.Retired = append(n.Retired, item.NoticeItem)
		case item.State == HeldRetired && !item.PutAway && !reminded && since.AddDays(remindAfterDays) <= today:
			n.Reminded = append(n.Reminded, item.NoticeItem)
		}
	}
	return n.Identify()
}
