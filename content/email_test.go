package content

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"pgregory.net/rapid"

	"tandem/portal"
)

// message is an email as a mail program reads it.
type message struct {
	header   mail.Header
	subject  string
	from     *mail.Address
	text     string
	html     string
	pictures map[string][]byte // by Content-ID
}

// opened reads a message with the standard library, and fails on anything it cannot.
func opened(t interface{ Fatalf(string, ...any) }, data []byte) message {
	for i, line := range bytes.Split(data, []byte("\r\n")) {
		if len(line) > 78 || bytes.ContainsAny(line, "\r\n") {
			t.Fatalf("line %d has %d characters or a bare line end: %.100q", i+1, len(line), line)
		}
	}
	read, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("read the message: %v", err)
	}
	m := message{header: read.Header, pictures: map[string][]byte{}}
	if m.subject, err = new(mime.WordDecoder).DecodeHeader(read.Header.Get("Subject")); err != nil {
		t.Fatalf("subject: %v", err)
	}
	if m.from, err = mail.ParseAddress(read.Header.Get("From")); err != nil {
		t.Fatalf("from %q: %v", read.Header.Get("From"), err)
	}
	m.parts(t, read.Header.Get("Content-Type"), "multipart/alternative", read.Body)
	return m
}

func (m *message) parts(t interface{ Fatalf(string, ...any) }, contentType, want string, body io.Reader) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || kind != want {
		t.Fatalf("the type %q, %v; want %s", contentType, err, want)
	}
	for parts := multipart.NewReader(body, parameters["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("next part: %v", err)
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			t.Fatalf("type of a part: %v", err)
		}
		if kind == "multipart/related" {
			m.parts(t, part.Header.Get("Content-Type"), kind, part)
			continue
		}
		var reader io.Reader = quotedprintable.NewReader(part)
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			reader = base64.NewDecoder(base64.StdEncoding, part)
		}
		data, err := io.ReadAll(reader)
		if err != nil {
			t.Fatalf("decode a part: %v", err)
		}
		switch kind {
		case "text/plain":
			m.text = strings.ReplaceAll(string(data), "\r\n", "\n")
		case "text/html":
			if m.text == "" {
				t.Fatalf("the HTML comes before the text; readers take the last they know")
			}
			m.html = string(data)
		default:
			m.pictures[strings.Trim(part.Header.Get("Content-Id"), "<>")] = data
		}
	}
}

func TestEveryAssetIsAMessageThatMailProgramsRead(t *testing.T) {
	l := loaded(t)
	for i, e := range l.entries {
		if testing.Short() && i%5 != 0 { // the step without the race detector writes each
			continue
		}
		data, err := l.RenderEmail(e.Asset, casa(), base)
		if err != nil {
			t.Fatalf("%s: %v", e.file.name, err)
		}
		again, _ := l.RenderEmail(e.Asset, casa(), base)
		if !bytes.Equal(data, again) {
			t.Errorf("%s: the bytes differ from run to run", e.file.name)
		}
		m := opened(t, data)
		want := strings.ReplaceAll(e.Subject, "{{ partner.name }}", casa().Kit.Name)
		if want == "" {
			want = e.Title
		}
		if m.subject != want || m.from.Name != casa().Kit.Name || m.from.Address != casa().Kit.Email {
			t.Errorf("%s: from %v, subject %q", e.file.name, m.from, m.subject)
		}
		if at, err := m.header.Date(); err != nil || portal.DateOf(at, time.UTC) != e.Published || m.header.Get("Message-Id") != "" || m.header.Get("To") != "" || m.header.Get("X-Unsent") != "1" {
			t.Errorf("%s: dated %v, %v, header %v", e.file.name, at, err, m.header)
		}
		if m.header.Get("Content-Language") != e.Locale {
			t.Errorf("%s: language %q", e.file.name, m.header.Get("Content-Language"))
		}
		for name, text := range map[string]string{"text": m.text, "html": m.html} {
			if strings.ContainsAny(text, "\x1f") || strings.Contains(text, "{{") && e.Slug != guideSlug || !strings.Contains(text, "Inés Muñoz") {
				t.Errorf("%s: the %s has something unfilled, or no contact", e.file.name, name)
			}
			if strings.Contains(text, "Before you send it") && e.Slug != guideSlug || strings.Contains(text, "per ninety emails") {
				t.Errorf("%s: the %s tells the receiver what is for the sender", e.file.name, name)
			}
		}
		checkMailMarkup(t, e.file.name, m)
	}
}

// checkMailMarkup holds an HTML part to what mail programs show.
func checkMailMarkup(t *testing.T, name string, m message) {
	t.Helper()
	doc := parsed(t, m.html)
	if n := doc.Find("script, link, iframe, form, svg, video, picture, [onclick], [srcset]").Length(); n > 0 {
		t.Errorf("%s: %d elements that no mail program shows", name, n)
	}
	if n := doc.Find("style").Length(); n != 1 {
		t.Errorf("%s: %d style elements, want the one for the dark", name, n)
	}
	doc.Find("[class]").Each(func(_ int, s *goquery.Selection) {
		if style, _ := s.Attr("style"); style == "" && goquery.NodeName(s) != "body" {
			t.Errorf("%s: <%s> has a class and no style of its own", name, goquery.NodeName(s))
		}
	})
	shown := map[string]bool{}
	doc.Find("img").Each(func(_ int, img *goquery.Selection) {
		src, _ := img.Attr("src")
		id, isInside := strings.CutPrefix(src, "cid:")
		shown[id] = true
		if style, _ := img.Attr("style"); strings.Contains(style, "height:auto;border:0;color") != strings.Contains(img.Parent().AttrOr("style", ""), "background-color:#ffffff;padding:6px") {
			t.Errorf("%s: words in the place of a logo have the colour of the page, on white", name)
		}
		if alt, _ := img.Attr("alt"); !isInside || m.pictures[id] == nil || strings.TrimSpace(alt) == "" {
			t.Errorf("%s: the picture %q (%q) is not in the message", name, src, alt)
		}
	})
	for id := range m.pictures {
		if !shown[id] {
			t.Errorf("%s: the picture %s is carried and not shown", name, id)
		}
	}
	doc.Find("a").Each(func(_ int, a *goquery.Selection) {
		if to, _ := a.Attr("href"); !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "mailto:") && !strings.HasPrefix(to, "tel:") {
			t.Errorf("%s: the link %q leads to %q", name, a.Text(), to)
		}
	})
	doc.Find("table").Each(func(_ int, table *goquery.Selection) {
		if role, _ := table.Attr("role"); role != "presentation" && table.Find("th[scope=col]").Length() == 0 {
			t.Errorf("%s: a table that is neither layout nor data", name)
		}
	})
}

func TestAnEmailSaysWhatItIsBeforeItIsOpened(t *testing.T) {
	l := loaded(t)
	data, err := l.RenderEmail(asset(t, l, "after-the-transfer", "en"), casa(), base)
	if err != nil {
		t.Fatal(err)
	}
	m := opened(t, data)
	if m.subject != "Next time, stay where we would" {
		t.Errorf("subject %q", m.subject)
	}
	hidden := parsed(t, m.html).Find("body > div").First()
	if !strings.HasPrefix(hidden.Text(), "Small houses we would book ourselves, from Casa do Río & Sons") {
		t.Errorf("preheader %q", hidden.Text())
	}
	button := parsed(t, m.html).Find("td[bgcolor] > a")
	to, _ := button.Attr("href")
	if button.Text() != "Houses we would stay in" || !strings.Contains(to, "utm_medium=email") {
		t.Errorf("button %q leads to %q", button.Text(), to)
	}
	if !strings.Contains(m.text, "Houses we would stay in:\nhttps://") {
		t.Errorf("the text has no address to follow:\n%s", m.text)
	}
}

// TestNoValueBecomesAHeader puts line ends, headers and encoded words into every
// value that a header shows.
func TestNoValueBecomesAHeader(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "after-the-transfer", "en")
	rapid.Check(t, func(t *rapid.T) {
		nasty := rapid.SampledFrom([]string{
			"x\r\nBcc: all@example.com", "x\nContent-Type: text/html", "=?utf-8?b?QmNj?=", "\"><script>", "Ω≈ç√ \u2028", strings.Repeat("長い名前", 60), "a, b <c@d.example>", "\x00\x01",
		})
		c := casa()
		c.Kit.Name = nasty.Draw(t, "name") + rapid.String().Draw(t, "more")
		c.Kit.Tagline, c.Kit.Contact = nasty.Draw(t, "tagline"), nasty.Draw(t, "contact")
		c.Kit.Email = rapid.SampledFrom([]string{"a@b.example", "x,y@b.example", "\"\r\nBcc: z\"@b.example", ""}).Draw(t, "email")
		one := a
		one.Subject = nasty.Draw(t, "subject") + " {{ partner.name }}"
		data, err := l.RenderEmail(one, c, base)
		if err != nil {
			t.Fatalf("render: %v", err)
		}
		m := opened(t, data)
		if len(m.header) != 7 {
			t.Fatalf("%d headers: %v", len(m.header), m.header)
		}
		if want := plainText(c.Kit.Name); c.Kit.Email == "a@b.example" && m.from.Name != want && want != "" {
			t.Fatalf("from %q, want %q", m.from.Name, want)
		}
		if want := plainText(strings.ReplaceAll(one.Subject, "{{ partner.name }}", plainText(c.Kit.Name))); m.subject != want {
			t.Fatalf("subject %q, want %q", m.subject, want)
		}
	})
}

func TestWrongLinesOfAMessageAreNamed(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"subject: Hello {{ partner.nme }}", "did you mean {{ partner.name }}?"},
		{"subject: From {{ nobody }}", "there is no field {{ nobody }}"},
		{"subject: " + strings.Repeat("long ", 30), "has 149 characters; keep it under 120"},
	} {
		problems := Check(with(t, changed(t, "library/emails/first-introduction.md", "subject: A house for your dates", c.line)))
		if !strings.Contains(fmt.Sprint(problems), "library/emails/first-introduction.md:12: ") || !strings.Contains(fmt.Sprint(problems), c.want) {
			t.Errorf("%s: %v", c.line, problems)
		}
	}
}

// TestADrawingWithWordsComesAsAPicture sends a chart: mail programs show no SVG.
func TestADrawingWithWordsComesAsAPicture(t *testing.T) {
	l := loaded(t)
	a := asset(t, l, "rail-weekends", "en")
	data, err := l.RenderEmail(a, casa(), base)
	if err != nil {
		t.Fatal(err)
	}
	m := opened(t, data)
	found := false
	parsed(t, m.html).Find("img").Each(func(_ int, img *goquery.Selection) {
		src, _ := img.Attr("src")
		size, kind, err := image.DecodeConfig(bytes.NewReader(m.pictures[strings.TrimPrefix(src, "cid:")]))
		if alt, _ := img.Attr("alt"); err != nil || kind != "png" {
			t.Errorf("%q is a %s, %v", alt, kind, err)
		}
		found = found || size.Width == 2*mailText
	})
	if !found {
		t.Error("the chart is not among the pictures")
	}
}
