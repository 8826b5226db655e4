package main

import "regexp"

// referralNumber is what people call a referral by.
var referralNumber = regexp.MustCompile(`R-[0-9A-Z]{6}`)

// carlaRefers a customer who has agreed, after a slip that costs nothing.
func (s *story) carlaRefers() {
	s.carla.opens("/referrals/new")
	s.carla.fills(
		"company", "Atlas Robotics", "site", "atlasrobotics.example", "contact", "Ines Prado", "email", "ines@atlasrobotics.example", "country", "PT",
		"product", "business_stays", "value", "about twenty thousand", "need", "Rooms for thirty engineers, two nights each month.", "consent", "on",
	)
	s.carla.refused("Send the referral", "Write the estimated value as 1,234.50")
	s.carla.keeps(
		"company", "Atlas Robotics", "site", "atlasrobotics.example", "email", "ines@atlasrobotics.example", "country", "PT", "product", "business_stays",
		"value", "about twenty thousand", "need", "Rooms for thirty engineers, two nights each month.", "consent", "yes",
	)
	s.carla.fills("value", "20,000")
	s.carla.presses("Send the referral")
	// Protected for 90 days from 6 March: 25 to the end of March, 30 in April, 31 in May, 4 in June.
	s.carla.sees("Atlas Robotics", "Submitted", "The lead is protected until 4 June 2026.", "€20,000.00")
	s.atlas, s.number = s.carla.at(), referralNumber.FindString(s.carla.reads())
	s.carla.opens("/referrals")
	s.carla.seesTogether("Atlas Robotics", "€20,000.00", "6 Mar 2026", "4 Jun 2026")
}

// dimasRefersTheSame customer, spelled otherwise: he learns that it is known, and no more.
func (s *story) dimasRefersTheSame() {
	s.dimas.opens("/company/terms")
	s.dimas.fills("agree", "on")
	s.dimas.presses("Accept the terms")
	s.dimas.opens("/company/payout")
	s.dimas.fills("iban", "ES91 2100 0418 4502 0005 1332", "street", "Calle Mayor 3", "city", "Sevilla", "post", "41001")
	s.dimas.presses("Save the payout details")

	s.dimas.opens("/referrals/new")
	s.dimas.fills(
		"company", "ATLAS Robotics, Lda.", "contact", "Rita Sousa", "email", "rita.sousa@gmail.com", "country", "PT",
		"product", "group_stays", "need", "A party for sixty in June.", "consent", "on",
	)
	s.dimas.presses("Send the referral")
	s.dimas.sees("Duplicate", "This customer is already known to us")
	s.dimas.seesNothingOf("Rota Verde", "Carla", "Ines", s.number)
	s.dimas.letter("ATLAS Robotics, Lda. is known to us")
	s.dimas.meets(s.atlas, 404) // what belongs to another partner is not there

	s.dimas.opens("/referrals/new")
	s.dimas.fills(
		"company", "Casa Lume", "contact", "Olga Pais", "email", "olga@casalume.example", "country", "ES",
		"product", "group_stays", "need", "Forty wedding guests in September.", "consent", "on",
	)
	s.dimas.presses("Send the referral")
	s.dimas.sees("Submitted")
}

// lenaWins both customers; each step is told to who referred them.
func (s *story) lenaWins() {
	s.lena.opens("/desk/referrals?state=duplicate")
	s.lena.presses("ATLAS Robotics, Lda.")
	s.lena.sees("Duplicate of " + s.number)
	s.lena.opens("/desk/queue")
	s.lena.seesTogether("Fuente Bodas", "Referral of Casa Lume", "8 h left") // two working days from Friday 9:30: 8 of 18 hours are left on Monday at 10
	for _, deal := range []struct {
		customer, value string
		partner         *person
	}{{"Atlas Robotics", "24,000", s.carla}, {"Casa Lume", "9,000", s.dimas}} {
		s.lena.opens("/desk/referrals?state=submitted")
		s.lena.presses(deal.customer)
		s.lena.presses("Accept")
		s.lena.sees("The lead is protected until 24 June 2026.") // 20 days more
		s.lena.fills("note", "They mean it.")
		s.lena.presses("The need is real: qualify")
		s.lena.sees("The lead is protected until 14 July 2026.") // and 20 more: 6 in June, 14 in July
		s.lena.fills("value", deal.value, "term_months", "12")
		s.lena.presses("Won: record the contract")
		s.lena.sees("Won: a contract of €"+deal.value+".00 from 9 March 2026.", "12 months")
		for _, step := range []string{"is accepted", "is qualified", "has signed"} {
			deal.partner.letter(deal.customer + " " + step)
		}
	}
	s.carla.opens(s.atlas)
	s.carla.sees("Won", "Lena Ortiz", "€24,000.00", "They mean it.")
}
