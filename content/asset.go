package content

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"tandem/portal"
)

// Kind is what an asset is for.
type Kind string

const (
	OnePager     Kind = "one_pager"
	CaseStudy    Kind = "case_study"
	Email        Kind = "email"
	SocialPost   Kind = "social_post"
	Playbook     Kind = "playbook"
	CoopBrief    Kind = "coop_brief"
	Guideline    Kind = "guideline"
	Announcement Kind = "announcement"
)

// Kinds are all kinds in the order facets show them.
var Kinds = []Kind{OnePager, CaseStudy, Email, SocialPost, Playbook, CoopBrief, Guideline, Announcement}

// Label is the kind as people read it.
func (k Kind) Label() string {
	switch k {
	case OnePager:
		return "One-pager"
	case CaseStudy:
		return "Case study"
	case Email:
		return "Email"
	case SocialPost:
		return "Social post"
	case Playbook:
		return "Playbook"
	case CoopBrief:
		return "Co-op brief"
	case Guideline:
		return "Guideline"
	case Announcement:
		return "Announcement"
	}
	return string(k)
}

// medium is the kind as a tracked link names its channel.
func (k Kind) medium() string {
	switch k {
	case Email:
		return "email"
	case SocialPost:
		return "social"
	case OnePager, CaseStudy, Playbook, CoopBrief, Guideline, Announcement:
		return "content"
	}
	return "content"
}

// formats are those an asset is offered in when its file names none, the one it is
// meant for first. Nobody sends a playbook as a message.
func (k Kind) formats() []Format {
	list := without(without(slices.Clone(Formats), FormatCard), FormatCardSquare)
	switch k {
	case Email:
		list = append([]Format{FormatEmail}, without(list, FormatEmail)...)
	case Playbook, Guideline, SocialPost:
		list = without(list, FormatEmail)
	case OnePager, CaseStudy, CoopBrief, Announcement:
	}
	return list
}

// withCards adds the cards: first where posting is what the asset is for, last where it is not.
func (k Kind) withCards(list []Format) []Format {
	cards := []Format{FormatCard, FormatCardSquare}
	if k == SocialPost {
		return append(cards, list...)
	}
	return append(list, cards...)
}

func without(list []Format, one Format) []Format {
	return slices.DeleteFunc(list, func(f Format) bool { return f == one })
}

// Status is how far an asset is: only published ones are seen by partners.
type Status string

const (
	Draft     Status = "draft"
	InReview  Status = "in_review"
	Published Status = "published"
	Retired   Status = "retired"
)

// Format is a form an asset can be had in.
type Format string

const (
	FormatHTML      Format = "html"       // one self-contained file
	FormatPDF       Format = "pdf"        // pages on A4
	FormatPDFLetter Format = "pdf_letter" // the same pages on US Letter
	FormatMarkdown  Format = "markdown"   // text with the fields filled in
	FormatEmail     Format = "email"      // a message ready to send

	FormatCard       Format = "card"        // a picture for a shared link, 1200 by 630
	FormatCardSquare Format = "card_square" // a picture for a post, 1080 by 1080
)

// Formats are all forms beside the page in the portal, in the order they are offered.
var Formats = []Format{FormatHTML, FormatPDF, FormatPDFLetter, FormatCard, FormatCardSquare, FormatEmail, FormatMarkdown}

// Label is the format as people read it.
func (f Format) Label() string {
	switch f {
	case FormatHTML:
		return "Web page (HTML)"
	case FormatPDF:
		return "Pages (PDF, A4)"
	case FormatPDFLetter:
		return "Pages (PDF, US Letter)"
	case FormatMarkdown:
		return "Text (Markdown)"
	case FormatEmail:
		return "Email (.eml)"
	case FormatCard:
		return "Card (PNG, 1200 × 630)"
	case FormatCardSquare:
		return "Square card (PNG, 1080 × 1080)"
	case FormatKit:
		return "Everything (ZIP)"
	}
	return string(f)
}

// Asset is one entry of the library in one locale: its front matter. A version
// of an asset is immutable; a change to the file asks for the next version.
type Asset struct {
	Slug      portal.AssetSlug
	Locale    string
	Locales   []string // all it can be had in, the default first
	Title     string
	Kind      Kind
	Summary   string // for the partner who looks for it, not part of the asset
	Tags      []string
	Markets   []string      // codes; none means everywhere
	Products  []string      // codes; none means all
	Tiers     []portal.Tier // that may see it, best first; none in the file means all
	Public    bool          // anybody may see it, signed in or not
	Staff     bool          // partners never see it, whatever its state
	Formats   []Format
	Owner     string
	Status    Status
	Version   int
	Behind    int // of a translation: how many versions newer its source is
	Published portal.Date
	Expires   portal.Date // the last day it is shown, "" for none
	Related   []portal.AssetSlug
	Cover     string // the name of a picture, "" for none
	Focus     Focus  // of the cover
	Card      Card   // what its pictures to post say; without a layout its title and summary
	Subject   string // of the email, with its fields; "" for the title
	Preheader string // what a list of messages shows after the subject, with its fields; "" for none
	Notes     string // what changed in this version, "" when nobody wrote it
	SHA256    string // of the file, hex
}

// ID is the asset's immutable version: "<slug>@<version>".
func (a Asset) ID() string { return string(a.Slug) + "@" + itoa(a.Version) }

// SeenBy reports whether partners of a tier see the asset while it is published.
func (a Asset) SeenBy(tier portal.Tier) bool { return slices.Contains(a.Tiers, tier) }

var assetSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reservedSlugs are where the portal serves its own style sheets, and what a partner takes together, has taken and follows.
var reservedSlugs = []string{"static", "selection", "mine", "feed"}

// assetKey names an asset in a locale.
type assetKey struct {
	slug   portal.AssetSlug
	locale string
}

// entry is an asset with its body.
type entry struct {
	Asset
	file         *file
	body         body
	translations []string          // locales that must exist
	translates   int               // the version of the source this is a translation of, 0 for that of its own number
	standIns     map[string]string // what the public reads for a field of a partner
}

// readAssets reads every markdown file under library/.
func (l *Library) readAssets(fsys fs.FS) {
	locale := l.defaultLocale()
	seen := map[string]string{}
	_ = fs.WalkDir(fsys, "library", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // a library without assets
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "library" || name == pinnedFolder):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".md" || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		f := l.read(fsys, name)
		slug, fileLocale, translated := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), ".")
		if !translated {
			fileLocale = locale
		}
		if !assetSlug.MatchString(slug) {
			f.problem(0, 0, "the file's name is the asset's address; write it in small letters, digits and hyphens, such as city-weekend.md or city-weekend.es.md")
		}
		if slices.Contains(reservedSlugs, slug) {
			f.problem(0, 0, "the address /assets/%s is taken; give the file another name", slug)
		}
		if other, twice := seen[slug+"."+fileLocale]; twice {
			f.problem(0, 0, "is the same asset and locale as %s; rename one", other)
			return nil
		}
		seen[slug+"."+fileLocale] = name
		if f.front == nil {
			return nil
		}
		e := l.readAsset(f, slug, fileLocale)
		l.entries = append(l.entries, e)
		l.named[assetKey{e.Slug, e.Locale}] = e
		return nil
	})
}

func (l *Library) defaultLocale() string {
	if len(l.Program.Languages) == 0 {
		return "en"
	}
	return l.Program.Languages[0].Code
}

func (l *Library) readAsset(f *file, slug, locale string) *entry {
	k := f.keys()
	e := &entry{file: f}
	a := &e.Asset
	a.Slug, a.SHA256 = portal.AssetSlug(slug), f.sha256
	a.Title = k.text("title", "Three nights by the river")
	a.Kind = Kind(k.oneOf("kind", texts(Kinds)...))
	a.Summary = k.text("summary", "one sentence on what it is and when to use it")
	a.Tags = k.items("tags", nil)
	a.Locale = k.oneOf("locale", codes(l.Program.Languages)...)
	if a.Locale != "" && a.Locale != locale {
		k.problem(k.find("locale"), "the file's name says %s, the locale says %s; name it %s", locale, a.Locale, fileNameFor(slug, a.Locale, l.defaultLocale()))
	}
	a.Locale = locale
	a.Markets = k.items("markets", codes(l.Program.Markets))
	a.Products = k.items("products", codes(l.Program.Products))
	for _, tier := range k.items("tiers", tierNames()) {
		a.Tiers = append(a.Tiers, portal.Tier(tier))
	}
	a.Staff = k.find("audience") != nil && k.oneOf("audience", "staff") != ""
	if len(a.Tiers) == 0 {
		a.Tiers = slices.Clone(portal.Tiers)
	}
	slices.SortFunc(a.Tiers, func(x, y portal.Tier) int { return x.Number() - y.Number() })
	for _, format := range k.items("formats", texts(Formats)) {
		a.Formats = append(a.Formats, Format(format))
	}
	named := len(a.Formats) > 0
	if !named {
		a.Formats = a.Kind.formats()
	}
	a.Subject, a.Preheader = k.short("subject", maxSubject), k.short("preheader", maxPreheader)
	a.Owner = k.text("owner", "the team that answers questions about it")
	a.Status = Status(k.oneOf("status", string(Draft), string(InReview), string(Published), string(Retired)))
	a.Version = k.number("version", 1, 9999)
	if k.find("translates") != nil {
		e.translates = k.number("translates", 1, 9999)
	}
	a.Published = k.day("published", a.Status == Published || a.Status == Retired)
	a.Expires = k.day("expires", false)
	if a.Expires != "" && a.Published != "" && a.Expires < a.Published {
		k.problem(k.find("expires"), "expires on %s, before it is published on %s; write a later date", a.Expires, a.Published)
	}
	for _, related := range k.items("related", nil) {
		a.Related = append(a.Related, portal.AssetSlug(related))
	}
	a.Cover = k.optional("cover")
	if _, ok := l.images[a.Cover]; a.Cover != "" && !ok {
		k.problem(k.find("cover"), "there is no picture %q in library/images", a.Cover)
	}
	a.Notes = k.optional("notes")
	e.readCard(k, l.images[a.Cover])
	if a.Card.Layout != "" && !named {
		a.Formats = a.Kind.withCards(a.Formats)
	}
	e.translations = k.items("translations", codes(l.Program.Languages))
	e.readPublic(k)
	k.done()
	return e
}

func fileNameFor(slug, locale, standard string) string {
	if locale == standard {
		return slug + ".md"
	}
	return slug + "." + locale + ".md"
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func codes(list []portal.Choice) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.Code
	}
	return out
}
