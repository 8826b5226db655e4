package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tandem/server/browser"
	"tandem/server/mail"
)

// person is somebody at a browser of their own.
type person struct {
	t        *testing.T
	world    *world
	tab      *browser.Tab
	email    string
	password string
	secret   string          // of the second step, "" without
	read     map[string]bool // the letters, by their files
}

func (w *world) person(t *testing.T, email string) *person {
	t.Helper()
	tab, err := w.chromium.Tab()
	ok(t, err)
	t.Cleanup(tab.Close)
	name, _, _ := strings.Cut(email, "@")
	return &person{t: t, world: w, tab: tab, email: email, password: name + " walks by the river", read: map[string]bool{}}
}

// fatal ends the test with what the person has before them.
func (p *person) fatal(format string, args ...any) {
	p.t.Helper()
	path, _ := p.tab.Path()
	p.t.Fatalf("%s at %s: %s\nThe page:\n%s", p.email, path, fmt.Sprintf(format, args...), p.reads())
}

// opens goes to a path of the portal, or to a link, and wants the page to be there.
func (p *person) opens(path string) {
	p.t.Helper()
	p.meets(path, 200)
}

// meets goes to a path and wants this status.
func (p *person) meets(path string, want int) {
	p.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = p.world.base + path
	}
	status, err := p.tab.Open(path)
	ok(p.t, err)
	if status != want {
		p.fatal("%s answers %d, want %d", path, status, want)
	}
}

// fills writes into fields by their names: name, value, name, value.
func (p *person) fills(pairs ...string) {
	p.t.Helper()
	for pair := range slices.Chunk(pairs, 2) {
		if err := p.tab.Fill(map[string]string{pair[0]: pair[1]}); err != nil {
			p.fatal("%v", err)
		}
	}
}

// attaches chooses a file for a field.
func (p *person) attaches(name, file string) {
	p.t.Helper()
	if err := p.tab.Attach(name, file); err != nil {
		p.fatal("%v", err)
	}
}

// unfolds opens what is folded away under these words.
func (p *person) unfolds(words string) {
	p.t.Helper()
	if err := p.tab.Touch(words); err != nil {
		p.fatal("%v", err)
	}
}

// confirms presses a button that asks first, and says yes.
func (p *person) confirms(words string) {
	p.t.Helper()
	p.unfolds(words)
	p.gets(words, 200)
}

// presses follows a button or link by its words and wants a page that is no error,
// 422 included: a form that comes back shows why, so it is read with refused.
func (p *person) presses(words string) {
	p.t.Helper()
	p.gets(words, 200)
}

// refused presses and wants the form to come back with these words on it.
func (p *person) refused(words string, sees ...string) {
	p.t.Helper()
	p.gets(words, 422)
	p.sees(sees...)
}

func (p *person) gets(words string, want int) {
	p.t.Helper()
	status, err := p.tab.Press(words)
	if err != nil {
		p.fatal("%v", err)
	}
	if status != want {
		p.fatal("%q answers %d, want %d", words, status, want)
	}
}

// forges sends a form that the page does not offer, with the page's own token.
func (p *person) forges(path string, want int, sees ...string) {
	p.t.Helper()
	_, err := browser.Ask[bool](p.tab, fmt.Sprintf(`(() => {
		const form = Object.assign(document.createElement('form'), { method: 'post', action: %q });
		form.append(document.querySelector('[name=_token]').cloneNode(), Object.assign(document.createElement('button'), { textContent: 'By hand' }));
		document.querySelector('main').append(form);
		return true;
	})()`, path))
	ok(p.t, err)
	p.gets("By hand", want)
	p.sees(sees...)
}

// at is the path of the page that is open.
func (p *person) at() string {
	p.t.Helper()
	path, err := p.tab.Path()
	ok(p.t, err)
	return path
}

// reads is the page's text as people see it, on one line; of a list to choose from, the choice.
func (p *person) reads() string {
	p.t.Helper()
	text, err := browser.Ask[string](p.tab, `[...document.querySelectorAll('select')].reduce((text, list) => text.replace(list.innerText, list.selectedOptions[0]?.text ?? ''), document.body.innerText)`)
	ok(p.t, err)
	return strings.Join(strings.Fields(text), " ")
}

// sees wants all these words on the page.
func (p *person) sees(words ...string) {
	p.t.Helper()
	text := p.reads()
	for _, want := range words {
		if !strings.Contains(text, want) {
			p.fatal("nothing says %q", want)
		}
	}
}

// seesNothingOf wants none of these words anywhere on the page, shown or hidden.
func (p *person) seesNothingOf(words ...string) {
	p.t.Helper()
	html, err := browser.Ask[string](p.tab, `document.documentElement.outerHTML`)
	ok(p.t, err)
	for _, secret := range words {
		if strings.Contains(html, secret) {
			p.fatal("the page says %q", secret)
		}
	}
}

// seesTogether wants one row, item or figure of the page to have all these words.
func (p *person) seesTogether(words ...string) {
	p.t.Helper()
	rows, err := browser.Ask[[]string](p.tab, `[...document.querySelectorAll('main :is(tr, li, dl > div, .stat)')].map(el => el.innerText.replace(/\s+/g, ' '))`)
	ok(p.t, err)
	all := func(row string) bool {
		return !slices.ContainsFunc(words, func(want string) bool { return !strings.Contains(row, want) })
	}
	if !slices.ContainsFunc(rows, all) {
		p.fatal("no row says all of %q", words)
	}
}

// keeps wants the fields of a form that came back to hold what was written: name, value, name, value.
func (p *person) keeps(pairs ...string) {
	p.t.Helper()
	for pair := range slices.Chunk(pairs, 2) {
		held, err := browser.Ask[[]string](p.tab, fmt.Sprintf(`[...document.getElementsByName(%q)].filter(el => !/radio|checkbox/.test(el.type) || el.checked).map(el => el.value)`, pair[0]))
		ok(p.t, err)
		if !slices.Contains(held, pair[1]) {
			p.fatal("the field %s lost %q: it has %q", pair[0], pair[1], held)
		}
	}
}

// downloads takes the file behind a link that begins with these words and returns it as text.
func (p *person) downloads(words string) string {
	p.t.Helper()
	file, err := browser.Ask[string](p.tab, fmt.Sprintf(`(async words => {
		const link = [...document.querySelectorAll('main a')].find(a => a.innerText.trim().replace(/\s+/g, ' ').startsWith(words));
		if (!link) return 'no link says ' + words;
		const answer = await fetch(link.href);
		const kept = /^attachment; filename="[^"]+"$/.test(answer.headers.get('content-disposition'));
		return answer.ok && kept ? 'file ' + await answer.text() : 'status ' + answer.status + (kept ? '' : ', not to keep');
	})(%q)`, words))
	ok(p.t, err)
	text, there := strings.CutPrefix(file, "file ")
	if !there {
		p.fatal("%s", file)
	}
	return text
}

var linkInLetter = regexp.MustCompile(`https?://\S+`)

// letter waits for a letter to the person with these words in its subject that was
// not read before, and reads it. A letter about a decision goes when nobody can take
// the decision back any more: the person lets that minute pass.
func (p *person) letter(subject string) mail.Spooled {
	p.t.Helper()
	spool, err := mail.NewSpool(filepath.Join(p.world.settings.Data, "mail"), mail.From{})
	ok(p.t, err)
	var subjects []string
	began, waited := time.Now(), false
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		letters, err := spool.Newest(200)
		ok(p.t, err)
		subjects = nil
		for _, l := range letters {
			if l.To == p.email && strings.Contains(l.Subject, subject) && !p.read[l.File] {
				p.read[l.File] = true
				return l
			}
			subjects = append(subjects, l.To+": "+l.Subject)
		}
		if !waited && time.Since(began) > 300*time.Millisecond {
			waited = true
			p.world.later(time.Minute)
			p.world.doesDuties(p.t)
		}
	}
	p.t.Fatalf("%s gets no letter about %q; there are %q", p.email, subject, subjects)
	return mail.Spooled{}
}

// link is the first address in the next letter about something.
func (p *person) link(subject string) string {
	p.t.Helper()
	l := p.letter(subject)
	address := linkInLetter.FindString(l.Text)
	if address == "" {
		p.t.Fatalf("no link in %q:\n%s", l.Subject, l.Text)
	}
	return address
}

// code is what the person's phone shows now. Each code counts once, so the clock
// moves on to the next first.
func (p *person) code() string {
	p.t.Helper()
	p.world.later(30 * time.Second)
	code, err := totp.GenerateCode(p.secret, *p.world.now.Load())
	ok(p.t, err)
	return code
}

// setsUpSecondStep turns the second factor on, by hand, from the page's secret.
func (p *person) setsUpSecondStep() {
	p.t.Helper()
	p.opens("/account/second-step")
	secret, err := browser.Ask[string](p.tab, `document.querySelector('details .mono').textContent`)
	ok(p.t, err)
	p.secret = strings.ReplaceAll(secret, " ", "")
	p.fills("code", p.code())
	p.presses("Turn it on")
	p.sees("recovery codes")
}

// signsIn comes back with password and, with a second step, its code. Who is signed in
// still stays so.
func (p *person) signsIn() {
	p.t.Helper()
	p.opens("/signin")
	if p.at() != "/signin" {
		return
	}
	p.fills("email", p.email, "password", p.password)
	p.presses("Sign in")
	if p.secret != "" {
		p.fills("code", p.code())
		p.presses("Continue")
	}
	if path, _ := p.tab.Path(); strings.HasPrefix(path, "/signin") {
		p.fatal("not signed in")
	}
}
