package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"

	"tandem/content/render/kept"
	"tandem/portal"
)

// mailWidth is how wide an email is at the most, and mailText its words, in pixels.
const (
	mailWidth = 600
	mailText  = mailWidth - 2*32
)

// RenderEmail is the asset as a message that is ready to send: text and HTML, the
// pictures inside, no receiver. A mail program opens it as a draft. It has no
// Message-ID, and its date is the day its version was published, so that its bytes
// are the same on every run; the mail program that sends it writes its own.
func (l *Library) RenderEmail(a Asset, c CoBrand, base string) ([]byte, error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return nil, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.placeMail(a, c, base)
	page := &mailWriter{document: e.body.document, placing: p}
	markup, err := page.page(a, c)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", a.ID(), err)
	}
	words := mailWords(e.body.document, p, a)

	var body bytes.Buffer
	sum := sha256.Sum256([]byte(words + "\x00" + markup))
	boundary := "tandem-" + hex.EncodeToString(sum[:15])
	both, kind, err := mailParts(&body, boundary, "alternative")
	if err != nil {
		return nil, err
	}
	if err := mailTextPart(both, "text/plain; charset=utf-8", a.Locale, words); err != nil {
		return nil, err
	}
	if len(page.pictures) == 0 {
		err = mailTextPart(both, "text/html; charset=utf-8", a.Locale, markup)
	} else {
		err = mailRelated(both, boundary+"-html", a.Locale, markup, page.pictures)
	}
	if err != nil {
		return nil, err
	}
	if err := both.Close(); err != nil {
		return nil, fmt.Errorf("end the message: %w", err)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "From: %s\r\nSubject: %s\r\n", l.mailFrom(p), mailHeader("Subject: ", p.subject(a)))
	if published := a.Published.Time(); !published.IsZero() {
		fmt.Fprintf(&out, "Date: %s\r\n", published.UTC().Format(time.RFC1123Z))
	}
	fmt.Fprintf(&out, "Content-Language: %s\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: %s\r\n\r\n", a.Locale, kind)
	out.Write(body.Bytes())
	return out.Bytes(), nil
}

// EmailText is what an asset's email says, without its look: its subject and its words.
func (l *Library) EmailText(a Asset, c CoBrand, base string) (subject, words string, err error) {
	e := l.find(a.Slug, a.Locale)
	if e == nil {
		return "", "", portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	p := l.placeMail(a, c, base)
	return p.subject(a), mailWords(e.body.document, p, a), nil
}

// placeMail places an asset in a message: its links say that they came by mail.
func (l *Library) placeMail(a Asset, c CoBrand, base string) *placing {
	p := l.place(a, c, base)
	p.track.medium = Email.medium()
	return p
}

// subject is the line that a message shows in a list.
func (p *placing) subject(a Asset) string {
	if a.Subject == "" {
		return a.Title
	}
	return p.values.line(a.Subject)
}

// line fills the fields of one line of text.
func (v values) line(text string) string {
	return plainText(braces.ReplaceAllStringFunc(text, func(found string) string { return v[fieldName([]byte(found))] }))
}

// mailFrom is the partner as a sender, or the program where the partner's address is none.
func (l *Library) mailFrom(p *placing) string {
	for _, sender := range []mail.Address{
		{Name: p.values["partner.name"], Address: p.values["partner.email"]},
		{Name: l.Program.Company, Address: l.Program.Support},
	} {
		parsed, err := mail.ParseAddress("<" + sender.Address + ">")
		if err == nil && parsed.Address == sender.Address && ascii(sender.Address) {
			return mailHeader("From: ", sender.Name) + "\r\n <" + sender.Address + ">"
		}
	}
	return "undisclosed:;"
}

func ascii(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r >= utf8.RuneSelf }) < 0
}

// mailHeader writes words for a header after its name: as they are where they are
// plain and fit the line, as encoded words otherwise. No line is longer than 76
// characters, and nothing in the words ends one: they cannot become a header of their own.
func mailHeader(name, words string) string {
	words = plainText(words)
	plain := func(r rune) bool {
		return r != ' ' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("!?'-/+", r)
	}
	if !strings.Contains(words, "=?") && len(name)+len(words) <= 76 && strings.IndexFunc(words, plain) < 0 {
		return words
	}
	const most = 45 // bytes in one encoded word: 60 characters and the 12 around them
	var encoded []string
	for words != "" {
		end := min(len(words), most)
		for end < len(words) && !utf8.RuneStart(words[end]) {
			end--
		}
		encoded = append(encoded, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(words[:end]))+"?=")
		words = words[end:]
	}
	return "\r\n " + strings.Join(encoded, "\r\n ")
}

// mailParts begins a multipart body and says its type.
func mailParts(w io.Writer, boundary, kind string) (*multipart.Writer, string, error) {
	parts := multipart.NewWriter(w)
	if err := parts.SetBoundary(boundary); err != nil {
		return nil, "", fmt.Errorf("bound the message: %w", err)
	}
	return parts, "multipart/" + kind + ";\r\n boundary=\"" + boundary + "\"", nil
}

func mailTextPart(parts *multipart.Writer, kind, locale, text string) error {
	w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {kind}, "Content-Transfer-Encoding": {"quoted-printable"}, "Content-Language": {locale}})
	if err != nil {
		return fmt.Errorf("begin a part: %w", err)
	}
	quoted := quotedprintable.NewWriter(w)
	if _, err := io.WriteString(quoted, strings.ReplaceAll(text, "\n", "\r\n")); err != nil {
		return fmt.Errorf("write a part: %w", err)
	}
	return quoted.Close()
}

// mailRelated writes the HTML part with the pictures that it shows.
func mailRelated(parts *multipart.Writer, boundary, locale, markup string, pictures []mailPicture) error {
	var inner bytes.Buffer
	related, kind, err := mailParts(&inner, boundary, `related; type="text/html"`)
	if err != nil {
		return err
	}
	if err := mailTextPart(related, "text/html; charset=utf-8", locale, markup); err != nil {
		return err
	}
	for _, picture := range pictures {
		w, err := related.CreatePart(textproto.MIMEHeader{
			"Content-Type": {picture.kind}, "Content-Transfer-Encoding": {"base64"}, "Content-Id": {"<" + picture.id + ">"},
			"Content-Disposition": {`inline; filename="` + picture.name + `"`},
		})
		if err != nil {
			return fmt.Errorf("begin a picture: %w", err)
		}
		text := base64.StdEncoding.EncodeToString(picture.bytes)
		for ; len(text) > 76; text = text[76:] {
			_, _ = io.WriteString(w, text[:76]+"\r\n") // into a buffer
		}
		_, _ = io.WriteString(w, text)
	}
	if err := related.Close(); err != nil {
		return fmt.Errorf("end the pictures: %w", err)
	}
	w, err := parts.CreatePart(textproto.MIMEHeader{"Content-Type": {kind}})
	if err != nil {
		return fmt.Errorf("begin a part: %w", err)
	}
	_, err = w.Write(inner.Bytes())
	return err
}

// mailPicture is a picture inside a message.
type mailPicture struct {
	id    string // as the HTML names it
	name  string // of the file
	kind  string
	bytes []byte
}

// picture puts a picture into the message, once, and returns its address.
func (w *mailWriter) picture(name, kind string, data []byte) string {
	id := hashed(Image{Bytes: data}).Hash[:20] + "@tandem.invalid"
	for _, p := range w.pictures {
		if p.id == id {
			return "cid:" + id
		}
	}
	w.pictures = append(w.pictures, mailPicture{id: id, name: name, kind: kind, bytes: data})
	return "cid:" + id
}

// mailImage is a picture of the library as mail programs show it, a drawing in pixels;
// ok is false when it cannot be drawn.
func (l *Library) mailImage(img Image) (_ Image, ok bool) {
	if img.Type != "image/svg+xml" {
		return img, img.Name != ""
	}
	drawing := l.drawings[img.Hash]
	if drawing == nil || img.Width < 1 || img.Height < 1 {
		return Image{}, false
	}
	drawn, err := mailDrawings.Get(img.Hash+l.Fonts.Hash(), func() (Image, error) {
		fonts, err := l.fonts()
		if err != nil {
			return Image{}, err
		}
		width := 2 * mailText // for screens that put two pixels where others have one
		return pngOf(img, drawing.Paint(fonts, [4]float64{0, 0, float64(img.Width), float64(img.Height)}, width, max(1, width*img.Height/img.Width)))
	})
	return drawn, err == nil
}

// mailDrawings are the library's drawings in pixels, by their hash and that of the fonts.
var mailDrawings = kept.Weighed[string](16<<20, func(i Image) int { return len(i.Bytes) })

func pngOf(img Image, picture image.Image) (Image, error) {
	var out bytes.Buffer
	if err := smallPNG.Encode(&out, picture); err != nil {
		return Image{}, fmt.Errorf("draw %s: %w", img.Name, err)
	}
	size := picture.Bounds()
	return Image{Name: strings.TrimSuffix(img.Name, ".svg") + ".png", Type: "image/png", Bytes: out.Bytes(), Width: size.Dx(), Height: size.Dy()}, nil
}

// Limits on the lines of a message that a list of messages shows, in characters.
const (
	maxSubject   = 120
	maxPreheader = 160
)

// short is an optional line of text of at most some characters.
func (k *keys) short(key string, most int) string {
	text := k.optional(key)
	if n := utf8.RuneCountInString(text); n > most {
		k.problem(k.find(key), "%q has %d characters; keep it under %d, or lists of messages cut it", key, n, most)
	}
	return text
}

// checkLines reports fields in the lines of a message that there are not.
func (e *entry) checkLines() {
	c := checker{groups: assetGroups}
	for key, text := range map[string]string{"subject": e.Subject, "preheader": e.Preheader} {
		for _, found := range braces.FindAllString(text, -1) {
			if message := c.unknown(fieldName([]byte(found))); message != "" {
				e.file.problem(e.keyLine(key), 0, "%s", message)
			}
		}
	}
}
