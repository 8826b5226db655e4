package templates

import (
	"html/template"

	"tandem/content"
	"tandem/portal"
)

// Assets is the hub: the library as one partner sees it.
type Assets struct {
	Page
	Text    string // what was looked for
	Brand   CardBrand
	Within  PinnedAssets   // the pinned collection that is open, the zero one for none
	Pinned  []PinnedAssets // on top of the hub when nothing is looked for
	Facets  []Facet
	Chosen  []Chip   // the choices that narrow the list, each with the way without it
	Read    []string // words that were read with a letter changed, in sentences
	Cards   []AssetCard
	Count   int    // assets that fit, on all pages
	Total   int    // assets the partner may see at all
	Follow  string // the address of the page about the feed of this list
	Ways    []Link // on, when nothing fits
	Waiting int    // assets taken that changed or are retired
	Pager   Pager
}

// Name is the page's file.
func (Assets) Name() string { return "assets" }

// Narrowed reports whether anything is looked for.
func (a Assets) Narrowed() bool { return a.Text != "" || len(a.Chosen) > 0 }

// CardBrand is the reader's own brand on the cards of the hub.
type CardBrand struct {
	Name string
	Logo Picture
}

// PinnedAssets is a pinned collection of assets.
type PinnedAssets struct {
	Slug    string
	Title   string
	Summary string
	Lang    string
	Href    string
	Count   int
}

// Facet is a group of choices that narrow the list.
type Facet struct {
	Name    string // of the field
	Label   string
	Choices []Choice
	More    []Choice // the rarer ones, folded away
}

// Choice is one choice with how many assets it would leave.
type Choice struct {
	Value string
	Label string
	Count int
	On    bool
}

// Chip is a choice that is on, and the address without it.
type Chip struct {
	Label string
	Href  string
}

// AssetCard is an asset in a list of cards.
type AssetCard struct {
	Kind    string
	Icon    string
	Title   string
	Summary string
	Href    string
	Lang    string // of the title and the summary
	Value   string // as a selection names it
	Cover   Picture
	Mark    Pill        // new, changed, or what was taken; no text for none
	Why     content.Why // it was found, the zero Why when nothing was looked for
	Where   string      // it has a word that neither title, summary nor text shows, in a sentence
	Notes   string      // languages, tiers, the last day
}

// Picture is an image with its size; the zero Picture is none.
type Picture struct {
	Src           string
	Alt           string
	Width, Height int
}

// Asset is one asset for a partner.
type Asset struct {
	Page
	Slug      string
	Kind      string
	Summary   string
	Mark      Pill
	Sheet     Sheet
	Languages []Link
	Missing   string // the language asked for that there is none in, "" when there is
	Newer     Link   // the source of a translation that is behind it, the zero Link when it is not
	Shown     string // the language shown
	Files     []AssetFile
	Refused   string // why nothing can be downloaded now
	Unbranded bool   // the brand kit is not complete
	Link      string
	FormHref  string // where the same link leads with ?to=form, "" while nobody may use it
	QR        template.HTML
	Followed  string
	Since     AssetSince // what changed since the version that the company took, empty when it has the newest or none
	Facts     []Fact
	Rules     []string
	Guide     string // the address of the brand guidelines, "" without any
	Related   []AssetRow
	QRSVG     string // addresses of the code as a file, "" without any
	QRPNG     string
	Captions  []content.Caption
	Mail      *AssetMail // nil where it is not offered as an email
}

// AssetMail is what an asset says as an email.
type AssetMail struct {
	Subject string
	Words   string // plain text, a paragraph a line
}

// Name is the page's file.
func (Asset) Name() string { return "asset" }

// AssetFile is one form an asset can be had in.
type AssetFile struct {
	Label string
	Href  string
}

// Sheet is an asset as it looks in a brand.
type Sheet struct {
	Label   string // when a page shows several; "Preview" when empty
	Lang    string
	CSS     string // the brand's colours
	Brand   string
	Logo    Picture
	With    string // the company's name beside the partner's, "" when it is the same
	Kind    string
	Title   string
	Body    template.HTML
	Contact string
}

// DeskAssets is the library with its use, for staff.
type DeskAssets struct {
	Page
	Guide    string   // the address of the guide for editors, "" without one
	Problems []string // of the files as they are now, each with file and line: an older library is shown
	Edited   []string // published versions whose file changed, each with what mends it
	Choices  WaitingChoices
	Filter   Form
	Markets  []Option
	Tiers    []Option
	View     string // the list that is open, "" for all
	Sort     string
	Narrowed bool // only some partners are counted
	Sorts    ShelfSorts
	CSV      string
	Tabs     []Tab
	Rows     []AssetUse
}

// Name is the page's file.
func (DeskAssets) Name() string { return "deskassets" }

// ShelfSorts are the columns by which the library can be sorted.
type ShelfSorts struct {
	Title, Views, Downloads, Partners, Taken SortHead
}

// AssetUse is an asset and what became of it, in one line of a table.
type AssetUse struct {
	Title     string
	Href      string
	Kind      string
	State     Pill
	Version   int
	For       string
	Views     int64
	Downloads int
	Newest    int // of this version
	Partners  int
	UpToDate  int
	LastAt    portal.Instant
	Last      string
	LastDay   string   // of one that ends soon or has ended
	Behind    []string // of each translation older than its source, how much
}

// DeskAsset is who has which version of one asset.
type DeskAsset struct {
	Page
	Filter    Form
	Markets   []Option
	Tiers     []Option
	Locale    string // asked for, kept by the filter
	Narrowed  bool
	CSV       string
	Groups    []AssetGroups
	Taken     []TakenVersion
	Write     string // where its next version is begun, for editors
	Remind    int    // of the holders shown, who have an old copy and were not reminded this week
	Form      Form   // of the reminder
	Market    string // chosen, as Tier and Has
	Tier      string
	Has       string
	Slug      string
	Summary   string
	State     Pill
	Version   int
	Figures   []Figure
	Holders   []Holder
	Facts     []Fact
	Sheet     Sheet
	Languages []Link
	Missing   string
	Shown     string
	Behind    []string // of each translation older than its source, how much
}

// Name is the page's file.
func (DeskAsset) Name() string { return "deskasset" }

// AssetGroups are the partners that looked at an asset or took it, by tier or by market.
type AssetGroups struct {
	Title string
	Rows  []AssetGroup
}

// AssetGroup is a tier or a market.
type AssetGroup struct {
	Name      string
	Views     int64
	Downloads int
	Partners  int
	Old       int // of them with an older version
}

// TakenVersion is how often a version was taken, and in which formats.
type TakenVersion struct {
	Version int
	Total   int
	Formats string
}

// Holder is a partner that has an asset.
type Holder struct {
	Views    int64
	Company  string
	Href     string
	Version  int
	State    Pill
	Times    int
	LastAt   portal.Instant
	Last     string
	Followed int64
	Reminded string // this week, when and by whom; "" for not
}

// AssetSince is what changed of an asset since a version.
type AssetSince struct {
	Version  int // that was taken, 0 for nothing to compare
	Now      int
	Notes    []Fact // what each newer version says about itself, newest first
	Compared bool   // the text of the version taken is kept
	Sections []DiffSection
	Same     []string // headings under which nothing changed
	Take     string   // the address of the new version in the format taken before, "" when nothing may be downloaded
}

// MyAssets are the assets a partner has taken.
type MyAssets struct {
	Page
	Tabs   []Tab
	Rows   []HeldAsset
	Waits  int // retired ones that wait for an answer
	Paused string
}

// Name is the page's file.
func (MyAssets) Name() string { return "myassets" }

// HeldAsset is an asset that a partner has taken, in one line.
type HeldAsset struct {
	Title   string
	Href    string // "" when it cannot be opened any more
	Lang    string
	Kind    string
	Version int
	Now     int // the version there is, 0 for none
	At      portal.Instant
	By      string
	Times   int
	Format  string
	State   Pill
	Notes   string // what changed
	Take    string // the address of the new version
	Changes string // where the two are compared
	PutAway string // the address that takes "We no longer use it", "" when nobody asks
	Away    string // who said so and when
}

// AssetFeed is where a partner's person makes, copies and ends its private address for feeds.
type AssetFeed struct {
	Page
	Narrowed string // what the feed is narrowed to, in words, "" for all assets
	Address  string // "" while there is none
	At       portal.Instant
	Make     string // the addresses of the forms
	Close    string
	Back     string
}

// Name is the page's file.
func (AssetFeed) Name() string { return "assetfeed" }

// Versions are the choices of what a partner has of the asset.
func (DeskAsset) Versions() []Option {
	return []Option{{Value: "old", Label: "An older version"}, {Value: "new", Label: "The version there is now"}}
}
