package portal

import "testing"

func TestAnAddendumEndsEarlyByTwoPeopleAndWithNotice(t *testing.T) {
	in := better()
	in.NoticeDays, in.Exclusive = 60, Exclusivity{Country: "PT", Until: "2027-12-31"}
	p := agreed(t, in, "2026-03-20")
	versions := []Terms{standardTerms()}
	if _, err := p.ProposeAddendumEnd(1, " ", manager, moment("2026-05-01 10:00"), "2026-05-01"); KindOf(err) != Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := p.ApproveAddendumEnd(1, versions, fay, moment("2026-05-01 10:00"), "2026-05-01"); KindOf(err) != Conflict {
		t.Errorf("approved before anybody proposed it: %v", err)
	}
	p, err := p.ProposeAddendumEnd(1, "The fair is over.", manager, moment("2026-05-01 10:00"), "2026-05-01")
	if err != nil || !p.Addenda[0].Ending.Waits() || p.Addenda[0].LastDay() != "" {
		t.Fatalf("%+v, %v", p.Addenda[0].Ending, err)
	}
	if _, err := p.ProposeAddendumEnd(1, "Again.", manager, moment("2026-05-01 10:00"), "2026-05-01"); KindOf(err) != Conflict {
		t.Errorf("proposed twice: %v", err)
	}
	if _, err := p.ApproveAddendumEnd(1, versions, manager, moment("2026-05-02 10:00"), "2026-05-02"); KindOf(err) != Conflict {
		t.Errorf("approved by who proposed it: %v", err)
	}
	if kept, err := p.DropAddendumEnd(1, fay, moment("2026-05-02 10:00")); err != nil || kept.Addenda[0].Ending != (AddendumEnding{}) {
		t.Errorf("dropped: %+v, %v", kept.Addenda[0].Ending, err)
	}
	before := p.Addenda[0].SHA256
	p, err = p.ApproveAddendumEnd(1, versions, fay, moment("2026-05-02 10:00"), "2026-05-02")
	if err != nil || p.Addenda[0].LastDay() != "2026-07-01" || p.Addenda[0].SHA256 != before {
		t.Fatalf("%+v, %v", p.Addenda[0].Ending, err)
	}
	for day, want := range map[Date]string{"2026-05-02": "6%", "2026-07-01": "6%", "2026-07-02": "4%"} {
		if terms, _ := p.Agreed(versions, day); terms.BaseShare[Core].Percent() != want {
			t.Errorf("on %s: %s, want %s", day, terms.BaseShare[Core].Percent(), want)
		}
	}
	for day, kept := range map[Date]bool{"2026-07-01": true, "2026-07-02": false} {
		if _, excludes := p.Excludes(Agreement{From: day, Exclusive: Exclusivity{Country: "PT", Until: "2027-01-31"}}); excludes != kept {
			t.Errorf("from %s on the exclusivity stands in the way: %t", day, excludes)
		}
	}
	if _, err := p.ProposeAddendumEnd(1, "Again.", manager, moment("2026-05-03 10:00"), "2026-05-03"); KindOf(err) != Conflict {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := p.DropAddendumEnd(1, fay, moment("2026-05-03 10:00")); KindOf(err) != Conflict {
		t.Errorf("dropped after it was approved: %v", err)
	}
	early := better()
	early.Until = "2026-05-20" // its own last day comes first
	q := agreed(t, early, "2026-03-20")
	q, err = q.ProposeAddendumEnd(1, "x", manager, moment("2026-05-01 10:00"), "2026-05-01")
	if err == nil {
		q, err = q.ApproveAddendumEnd(1, versions, fay, moment("2026-05-02 10:00"), "2026-05-02")
	}
	if err != nil || q.Addenda[0].LastDay() != "2026-05-20" {
		t.Errorf("%s, %v", q.Addenda[0].LastDay(), err)
	}
}
