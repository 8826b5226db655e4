package templates

// ErrorPage says what went wrong and what to do now.
type ErrorPage struct {
	Page
	Status  int
	Heading string
	Message string
	Action  string // the words of the way out, "" for the start page alone
	Href    string
	Request string // the request's id, to quote to support
}

// Name is the page's file.
func (ErrorPage) Name() string { return "error" }
