package program

import (
	"context"
	"net/url"
	"regexp"
	"slices"

	"tandem/content"
	"tandem/portal"
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
	Count  bool // false for a look ahead, by a mail scanner or a browser
}

// Follow counts a touch and returns where the link leads: the company's site, with
// the partner named. NotFound when nobody has that name in links. What cannot be
// counted is logged: the visitor goes on all the same.
func (p *Program) Follow(ctx context.Context, f Follow) (string, error) {
	if !linkCode.MatchString(f.Code) {
		return "", portal.Errorf(portal.NotFound, "Nobody has this link.")
	}
	partner, err := p.store.Partners.ByCode(ctx, f.Code)
	if err != nil {
		return "", err
	}
	if !partner.State.Member() || partner.State == portal.PartnerEnded {
		return p.Rules.Site, nil // an old link still leads somewhere, and counts for nobody
	}
	asset := p.library.Known(f.Asset)
	if f.Count {
		if err := p.store.Touches.Add(ctx, partner.ID, asset, p.Today(), f.Medium); err != nil {
			p.log.Warn("a touch was not counted", "partner", string(partner.ID), "error", err)
		}
	}
	site, err := url.Parse(p.Rules.Site)
	if err != nil {
		return "", err
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
	return site.String(), nil
}

// Image is a picture of the library by the path it is served at.
func (p *Program) Image(path string) (content.Image, error) { return p.library.ImageAt(path) }
