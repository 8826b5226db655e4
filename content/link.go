package content

import (
	"net/url"
	"strings"
)

// destination is where a link leads, with the fields still in it.
type destination string

// fill puts the values into a destination, each escaped for where it stands;
// "" when a field of it has no value.
func (d destination) fill(v values) string {
	missing := false
	filled := braces.ReplaceAllStringFunc(string(d), func(found string) string {
		name := fieldName([]byte(found))
		value := v[name]
		missing = missing || value == ""
		field, ok := fieldNamed(name)
		switch {
		case !ok || !field.Type.linkable():
			missing = true
			return ""
		case field.Type == LinkField:
			return value // webAddress made it
		case field.Type == AddressField:
			return strings.ReplaceAll(url.PathEscape(value), "%40", "@")
		}
		return url.PathEscape(value)
	})
	if missing {
		return ""
	}
	return filled
}

// tracking says what a link in an asset carries: who shared what, and where.
type tracking struct {
	source   string // the partner
	medium   string // the channel: email, social, qr, content
	campaign string // the asset
	content  string // the locale
}

// mark adds the UTM fields to an address; what the author set stays.
func (t tracking) mark(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	query := u.Query()
	for key, value := range map[string]string{"utm_source": t.source, "utm_medium": t.medium, "utm_campaign": t.campaign, "utm_content": t.content} {
		if value != "" && !query.Has(key) {
			query.Set(key, value)
		}
	}
	u.RawQuery = query.Encode() // sorted, so the same every time
	return u.String()
}

// sameHost reports whether two addresses are on one host.
func sameHost(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Host != "" && strings.EqualFold(x.Host, y.Host)
}

// resolve is the address a reader's link gets: filled, tracked when it leads to
// the company or through the partner's referral link, and made absolute when the reader is not in the portal.
func (p *placing) resolve(d destination, medium string) string {
	address := d.fill(p.values)
	switch {
	case address == "":
		return ""
	case strings.HasPrefix(address, "#"):
		return "#" + headingPrefix + address[1:]
	case strings.HasPrefix(address, "/"):
		if p.inPortal {
			return address
		}
		return p.base + address
	case p.track.source != "" && (address == p.values["partner.link"] || sameHost(address, p.values["program.site"])):
		track := p.track
		if medium != "" {
			track.medium = medium
		}
		return track.mark(address)
	}
	return address
}
