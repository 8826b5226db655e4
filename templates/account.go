package templates

import (
	"html/template"
	"slices"

	"tandem/portal"
)

// Account is a person's own account: name, look, address, password.
type Account struct {
	Page
	Email     string
	NewEmail  string // asked for, not confirmed
	Roles     string
	HasFactor bool
	Profile   Form
	Address   Form
	Password  Form
	Themes    []Option
}

// Name is the page's file.
func (Account) Name() string { return "account" }

// Letters are the mails that a person can turn on and off.
type Letters struct {
	Page
	Email  string
	Topics []Option
	Form   Form
}

// Name is the page's file.
func (Letters) Name() string { return "letters" }

// Gets reports whether a topic is turned on.
func (l Letters) Gets(topic string) bool { return slices.Contains(l.Form.Values["topics"], topic) }

// Sessions are the devices a person is signed in on.
type Sessions struct {
	Page
	Devices []Device
}

// Name is the page's file.
func (Sessions) Name() string { return "sessions" }

// Device is one of them.
type Device struct {
	ID      string
	Label   string
	Address string
	Since   portal.Instant
	Seen    portal.Instant
	Factor  bool
	This    bool // the one in use
}

// Factor is the second step of signing in: set up, or looked after.
type Factor struct {
	Page
	Form     Form
	On       bool
	Needed   bool // what the person wants to do needs it
	Next     string
	Secret   string       // while it is being set up
	QR       template.URL // its picture
	URL      string       // for a device that has the app itself
	DemoCode string       // the code of the moment, in the demo alone
	Recovery []string     // shown once
	Left     int          // recovery codes not used
}

// Name is the page's file.
func (Factor) Name() string { return "factor" }
