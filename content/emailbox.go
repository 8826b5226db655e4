package content

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
)

// box writes a block of our own as mail programs can show it.
func (w *mailWriter) box(n *box) {
	switch n.name {
	case calloutBox:
		w.add(`<table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0"><tr><td class="m-soft m-edge m-ink" bgcolor="%[1]s" style="padding:14px 18px;background-color:%[1]s;border-left:4px solid %[2]s;%[3]s">`+"\n",
			w.soft, w.brand, mailStyle(mailInk, 16))
		w.add(`<p class="m-ink" style="margin:0 0 4px;font-weight:700;color:%s">%s</p>`+"\n", mailInk, word(n.detail, w.placing.locale))
		w.blocks(n)
		w.add("</td></tr></table>\n")
	case ctaBox:
		link := linkOf(n)
		w.button(w.absolute(w.resolve(destination(link.Destination), "")), w.inline(link))
	case qrBox:
		w.code(n)
	case statsBox:
		var cells []func()
		for item := n.FirstChild().FirstChild(); item != nil; item = item.NextSibling() {
			cells = append(cells, func() {
				w.add(`<table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0"><tr><td class="m-ink m-edge" style="padding:10px 0 0;border-top:2px solid %s;%s">`, w.brand, mailStyle(mailInk, 15))
				w.figure(item)
				w.add("</td></tr></table>")
			})
		}
		w.beside(cells, min(len(cells), 3))
	case logosBox:
		w.logos(n)
	case columnsBox:
		var cells []func()
		for _, column := range n.columns() {
			cells = append(cells, func() {
				for _, child := range column {
					w.block(child)
				}
			})
		}
		w.beside(cells, len(cells))
	case senderBox: // not for who gets the message
	case tocBox, breakBox: // a message has no pages, and addresses within one do not work
	}
}

// figure is a line of a row of figures: the first bold words large, the rest below.
func (w *mailWriter) figure(item ast.Node) {
	first := item.FirstChild()
	if first == nil {
		return
	}
	if bold, ok := first.FirstChild().(*ast.Emphasis); ok && bold.Level > 1 {
		w.add(`<strong class="m-brand" style="display:block;font-size:26px;line-height:1.2;color:%s">%s</strong>`, w.brand, w.inline(bold))
		w.add("%s", w.run(bold.NextSibling()))
		return
	}
	w.add("%s", w.inline(first))
}

// button is a link that looks like a button in every mail program: a cell in the
// colour, and a link that fills it.
func (w *mailWriter) button(address, words string) {
	if address == "" {
		w.add(`<p style="margin:0 0 16px">%s</p>`+"\n", words)
		return
	}
	w.add(`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0"><tr><td align="center" bgcolor="%[1]s" style="background-color:%[1]s;border-radius:8px;mso-padding-alt:13px 24px">`+
		`<a href="%[2]s" style="display:inline-block;padding:13px 24px;%[5]s;font-size:16px;line-height:1.25;font-weight:600;color:%[3]s;text-decoration:none;border-radius:8px"><span style="color:%[3]s">%[4]s</span></a></td></tr></table>`+"\n",
		w.brand, esc(address), w.onBrand, words, mailFont)
}

// code is a QR code beside its words, on white in the dark too: a scanner needs it.
func (w *mailWriter) code(n *box) {
	link := linkOf(n)
	to := destination(link.Destination)
	address := w.absolute(w.resolve(to, boxMedium(n)))
	picture, err := qrPNG(address, qrMailPixels)
	if address == "" || err != nil {
		w.add(`<p style="margin:0 0 16px">%s</p>`+"\n", w.inline(link))
		if address != "" {
			w.err = err
		}
		return
	}
	label := word("qr", w.placing.locale) + " " + w.bare(to)
	w.add(`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0"><tr><td width="132" bgcolor="#ffffff" style="background-color:#ffffff;width:132px"><img src="%s" alt="%s" width="132" height="132" style="display:block;border:0"></td><td class="m-ink" style="padding:0 0 0 16px;%s">`,
		w.picture("code.png", "image/png", picture), esc(label), mailStyle(mailInk, 16))
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.block(child)
	}
	w.add("</td></tr></table>\n")
}

// beside puts cells side by side where there is room, and below each other on a phone;
// Outlook, which knows no such thing, gets them as a table.
func (w *mailWriter) beside(cells []func(), columns int) {
	width := mailText / max(1, columns)
	w.add(`<div style="margin:20px 0;font-size:0">` + "\n")
	w.add(`<!--[if mso]><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><![endif]-->`)
	for i, cell := range cells {
		if i > 0 && i%columns == 0 {
			w.add(`<!--[if mso]></tr><tr><![endif]-->`)
		}
		w.add(`<!--[if mso]><td valign="top" width="%[1]d"><![endif]--><div style="display:inline-block;width:100%%;max-width:%[1]dpx;vertical-align:top"><table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0"><tr><td class="m-ink" style="padding:0 16px 12px 0;%[2]s">`+"\n",
			width, mailStyle(mailInk, 16))
		cell()
		w.add("</td></tr></table></div><!--[if mso]></td><![endif]-->\n")
	}
	w.add(`<!--[if mso]></tr></table><![endif]--></div>` + "\n")
}

// image is a picture of the library, its words where it cannot be shown.
func (w *mailWriter) image(n *ast.Image) string {
	alt := esc(w.words(n))
	img, ok := w.library.mailImage(w.library.images[string(n.Destination)])
	if !ok {
		return `<em>` + alt + `</em>`
	}
	width, height := fitted(img.Width, img.Height, mailText, 4*mailText)
	return fmt.Sprintf(`<img src="%s" alt="%s" width="%d" height="%d" style="display:block;width:100%%;max-width:%dpx;height:auto;border:0;border-radius:6px">`,
		w.picture(img.Name, img.Type, img.Bytes), alt, width, height, width)
}

// words are a node's words without any mark.
func (w *mailWriter) words(n ast.Node) string { return plainWriter{w.document, w.placing}.inline(n) }
