package portal

import (
	"slices"
	"strings"
	"testing"
)

func TestATimelineMergesWhatBelongsToAReferral(t *testing.T) {
	_, r := working(t)
	r.Splits = []Split{{Shares: []Share{{Partner: "p9", Name: "Casa Lumen", Rate: MustRate("40%")}}}}
	around := Around{
		Said:  []Remark{{Side: PartnerSide, ByName: "Rita", Text: "Any news?", At: moment("2026-03-04 10:00")}, {Side: StaffSide, ByName: "Lena", Text: "Tomorrow.", At: moment("2026-03-06 10:00")}},
		Noted: []Remark{{Side: StaffSide, ByName: "Lena", Text: "A friend of Rita.", At: moment("2026-03-05 10:00")}},
		Cash: []Collection{
			{ID: "cash:a", ExternalID: "INV-1", Amount: Amount(100000, "EUR"), CollectedOn: "2026-03-07", At: moment("2026-03-07 10:00"), ByName: "Fay"},
			{ID: "rev:a", RefundOf: "cash:a", ExternalID: "CN-1", Amount: Amount(-40000, "EUR"), CollectedOn: "2026-03-08", At: moment("2026-03-08 10:00"), ByName: "Fay"},
		},
		Entries: []Entry{
			{Partner: r.Partner, Kind: Accrual, Rate: MustRate("3%"), Base: Amount(100000, "EUR"), Amount: Amount(3000, "EUR"), CollectedOn: "2026-03-07", PayableOn: "2026-05-06", At: moment("2026-03-07 10:00")},
			{Partner: "p9", Kind: Accrual, Rate: MustRate("3%"), Base: Amount(50000, "EUR"), Amount: Amount(1500, "EUR"), CollectedOn: "2026-03-07", PayableOn: "2026-05-06", At: moment("2026-03-07 11:00")},
		},
	}
	heads := func(lines []Line) []string {
		var list []string
		for _, l := range lines {
			text := l.Text
			if l.Reason != "" {
				text = l.Reason
			}
			list = append(list, strings.Join(strings.Fields(text + " .")[:2], " "))
		}
		return list
	}
	staff, partner := r.Timeline(true, "Northwind", around), r.Timeline(false, "Northwind", around)
	if got, want := heads(staff), []string{"Submitted. The", "Accepted. The", "Any news?", "A friend", "Tomorrow. .", "€1,000.00 was", "Commission of", "Commission of", "€400.00 was"}; !slices.Equal(got, want) {
		t.Errorf("staff read %q", got)
	}
	if got, want := heads(partner), []string{"Submitted. The", "Accepted. The", "Any news?", "Tomorrow. .", "Commission of"}; !slices.Equal(got, want) {
		t.Errorf("the partner reads %q, want %q", got, want)
	}
	if staff[2].Who != "Rita, "+r.PartnerName || partner[3].Who != "Lena, Northwind" || staff[7].Who != "Casa Lumen" {
		t.Errorf("who wrote: %+v", staff)
	}
}

func TestWhoActsNext(t *testing.T) {
	rules, submitted := referredOnTheSecond(t)
	rules.Company = "Northwind"
	_, accepted := working(t)
	now, today := moment("2026-03-03 10:00"), Date("2026-03-03")
	returned, err := submitted.Return(rules, "Which house?", nil, manager, now, today)
	if err != nil {
		t.Fatal(err)
	}
	qualified, err := accepted.Qualify("", manager, moment("2026-03-03 11:00"), today)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := accepted.AskExtension(rules, "x", "y", rita, now, today)
	if err != nil {
		t.Fatal(err)
	}
	lost, err := accepted.Lose("No.", manager, now)
	if err != nil {
		t.Fatal(err)
	}
	wrote := []Remark{{Side: PartnerSide, ByName: "Rita", At: now}}
	answered := append(slices.Clone(wrote), Remark{Side: StaffSide, ByName: "Lena", At: now})
	for name, tt := range map[string]struct {
		r              Referral
		said           []Remark
		now            Instant
		staff, partner string // how the sentence begins and what it says
		urgency        Urgency
	}{
		"submitted":          {submitted, nil, now, "Waits for a manager until ", "Waits for Northwind until ", OnTime},
		"late":               {submitted, nil, moment("2026-03-12 10:00"), "Has waited for a manager since ", "Has waited for Northwind since ", Late},
		"returned":           {returned, nil, now, "Waits for " + returned.PartnerName + " until 17 March 2026: the changes", "Waits for you until 17 March 2026", OnTime},
		"accepted":           {accepted, nil, now, "Waits for " + accepted.OwnerName + " until " + accepted.ProtectedUntil.Long(), "Waits for Northwind until " + accepted.ProtectedUntil.Long(), OnTime},
		"a message":          {accepted, wrote, now, "Waits for " + accepted.OwnerName + " until Thursday 5 March", "Waits for Northwind until Thursday 5 March", OnTime},
		"an answered one":    {accepted, answered, now, "Waits for " + accepted.OwnerName + " until " + accepted.ProtectedUntil.Long(), "Waits for Northwind until " + accepted.ProtectedUntil.Long(), OnTime},
		"qualified":          {qualified, nil, now, "Waits for " + qualified.Company + " until ", "Waits for " + qualified.Company + " until ", OnTime},
		"asked to extend":    {asked, wrote, now, "Waits for " + asked.OwnerName + " until Thursday 5 March", "Waits for Northwind until Thursday 5 March", OnTime},
		"lost: nobody waits": {lost, wrote, now, "", "", ""},
	} {
		for staff, want := range map[bool]string{true: tt.staff, false: tt.partner} {
			got := rules.Waits(tt.r, tt.said, staff, tt.now, tt.now.Day(rules.Zone))
			if !strings.HasPrefix(got.Text, want) || (want == "") != (got.Text == "") || got.Urgency != tt.urgency {
				t.Errorf("%s, staff %t: %q (%s), want %q", name, staff, got.Text, got.Urgency, want)
			}
		}
	}
}
