package program

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tandem/portal"
)

// TermsLine is one version of the terms with what became of it.
type TermsLine struct {
	portal.Terms
	Until    portal.Date // the last day before the next version, "" for the last
	InForce  bool
	Accepted int // partners that have accepted it and are in the program
	Newest   int // of them, those that have accepted no later one
}

// TermsBook is every version of the terms, and who has accepted what.
type TermsBook struct {
	Lines    []TermsLine       // newest first
	Members  []Acceptor        // by name
	Partners int               // in the program
	Addenda  []PartnerAddendum // that somebody has still to decide, by partner
	Asked    string            // the version that partners are asked for, "" for none
}

// PartnerAddendum is an addendum with its partner.
type PartnerAddendum struct {
	Of       portal.Partner
	Addendum portal.Addendum
}

// Acceptor is a partner in the program with what it has accepted.
type Acceptor struct {
	ID       portal.PartnerID
	Company  string
	State    portal.PartnerState
	Accepted []AcceptedVersion // newest first
	Holds    string            // the version that counts for it today, "" when it accepted none
	Ask      portal.TermsAsk   // the newest, zero when it was asked for nothing
}

// AcceptedVersion is who accepted a version for a partner, and when.
type AcceptedVersion struct {
	Version string
	At      portal.Instant
	ByName  string
	SHA256  string
}

// Of is how the partner accepted a version; false when it did not.
func (a Acceptor) Of(version string) (AcceptedVersion, bool) {
	i := slices.IndexFunc(a.Accepted, func(v AcceptedVersion) bool { return v.Version == version })
	if i < 0 {
		return AcceptedVersion{}, false
	}
	return a.Accepted[i], true
}

// agreeing are the states of partners that terms hold for.
var agreeing = []portal.PartnerState{portal.PartnerApproved, portal.PartnerOnboarding, portal.PartnerActive, portal.PartnerPaused}

// TermsBook needs finance or a manager.
func (p *Program) TermsBook(ctx context.Context, actor portal.Actor) (TermsBook, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return TermsBook{}, err
	}
	partners, err := p.agreeingPartners(ctx)
	if err != nil {
		return TermsBook{}, err
	}
	asked, _ := p.askedTerms()
	book := TermsBook{Partners: len(partners), Asked: asked.Version}
	accepted, newest := map[string]int{}, map[string]int{}
	for _, partner := range partners {
		member := Acceptor{ID: partner.ID, Company: partner.Company, State: partner.State, Ask: partner.TermsAsk}
		for _, c := range slices.Backward(partner.History) {
			if c.Kind == portal.PartnerTermsEvent {
				member.Accepted = append(member.Accepted, AcceptedVersion{Version: c.Data["version"], At: c.At, ByName: c.ByName, SHA256: c.Data["sha256"]})
				accepted[c.Data["version"]]++
			}
		}
		newest[partner.TermsVersion]++
		for _, a := range partner.Addenda {
			if a.State.Open() {
				book.Addenda = append(book.Addenda, PartnerAddendum{Of: partner, Addendum: a})
			}
		}
		if holds, ok := portal.TermsOn(p.Terms, partner.AcceptedTerms(), p.Today()); ok && len(partner.TermsOn) > 0 {
			member.Holds = holds.Version
		}
		book.Members = append(book.Members, member)
	}
	slices.SortFunc(book.Members, func(a, b Acceptor) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Company), strings.ToLower(b.Company)), cmp.Compare(a.ID, b.ID))
	})
	inForce, err := p.TermsInForce()
	if err != nil && portal.KindOf(err) != portal.NotFound {
		return TermsBook{}, err
	}
	for i, t := range slices.Backward(p.Terms) {
		line := TermsLine{Terms: t, InForce: t.Version == inForce.Version, Accepted: accepted[t.Version], Newest: newest[t.Version]}
		if i+1 < len(p.Terms) {
			line.Until = p.Terms[i+1].Effective.AddDays(-1)
		}
		book.Lines = append(book.Lines, line)
	}
	return book, nil
}

func (p *Program) agreeingPartners(ctx context.Context) ([]portal.Partner, error) {
	var all []portal.Partner
	for _, state := range agreeing {
		partners, err := p.store.Partners.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		all = append(all, partners...)
	}
	return all, nil
}

// TermsComparison is what changed from one version to another.
type TermsComparison struct {
	Before, After portal.Terms
	Numbers       []portal.NumberChange
	Text          []portal.PassageChange
}

// compareTerms says what changed between two versions, in numbers and in words, as a
// partner of a vertical reads them; staff, who are of none, see every package.
func (p *Program) compareTerms(before, after, vertical string) (TermsComparison, error) {
	var c TermsComparison
	var err error
	if c.Before, err = p.termsVersion(before); err != nil {
		return c, err
	}
	if c.After, err = p.termsVersion(after); err != nil {
		return c, err
	}
	was, is := c.Before, c.After
	if vertical != "" {
		was, is = was.Own(vertical), is.Own(vertical)
	}
	c.Numbers = portal.ChangedNumbers(was, is)
	old, err := p.library().TermsText(before, vertical)
	if err != nil {
		return c, err
	}
	text, err := p.library().TermsText(after, vertical)
	c.Text = portal.ChangedText(old, text)
	return c, err
}

// TermsEffect is what every partner would have earned between two days under a
// version, beside the one it has accepted. Needs finance or a manager.
func (p *Program) TermsEffect(ctx context.Context, actor portal.Actor, version string, from, to portal.Date) (portal.TermsEffect, error) {
	if err := actor.Must(portal.Finance, portal.Manager); err != nil {
		return portal.TermsEffect{}, err
	}
	terms, err := p.termsVersion(version)
	if err != nil {
		return portal.TermsEffect{}, err
	}
	if err := checkPeriod(from, to); err != nil {
		return portal.TermsEffect{}, err
	}
	earners, err := p.earners(ctx)
	if err != nil {
		return portal.TermsEffect{}, fmt.Errorf("effect of %s: %w", version, err)
	}
	return portal.EffectOf(terms, earners, from, to, p.Today()), nil
}

// TermsEffectCSV is [Program.TermsEffect] as a file.
func (p *Program) TermsEffectCSV(ctx context.Context, actor portal.Actor, version string, from, to portal.Date) (File, error) {
	effect, err := p.TermsEffect(ctx, actor, version, from, to)
	if err != nil {
		return File{}, err
	}
	var out bytes.Buffer
	err = effect.WriteCSV(&out)
	return File{Name: "effect-" + version + ".csv", Type: "text/csv; charset=utf-8", Data: out.Bytes()}, err
}

// effectMonths is how far back a partner sees what new terms would have meant.
const effectMonths = 12

// ownEffect is what a version would have meant for one partner in the last twelve months.
func (p *Program) ownEffect(ctx context.Context, partner portal.Partner, terms portal.Terms) (portal.TermsEffect, error) {
	earner, err := p.readEarner(ctx, partner.ID)
	if err != nil {
		return portal.TermsEffect{}, err
	}
	today := p.Today()
	return portal.EffectOf(terms, []portal.NamedEarner{{Earner: earner, Name: partner.Company}}, today.AddMonths(-effectMonths), today, today), nil
}

// checkPeriod names the fields from and to.
func checkPeriod(from, to portal.Date) error {
	problems := portal.Problems{}
	if _, err := portal.ParseDate(string(from)); err != nil {
		problems.Add("from", "Choose the first day.")
	}
	if _, err := portal.ParseDate(string(to)); err != nil {
		problems.Add("to", "Choose the last day.")
	} else if to < from {
		problems.Add("to", "The last day is before the first.")
	}
	return problems.Err()
}
