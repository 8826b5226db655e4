package portal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var fay = Actor{User: "u-fay", Name: "Fay Okafor", Roles: []Role{Finance}}

func better() Agreement {
	return Agreement{From: "2026-04-01", BaseShare: map[Tier]Rate{Core: MustRate("6%"), High: MustRate("8%")}, ProtectDays: 120, Minimum: eur(2500)}
}

// agreed is a partner with terms and one accepted addendum, which was accepted on a day.
func agreed(t *testing.T, in Agreement, day Date) Partner {
	t.Helper()
	p := active(t)
	p.TermsVersion, p.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-01-05"}}
	at := moment(string(day) + " 10:00")
	p, err := p.ProposeAddendum(in, manager, at)
	if err == nil {
		p, err = p.ApproveAddendum(1, fay, at, day)
	}
	if err == nil {
		p, err = p.AcceptAddendum(1, p.Addenda[0].SHA256, Actor{User: "u", Name: "Ines"}, at, day)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnAddendumCountsFromItsAcceptanceOnAndNeverBackwards(t *testing.T) {
	base := standardTerms()
	early := agreed(t, better(), "2026-03-20")
	late := agreed(t, better(), "2026-05-10")
	ending := better()
	ending.Until = "2026-06-30"
	short := agreed(t, ending, "2026-03-20")
	for _, c := range []struct {
		name    string
		partner Partner
		day     Date
		share   string
		protect int
		version string
	}{
		{"the day before", early, "2026-03-31", "4%", 0, "2026-01"},
		{"its first day", early, "2026-04-01", "6%", 120, "2026-01 with addendum A-1"},
		{"long after", early, "2027-04-01", "6%", 120, "2026-01 with addendum A-1"},
		{"accepted late, before that", late, "2026-05-09", "4%", 0, "2026-01"},
		{"accepted late, on that day", late, "2026-05-10", "6%", 120, "2026-01 with addendum A-1"},
		{"its last day", short, "2026-06-30", "6%", 120, "2026-01 with addendum A-1"},
		{"the day after", short, "2026-07-01", "4%", 0, "2026-01"},
	} {
		terms, ok := c.partner.Agreed([]Terms{base}, c.day)
		if !ok || terms.BaseShare[Core].Percent() != c.share || terms.ProtectDays != c.protect || terms.Version != c.version {
			t.Errorf("%s: %s, %d days, %s", c.name, terms.BaseShare[Core].Percent(), terms.ProtectDays, terms.Version)
		}
		if terms.BaseShare[Elite].Percent() != "6%" {
			t.Errorf("%s: a tier that it does not name has %s", c.name, terms.BaseShare[Elite].Percent())
		}
	}
	if base.BaseShare[Core].Percent() != "4%" {
		t.Error("the terms themselves were changed")
	}
}

func TestALaterAddendumReplacesTheEarlierOneForGood(t *testing.T) {
	p := agreed(t, better(), "2026-03-20")
	next := Agreement{From: "2026-06-01", Until: "2026-08-31", BaseShare: map[Tier]Rate{Core: MustRate("7%")}}
	p, err := p.ProposeAddendum(next, manager, moment("2026-05-20 10:00"))
	if err == nil {
		p, err = p.ApproveAddendum(2, fay, moment("2026-05-20 11:00"), "2026-05-20")
	}
	if err == nil {
		p, err = p.AcceptAddendum(2, p.Addenda[1].SHA256, Actor{User: "u", Name: "Ines"}, moment("2026-05-21 10:00"), "2026-05-21")
	}
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[Date]string{"2026-05-31": "6% A-1", "2026-06-01": "7% A-2", "2026-08-31": "7% A-2", "2026-09-01": "4% ", "2027-01-01": "4% "} {
		terms, _ := p.Agreed([]Terms{standardTerms()}, day)
		_, name, _ := strings.Cut(terms.Version, "addendum ")
		if got := terms.BaseShare[Core].Percent() + " " + name; got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
}

// TestTheEngineReadsAddendaWithTheTerms: the share, its explanation, its check and the trial of other terms.
func TestTheEngineReadsAddendaWithTheTerms(t *testing.T) {
	e := earner()
	e.Terms = []Terms{leverTerms()}
	e.Addenda = agreed(t, better(), "2026-03-20").Addenda
	e.Collections = []Collection{paid("1", "d1", 1_000_000, "2026-02-20"), paid("2", "d1", 4_000_000, "2026-03-10"), paid("3", "d2", 100_000, "2026-05-01")}
	var lines []string
	for _, entry := range e.Computed("2026-12-31", testNow) {
		if entry.Rule == RuleBase {
			lines = append(lines, fmt.Sprintf("%s %s %s", entry.Rate.Percent(), entry.Amount.Plain(), entry.Terms))
		}
		if entry.CollectedOn == "2026-05-01" && !strings.Contains(entry.Sentence(), "8% (Tier 2 High, terms 2026-01 with addendum A-1)") {
			t.Errorf("explained as %s", entry.Sentence())
		}
	}
	want := "4% 400.00 2026-01; 5% 2000.00 2026-01; 8% 80.00 2026-01 with addendum A-1"
	if got := strings.Join(lines, "; "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	flat := standardTerms()
	flat.Version, flat.BaseShare = "flat", map[Tier]Rate{Core: MustRate("1%"), High: MustRate("1%")}
	w := Try(flat, []NamedEarner{{e, "One"}}, "2026-05-01", "2026-05-31", "2026-12-31")
	if len(w.Totals) != 1 || w.Totals[0].New.Plain() != "80.00" {
		t.Errorf("other terms leave the addendum as it is: %+v", w.Totals)
	}
}

func TestTwoPeopleAndThePartnerAgreeOnAnAddendum(t *testing.T) {
	p := active(t)
	p.TermsVersion, p.TermsOn = "2026-01", []Accepted{{"2026-01", "2026-03-05"}}
	now, ines := moment("2026-03-20 10:00"), Actor{User: "u-ines", Name: "Ines"}
	proposed, err := p.ProposeAddendum(better(), manager, now)
	if err != nil {
		t.Fatal(err)
	}
	hash := proposed.Addenda[0].SHA256
	offered, err := proposed.ApproveAddendum(1, fay, now, "2026-03-20")
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := offered.AcceptAddendum(1, hash, ines, now, "2026-03-21")
	if err != nil || accepted.Addenda[0].Starts() != "2026-04-01" || accepted.Addenda[0].AcceptedBy != "Ines" || proposed.Addenda[0].State != AddendumProposed {
		t.Fatalf("%+v, %v", accepted.Addenda, err)
	}
	if again, err := accepted.AcceptAddendum(1, hash, ines, now, "2026-06-01"); err != nil || len(again.History) != len(accepted.History) || again.Addenda[0].AcceptedOn != "2026-03-21" {
		t.Errorf("accepted twice: %v", err)
	}
	without := offered
	without.TermsVersion, without.TermsOn = "", nil
	gone := offered
	gone.State = PartnerEnded
	for name, c := range map[string]struct {
		step func() (Partner, error)
		want Kind
	}{
		"the proposer approves":        {func() (Partner, error) { return proposed.ApproveAddendum(1, manager, now, "2026-03-20") }, Conflict},
		"nobody approves":              {func() (Partner, error) { return proposed.ApproveAddendum(1, System("x"), now, "2026-03-20") }, Conflict},
		"the proposer refuses":         {func() (Partner, error) { return proposed.RefuseAddendum(1, "No.", manager, now) }, Conflict},
		"refused without a reason":     {func() (Partner, error) { return proposed.RefuseAddendum(1, " ", fay, now) }, Invalid},
		"accepted before its approval": {func() (Partner, error) { return proposed.AcceptAddendum(1, hash, ines, now, "2026-03-20") }, Conflict},
		"another text":                 {func() (Partner, error) { return offered.AcceptAddendum(1, "00", ines, now, "2026-03-20") }, Conflict},
		"without the terms":            {func() (Partner, error) { return without.AcceptAddendum(1, hash, ines, now, "2026-03-20") }, Conflict},
		"a partner that left":          {func() (Partner, error) { return gone.AcceptAddendum(1, hash, ines, now, "2026-03-20") }, Conflict},
		"declined without a reason":    {func() (Partner, error) { return offered.DeclineAddendum(1, "", ines, now) }, Invalid},
		"a second one meanwhile":       {func() (Partner, error) { return offered.ProposeAddendum(better(), manager, now) }, Conflict},
		"withdrawn after acceptance":   {func() (Partner, error) { return accepted.WithdrawAddendum(1, manager, now) }, Conflict},
		"no such addendum":             {func() (Partner, error) { return offered.AcceptAddendum(2, hash, ines, now, "2026-03-20") }, NotFound},
	} {
		if _, err := c.step(); KindOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	withdrawn, err := offered.WithdrawAddendum(1, manager, now)
	if err != nil || withdrawn.Addenda[0].State != AddendumWithdrawn {
		t.Errorf("withdrawn: %v", err)
	}
	if next, err := withdrawn.ProposeAddendum(better(), manager, now); err != nil || next.Addenda[1].Name() != "A-2" {
		t.Errorf("the next one: %v", err)
	}
}

func TestWhatIsWrongWithAnAddendumIsNamedByItsField(t *testing.T) {
	terms := leverTerms()
	for name, c := range map[string]struct {
		change func(*Agreement)
		field  string
	}{
		"as it should be":          {func(*Agreement) {}, ""},
		"words alone":              {func(a *Agreement) { *a = Agreement{From: a.From, Words: "We visit each other once a year."} }, ""},
		"nothing":                  {func(a *Agreement) { *a = Agreement{From: a.From} }, "words"},
		"no first day":             {func(a *Agreement) { a.From = "" }, "from"},
		"backwards":                {func(a *Agreement) { a.From = "2026-03-19" }, "from"},
		"in a far future":          {func(a *Agreement) { a.From = "2029-01-01" }, "from"},
		"the end before the begin": {func(a *Agreement) { a.Until = "2026-03-31" }, "until"},
		"no day at the end":        {func(a *Agreement) { a.Until = "soon" }, "until"},
		"no share at all":          {func(a *Agreement) { a.BaseShare[Core] = MustRate("0%") }, "share_core"},
		"more than everything":     {func(a *Agreement) { a.BaseShare[High] = MustRate("98%") }, "share_high"},
		"too long":                 {func(a *Agreement) { a.ProtectDays = 731 }, "protect_days"},
		"before it began":          {func(a *Agreement) { a.NoticeDays = -1 }, "notice_days"},
		"another currency":         {func(a *Agreement) { a.Minimum = Amount(100, "USD") }, "minimum"},
		"exclusive for ever":       {func(a *Agreement) { a.Exclusive = Exclusivity{Country: "PT"} }, "exclusive_until"},
		"exclusive of nothing":     {func(a *Agreement) { a.Exclusive = Exclusivity{Until: "2027-01-01"} }, "vertical"},
		"no such country":          {func(a *Agreement) { a.Exclusive = Exclusivity{Country: "XX", Until: "2027-01-01"} }, "country"},
		"no such business":         {func(a *Agreement) { a.Exclusive = Exclusivity{Vertical: "none", Until: "2027-01-01"} }, "vertical"},
	} {
		in := better()
		c.change(&in)
		err := rules.CheckAgreement(in, terms, "2026-03-20")
		if c.field == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c.field != "" && !slices.Contains(fieldsOf(err), c.field) {
			t.Errorf("%s: %v, want the field %s", name, err, c.field)
		}
	}
}

func TestAnExclusivityIsPromisedOnce(t *testing.T) {
	promise := func(vertical, country string, until Date) Agreement {
		return Agreement{From: "2026-04-01", Exclusive: Exclusivity{Vertical: vertical, Country: country, Until: until}}
	}
	p := agreed(t, promise("transport", "PT", "2026-12-31"), "2026-03-20")
	for name, c := range map[string]struct {
		other Agreement
		want  bool
	}{
		"the same":             {promise("transport", "PT", "2027-12-31"), true},
		"the whole country":    {promise("", "PT", "2027-12-31"), true},
		"the whole business":   {promise("transport", "", "2027-12-31"), true},
		"another country":      {promise("transport", "ES", "2027-12-31"), false},
		"another business":     {promise("hospitality", "PT", "2027-12-31"), false},
		"nothing exclusive":    {better(), false},
		"after it has run out": {Agreement{From: "2027-01-01", Exclusive: Exclusivity{Country: "PT", Until: "2027-12-31"}}, false},
	} {
		if _, got := p.Excludes(c.other); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
