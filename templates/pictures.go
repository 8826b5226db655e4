package templates

// Pictures is the image library of the content studio.
type Pictures struct {
	Page
	Form Form // to put one into it
	Tabs []Tab
	Rows []PictureCard
	Free bool // only those that nothing shows are listed
}

// Name is the page's file.
func (Pictures) Name() string { return "pictures" }

// PictureCard is one picture of the list.
type PictureCard struct {
	Href          string
	Src           string
	Width, Height int
	File          string // its name in texts
	Facts         string // "1200 by 630 pixels, 43 KB"
	Use           Pill
}

// OnePicture is one picture: what it shows, where it is cut and what shows it.
type OnePicture struct {
	Page
	PictureCard
	Alt       string
	Markdown  string // the line of a text that shows it
	Focus     string // "40 percent from the left, 60 percent from the top"
	Cuts      []PictureCut
	Version   int64
	Uploaded  bool // and can be changed here
	Removable bool
	Form      Form
	By        []Link // what shows it
	Steps     []Step
}

// Name is the page's file.
func (OnePicture) Name() string { return "picture" }

// PictureCut is the part of a picture that is left in a shape.
type PictureCut struct {
	Name                string // "Card, 1200 by 630"
	X, Y, Width, Height int    // in the picture's pixels
}
