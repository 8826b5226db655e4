package templates

// TextImport takes files of markdown into the content studio: the form, and what each would become.
type TextImport struct {
	Page
	Form    Form
	Preview *TextPreview
}

// Name is the page's file.
func (TextImport) Name() string { return "textimport" }

// TextPreview is what files would become, before anything is made.
type TextPreview struct {
	Counts  []Figure
	Rows    []TextRow
	Import  string // which the second step is held to
	Content string
	Seal    string
	Action  string // "Make 3 drafts"; "" when there is nothing to make
	Skips   string
}

// TextRow is one file and what becomes of it.
type TextRow struct {
	File     string
	What     string // title and language
	State    Pill
	Reason   string
	Problems []DraftProblem
	Href     string // of a draft of the same asset, "" for none
	Link     string
}

// TextImported are the drafts that an import made, and the pictures that came with them.
type TextImported struct {
	Page
	Base string
	Lead string
	Rows []DraftRow
	Left int // drafts that nobody has worked on since

	Pictures []Link // that came with them and are in the library
	Free     int    // of them that no text shows
	Form     Form
}

// Name is the page's file.
func (TextImported) Name() string { return "textimported" }
