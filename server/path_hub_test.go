package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"image"
	_ "image/png"
	"net/mail"
	"strings"
	"testing"
	"time"

	"tandem/content/render/pdftest"
	"tandem/server/browser"
	"tandem/server/demo"
)

// TestFromDraftToThePartnersDrawer walks an asset's way through the demo: a partner takes
// it in every format, an editor writes the next version and another person lets it out,
// the partner sees what changed and takes it, staff see who holds what, and at last it
// is retired and put away.
func TestFromDraftToThePartnersDrawer(t *testing.T) {
	w := demoWorld(t)
	s := &library{
		world: w,
		ines:  w.person(t, "ines@northwindstays.example"),
		tomas: w.person(t, "tomas@northwindstays.example"),
		lena:  w.person(t, "lena@northwindstays.example"),
		marta: w.person(t, "marta@bluewater-ferries.example"),
	}
	for _, p := range []*person{s.ines, s.tomas, s.lena, s.marta} {
		p.password = demo.Password
		p.signsIn()
	}
	before := s.holders(t)
	s.martaTakesEachFormat(t)
	s.martaTakesACase()
	s.inesWritesWithAMistake()
	s.tomasSendsItBack()
	s.inesMendsIt()
	s.tomasLetsItOut()
	s.martaSeesWhatChanged(t)
	s.lenaSeesWhoHoldsWhat(t, before)
	s.itIsRetired()
	s.martaPutsItAway()
}

// library is the cast: two editors, a partner manager and a partner.
type library struct {
	*world
	ines, tomas, lena, marta *person

	draft string // where the next version is written
}

const weekend = "Two nights in the city, done properly"

// takes fetches a file of the page by the words of its link.
func (p *person) takes(words string) []byte {
	p.t.Helper()
	held, err := browser.Ask[string](p.tab, fmt.Sprintf(`(async words => {
		const link = [...document.querySelectorAll('main a[download]')].find(a => a.textContent.trim().startsWith(words));
		if (!link) return 'no link says ' + words;
		const answer = await fetch(link.href);
		if (!answer.ok) return 'status ' + answer.status;
		const bytes = new Uint8Array(await answer.arrayBuffer());
		let text = '';
		for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
		return 'file ' + btoa(text);
	})(%q)`, words))
	ok(p.t, err)
	coded, there := strings.CutPrefix(held, "file ")
	if !there {
		p.fatal("%s", held)
	}
	file, err := base64.StdEncoding.DecodeString(coded)
	ok(p.t, err)
	return file
}

// martaTakesEachFormat of an asset that she finds with two slips.
func (s *library) martaTakesEachFormat(t *testing.T) {
	s.marta.opens("/assets?q=nihgts+citty")
	s.marta.sees("These have “nights”", "These have “city”")
	s.marta.presses(weekend)
	s.marta.sees("Bluewater Ferries and Northwind Stays have picked")

	const name = bluewater
	if page := string(s.marta.takes("Web page (HTML)")); !strings.Contains(page, name+" and Northwind Stays have picked") || strings.Contains(page, "{{") {
		t.Error("the page is not hers")
	}
	if text := string(s.marta.takes("Text (Markdown)")); !strings.Contains(text, name+" and Northwind Stays have picked") {
		t.Error("the text is not hers")
	}
	for _, paper := range []string{"Pages (PDF, A4)", "Pages (PDF, US Letter)"} {
		if file := pdftest.Open(t, s.marta.takes(paper)); !strings.Contains(file.Heard(), name) {
			t.Errorf("%s is not hers", paper)
		}
	}
	for words, want := range map[string]image.Point{"Card (PNG": {X: 1200, Y: 630}, "Square card (PNG": {X: 1080, Y: 1080}} {
		if card, kind, err := image.Decode(bytes.NewReader(s.marta.takes(words))); err != nil || kind != "png" || card.Bounds().Size() != want {
			t.Errorf("%s: %s, %v", words, kind, err)
		}
	}
	letter, err := mail.ReadMessage(bytes.NewReader(s.marta.takes("Email (.eml)")))
	if err != nil || !strings.Contains(letter.Header.Get("From"), name) || !strings.HasPrefix(letter.Header.Get("Content-Type"), "multipart/") {
		t.Errorf("the email: %v", err)
	}
	kit := s.marta.takes("Everything (ZIP)")
	archive, err := zip.NewReader(bytes.NewReader(kit), int64(len(kit)))
	ok(t, err)
	endings := map[string]int{}
	for _, file := range archive.File {
		endings[file.Name[strings.LastIndexByte(file.Name, '.')+1:]]++
	}
	for _, ending := range []string{"html", "pdf", "png", "eml", "md"} {
		if endings[ending] == 0 {
			t.Errorf("no %s in the ZIP: %v", ending, endings)
		}
	}
}

// martaTakesACase that is retired later. What else partners of the demo have depends on the day.
func (s *library) martaTakesACase() {
	s.marta.opens("/assets/quinta-wedding")
	s.marta.takes("Web page (HTML)")
}

func (s *library) inesWritesWithAMistake() {
	s.ines.opens("/desk/studio/new?asset=city-weekend")
	s.ines.presses("Write the next version")
	s.draft = strings.TrimSuffix(s.ines.at(), "/edit")
	body, err := browser.Ask[string](s.ines.tab, `document.querySelector('[name=body]').value`)
	ok(s.ines.t, err)
	s.ines.fills("body", strings.Replace(body, "{{ partner.name }}", "{{ partner.nam }}", 1), "notes", "Lyon costs more from January.")
	s.ines.presses("Save and look")
	s.ines.sees("there is no field {{ partner.nam }}; did you mean {{ partner.name }}?")
	s.ines.opens(s.draft + "/edit")
	s.ines.fills("body", strings.Replace(body, "€132", "€137", 1))
	s.ines.presses("Save and look")
	s.ines.sees("Nothing is wrong with the text", "€137")
	s.ines.fills("note", "Seville agreed by telephone.")
	s.ines.presses("Hand in for review")
	s.ines.sees("In review")
	s.ines.seesNothingOf("Approve and publish")
}

func (s *library) tomasSendsItBack() {
	s.tomas.opens(s.tomas.link("To review: " + weekend))
	s.tomas.sees(weekend, "Seville agreed by telephone.")
	s.tomas.fills("comment", "It says Lyon in the notes, and changes Seville.")
	s.tomas.presses("Comment")
	s.tomas.unfolds("Ask for changes")
	s.tomas.fills("note", "Seville, please, not Lyon.")
	s.tomas.presses("Send it back")
	s.tomas.sees("Changes asked")
}

func (s *library) inesMendsIt() {
	s.ines.opens(s.ines.link("Please change"))
	s.ines.sees("It says Lyon in the notes", "Seville, please, not Lyon.")
	s.ines.opens(s.draft + "/edit")
	s.ines.fills("notes", "Seville costs more from January.")
	s.ines.presses("Save and look")
	s.ines.presses("Settle")
	s.ines.presses("Hand in for review")
}

func (s *library) tomasLetsItOut() {
	s.tomas.opens(s.draft)
	s.tomas.presses("Approve and publish")
	s.tomas.sees("Published", "version 4")
}

func (s *library) martaSeesWhatChanged(t *testing.T) {
	s.later(25 * time.Hour)
	s.doesDuties(t)
	letter := s.marta.letter("")
	for !strings.Contains(letter.Text, weekend) {
		letter = s.marta.letter("")
	}
	s.marta.opens("/assets/mine")
	s.marta.seesTogether(weekend, "Changed: version 4", "Seville costs more from January.")
	s.marta.opens("/assets/city-weekend")
	s.marta.sees("What changed since version 3", "€132", "€137")
	if page := string(s.marta.takes("Web page (HTML)")); !strings.Contains(page, "€137") {
		t.Error("what she takes is not the new version")
	}
	s.marta.opens("/assets/mine")
	s.marta.seesTogether(weekend, "Version 4", "Current")
}

const bluewater = "Bluewater Ferries"

// holders is which version of the weekend each company has, as the file says.
func (s *library) holders(t *testing.T) map[string]string {
	s.lena.opens("/desk/assets/city-weekend")
	table, err := csv.NewReader(strings.NewReader(s.lena.downloads("Holders as CSV"))).ReadAll()
	ok(t, err)
	at := map[string]int{}
	for i, name := range table[0] {
		at[strings.TrimPrefix(name, "\ufeff")] = i
	}
	versions := map[string]string{}
	for _, row := range table[1:] {
		versions[row[at["company"]]] = row[at["has_version"]]
	}
	return versions
}

// lenaSeesWhoHoldsWhat: Marta has version 4, and the others have what they had.
func (s *library) lenaSeesWhoHoldsWhat(t *testing.T, before map[string]string) {
	now := s.holders(t)
	s.lena.seesTogether(bluewater, "Version 4")
	if now[bluewater] != "4" {
		t.Errorf("Bluewater holds %q", now[bluewater])
	}
	old := 0
	for company, version := range now {
		if company == bluewater {
			continue
		}
		if version != before[company] {
			t.Errorf("%s has version %q, and had %q", company, version, before[company])
		}
		if version == "3" {
			old++
		}
	}
	if old == 0 || len(now) < len(before) {
		t.Errorf("%d companies have version 3, before %v, now %v", old, before, now)
	}
}

// itIsRetired: what another asset leads to stays; the case of last year can go.
func (s *library) itIsRetired() {
	s.ines.opens("/desk/studio/new?asset=city-weekend")
	s.ines.presses("Prepare the retirement")
	s.ines.sees("is not published; delete the link or publish it first")
	s.ines.confirms("Discard the draft")

	s.ines.opens("/desk/studio/new?asset=quinta-wedding")
	s.ines.fills("instead", "city-weekend")
	s.ines.presses("Prepare the retirement")
	retiring := s.ines.at()
	s.ines.presses("Hand in for review")
	s.tomas.opens(retiring)
	s.tomas.presses("Approve")
	s.tomas.sees("Published")
}

func (s *library) martaPutsItAway() {
	const story = "One planner, eleven weddings, one season"
	s.marta.opens("/assets")
	s.marta.seesNothingOf(story)
	s.marta.opens("/assets/mine")
	s.marta.seesTogether(story, "Retired", "We no longer use it")
	s.marta.presses("We no longer use it: " + story)
	s.marta.seesTogether(story, "Marta Silva said on", "that you no longer use it")
	s.lena.opens("/desk/assets/quinta-wedding")
	s.lena.seesTogether(bluewater, "Version 1", "Put away")
}
