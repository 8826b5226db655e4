package program

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// LinkChoice is one link of a partner: to an asset or plain, where it stands, and where it leads.
type LinkChoice struct {
	Asset  portal.AssetSlug
	Medium string
	Form   bool // to the partner's form here instead of to the company's site
}

// LinkWeeks is how many weeks of touches the page of links shows; linkReferrals is how
// many of the newest referrals are looked through for those that came through a link.
const (
	LinkWeeks     = 12
	linkReferrals = 500
	linkDays      = 365 // of touches in the file
)

// Links is what a partner shares, and what came of it.
type Links struct {
	Partner   portal.Partner
	Choice    LinkChoice // as it counts: an asset or medium that is none is plain
	Address   string     // of the link chosen
	QR        template.HTML
	Assets    []content.Asset
	Weeks     []portal.TouchWeek
	Touches   int64            // in those weeks
	Uses      []portal.LinkUse // of those weeks
	Referrals []portal.Referral
	Won       int
}

// linkOwner is whose links the actor looks at: the own company's, or any partner's for a manager.
func (p *Program) linkOwner(ctx context.Context, actor portal.Actor, of portal.PartnerID) (portal.Partner, error) {
	if actor.Staff() {
		if err := actor.Must(portal.Manager); err != nil {
			return portal.Partner{}, err
		}
	} else {
		if err := actor.Must(portal.PartnerMember); err != nil {
			return portal.Partner{}, err
		}
		of = actor.Partner
	}
	partner, err := p.store.Partners.Get(ctx, of)
	if err == nil && (!partner.State.Member() || partner.Code == "") {
		return partner, portal.Errorf(portal.NotFound, "There is nothing here.")
	}
	return partner, err
}

// Links is the page of a partner's links. Needs a person of the partner, or a manager.
func (p *Program) Links(ctx context.Context, actor portal.Actor, of portal.PartnerID, choice LinkChoice) (Links, error) {
	partner, err := p.linkOwner(ctx, actor, of)
	if err != nil {
		return Links{}, err
	}
	page := Links{Partner: partner, Choice: p.linkChoice(choice), Assets: p.library().Assets(p.audience(partner))}
	page.Address = p.linkAddress(partner, page.Choice)
	code, err := content.QR(page.Address, "QR code of the link")
	if err != nil {
		return page, err
	}
	page.QR = template.HTML(code) //nolint:gosec // drawn by us, its label escaped
	from := p.Today().AddDays(1 - 7*LinkWeeks)
	touches, err := p.store.Touches.Since(ctx, partner.ID, from)
	if err != nil {
		return page, err
	}
	found, err := p.store.Referrals.Find(ctx, store.ListReferrals{Partner: partner.ID, Limit: linkReferrals}, linkReferrals, func(r portal.Referral) bool {
		return r.LastTouch != nil && r.SubmittedOn >= from
	})
	if err != nil {
		return page, err
	}
	page.Weeks = portal.TouchWeeks(touches, p.Today(), LinkWeeks)
	page.Uses = portal.LinkUses(touches, found.Rows)
	for _, w := range page.Weeks {
		page.Touches += w.Touches
	}
	for _, r := range found.Rows {
		page.Referrals = append(page.Referrals, r.ForPartner())
		if r.State == portal.ReferralWon {
			page.Won++
		}
	}
	return page, nil
}

func (p *Program) linkChoice(c LinkChoice) LinkChoice {
	return LinkChoice{Asset: p.library().Known(c.Asset), Medium: portal.Medium(c.Medium), Form: c.Form}
}

// linkAddress is a tracked link with what its choice adds.
func (p *Program) linkAddress(partner portal.Partner, c LinkChoice) string {
	query := url.Values{}
	if c.Medium != portal.PartnerMedium {
		query.Set("utm_medium", c.Medium)
	}
	if c.Form {
		query.Set("to", "form")
	}
	address := p.TrackedLink(partner, c.Asset)
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// LinkQR is the QR code of a link as a file to print: "svg" or "png".
func (p *Program) LinkQR(ctx context.Context, actor portal.Actor, of portal.PartnerID, choice LinkChoice, format string) (File, error) {
	partner, err := p.linkOwner(ctx, actor, of)
	if err != nil {
		return File{}, err
	}
	choice = p.linkChoice(choice)
	address, name := p.linkAddress(partner, choice), partner.Code
	if choice.Asset != "" {
		name += "-" + string(choice.Asset)
	}
	switch format {
	case "svg":
		code, err := content.QR(address, "QR code of "+address)
		return File{Name: name + ".svg", Type: "image/svg+xml", Data: []byte(code)}, err
	case "png":
		picture, err := content.QRPicture(address)
		return File{Name: name + ".png", Type: "image/png", Data: picture}, err
	}
	return File{}, portal.Errorf(portal.NotFound, "There is no such file.")
}

// TouchesFile is how often a partner's links were followed in a year, by day, asset and medium, as CSV.
func (p *Program) TouchesFile(ctx context.Context, actor portal.Actor, of portal.PartnerID) (File, error) {
	partner, err := p.linkOwner(ctx, actor, of)
	if err != nil {
		return File{}, err
	}
	touches, err := p.store.Touches.Since(ctx, partner.ID, p.Today().AddDays(-linkDays))
	if err != nil {
		return File{}, err
	}
	rows := [][]string{{"Day", "Asset", "Medium", "Followed"}}
	for _, t := range touches {
		for _, medium := range portal.Media {
			if n := t.Media[medium]; n > 0 {
				rows = append(rows, []string{string(t.Day), portal.CSVText(string(t.Asset)), portal.MediumLabel(medium), strconv.Itoa(n)})
			}
		}
	}
	var out bytes.Buffer
	if err := portal.WriteCSV(&out, rows); err != nil {
		return File{}, fmt.Errorf("write the touches: %w", err)
	}
	return File{Name: "links-" + partner.Code + "-" + string(p.Today()) + ".csv", Type: csvType, Data: out.Bytes()}, nil
}

// Codes are the partners that have links, by name. Needs a manager.
func (p *Program) Codes(ctx context.Context, actor portal.Actor) ([]portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return nil, err
	}
	members, err := p.Members(ctx, actor)
	return slices.DeleteFunc(members, func(partner portal.Partner) bool { return partner.Code == "" }), err
}

// RenameCode gives a partner another name in links. No two partners ever had the same
// one, so a link with the old name still leads to its partner. Needs a manager.
func (p *Program) RenameCode(ctx context.Context, actor portal.Actor, of portal.PartnerID, text string) (portal.Partner, error) {
	if err := actor.Must(portal.Manager); err != nil {
		return portal.Partner{}, err
	}
	code, err := portal.CheckCode(text)
	if err != nil {
		return portal.Partner{}, err
	}
	if _, err := p.linkOwner(ctx, actor, of); err != nil {
		return portal.Partner{}, err
	}
	holder, err := p.store.Guards.Claim(ctx, store.CodeGuard(code), string(of), p.Now())
	if err != nil {
		return portal.Partner{}, err
	}
	if holder != string(of) {
		return portal.Partner{}, portal.Problems{"code": "Another partner has this code, or had it once. Choose another."}.Err()
	}
	return p.changePartner(ctx, of, 0, func(partner portal.Partner) (portal.Partner, error) { return partner.Rename(code, actor, p.Now()) })
}
