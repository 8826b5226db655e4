package web

import (
	"fmt"
	"net/url"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/templates"
)

const deskCollections = "/desk/collections"

func collectionHref(id portal.CollectionID) string {
	return deskCollections + "/" + url.PathEscape(string(id))
}

type collectionsQuery struct {
	Partner portal.PartnerID `form:"partner,max=100"`
	After   string           `form:"after"`
}

func (a *App) listCollections(r *request) error {
	var in collectionsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	list, err := a.program.Collections(r.ctx, r.actor, in.Partner, in.After)
	if err != nil {
		return err
	}
	members, err := a.program.Members(r.ctx, r.actor)
	if err != nil {
		return err
	}
	shown := url.Values{"partner": {string(in.Partner)}}
	view := templates.Collections{
		Page: r.page("Collections"), Filter: templates.Filled(map[string]string{"partner": string(in.Partner)}),
		Records: r.actor.Can(portal.Finance), CSV: deskCollections + "/collections.csv?" + shown.Encode(),
	}
	listed := in.Partner == ""
	for _, m := range members {
		view.Partners = append(view.Partners, templates.Option{Value: string(m.ID), Label: m.Company})
		listed = listed || m.ID == in.Partner
	}
	if name := list.Names[in.Partner]; !listed && name != "" {
		view.Partners = append(view.Partners, templates.Option{Value: string(in.Partner), Label: name})
	}
	for _, c := range list.Rows {
		row := collectionRow(c)
		row.Partner = list.Names[c.Partner]
		view.Rows = append(view.Rows, row)
	}
	view.Pager = pager(deskCollections, shown, in.After, list.Next)
	return r.render(view)
}

func collectionRow(c portal.Collection) templates.CollectionRow {
	source := c.Source
	if source == portal.DefaultSource { // on every line it says nothing
		source = ""
	}
	return templates.CollectionRow{
		Number: c.ExternalID, Source: source, Href: collectionHref(c.ID), Customer: c.Customer, On: c.CollectedOn, Refund: c.IsRefund(), Amount: c.Amount.String(),
	}
}

func (a *App) collectionsCSV(r *request) error {
	var in collectionsQuery
	if err := r.query(&in); err != nil {
		return err
	}
	return r.download(a.program.CollectionsFile(r.ctx, r.actor, in.Partner))
}

type dealQuery struct {
	Text     string            `form:"q,max=100"`
	Referral portal.ReferralID `form:"referral,max=100"`
}

func (a *App) showCollectionForm(r *request) error {
	var in dealQuery
	if err := r.query(&in); err != nil {
		return err
	}
	view, err := r.collectionForm(in)
	if err != nil {
		return err
	}
	filled := map[string]string{"currency": string(a.program.Rules.Currency), "collected_on": string(a.program.Today()), "referral": string(in.Referral)}
	if len(view.Deals) == 1 {
		filled["referral"] = view.Deals[0].Value
	}
	view.Form = templates.Filled(filled)
	return r.render(view)
}

// collectionForm is the form with the referrals to choose from: those that a
// search found, and the one that is chosen already.
func (r *request) collectionForm(in dealQuery) (templates.CollectionForm, error) {
	view := templates.CollectionForm{Page: r.page("Record a collection"), Search: in.Text, Currencies: currencyOptions()}
	found, err := r.app.program.Deals(r.ctx, r.actor, in.Text)
	if err != nil {
		return view, err
	}
	chosen := in.Referral == ""
	for _, deal := range found.Rows {
		view.Deals = append(view.Deals, dealOption(deal))
		chosen = chosen || deal.ID == in.Referral
	}
	if !chosen {
		deal, err := r.app.program.Referral(r.ctx, r.actor, in.Referral)
		switch {
		case err == nil:
			view.Deals = append([]templates.Option{dealOption(deal)}, view.Deals...)
		case portal.KindOf(err) != portal.NotFound:
			return view, err
		}
	}
	view.More = found.More
	return view, nil
}

func dealOption(deal portal.Referral) templates.Option {
	label := fmt.Sprintf("%s, by %s (%s)", deal.Company, deal.PartnerName, deal.Number())
	if deal.Contract != nil {
		label = fmt.Sprintf("%s, by %s, from %s (%s)", deal.Company, deal.PartnerName, deal.Contract.Start.Long(), deal.Number())
	}
	return templates.Option{Value: string(deal.ID), Label: label}
}

type collectionForm struct {
	Text     string            `form:"q,max=100"`
	Referral portal.ReferralID `form:"referral,max=100"`
	Cash     string            `form:"amount,max=40"`
	Currency portal.Currency   `form:"currency,max=3"`
	Number   string            `form:"external_id,max=100"`
	On       portal.Date       `form:"collected_on,max=10"`
	Source   string            `form:"source,max=30"`
}

// input reads the amount in its currency and leaves every other rule to the program,
// which refuses an amount that could not be read.
func (in collectionForm) input() (portal.CollectionInput, portal.Problems) {
	out := portal.CollectionInput{Source: in.Source, ExternalID: in.Number, CollectedOn: in.On}
	problems := portal.Problems{}
	currency, err := portal.ParseCurrency(string(in.Currency))
	if err != nil {
		problems.Add("currency", "Choose the currency of the amount.")
		return out, problems
	}
	if out.Amount, err = portal.ParseMoney(in.Cash, currency); err != nil {
		out.Amount = portal.Amount(0, currency)
		problems.Add("amount", "Write the amount as %s.", portal.Amount(123450, currency).Grouped())
	}
	return out, problems
}

func (a *App) recordCollection(r *request) error {
	var in collectionForm
	err := r.form(&in)
	var done program.Recorded
	if err == nil {
		cash, wrong := in.input()
		done, err = a.program.RecordCollection(r.ctx, r.actor, program.RecordCollection{Referral: in.Referral, CollectionInput: cash})
		err = wrong.With(err)
	}
	if err != nil {
		if portal.KindOf(err) == "" {
			return err
		}
		view, viewErr := r.collectionForm(dealQuery{Text: in.Text, Referral: in.Referral})
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			view.Form = f
			return view
		})
	}
	if done.Fresh {
		r.flash("ok", fmt.Sprintf("%s from %s is recorded.", done.Collection.Amount, done.Collection.Customer), "")
	} else {
		r.flash("info", fmt.Sprintf("%s was recorded already by %s; nothing changed.", done.Collection.ExternalID, done.Collection.ByName), "")
	}
	return r.see(collectionHref(done.Collection.ID))
}

func (a *App) showCollection(r *request) error {
	view, err := r.collectionPage()
	if err != nil {
		return err
	}
	return r.render(view)
}

func (r *request) collectionPage() (templates.Collection, error) {
	id, err := r.id("collection")
	if err != nil {
		return templates.Collection{}, err
	}
	detail, err := r.app.program.Collection(r.ctx, r.actor, portal.CollectionID(id))
	if err != nil {
		return templates.Collection{}, err
	}
	c := detail.Collection
	view := templates.Collection{
		Page: r.page("Collection " + c.ExternalID), Amount: c.Amount.String(), Kept: detail.Left.String(), Why: detail.Why,
		Facts: []templates.Fact{
			{Label: "Amount", Text: c.Amount.String()},
			{Label: "Day", Text: c.CollectedOn.Long()},
			{Label: "Customer", Text: c.Customer, Href: deskReferrals + "/" + url.PathEscape(string(c.Referral))},
			{Label: "Partner", Text: detail.Partner, Href: partnerEarnings(c.Partner)},
			{Label: "Number", Text: c.ExternalID},
			{Label: "System", Text: c.Source},
			{Label: "Recorded", Text: r.when(c.At) + " by " + c.ByName},
		},
	}
	if len(detail.Refunds) > 0 {
		view.Refunded = c.Amount.Sub(detail.Left).String()
	}
	for _, refund := range detail.Refunds {
		view.Refunds = append(view.Refunds, collectionRow(refund))
	}
	var sums portal.Sums // a bonus is in the currency of the terms, whatever the cash is in
	for _, e := range detail.Entries {
		sums = sums.Plus(e.Amount)
		kind := e.Kind.Label()
		if len(detail.Names) > 1 {
			kind += " of " + detail.Names[e.Partner]
		}
		view.Entries = append(view.Entries, templates.LedgerLine{On: e.Day(), Kind: kind, Sentence: e.Sentence(), Amount: e.Amount.String()})
	}
	for _, sum := range sums {
		view.Earned = append(view.Earned, sum.String())
	}
	if r.actor.Can(portal.Finance) && detail.Left.Minor > 0 {
		view.Refunding = &templates.Refunding{
			Action: collectionHref(c.ID) + "/refund", Left: detail.Left.String(), Hint: "In " + string(c.Amount.Currency),
			Form: templates.Filled(map[string]string{"collected_on": string(r.app.program.Today())}),
		}
	}
	return view, nil
}

type refundForm struct {
	Cash   string      `form:"amount,max=40"`
	Number string      `form:"external_id,max=100"`
	On     portal.Date `form:"collected_on,max=10"`
}

func (a *App) recordRefund(r *request) error {
	id, err := r.id("collection")
	if err != nil {
		return err
	}
	detail, err := a.program.Collection(r.ctx, r.actor, portal.CollectionID(id))
	if err != nil {
		return err
	}
	of := detail.Collection
	var in refundForm
	var done program.Recorded
	if err = r.form(&in); err == nil {
		cash, wrong := collectionForm{Cash: in.Cash, Currency: of.Amount.Currency, Number: in.Number, On: in.On, Source: of.Source}.input()
		done, err = a.program.RecordRefund(r.ctx, r.actor, program.RecordRefund{Of: of.ID, CollectionInput: cash})
		err = wrong.With(err)
	}
	if err != nil {
		view, viewErr := r.collectionPage()
		if viewErr != nil {
			return viewErr
		}
		return r.again(err, func(f templates.Form) templates.View {
			if view.Refunding == nil { // nothing is left by now: the form stays, to say so
				view.Refunding = &templates.Refunding{Action: collectionHref(of.ID) + "/refund", Left: detail.Left.String(), Hint: "In " + string(of.Amount.Currency)}
			}
			view.Refunding.Form = f
			return view
		})
	}
	if done.Fresh {
		r.flash("ok", "The refund of "+done.Collection.Amount.Neg().String()+" is recorded.", "")
	} else {
		r.flash("info", "This refund was recorded already; nothing changed.", "")
	}
	return r.see(collectionHref(of.ID))
}
