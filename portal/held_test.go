package portal

import "testing"

func TestANoticeTellsEachThingOnce(t *testing.T) {
	item := func(slug AssetSlug, version int, state HeldState, away bool) HeldItem {
		return HeldItem{NoticeItem: NoticeItem{Asset: slug, Title: string(slug), Had: 1, Version: version}, State: state, PutAway: away}
	}
	told := []AssetNotice{{Day: "2026-03-01", Changed: []NoticeItem{{Asset: "a", Version: 2}}, Retired: []NoticeItem{{Asset: "r", Version: 1}}}}
	for _, c := range []struct {
		name                       string
		items                      []HeldItem
		told                       []AssetNotice
		today                      Date
		changed, retired, reminded int
	}{
		{"nothing", nil, nil, "2026-03-01", 0, 0, 0},
		{"a new version", []HeldItem{item("a", 2, HeldChanged, false)}, nil, "2026-03-01", 1, 0, 0},
		{"told before", []HeldItem{item("a", 2, HeldChanged, false)}, told, "2026-03-02", 0, 0, 0},
		{"the next version", []HeldItem{item("a", 3, HeldChanged, false)}, told, "2026-03-02", 1, 0, 0},
		{"several at once", []HeldItem{item("a", 2, HeldChanged, false), item("b", 2, HeldChanged, false), item("r", 1, HeldRetired, false)}, nil, "2026-03-01", 2, 1, 0},
		{"put away before it was told", []HeldItem{item("r", 1, HeldRetired, true)}, nil, "2026-03-01", 0, 0, 0},
		{"retired, thirteen days ago", []HeldItem{item("r", 1, HeldRetired, false)}, told, "2026-03-14", 0, 0, 0},
		{"retired, fourteen days ago", []HeldItem{item("r", 1, HeldRetired, false)}, told, "2026-03-15", 0, 0, 1},
		{"answered meanwhile", []HeldItem{item("r", 1, HeldRetired, true)}, told, "2026-03-15", 0, 0, 0},
		{"reminded before", []HeldItem{item("r", 1, HeldRetired, false)}, append(told, AssetNotice{Day: "2026-03-15", Reminded: []NoticeItem{{Asset: "r", Version: 1}}}), "2026-04-15", 0, 0, 0},
		{"expired", []HeldItem{item("e", 1, HeldExpired, false)}, nil, "2026-03-01", 0, 0, 0},
	} {
		n := NextNotice("pa", c.items, c.told, c.today, "2026-03-01T09:00:00.000Z")
		if len(n.Changed) != c.changed || len(n.Retired) != c.retired || len(n.Reminded) != c.reminded || n.Empty() != (c.changed+c.retired+c.reminded == 0) {
			t.Errorf("%s: %+v", c.name, n)
		}
		if n.ID != "asset-notice:pa:"+string(c.today) {
			t.Errorf("%s: %s", c.name, n.ID)
		}
	}
}
