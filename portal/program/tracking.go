package program

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/store"
)

// TrackedLink is a partner's own link, for an asset or, with "", for anything. A
// partner without a name in links yet gets the company's site.
func (p *Program) TrackedLink(partner portal.Partner, asset portal.AssetSlug) string {
	if partner.Code == "" {
		return p.Rules.Site
	}
	link := p.base + "/r/" + partner.Code
	if asset != "" {
		link += "/" + string(asset)
	}
	return link
}

// linkCode is the shape of a partner's name in links; nothing else is looked up.
var linkCode = regexp.MustCompile(`^[a-z0-9-]{1,48}$`)

// Follow is a tracked link that somebody follows.
type Follow struct {
	Code   string
	Asset  portal.AssetSlug // "" for a plain link; one that does not exist counts as none
	Medium string
	Locale string
	Form   bool   // it leads to the partner's form here instead of to the company's site
	Before string // what the browser remembers of links it followed, as Followed.Touch gave it
	Count  bool   // false for a look ahead, by a mail scanner or a browser
}

// Followed is where a link leads.
type Followed struct {
	Address string        // of the company's site, or a path of this portal
	Touch   string        // for the browser to remember, "" for nothing
	Last    time.Duration // how long
}

// Follow counts a touch and returns where the link leads: the company's site, with
// the partner named, or the partner's own form. NotFound when nobody has that name in
// links. What cannot be counted is logged: the visitor goes on all the same.
func (p *Program) Follow(ctx context.Context, f Follow) (Followed, error) {
	partner, err := p.partnerByCode(ctx, f.Code)
	if err != nil {
		return Followed{}, err
	}
	asset := p.library().Known(f.Asset)
	if !partner.State.Member() || partner.State == portal.PartnerEnded { // an old link still leads somewhere, and counts for nobody
		if f.Form {
			return Followed{Address: formPath(f.Code, "", "")}, nil
		}
		return Followed{Address: p.Rules.Site}, nil
	}
	to := Followed{Last: time.Duration(p.Rules.Referral.TouchDays) * 24 * time.Hour}
	if f.Count {
		if err := p.store.Touches.Add(ctx, partner.ID, asset, p.Today(), f.Medium); err != nil {
			p.log.Warn("a touch was not counted", "partner", string(partner.ID), "error", err)
		}
	}
	if f.Count && to.Last > 0 {
		to.Touch = p.touched(f.Before, portal.TouchMark{Code: partner.Code, Asset: asset, Medium: portal.Medium(f.Medium), Day: p.Today()})
	}
	if f.Form {
		to.Address = formPath(partner.Code, asset, f.Medium)
		return to, nil
	}
	site, err := url.Parse(p.Rules.Site)
	if err != nil {
		return to, err
	}
	query := site.Query()
	query.Set("utm_source", partner.Code)
	query.Set("utm_medium", portal.Medium(f.Medium))
	if asset != "" {
		query.Set("utm_campaign", string(asset))
	}
	if slices.ContainsFunc(p.Rules.Languages, func(c portal.Choice) bool { return c.Code == f.Locale }) {
		query.Set("utm_content", f.Locale)
	}
	site.RawQuery = query.Encode()
	to.Address = site.String()
	return to, nil
}

// partnerByCode is whose links carry a code; NotFound also for what cannot be one.
func (p *Program) partnerByCode(ctx context.Context, code string) (portal.Partner, error) {
	if !linkCode.MatchString(code) {
		return portal.Partner{}, portal.Errorf(portal.NotFound, "Nobody has this link.")
	}
	partner, err := p.store.Partners.ByCode(ctx, code)
	if portal.KindOf(err) != portal.NotFound {
		return partner, err
	}
	guard, err := p.store.Guards.Get(ctx, store.CodeGuard(code)) // a name that the partner had before
	if err != nil {
		return partner, err
	}
	return p.store.Partners.Get(ctx, portal.PartnerID(guard.Holder))
}

// formPath is where a partner's public form is, for a link with an asset and a medium.
func formPath(code string, asset portal.AssetSlug, medium string) string {
	query := url.Values{}
	if asset != "" {
		query.Set("asset", string(asset))
	}
	if medium = portal.Medium(medium); medium != portal.PartnerMedium {
		query.Set("medium", medium)
	}
	path := "/refer/" + code
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// touched is what a browser remembers once it has followed one more link: the first
// one it still knew, and this one. It is signed, and holds nothing of the person.
func (p *Program) touched(before string, now portal.TouchMark) string {
	first := now
	if known, _, ok := p.remembered(before); ok {
		first = known
	}
	return p.token(forTouch, first.Text(), now.Text(), p.Now().Add(time.Duration(p.Rules.Referral.TouchDays)*24*time.Hour))
}

// remembered reads what a browser remembers: false for nothing, for what is not ours
// and for what is past its time.
func (p *Program) remembered(touch string) (first, last portal.TouchMark, ok bool) {
	if touch == "" {
		return first, last, false
	}
	from, to, err := p.open(forTouch, touch)
	if err != nil {
		return first, last, false
	}
	first, ok = portal.ReadTouchMark(from)
	last, known := portal.ReadTouchMark(to)
	return first, last, ok && known && first.Day >= p.Today().AddDays(-p.Rules.Referral.TouchDays)
}

// Image is a picture of the library by the path it is served at.
func (p *Program) Image(path string) (content.Image, error) { return p.library().ImageAt(path) }
