package content

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"tandem/portal"
)

// The colours of a message on a light ground, each with the class that changes it in
// the dark. None is pure black on pure white, so that a mail program that inverts a
// message by itself still leaves it readable.
const (
	mailFont  = `font-family:Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`
	mailMono  = `font-family:ui-monospace,Menlo,Consolas,monospace`
	mailInk   = "#1b1d23"
	mailMuted = "#585d69"
	mailLine  = "#e4e5ea"
	mailBack  = "#f4f4f6"
	mailSheet = "#fefefe"
	mailSoft  = "#f3f4f6"
)

// mailDark is the one style element of a message. What does not know it shows the
// message as light.
const mailDark = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.m-back{background-color:#0e0f13!important}
.m-sheet{background-color:#16181d!important}
.m-soft{background-color:#1e2027!important}
.m-ink{color:#eceef2!important}
.m-muted{color:#a2a8b5!important}
.m-line{border-color:#2a2d36!important}
.m-brand{color:%[1]s!important}
.m-edge{border-color:%[1]s!important}
}
`

// mailWriter writes a tree as the HTML of a message: tables for the layout, every style
// at its element, pictures by their Content-ID.
type mailWriter struct {
	*document
	*placing
	brand, onBrand string // the partner's colour, and words on it
	soft           string // the ground of a callout
	pictures       []mailPicture
	out            strings.Builder
	err            error
}

// page is the whole HTML part.
func (w *mailWriter) page(a Asset, c CoBrand) (string, error) {
	band, readable := w.library.brandColour(c)
	dark := portal.Colour{0x16, 0x18, 0x1d}
	w.brand, w.onBrand, w.soft = readable.String(), readable.On().String(), readable.Mix(portal.White, 9).String()
	title := w.subject(a)
	w.add(`<!doctype html>`+"\n"+`<html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`+
		`<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>%s</title>`+"\n<style>\n",
		esc(a.Locale), esc(title))
	w.add(mailDark, readable.Lighter(dark, portal.TextContrast).String())
	w.add(`</style></head>`+"\n"+`<body class="m-back" style="margin:0;padding:0;background-color:%s">`+"\n", mailBack)
	if line := w.values.line(a.Preheader); line != "" { // and nothing after it: mail programs go on with the text
		w.add(`<div style="display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all">%s%s</div>`+"\n", esc(line), strings.Repeat("&#847;&zwnj;&nbsp;", 60))
	}
	w.add(`<div role="article" aria-roledescription="email" aria-label="%[2]s" lang="%[3]s"><table role="presentation" class="m-back" width="100%%" cellpadding="0" cellspacing="0" border="0" bgcolor="%[1]s" style="table-layout:fixed;background-color:%[1]s"><tr><td align="center" style="padding:16px 8px">`+"\n", mailBack, esc(title), esc(a.Locale))
	w.add(`<table role="presentation" class="m-sheet" width="%[1]d" cellpadding="0" cellspacing="0" border="0" bgcolor="%[2]s" style="table-layout:fixed;width:100%%;max-width:%[1]dpx;text-align:left;background-color:%[2]s;border-top:8px solid %[3]s">`+"\n", mailWidth, mailSheet, band)
	w.head(c)
	w.add(`<tr><td class="m-ink" style="padding:8px 32px 16px;%s">`+"\n", mailStyle(mailInk, 16))
	if a.Kind != Email {
		w.add(`<p class="m-brand" style="margin:0 0 4px;font-size:13px;font-weight:600;color:%s">%s</p>`+"\n", w.brand, esc(kindLabel(a.Kind, a.Locale)))
		w.add(`<h1 class="m-ink" style="margin:0 0 20px;font-size:28px;line-height:1.2;font-weight:700;color:%s">%s</h1>`+"\n", mailInk, esc(a.Title))
	}
	w.blocks(w.root)
	w.add("</td></tr>\n")
	w.foot(a)
	w.add("</table>\n</td></tr></table></div>\n</body></html>\n")
	return strings.ReplaceAll(w.out.String(), "\x1f", " "), w.err
}

func esc(text string) string { return html.EscapeString(text) }

func mailStyle(colour string, size int) string {
	return fmt.Sprintf("%s;font-size:%dpx;line-height:1.6;color:%s", mailFont, size, colour)
}

// add writes markup; every value in it has been escaped.
func (w *mailWriter) add(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }

// head is the partner's logo, on white in the dark too: logos are made for paper.
func (w *mailWriter) head(c CoBrand) {
	name, company := w.values["partner.name"], w.library.Program.Company
	w.add(`<tr><td class="m-ink" style="padding:24px 32px 16px;%s">`, mailStyle(mailInk, 18))
	with := ""
	if name != company {
		with = fmt.Sprintf(`<span class="m-muted" style="font-size:14px;color:%s">%s %s</span>`, mailMuted, word("with", w.placing.locale), esc(company))
	}
	if src := w.logo(c); src != "" {
		width, height := fitted(c.Kit.Logo.Width, c.Kit.Logo.Height, 240, 56)
		w.add(`<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#ffffff" style="background-color:#ffffff;padding:6px;border-radius:6px"><img src="%s" alt="%s" width="%d" height="%d" style="display:block;width:%dpx;height:auto;border:0;color:#15171c;font-weight:600"></td></tr></table>`,
			src, esc(name), width, height, width)
		if with != "" {
			w.add(`<p style="margin:8px 0 0">%s</p>`, with)
		}
	} else {
		w.add(`<p style="margin:0;font-weight:700"><span dir="auto">%s</span></p>`, esc(name))
		if with != "" {
			w.add(`<p style="margin:0">%s</p>`, with)
		}
	}
	w.add("</td></tr>\n")
}

// logo puts the partner's logo into the message.
func (w *mailWriter) logo(c CoBrand) string {
	for _, kind := range []string{"image/png", "image/jpeg"} { // what every mail program shows
		if len(c.Logo) > 0 && c.Kit.Logo.Type == kind && c.Kit.Logo.Width > 0 && c.Kit.Logo.Height > 0 {
			return w.picture("logo."+strings.TrimPrefix(kind, "image/"), kind, c.Logo)
		}
	}
	return ""
}

// fitted is a size inside a box, never larger than it is.
func fitted(width, height, most, high int) (int, int) {
	if width > most {
		width, height = most, max(1, height*most/width)
	}
	if height > high {
		width, height = max(1, width*high/height), high
	}
	return width, height
}

// foot is whom a reader asks, and who published it.
func (w *mailWriter) foot(a Asset) {
	v := w.values
	w.add(`<tr><td class="m-muted m-line" style="padding:16px 32px 24px;border-top:1px solid %s;%s">`+"\n", mailLine, mailStyle(mailMuted, 14))
	w.add(`<p class="m-ink" style="margin:0 0 4px;font-weight:700;color:%s"><span dir="auto">%s</span></p>`+"\n", mailInk, esc(v["partner.name"]))
	if v["partner.tagline"] != "" {
		w.add(`<p style="margin:0 0 4px"><span dir="auto">%s</span></p>`+"\n", esc(v["partner.tagline"]))
	}
	var lines []string
	for _, name := range []string{"partner.contact", "partner.email", "partner.phone", "partner.address"} {
		switch value := v[name]; {
		case value == "":
		case name == "partner.email":
			lines = append(lines, w.anchor(w.resolve("mailto:{{partner.email}}", ""), esc(value)))
		default:
			lines = append(lines, `<span dir="auto">`+esc(value)+`</span>`)
		}
	}
	if site := w.resolve("{{partner.site}}", ""); site != "" {
		lines = append(lines, w.anchor(site, esc(w.bare("{{partner.site}}"))))
	}
	if len(lines) > 0 {
		w.add(`<p style="margin:0">%s</p>`+"\n", strings.Join(lines, " &middot; "))
	}
	if a.Kind != Email {
		w.add(`<p style="margin:8px 0 0;font-size:13px">%s</p>`+"\n", esc(w.imprint(a)))
	}
	w.add("</td></tr>\n")
}

// anchor is a link around words that are markup already; the words alone without an address.
func (w *mailWriter) anchor(address, words string) string {
	if address == "" || strings.HasPrefix(address, "#") { // a message has one page
		return words
	}
	return fmt.Sprintf(`<a class="m-brand" href="%s" style="color:%s;text-decoration:underline">%s</a>`, esc(address), w.brand, words)
}

func (w *mailWriter) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
}

func (w *mailWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		size := map[int]int{2: 21, 3: 17}[n.Level]
		class, colour := "m-brand", w.brand
		if n.Level > 2 {
			class, colour = "m-ink", mailInk
		}
		w.add(`<h%d class="%s" style="margin:28px 0 10px;font-size:%dpx;line-height:1.25;font-weight:700;color:%s">%s</h%d>`+"\n", n.Level, class, max(size, 16), colour, w.inline(n), n.Level)
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.add("%s\n", w.inline(n))
	case *ast.ThematicBreak:
		w.add(`<hr class="m-line" style="border:0;border-top:1px solid %s;margin:24px 0">`+"\n", mailLine)
	case *ast.Blockquote:
		w.add(`<blockquote class="m-edge" style="margin:20px 0;padding:2px 0 2px 16px;border-left:4px solid %s">`+"\n", w.brand)
		w.blocks(n)
		w.add("</blockquote>\n")
	case *ast.List:
		w.list(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.add(`<pre class="m-soft m-ink" style="margin:0 0 16px;padding:12px 16px;background-color:%s;color:%s;%s;font-size:14px;line-height:1.5;white-space:pre-wrap;word-break:break-word">%s</pre>`+"\n",
			mailSoft, mailInk, mailMono, esc(string(n.Lines().Value(w.source))))
	case *box:
		w.box(n)
	case *extast.Table:
		w.table(n)
	case *extast.DefinitionList:
		w.add(`<dl style="margin:0 0 16px">` + "\n")
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			if child.Kind() == extast.KindDefinitionTerm {
				w.add(`<dt style="margin:0;font-weight:600">%s</dt>`+"\n", w.inline(child))
				continue
			}
			w.add(`<dd style="margin:0 0 10px;padding:0 0 0 20px">`)
			w.blocks(child)
			w.add("</dd>\n")
		}
		w.add("</dl>\n")
	case *extast.FootnoteList:
		w.add(`<hr class="m-line" style="border:0;border-top:1px solid %s;margin:24px 0 12px"><ol class="m-muted" style="margin:0 0 16px;padding:0 0 0 24px;font-size:14px;color:%s">`+"\n", mailLine, mailMuted)
		for note := n.FirstChild(); note != nil; note = note.NextSibling() {
			w.add(`<li style="margin:0 0 6px">`)
			w.blocks(note)
			w.add("</li>\n")
		}
		w.add("</ol>\n")
	}
}

func (w *mailWriter) paragraph(n ast.Node) {
	if img, ok := pictureIn(n); ok {
		w.add(`<p style="margin:20px 0;line-height:1.4">%s`, w.image(img))
		if len(img.Title) > 0 {
			w.add(`<span class="m-muted" style="display:block;margin:8px 0 0;font-size:14px;color:%s">%s</span>`, mailMuted, esc(plainMarkdown(img.Title)))
		}
		w.add("</p>\n")
		return
	}
	margin := "0 0 16px"
	if n.NextSibling() == nil && n.Parent().Kind() != ast.KindDocument { // the last of what stands in a frame
		margin = "0"
	}
	w.add(`<p style="margin:%s">%s</p>`+"\n", margin, w.inline(n))
}

func (w *mailWriter) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	start := ""
	if n.IsOrdered() && n.Start != 1 {
		start = fmt.Sprintf(` start="%d"`, n.Start)
	}
	w.add(`<%s%s style="margin:0 0 16px;padding:0 0 0 24px">`+"\n", tag, start)
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		w.add(`<li style="margin:0 0 6px">`)
		w.blocks(item)
		w.add("</li>\n")
	}
	w.add("</%s>\n", tag)
}

func (w *mailWriter) table(n *extast.Table) {
	w.add(`<div style="overflow-x:auto;margin:20px 0"><table class="m-ink" width="100%%" cellpadding="0" cellspacing="0" border="0" style="width:100%%;border-collapse:collapse;%s">`+"\n", mailStyle(mailInk, 15))
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		w.add("<tr>")
		head := row.Kind() == extast.KindTableHeader
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			align := "left"
			switch cell.(*extast.TableCell).Alignment {
			case extast.AlignRight:
				align = "right"
			case extast.AlignCenter:
				align = "center"
			case extast.AlignLeft, extast.AlignNone:
			}
			if head {
				w.add(`<th class="m-edge" scope="col" align="%[1]s" style="padding:8px 10px 8px 0;text-align:%[1]s;vertical-align:bottom;font-weight:600;border-bottom:2px solid %[2]s">%[3]s</th>`, align, w.brand, w.inline(cell))
			} else {
				w.add(`<td class="m-line" align="%[1]s" style="padding:8px 10px 8px 0;text-align:%[1]s;vertical-align:top;border-bottom:1px solid %[2]s">%[3]s</td>`, align, mailLine, w.inline(cell))
			}
		}
		w.add("</tr>\n")
	}
	w.add("</table></div>\n")
}

func (w *mailWriter) inline(parent ast.Node) string { return w.run(parent.FirstChild()) }

// run is a node and what follows it in its line.
func (w *mailWriter) run(n ast.Node) string {
	var b strings.Builder
	for ; n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(esc(plainMarkdown(n.Segment.Value(w.source))))
			switch {
			case n.HardLineBreak():
				b.WriteString("<br>\n")
			case n.SoftLineBreak():
				b.WriteByte('\n')
			}
		case *ast.String:
			b.WriteString(esc(html.UnescapeString(string(n.Value))))
		case *mergeField:
			b.WriteString(esc(w.placing.text(n.name)))
		case *ast.CodeSpan:
			fmt.Fprintf(&b, `<code class="m-soft" style="padding:1px 4px;overflow-wrap:anywhere;background-color:%s;%s;font-size:14px">%s</code>`, mailSoft, mailMono, esc(w.codeWords(n)))
		case *ast.Emphasis:
			tag := "em"
			if n.Level > 1 {
				tag = "strong"
			}
			b.WriteString("<" + tag + ">" + w.inline(n) + "</" + tag + ">")
		case *extast.Strikethrough:
			b.WriteString("<del>" + w.inline(n) + "</del>")
		case *ast.Link:
			b.WriteString(w.anchor(w.resolve(destination(n.Destination), ""), w.inline(n)))
		case *ast.AutoLink:
			to := destination(n.URL(w.source))
			if n.AutoLinkType == ast.AutoLinkEmail {
				to = "mailto:" + to
			}
			b.WriteString(w.anchor(w.resolve(to, ""), esc(string(n.Label(w.source)))))
		case *ast.Image:
			b.WriteString(w.image(n))
		case *extast.TaskCheckBox:
			if n.IsChecked {
				b.WriteString("☑ ")
			} else {
				b.WriteString("☐ ")
			}
		case *extast.FootnoteLink:
			fmt.Fprintf(&b, `<sup style="font-size:12px;line-height:0">%d</sup>`, n.Index)
		}
	}
	return b.String()
}
