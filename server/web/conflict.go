package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

func conflictHref(id portal.ReferralID) string {
	return deskReferrals + "/" + url.PathEscape(string(id)) + "/conflict"
}

func (a *App) showConflict(r *request) error {
	view, err := r.conflictPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) conflictPage() (templates.Conflict, error) {
	c, err := r.app.program.Conflict(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	if err != nil {
		return templates.Conflict{}, err
	}
	at := deskReferrals + "/" + string(c.Rival.ID)
	view := templates.Conflict{
		Page: r.page("Who brought " + c.Holder.Company), Company: c.Rival.Company, Back: at, Trace: c.Trace, Kept: c.Rival.Upheld(),
		Waits: c.Rival.State == portal.ReferralDuplicate, Decides: r.actor.Can(portal.Manager), Keep: at + "/keep", Version: c.Rival.Version,
		Sides: [2]templates.ConflictSide{conflictSide("Holds the lead", c.Holder), conflictSide("Came too late", c.Rival)},
	}
	if c.CanPass {
		view.Pass = at + "/pass"
	}
	if c.CanSplit {
		view.Split = deskReferrals + "/" + string(c.Holder.ID) + "/split?" + url.Values{"partner_2": {string(c.Rival.Partner)}}.Encode()
	}
	same := map[string]bool{}
	for _, match := range c.Matches {
		if same[match.Key] = match.Same; !match.Same {
			view.NotBy = append(view.NotBy, match.Text)
		}
	}
	rules := r.app.program.Rules
	row := func(label string, is bool, of func(portal.Referral) string) {
		texts := [2]string{of(c.Holder), of(c.Rival)}
		if texts[0] != "" || texts[1] != "" {
			view.Rows = append(view.Rows, templates.ConflictRow{Label: label, Texts: texts, Same: is})
		}
	}
	row("Submitted", false, func(x portal.Referral) string {
		return x.SubmittedAt.Time().In(rules.Zone).Format("2 Jan 2006, 15:04 MST")
	})
	row("Submitted by", false, func(x portal.Referral) string { return x.ByName })
	row("Came by", false, func(x portal.Referral) string { return x.Source.Label() })
	row("Protected until", false, func(x portal.Referral) string { return x.ProtectedUntil.Long() })
	row("Company", same["company"], func(x portal.Referral) string { return x.Company })
	row("Country", same["company"], func(x portal.Referral) string { return portal.CountryName(x.Country) })
	row("Email", same["email"], func(x portal.Referral) string { return x.Email })
	row("Company domain", same["domain"], func(x portal.Referral) string { return x.Domain })
	row("Contact", false, func(x portal.Referral) string { return x.Contact })
	row("Phone", false, func(x portal.Referral) string { return x.Phone })
	row("Product", false, func(x portal.Referral) string { return portal.NameIn(rules.Products, x.Product) })
	row("Estimated value", false, func(x portal.Referral) string {
		if x.Value.IsZero() {
			return ""
		}
		return x.Value.String()
	})
	row("Need", false, func(x portal.Referral) string { return x.Need })
	for _, other := range c.Others {
		view.Others = append(view.Others, templates.Fact{Label: other.Number(), Text: other.PartnerName + ", " + other.SubmittedOn.Long(), Href: conflictHref(other.ID)})
	}
	return view, nil
}

func conflictSide(role string, x portal.Referral) templates.ConflictSide {
	return templates.ConflictSide{
		Role: role, Number: x.Number(), Href: deskReferrals + "/" + string(x.ID), Partner: x.PartnerName, At: deskPartners + "/" + string(x.Partner), State: referralPill(x.State),
	}
}

type conflictForm struct {
	Version int64  `form:"version"`
	Reason  string `form:"reason,max=1000"`
}

func (a *App) keepConflict(r *request) error {
	return r.conflictDecided(a.program.KeepConflict, "Kept. The reason stands with the referral.")
}

func (a *App) passLead(r *request) error {
	return r.conflictDecided(a.program.PassLead, "The lead changed hands. It waits for an answer.")
}

// conflictDecided carries out a decision about a conflict, or shows the page again.
func (r *request) conflictDecided(
	decide func(ctx context.Context, actor portal.Actor, in program.ConflictDecision) (portal.Referral, error), said string,
) error {
	var in conflictForm
	err := r.form(&in)
	id := portal.ReferralID(r.Params("referral"))
	if err == nil {
		_, err = decide(r.ctx, r.actor, program.ConflictDecision{Rival: id, Seen: seen(in.Version), Reason: in.Reason})
	}
	if err != nil {
		return pageAgain(r, err, r.conflictPage, func(v *templates.Conflict, f templates.Form) { v.Form = f })
	}
	r.flash("ok", said, "")
	return r.see(deskReferrals + "/" + string(id))
}

// splitRows is how many partners the form can divide a deal between.
const splitRows = 4

// shareRows are the rows of the form that say something, as the address or the form carries them.
func shareRows(values url.Values) (list []portal.Share, filled map[string]string, problems portal.Problems) {
	filled, problems = map[string]string{}, portal.Problems{}
	for i := 1; i <= splitRows; i++ {
		partner, text := strings.TrimSpace(values.Get(fmt.Sprintf("partner_%d", i))), strings.TrimSpace(values.Get(fmt.Sprintf("share_%d", i)))
		if partner == "" && text == "" {
			continue
		}
		n := len(list) + 1
		filled[fmt.Sprintf("partner_%d", n)], filled[fmt.Sprintf("share_%d", n)] = partner, text
		rate, err := portal.ParseShare(text)
		if err != nil {
			problems.Add(fmt.Sprintf("share_%d", n), "Write a share above 0%% and up to 100%%, such as 60.")
		}
		list = append(list, portal.Share{Partner: portal.PartnerID(partner), Rate: rate})
	}
	return list, filled, problems
}

func (r *request) splitPage() (templates.DealSplit, portal.Referral, error) {
	var view templates.DealSplit
	referral, err := r.app.program.Referral(r.ctx, r.actor, portal.ReferralID(r.Params("referral")))
	if err != nil {
		return view, referral, err
	}
	if referral.State != portal.ReferralWon {
		return view, referral, portal.Errorf(portal.NotFound, "Only a deal that was won can be divided.")
	}
	at := deskReferrals + "/" + string(referral.ID)
	view = templates.DealSplit{
		Page: r.page("Divide what " + referral.Company + " pays"), Back: at, Action: at + "/split", Company: referral.Company, Number: referral.Number(), Version: referral.Version,
		Now: "All of it counts for " + referral.PartnerName + " now.",
	}
	if split := referral.Deal().Split(); split != nil {
		view.Now = "Divided now: " + split.Text() + "."
	}
	for i := range splitRows {
		view.Rows = append(view.Rows, i+1)
	}
	members, err := r.app.program.Members(r.ctx, r.actor)
	for _, m := range members {
		view.Options = append(view.Options, templates.Option{Value: string(m.ID), Label: m.Company})
	}
	return view, referral, err
}

func (a *App) showSplit(r *request) error {
	view, referral, err := r.splitPage()
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(string(r.Request().URI().QueryString()))
	if err != nil {
		return portal.Errorf(portal.Invalid, "This address cannot be read.")
	}
	if values.Get("partner_1") == "" { // nothing was chosen yet
		view.Form = templates.Filled(firstShares(referral, values.Get("partner_2")))
		return r.render(view)
	}
	shares, filled, problems := shareRows(values)
	view.Form = templates.Filled(filled)
	effects, err := a.program.LookAtSplit(r.ctx, r.actor, program.SplitReferral{Referral: referral.ID, Shares: shares})
	if err = problems.With(err); err != nil {
		problem, ok := errors.AsType[*portal.Error](err)
		if !ok || problem.Kind != portal.Invalid && problem.Kind != portal.Conflict {
			return err
		}
		view.Form = templates.Failed(view.Form.Values, problem)
		return r.render(view)
	}
	look(&view, effects)
	return r.render(view)
}

// firstShares are what the form begins with: the shares of now, or the whole for the
// partner that submitted it, with room for another one.
func firstShares(referral portal.Referral, other string) map[string]string {
	filled := map[string]string{"partner_1": string(referral.Partner), "partner_2": other}
	split := referral.Deal().Split()
	if split == nil {
		return filled
	}
	for i, share := range split.Shares {
		filled[fmt.Sprintf("partner_%d", i+1)] = string(share.Partner)
		filled[fmt.Sprintf("share_%d", i+1)] = strings.TrimSuffix(share.Rate.Percent(), "%")
	}
	return filled
}

func (a *App) splitReferral(r *request) error {
	values, _, err := r.formValues()
	if err != nil {
		return err
	}
	shares, filled, problems := shareRows(values)
	version, _ := strconv.ParseInt(values.Get("version"), 10, 64)
	id := portal.ReferralID(r.Params("referral"))
	in := program.SplitReferral{Referral: id, Seen: seen(version), Shares: shares, Reason: values.Get("reason")}
	if err = problems.With(nil); err == nil {
		_, err = a.program.SplitReferral(r.ctx, r.actor, in)
	}
	if err == nil {
		r.flash("ok", "Divided. Each partner is told its own share.", "")
		return r.see(deskReferrals + "/" + string(id))
	}
	view, _, pageErr := r.splitPage()
	if pageErr != nil {
		return pageErr
	}
	return r.again(err, func(f templates.Form) templates.View {
		in.Seen = 0
		if effects, lookErr := a.program.LookAtSplit(r.ctx, r.actor, in); lookErr == nil {
			look(&view, effects)
			view.Reason = f
		} else {
			view.Form = f
		}
		if view.Form.Values == nil {
			view.Form = templates.Filled(filled)
		}
		return view
	})
}

// look shows what a split would do.
func look(view *templates.DealSplit, effects []program.SplitEffect) {
	view.Nothing = !slices.ContainsFunc(effects, func(e program.SplitEffect) bool { return len(e.Entries) > 0 })
	for _, e := range effects {
		share := templates.DealShare{Name: e.Name, Partner: e.Partner, Share: e.Share.Percent(), Sums: "No change"}
		if e.Share.IsPos() {
			share.Percent = strings.TrimSuffix(e.Share.Percent(), "%")
		}
		var sums []string
		for _, sum := range e.Sums {
			sums = append(sums, sum.String())
		}
		if len(sums) > 0 {
			share.Sums = strings.Join(sums, ", ")
		}
		for _, entry := range e.Entries {
			share.Lines = append(share.Lines, templates.DealEntry{Kind: entry.Kind.Label(), Sentence: entry.Sentence(), Amount: entry.Amount.String()})
		}
		view.Effects = append(view.Effects, share)
	}
}
