package typeset

import (
	"image"
	"image/draw"

	"tandem/content/render/pdf"
)

// CardLayout is what a card is about, and so how its words stand.
type CardLayout string

const (
	QuoteCard CardLayout = "quote" // what somebody said, and who
	OfferCard CardLayout = "offer" // a title, a figure and a line
	EventCard CardLayout = "event" // when, what and where
)

// CardLayouts are all there are.
var CardLayouts = []CardLayout{QuoteCard, OfferCard, EventCard}

// Card is a picture to post: words on a colour, a photograph beside or above them, and
// below on paper white who says it, with a code.
type Card struct {
	Width, Height int // pixels; a square one stands, any other lies
	Lang          string
	Layout        CardLayout
	Kicker        string // a word above the title, "" for none
	Title         string // the quote itself on a quote
	Text          string // below; of a quote who said it, of an event where
	Figure        string // of an offer its figure, of an event its day, "" for none
	Name          string // whose card it is
	With          string // a line below the name
	Address       string // a short address below that, "" for none

	Code  [][]bool                   // modules of a code, nil for none
	Photo func(w, h int) image.Image // fills a box, nil for none
	Logo  func(w, h int) image.Image // as large as fits a box, nil for none
	Dark  bool                       // the logo is made for dark grounds

	Ground, Ink, Soft pdf.Colour // below the words, of the words and of lesser ones
}

// plan is where the parts of a card stand, in pixels.
type plan struct {
	margin      int
	band        int // height of the sheet at the foot
	tab         int // width of the code's sheet
	words       image.Rectangle
	photo       image.Rectangle
	title       int // largest size
	text        int
	logo        image.Point // at the most
	besideName  bool        // the name stands beside the logo, not below
	name, small int
}

func (card *Card) plan() plan {
	w, h := card.Width, card.Height
	p := plan{margin: 64, band: 128, tab: 232, title: 60, text: 26, logo: image.Pt(340, 72), besideName: true, name: 28, small: 20}
	if w == h {
		p = plan{margin: 72, band: 264, tab: 264, title: 74, text: 32, logo: image.Pt(560, 84), name: 34, small: 24}
		p.words = image.Rect(p.margin, 56, w-p.margin, h-p.band-48)
		if card.Photo != nil {
			p.photo = image.Rect(0, 0, w, 430)
			p.words.Min.Y = p.photo.Max.Y + 36
			p.words.Max.Y = h - p.band - 36
			return p
		}
		p.title, p.text = 96, 38
		return p
	}
	p.words = image.Rect(p.margin, 48, 944, h-p.band-40)
	if card.Photo != nil {
		p.photo = image.Rect(696, 0, w, h-p.band)
		p.words.Max.X = p.photo.Min.X - 48
		return p
	}
	p.title, p.text = 78, 32
	return p
}

// sayings are the words of a card from top to bottom.
func (card *Card) sayings(p plan) []saying {
	kicker := saying{text: card.Kicker, size: p.text - 2, least: 18, lines: 2, leading: 130, bold: true, title: true, colour: card.Soft}
	title := saying{text: card.Title, size: p.title, least: p.title * 45 / 100, lines: 6, leading: 116, bold: true, title: true, colour: card.Ink, above: p.text / 3}
	text := saying{text: card.Text, size: p.text, least: 20, lines: 4, leading: 140, colour: card.Soft, above: p.text * 2 / 3}
	figure := saying{text: card.Figure, size: p.text * 14 / 10, least: 24, lines: 1, leading: 125, bold: true, colour: card.Ink, above: p.text, chip: true}
	var list []saying
	switch card.Layout {
	case QuoteCard:
		title.bold, title.size, title.leading, title.lines = false, p.title*88/100, 128, 8
		text.bold, text.colour, text.lines = true, card.Ink, 2
		list = []saying{kicker, title, text}
	case EventCard:
		text.bold = true
		if title.above = p.text / 3; card.Figure != "" {
			title.above = p.text * 7 / 10
		}
		list = []saying{kicker, figure, title, text}
	case OfferCard:
		list = []saying{kicker, title, figure, text}
	default:
		list = []saying{kicker, title, text}
	}
	out := list[:0]
	for _, s := range list {
		if s.text != "" {
			out = append(out, s)
		}
	}
	return out
}

// DrawCard draws a card. Equal cards are equal pixels.
func DrawCard(fonts *Fonts, card *Card) *image.RGBA {
	c := &canvas{shaper: newShaper(fonts, card.Lang), pixels: image.NewRGBA(image.Rect(0, 0, card.Width, card.Height))}
	p := card.plan()
	c.rect(c.pixels.Rect, card.Ground)
	if card.Photo != nil {
		at := c.mirrored(p.photo)
		draw.Draw(c.pixels, at, card.Photo(at.Dx(), at.Dy()), image.Point{}, draw.Over)
	}
	words := c.mirrored(p.words)
	top := words.Min.Y
	if card.Layout == QuoteCard {
		top += c.quoteMark(card, p, words)
	}
	list := c.stacked(card.sayings(p), words.Dx(), words.Max.Y-top)
	total := 0
	for i, s := range list {
		if total += s.height(); i > 0 {
			total += s.above
		}
	}
	top += (words.Max.Y - top - total) / 2
	for i, s := range list {
		if i > 0 {
			top += s.above
		}
		c.say(s, words, top, card.Ground)
		top += s.height()
	}
	c.foot(card, p)
	return c.pixels
}

// mirrored is a box on the other side where words are read from the right.
func (c *canvas) mirrored(r image.Rectangle) image.Rectangle {
	if !c.rtl {
		return r
	}
	w := c.pixels.Rect.Dx()
	return image.Rect(w-r.Max.X, r.Min.Y, w-r.Min.X, r.Max.Y)
}

// say draws a saying from a top downwards.
func (c *canvas) say(s said, box image.Rectangle, top int, ground pdf.Colour) {
	colour, left, right := s.colour, box.Min.X, box.Max.X
	if pad := s.chipPad(); s.chip && len(s.set) > 0 {
		width := int(s.set[0].width/pdf.Point) + 2*pad
		sheet := image.Rect(left, top, left+width, top+s.height())
		if c.rtl {
			sheet = image.Rect(right-width, top, right, top+s.height())
		}
		c.round(sheet, pad*8/10, colour)
		colour, left, right, top = ground, left+pad, right-pad, top+pad/2
	}
	for i, l := range s.set {
		x := pdf.Unit(left) * pdf.Point
		if c.rtl {
			x = pdf.Unit(right)*pdf.Point - l.width
		}
		// The middle of a small letter is the middle of the line.
		baseline := top + i*s.pitch() + s.pitch()/2 + s.at*36/100
		c.line(s.words, l, x, pdf.Unit(baseline)*pdf.Point, colour)
	}
}

// quoteMark draws the sign above a quote and returns the height it takes.
func (c *canvas) quoteMark(card *Card, p plan, box image.Rectangle) int {
	size := p.title * 2
	sign, _ := c.try(saying{leading: 100, lines: 1, bold: true}, "“", size, box.Dx())
	x := pdf.Unit(box.Min.X) * pdf.Point
	if len(sign.set) == 1 && c.rtl {
		x = pdf.Unit(box.Max.X)*pdf.Point - sign.set[0].width
	}
	for _, l := range sign.set {
		c.line(sign.words, l, x, pdf.Unit(box.Min.Y+size*72/100)*pdf.Point, card.Soft)
	}
	return size * 36 / 100
}

// foot draws the sheet at the foot: logo, name and code.
func (c *canvas) foot(card *Card, p plan) {
	w, h := card.Width, card.Height
	paper, line := pdf.Colour{255, 255, 255}, pdf.Colour{0xd5, 0xd9, 0xdf}
	c.rect(image.Rect(0, h-p.band, w, h), paper)
	right := w - p.margin
	if n := len(card.Code); n > 0 {
		sheet := c.mirrored(image.Rect(w-p.tab, h-p.tab, w, h))
		if p.tab > p.band { // its corner is cut round where it stands above the rest
			c.round(image.Rect(sheet.Min.X, sheet.Min.Y, sheet.Max.X, sheet.Max.Y+40), 20, paper)
			c.rect(c.mirrored(image.Rect(w-40, h-p.tab, w, h)), paper)
			c.rect(image.Rect(sheet.Min.X, h-p.band, sheet.Max.X, h), paper)
		}
		module := max(1, (p.tab-40)/n)
		if quiet := (p.tab - module*n) / 2; quiet < 4*module && module > 1 { // the border that scanners need
			module = max(1, p.tab/(n+8))
		}
		at := sheet.Min.Add(image.Pt((p.tab-module*n)/2, (p.tab-module*n)/2))
		if p.tab == p.band { // in line with the words above
			at.X = c.mirrored(image.Rect(w-p.margin-module*n, 0, w-p.margin, 1)).Min.X
		}
		for y, row := range card.Code {
			for x, dark := range row {
				if dark {
					r := image.Rect(x*module, y*module, (x+1)*module, (y+1)*module).Add(at)
					c.rect(r, pdf.Colour{0, 0, 0})
				}
			}
		}
		right = w - p.tab - 24
	}
	lines := []saying{{text: card.Name, size: p.name, least: p.name * 65 / 100, lines: 1, leading: 128, bold: true, colour: ink}}
	small := []string{card.With, card.Address}
	if p.besideName && card.With != "" && card.Address != "" {
		small = []string{card.With + " · " + card.Address}
	}
	for _, text := range small {
		if text != "" {
			lines = append(lines, saying{text: text, size: p.small, least: p.small * 80 / 100, lines: 1, leading: 140, colour: muted})
		}
	}
	box := image.Rect(p.margin, h-p.band, right, h)
	top := 0
	if card.Logo == nil {
		lines[0].size = p.name * 13 / 10
	} else {
		logo := card.Logo(p.logo.X, p.logo.Y)
		size := logo.Bounds().Size()
		pad := 0
		if card.Dark {
			pad = 14
		}
		if p.besideName {
			at := image.Rect(box.Min.X, 0, box.Min.X+size.X+2*pad, size.Y+2*pad).Add(image.Pt(0, h-p.band+(p.band-size.Y-2*pad)/2))
			c.place(logo, c.mirrored(at), pad, card.Ground)
			rule := at.Max.X + 24
			c.rect(c.mirrored(image.Rect(rule, h-p.band+28, rule+2, h-28)), line)
			box.Min.X = rule + 26
		} else {
			top = size.Y + 2*pad + 14
		}
	}
	set := make([]said, 0, len(lines))
	total := top
	for _, s := range lines {
		if _, ok := c.try(s, s.text, s.least, box.Dx()); !ok && s.bold { // a long name has two lines
			s.lines, s.size = 2, p.name
		}
		one := c.fit(s, s.size, box.Dx())
		set = append(set, one)
		total += one.height()
	}
	y := h - p.band + (p.band-total)/2
	if top > 0 {
		logo, pad := card.Logo(p.logo.X, p.logo.Y), 0
		if card.Dark {
			pad = 14
		}
		size := logo.Bounds().Size()
		c.place(logo, c.mirrored(image.Rect(box.Min.X, y, box.Min.X+size.X+2*pad, y+size.Y+2*pad)), pad, card.Ground)
		y += top
	}
	box = c.mirrored(box)
	for _, s := range set {
		c.say(s, box, y, paper)
		y += s.height()
	}
}

// place draws a logo into a box, on a sheet of a colour when it has a border there.
func (c *canvas) place(logo image.Image, at image.Rectangle, pad int, ground pdf.Colour) {
	if pad > 0 {
		c.round(at, 10, ground)
	}
	draw.Draw(c.pixels, at.Inset(pad), logo, logo.Bounds().Min, draw.Over)
}
