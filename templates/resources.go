package templates

import (
	"html/template"

	"tandem/portal"
)

// Resources is the list of what anybody may read of the library.
type Resources struct {
	Page
	Cards []AssetCard
	Total int // on all pages of the list
	Feed  string
	Pager Pager
}

// Name is the page's file.
func (Resources) Name() string { return "resources" }

// Resource is one asset as anybody reads it, in the company's name.
type Resource struct {
	Page
	Kind      string
	Lang      string // of the text
	Body      template.HTML
	Languages []Link // when there are several
	Files     []AssetFile
	Portal    string // where a partner has it in its own name
	Company   string
	Version   int
	Published portal.Date
	Until     portal.Date // the last day it is shown, "" for none
	Markets   string      // where it is for, "" for everywhere
	Related   []AssetRow
}

// Name is the page's file.
func (Resource) Name() string { return "resource" }
