package templates

// InquiryForm is the public form behind a partner's tracked links.
type InquiryForm struct {
	Page
	Post      string
	Partner   string // who introduces the customer
	Stamp     string // when the form was shown, signed
	Form      Form
	Countries []Option
	Products  []Option
	Answer    int // working days until an answer
}

// Name is the page's file.
func (InquiryForm) Name() string { return "inquiryform" }

// Inquiry is what a customer left, for the contact to confirm or to delete.
type Inquiry struct {
	Page
	Post    string
	Partner string
	Facts   []Fact
}

// Name is the page's file.
func (Inquiry) Name() string { return "inquiry" }
