package templates

import "tandem/portal"

// Studio is the list of texts on their way to partners.
type Studio struct {
	Page
	Choices WaitingChoices
	Tabs    []Tab
	State   string // chosen; "" for all
	Rows    []DraftRow
	Pager   Pager
}

// Name is the page's file.
func (Studio) Name() string { return "studio" }

// DraftRow is one text of the list.
type DraftRow struct {
	Href    string
	Title   string
	Note    string // "One-pager in English, next version"
	State   Pill
	Author  string
	Clock   *Pill // time to review, or when it is published
	SavedAt portal.Instant
	SavedBy string
}

// StudioNew begins a draft: of a new asset, of one that there is, or to retire one.
type StudioNew struct {
	Page
	Anew      Form
	From      Form
	Retire    Form
	Kinds     []Option
	Assets    []Option
	Languages []Option
}

// Name is the page's file.
func (StudioNew) Name() string { return "studionew" }

// Draft is one text: how it looks, what is wrong with it, and who has to do what.
type Draft struct {
	Page
	Base    string // where its forms go
	Version int64  // that a decision is about
	Lang    string
	Note    string
	State   Pill
	Clock   *Pill
	Live    string // the asset as it is published, "" for none
	Import  string // what was imported with it, "" for nothing
	Behind  string // what was published meanwhile, "" for nothing

	Look     Form // whose eyes
	Partners []Option
	Screens  []Option
	Phone    bool
	Pictures []DraftPicture // of its pages or its card, in the place of the sheet
	Files    []Link
	Shown    bool
	Sheet    Sheet

	Problems []DraftProblem
	Form     Form // of the step that failed
	Writes   bool
	Submits  bool
	Submit   Form
	Approves bool
	Ask      Form
	Comment  Form
	Talks    bool
	Discards bool

	ApproveWord string
	ApproveNote string
	Waits       string // what happens next, "" when the text can be written on or is over
	Scheduled   bool

	Comments []DraftRemark
	Steps    []Step
}

// Name is the page's file.
func (Draft) Name() string { return "draft" }

// DraftPicture is a page of a text, or a card of it, as a picture.
type DraftPicture struct {
	Src, Alt      string
	Width, Height int // pixels
}

// DraftProblem is one thing that keeps a text from being published.
type DraftProblem struct {
	Place string // "Line 12", "Topics", another file; "" for all of it
	Text  string
	Href  string // the control where it is mended, "" for none
	Line  int    // of that control's text, 0 for none
}

// DraftRemark is one comment on a text.
type DraftRemark struct {
	N     int
	By    string
	When  string
	Place string
	Text  string
	Done  string // who settled it
}

// DraftEdit is the editor.
type DraftEdit struct {
	Page
	Base      string
	Heading   string // the text's title
	Note      string
	Version   int64
	Form      Form
	Whole     bool   // one textarea with the front matter in it
	Parts     string // where the form is, "" when the front matter cannot be read
	BodyHint  string
	FirstLine int    // the line of the file that the first of the field is
	Typed     string // where to go on with what was typed and not saved, "" for nothing
	TypedAt   string
	Theirs    *DraftTheirs
	Problems  []DraftProblem
	Kinds     []Option
	Tiers     []Option
	Markets   []Option
	Products  []Option
	Formats   []Option
	Covers    []Option
	Pictures  []string // the line of a text that shows each
	Fields    []FieldGroup
	Blocks    []Snippet
}

// Name is the page's file.
func (DraftEdit) Name() string { return "draftedit" }

// DraftTheirs is what somebody else saved while one was writing.
type DraftTheirs struct {
	By   string
	Text string
	Diff []portal.PassageChange // what differs; nil when it is too much
}

// FieldGroup are merge fields of one kind.
type FieldGroup struct {
	Name   string
	Fields []FieldHelp
}

// FieldHelp is one merge field.
type FieldHelp struct {
	Name string // with its braces
	Help string
}

// Snippet is something to copy into a text.
type Snippet struct {
	Name string
	Text string
}

// DraftVersions are the texts of a draft and of its asset, two of them side by side.
type DraftVersions struct {
	Page
	Base        string
	Heading     string
	Pick        Form
	Options     []Option
	Diff        []portal.PassageChange // what differs
	Same        int                    // lines that do not
	TooLong     bool
	Sides       []DraftSide
	Texts       []DraftTextRow
	RestoreWord string
}

// Name is the page's file.
func (DraftVersions) Name() string { return "draftversions" }

// DraftSide is one text as it looks.
type DraftSide struct {
	Name  string
	Shown bool
	Sheet Sheet
}

// DraftTextRow is one text that was saved or published.
type DraftTextRow struct {
	ID   string
	Name string
	Note string
	By   string
	When string
	Now  bool // it is the draft's text
}
