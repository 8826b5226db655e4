package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tandem/server/browser"
)

// carlaAcceptsTheTerms after she has read what they pay.
func (s *story) carlaAcceptsTheTerms() {
	s.carla.opens("/home")
	s.carla.sees("Good morning, Carla", "Accept the partner terms", "Day 1 of 14", "0 of 11 done", "Your first commission shows here")
	s.carla.presses("Read the terms")
	s.carla.sees("Partner terms, September 2025", "The terms are not accepted yet.")
	// The example collects 12,600.00 on 15 September 2025. With 15 days left in
	// September and 31 in October, day 60 is 14 November; 30 days later is 14 December.
	for tier, line := range map[string][]string{
		"Tier 1 Elite":        {"5.5%", "€693.00"}, // 126 x 5.5
		"Tier 2 High":         {"4.5%", "€567.00"}, // 126 x 4.5
		"Tier 3 Core":         {"4%", "€504.00"},   // 126 x 4
		"Tier 4 Experimental": {"3%", "€378.00"},   // 126 x 3
	} {
		s.carla.seesTogether(append(line, tier, "14 November 2025", "14 December 2025")...)
	}
	s.carla.seesTogether("Tier 4 Experimental", "Yours now")
	s.carla.sees("half of your share is taken back: €252.00 at Tier 3 Core") // 504 / 2
	s.carla.fills("agree", "on")
	s.carla.presses("Accept the terms")
	s.carla.seesTogether("standard-2025-09", "Carla Nunes", "6 Mar 2026")
	s.carla.seesNothingOf("The terms are not accepted yet.")
}

// carlaSetsUpTheCompany: each thing done ticks its own task.
func (s *story) carlaSetsUpTheCompany() {
	s.carla.opens("/company")
	s.carla.fills("note", "Families, and schools out of season.")
	s.carla.presses("Save the profile")
	s.carla.hasDone(2, "Complete your company profile")

	logo := filepath.Join(s.carla.t.TempDir(), "logo.svg")
	ok(s.carla.t, os.WriteFile(logo, []byte("not a picture"), 0o600))
	s.carla.opens("/company/brand")
	s.carla.sees("No logo yet")
	s.carla.fills("name", "Rota Verde", "primary", "#0a7d3b", "secondary", "#f0c020", "contact", "Carla Nunes", "email", "ola@rotaverde.example")
	s.carla.attaches("logo", logo)
	s.carla.refused("Save the brand kit", "PNG, JPEG, WebP or SVG")
	s.carla.keeps("name", "Rota Verde", "primary", "#0a7d3b", "email", "ola@rotaverde.example")
	ok(s.carla.t, os.WriteFile(logo, []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><rect width="200" height="80" fill="#0a7d3b"/></svg>`), 0o600))
	s.carla.attaches("logo", logo)
	s.carla.presses("Save the brand kit")
	s.carla.seesNothingOf("No logo yet")
	s.carla.sees("Second colour on white", "Too light to read.")
	s.carla.hasDone(3, "Upload your brand kit")

	s.carla.fills("day", "2026-03-06", "time", "08:00")
	s.carla.refused("Book the call", "Choose a time in the future.")
	s.carla.fills("day", "2026-03-10", "time", "10:00")
	s.carla.presses("Book the call")
	s.carla.sees("10 March 2026")
	s.jon.letter("Rota Verde Viagens booked the kick-off call")
	s.carla.fills("audience", "18000", "monthly_reach", "6000", "bookings", "40")
	s.carla.presses("Save the figures")

	s.carla.opens("/company/payout")
	s.carla.fills("iban", "PT50 0002 0123 1234 5678 9015 5", "street", "Rua das Flores 1", "city", "Porto", "post", "4050-262") // the last digit is 4
	s.carla.refused("Save the payout details", "This IBAN has a slip in it: its check digits do not fit.")
	s.carla.keeps("iban", "PT50 0002 0123 1234 5678 9015 5", "street", "Rua das Flores 1", "city", "Porto", "post", "4050-262", "country", "PT")
	s.carla.fills("iban", "PT50 0002 0123 1234 5678 9015 4")
	s.carla.presses("Save the payout details")
	s.carla.sees("Used from 9 March 2026") // three days for a colleague to notice
	s.carla.seesTogether("SEPA transfer", "PT •••• 0154")
	s.carla.letter("Your payout details were changed")
	s.carla.hasDone(6, "Add your payout details", "Give your baseline figures", "Book the kick-off call")

	s.carla.presses("Mark as done: Read the product training")
	s.carla.hasDone(7, "Read the product training")

	s.carla.opens("/company/team")
	s.carla.fills("email", "rui@rotaverde.example", "name", "Rui Dias", "roles", "partner_member")
	s.carla.presses("Send the invitation")
	s.carla.hasDone(8, "Invite a colleague")
}

// hasDone wants so many tasks of the sprint to be done, these among them.
func (p *person) hasDone(n int, titles ...string) {
	p.t.Helper()
	p.opens("/onboarding")
	p.sees(fmt.Sprintf("%d of 11 done", n))
	for _, title := range titles {
		p.seesTogether(title, "Done 6 March 2026, Carla Nunes")
	}
}

// carlaTakesAnAsset in her brand, and her link in it counts for her.
func (s *story) carlaTakesAnAsset(t *testing.T) {
	s.carla.opens("/assets")
	s.carla.presses("Two nights in the city, done properly")
	s.carla.sees("Rota Verde and Northwind Stays have picked", "Not followed yet")
	link, err := browser.Ask[string](s.carla.tab, `document.querySelector('#link').value`)
	ok(t, err)
	page := s.carla.downloads("Web page (HTML)")
	for what, piece := range map[string]string{
		"the name": "Rota Verde and Northwind Stays have picked", "the contact": "ola@rotaverde.example", "the logo": `src="data:image/png;base64,`, "the link": link, "the code": "<svg",
	} {
		if !strings.Contains(page, piece) {
			t.Errorf("%s is not in the copy: %q", what, piece)
		}
	}
	if got, want := s.leads(t, link), "https://www.northwindstays.example?utm_campaign=city-weekend&utm_medium=partner&utm_source=rota-verde-viagens"; got != want {
		t.Errorf("the link leads to %s, want %s", got, want)
	}
	s.carla.opens("/assets/city-weekend")
	s.carla.sees("Followed once in 30 days")
	s.carla.hasDone(9, "Download your first asset")
}

// theSprintEnds with the task of the specialist and the first referral.
func (s *story) theSprintEnds() {
	s.jon.opens("/desk/partners")
	s.jon.presses("Rota Verde Viagens")
	s.jon.sees("9 of 11 done")
	s.jon.presses("Mark as done: Review the start with your partner")
	s.jon.sees("10 of 11 done")

	s.carlaRefers()
	s.carla.opens("/onboarding")
	s.carla.sees("Complete", "Done in time")
	s.jon.letter("Rota Verde Viagens completed the onboarding")
	s.jon.opens("/desk/partners?state=active")
	s.jon.seesTogether("Rota Verde Viagens", "Active", "Experimental", "Jon Vale")
}
