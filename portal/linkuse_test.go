package portal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinksAddUpByAssetAndMedium(t *testing.T) {
	touches := []Touch{
		{Asset: "city", Day: "2026-03-01", Count: 3, Media: map[string]int{"email": 2, "qr": 1}},
		{Asset: "city", Day: "2026-03-02", Count: 4, Media: map[string]int{"email": 4}},
		{Day: "2026-03-02", Count: 1, Media: map[string]int{PartnerMedium: 1}},
	}
	came := func(asset AssetSlug, medium string, state ReferralState) Referral {
		return Referral{State: state, LastTouch: &TouchMark{Asset: asset, Medium: medium}}
	}
	got := LinkUses(touches, []Referral{came("city", "email", ReferralWon), came("city", "email", ReferralLost), came("spa", "social", ReferralSubmitted), {State: ReferralWon}})
	want := []LinkUse{
		{Asset: "city", Medium: "email", Touches: 6, Referrals: 2, Won: 1},
		{Medium: PartnerMedium, Touches: 1},
		{Asset: "city", Medium: "qr", Touches: 1},
		{Asset: "spa", Medium: "social", Referrals: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWeeksEndToday(t *testing.T) {
	got := TouchWeeks([]Touch{{Day: "2026-02-16", Count: 9}, {Day: "2026-02-17", Count: 1}, {Day: "2026-02-23", Count: 2}, {Day: "2026-02-24", Count: 3}, {Day: "2026-03-02", Count: 4}, {Day: "2026-03-03", Count: 9}}, "2026-03-02", 2)
	want := []TouchWeek{{From: "2026-02-17", Touches: 3}, {From: "2026-02-24", Touches: 7}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACodeIsWhatALinkCanCarry(t *testing.T) {
	for text, want := range map[string]string{" Blue-Water ": "blue-water", "a2b": "a2b", "ab": "", "blue water": "", "-blue": "", "blue--water": "", "blue/water": "", strings.Repeat("a", 33): "", "çasa": ""} {
		code, err := CheckCode(text)
		if code != want || (err == nil) != (want != "") {
			t.Errorf("%q is the code %q, %v", text, code, err)
		}
	}
	p := Partner{Code: "casa", State: PartnerActive}
	next, err := p.Rename("lumen", manager, "2026-03-02T10:00:00.000Z")
	if err != nil || next.Code != "lumen" || PartnerSentence(next.History[0]) != "Links carry the name lumen now, and those with casa still work." {
		t.Errorf("%+v, %v", next.History, err)
	}
	if _, err := next.Rename("lumen", manager, "2026-03-02T10:00:00.000Z"); KindOf(err) != Invalid {
		t.Errorf("the same again: %v", err)
	}
	p.State = PartnerEnded
	if _, err := p.Rename("lumen", manager, "2026-03-02T10:00:00.000Z"); KindOf(err) != Conflict {
		t.Errorf("of a partner that left: %v", err)
	}
}
