package portal

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
