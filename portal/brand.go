package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// BrandKit is what co-branded material takes from a partner.
type BrandKit struct {
	Name      string  `json:"name,omitempty"` // as it stands beside the logo
	Logo      Logo    `json:"logo,omitzero"`
	Primary   string  `json:"primary,omitempty"`   // "#1d5fa8"
	Secondary string  `json:"secondary,omitempty"` // "" for none
	Tagline   string  `json:"tagline,omitempty"`
	Site      string  `json:"site,omitempty"`
	Contact   string  `json:"contact,omitempty"` // a person's name
	Email     string  `json:"email,omitempty"`
	Phone     string  `json:"phone,omitempty"`
	Address   string  `json:"address,omitempty"`
	SetAt     Instant `json:"set_at,omitempty"`
}

// Logo is an uploaded logo as it is kept: re-encoded, named by its content.
type Logo struct {
	Hash   string `json:"hash"`   // SHA-256 of the stored bytes, hex
	Width  int    `json:"width"`  // pixels
	Height int    `json:"height"` // pixels
	Type   string `json:"type"`   // "image/png"
}

// IsZero reports that there is no logo.
func (l Logo) IsZero() bool { return l == Logo{} }

// IsZero reports a kit that was never filled.
func (k BrandKit) IsZero() bool { return k == BrandKit{} }

// Complete reports whether the kit has what every co-branded asset needs: a name, a
// logo, a colour and a contact.
func (k BrandKit) Complete() bool {
	return k.Name != "" && !k.Logo.IsZero() && k.Primary != "" && k.Email != ""
}

// Hash is the kit's content as a key: the same kit has the same hash on every
// machine, whenever it was set.
func (k BrandKit) Hash() string {
	k.SetAt = ""
	body, err := json.Marshal(k)
	if err != nil {
		panic(fmt.Sprintf("portal: brand kit: %v", err)) // strings and numbers always encode
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// ShownBrand is the partner's brand kit, or what stands in for it until there is one.
func (p Partner) ShownBrand() BrandKit {
	if p.Brand.IsZero() {
		return p.DefaultBrand()
	}
	return p.Brand
}

// DefaultBrand is the kit of a partner that has not set one: its name and contact, no logo, no colour.
func (p Partner) DefaultBrand() BrandKit {
	return BrandKit{Name: p.Company, Site: p.Site, Contact: p.Contact, Email: p.Email, Phone: p.Phone}
}

// maxTagline is what fits under a logo in one line.
const maxTagline = 80

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Check returns the kit as it is kept. The problems carry name, primary, secondary,
// tagline, site, contact, email, phone and address. The logo is checked where it is decoded.
func (k BrandKit) Check() (BrandKit, error) {
	problems := Problems{}
	out := BrandKit{
		Name: checkLine(problems, "name", k.Name, "Write the name that stands beside your logo."), Logo: k.Logo,
		Primary:   checkColour(problems, "primary", k.Primary, "Choose your main colour."),
		Secondary: checkColour(problems, "secondary", k.Secondary, ""),
		Tagline:   checkLine(problems, "tagline", k.Tagline, ""),
		Contact:   checkLine(problems, "contact", k.Contact, ""),
		Email:     checkEmail(problems, "email", k.Email, "Write the address that customers write to."),
		Phone:     checkPhone(problems, "phone", k.Phone),
		Address:   checkLine(problems, "address", k.Address, ""),
	}
	if len([]rune(out.Tagline)) > maxTagline {
		problems.Add("tagline", "Keep it under %d characters.", maxTagline)
	}
	if strings.TrimSpace(k.Site) != "" {
		site, _, ok := CompanySite(k.Site)
		if !ok {
			problems.Add("site", "Write the website as https://example.com.")
		}
		out.Site = site
	}
	return out, problems.Err()
}

// checkColour is a colour as "#1d5fa8"; "#15a" is widened.
func checkColour(problems Problems, field, text, missing string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		if missing != "" {
			problems.Add(field, "%s", missing)
		}
		return ""
	}
	text = "#" + strings.TrimPrefix(text, "#")
	if len(text) == 4 {
		text = "#" + strings.Repeat(text[1:2], 2) + strings.Repeat(text[2:3], 2) + strings.Repeat(text[3:4], 2)
	}
	if !hexColour.MatchString(text) {
		problems.Add(field, "Write the colour as #1d5fa8.")
	}
	return text
}

// SetBrand keeps a kit.
func (p Partner) SetBrand(kit BrandKit, by Actor, now Instant) (Partner, error) {
	clean, err := kit.Check()
	if err != nil {
		return p, err
	}
	if !p.State.Member() || p.State == PartnerEnded {
		return p, Errorf(Conflict, "%s is %s, so its brand kit rests.", p.named(), strings.ToLower(p.State.Label()))
	}
	clean.SetAt = now
	p.Brand = clean
	return p.happened(PartnerBrandEvent, by, now, "", map[string]string{"hash": clean.Hash()}), nil
}
