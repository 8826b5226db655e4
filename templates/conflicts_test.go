package templates

import (
	"bytes"
	"strings"
	"testing"

	"tandem/portal"
)

// conflictExamples are filled views of the pages about two referrals of one customer.
func conflictExamples(page Page) []View {
	failed := func(fields ...string) Form {
		problems := map[string]string{}
		for _, field := range fields {
			problems[field] = "Something is wrong."
		}
		return Failed(map[string][]string{"share_1": {"x"}}, &portal.Error{Kind: portal.Invalid, Message: "One field needs your attention.", Fields: problems})
	}
	open := Conflict{
		Page: page, Company: "Hotel Miramar", Back: "/desk/referrals/r2", Waits: true, Decides: true, Keep: "/desk/referrals/r2/keep", Pass: "/desk/referrals/r2/pass", Version: 2,
		Sides: [2]ConflictSide{
			{"Holds the lead", "R-8F3KQ2", "/desk/referrals/r1", "Bluewater", "/desk/partners/p1", Pill{"info", "Submitted"}},
			{"Came too late", "R-AAAAAA", "/desk/referrals/r2", "Casa Lumen", "/desk/partners/p2", Pill{"warn", "Duplicate"}},
		},
		Rows:  []ConflictRow{{"Company domain", [2]string{"miramar.pt", "miramar.pt"}, true}, {"Phone", [2]string{"", "+351 210 000 000"}, false}},
		Trace: []string{"Same domain: both belong to miramar.pt."}, NotBy: []string{"The company names differ."},
		Others: []Fact{{Label: "R-BBBBBB", Text: "Vila Alba, 3 March 2026", Href: "/desk/referrals/r3/conflict"}},
	}
	looks, won, kept, wrong := open, open, open, open
	looks.Decides = false
	won.Pass, won.Split = "", "/desk/referrals/r1/split?partner_2=p2"
	kept.Kept = true
	wonKept := won
	wonKept.Kept = true
	wrong.Form = failed("reason")
	over := open
	over.Waits, over.Pass = false, ""
	form := DealSplit{
		Page: page, Back: "/desk/referrals/r1", Action: "/desk/referrals/r1/split", Company: "Hotel Miramar", Number: "R-8F3KQ2", Now: "All of it counts for Bluewater now.",
		Version: 3, Rows: []int{1, 2}, Options: []Option{{Value: "p1", Label: "Bluewater"}, {Value: "p2", Label: "Casa Lumen"}},
	}
	look, nothing, bad, late := form, form, form, form
	look.Effects = []DealShare{
		{Name: "Bluewater", Share: "60%", Partner: "p1", Percent: "60", Sums: "−€80.00", Lines: []DealEntry{{"Correction", "Of that.", "−€80.00"}}},
		{Name: "Casa Lumen", Share: "40%", Partner: "p2", Percent: "40", Sums: "€64.00", Lines: []DealEntry{{"Commission", "Of that.", "€64.00"}}},
		{Name: "Vila Alba", Share: "0%", Sums: "No change"},
	}
	nothing.Effects, nothing.Nothing = []DealShare{{Name: "Bluewater", Share: "60%", Partner: "p1", Percent: "60", Sums: "No change"}}, true
	bad.Form = failed("shares", "share_1")
	late = look
	late.Reason = failed("reason")
	return []View{open, looks, won, kept, wrong, wonKept, over, form, look, nothing, bad, late}
}

// TestASplitConfirmsWhatWasLookedAt holds the hidden fields to the partners that have a share.
func TestASplitConfirmsWhatWasLookedAt(t *testing.T) {
	look := conflictExamples(Page{})[8].(DealSplit)
	list := look.Percents()
	if len(list) != 2 || list[0].N != 1 || list[1].N != 2 || list[1].Partner != "p2" {
		t.Errorf("confirmed are %+v", list)
	}
	var out bytes.Buffer
	if err := load(t).Render(&out, look); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, `name="share_2" value="40"`) || strings.Contains(text, `name="share_3" value="0`) {
		t.Error(text)
	}
}
