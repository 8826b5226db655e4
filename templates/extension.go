package templates

import "tandem/portal"

// Extension is what can be done about a longer protection of a referral, for
// parts/extension: a partner asks or takes back, a manager answers or gives one.
type Extension struct {
	Staff   bool
	Base    string // where its forms go
	CSRF    string
	Days    int         // that it would bring
	Until   portal.Date // and the last protected day then
	Answer  int         // working days to the answer
	Asks    bool        // the partner may ask
	Gives   bool        // a manager may give one
	Waits   bool        // a request waits
	Answers bool        // for somebody who may answer it
	Lead    string      // who asked, and by when it is answered
	Why     string
	Proof   string // what shows that it goes on
	Left    Pill   // to the answer
	Form    Form
	Open    bool // a form was sent and did not pass
}
