package templates

// Selection is several assets that a partner takes together as one ZIP.
type Selection struct {
	Page
	Assets  []SelectedAsset
	Formats []Choice // each with how many of the assets are offered in it
	Most    int      // assets in one ZIP
	Wrong   string   // why it cannot be had like that, "" for nothing
	Refused string   // why nothing can be downloaded now
}

// Name is the page's file.
func (Selection) Name() string { return "selection" }

// SelectedAsset is one of them.
type SelectedAsset struct {
	Value   string // as the form sends it
	Title   string
	Lang    string
	Note    string
	Formats string
}
