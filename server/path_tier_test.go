package main

import "testing"

// The scorecards of Q2 2026, by hand. Of two partners Rota Verde collected more, and
// more than the year before, so its performance is 10 and that of Fuente Bodas 0. The
// weights are 0.25, 0.25 and 0.15 for strategic fit, 0.20 and 0.15 for revenue potential.
const (
	// 0.25 x 6 + 0.25 x 5 + 0.20 x 6 + 0.15 x 10 + 0.15 x 6 = 1.5 + 1.25 + 1.2 + 1.5 + 0.9
	rotaComposite = "6.35"
	// (1.5 + 1.25 + 0.9) / 0.65 = 5.615; between 5 and 6, so High and not Elite
	rotaFit = "5.62"
	// (1.2 + 1.5) / 0.35 = 7.714
	rotaRevenue = "7.71"
	// 0.25 x 6 + 0.25 x 5 + 0.20 x 5 + 0.15 x 0 + 0.15 x 5 = 1.5 + 1.25 + 1 + 0 + 0.75; 4 is Core
	fuenteComposite = "4.50"
	// (1.5 + 1.25 + 0.75) / 0.65 = 5.384
	fuenteFit = "5.38"
	// (1 + 0) / 0.35 = 2.857; below 5, so not High
	fuenteRevenue = "2.86"
	// 10,450.50 + 1,017.50 - 2,090.10 were collected for Rota Verde.
	rotaCollected = "€9,377.90 collected in four quarters, €0.00 in the four before"
)

// lenaReviewsTheTiers of the quarter that is over, and closes it.
func (s *story) lenaReviewsTheTiers() {
	s.lena.signsIn()
	s.lena.opens("/desk/partners")
	s.lena.presses("Fuente Bodas")
	s.lena.unfolds("Make active now")
	s.lena.fills("activate_reason", "The last tasks wait for their season.")
	s.lena.presses("Make active")

	for _, card := range []struct{ partner, alignment, fit, reach, readiness string }{
		{"Rota Verde Viagens", "6", "5", "6", "6"},
		{"Fuente Bodas", "6", "5", "5", "5"},
	} {
		s.lena.opens("/desk/tiers")
		s.lena.presses(card.partner)
		s.lena.fills("industry_alignment", "eleven", "program_fit", card.fit, "reach", card.reach, "readiness", card.readiness, "why_reach", "Two markets, and a list that answers.")
		s.lena.refused("Save the scorecard", "Write a value from 0 to 10")
		s.lena.keeps("industry_alignment", "eleven", "program_fit", card.fit, "why_reach", "Two markets, and a list that answers.")
		s.lena.fills("industry_alignment", card.alignment)
		s.lena.presses("Save the scorecard")
	}
	s.lena.opens("/desk/tiers")
	s.lena.sees("Tier review, Q2 2026")
	s.lena.seesTogether("1", "Rota Verde Viagens", rotaComposite, rotaFit, rotaRevenue, "High", "Up to High")
	s.lena.seesTogether("2", "Fuente Bodas", fuenteComposite, fuenteFit, fuenteRevenue, "Core", "Up to Core")
	s.lena.presses("Close the review of Q2 2026")
	s.lena.sees("Closed by Lena Ortiz on 2 July 2026.")
}

// carlaReadsHerTier: each parameter, who set it, and what would lift her.
func (s *story) carlaReadsHerTier() {
	s.carla.signsIn()
	s.carla.opens(s.carla.link("You are in Tier 2 High now"))
	s.carla.sees("Tier 2 High", "scorecard of Q2 2026")
	s.carla.seesTogether("Composite", rotaComposite)
	s.carla.seesTogether("Strategic fit", rotaFit)
	s.carla.seesTogether("Revenue potential", rotaRevenue)
	s.carla.seesTogether("Geographic reach", "20%", "6.0", "Lena Ortiz, 2 July 2026", "Two markets, and a list that answers.")
	s.carla.seesTogether("Historical performance", "15%", "10.0", "Computed", rotaCollected)
	// Elite needs 6 on both axes. Strategic fit lacks 0.65 x 6 - 3.65 = 0.25, which is
	// one point of the heaviest parameter: 0.25 / 0.25.
	s.carla.sees("The fewest points that reach Tier 1 Elite:")
	s.carla.seesTogether("Industry alignment", "from 6.0 to 7.0")
	s.carla.seesNothingOf("Fuente Bodas", fuenteComposite)
}

// carlaAcceptsNewTerms, which count for her from that day.
func (s *story) carlaAcceptsNewTerms() {
	s.carla.opens("/home")
	s.carla.sees("New partner terms are in force")
	s.carla.presses("Read what changed")
	s.carla.seesTogether("Tier 2 High", "Yours now", "5%", "€920.00") // 18,400.00 x 0.05
	s.carla.fills("agree", "on")
	s.carla.presses("Accept the terms")
	s.carla.seesTogether("standard-2026-07", "Carla Nunes")
}

// July by hand. Carla is in Tier 2 High and has accepted the terms of July 2026,
// which give 5%. Dimas is in Tier 3 Core, and by the terms that he accepted that is 4%.
const (
	// 8,000.00 x 0.05
	julyShare = "€400.00"
	// 2,000.00 x 0.04
	julyLumeShare = "€80.00"
	// 400.00 - 62.70
	julyOwed = "€337.30"
	// 344.04 - 62.70 + 400.00
	julyEarned = "€681.34"
	// 36.00 + 80.00, above the minimum now
	lumeOwed = "€116.00"
	// 337.30 + 116.00
	allOwed = "€453.30"
)

// Cash of 3 July is held for 28 days of July, 31 of August and 1 of September.
const (
	julySentence     = "5% (Tier 2 High, terms standard-2026-07) of €8,000.00 collected on 3 July 2026 from Atlas Robotics = €400.00; payable from 1 September 2026."
	julyLumeSentence = "4% (Tier 3 Core, terms standard-2025-09) of €2,000.00 collected on 3 July 2026 from Casa Lume = €80.00; payable from 1 September 2026."
)

// fayImportsJuly from a file as a spreadsheet in Lisbon saves it.
func (s *story) fayImportsJuly() {
	s.fay.signsIn()
	s.fay.opens("/desk/collections/import")
	s.fay.fills("text", "Invoice;Domain;Paid;Currency;Date;Remark\nINV-1004;atlasrobotics.example;8.000,00;EUR;2026-07-03;\nINV-2002;casalume.example;2.000,00;EUR;2026-07-03;late\n")
	s.fay.presses("Show what it would do")
	s.fay.sees("Columns not used: Remark.")
	s.fay.presses("Record 2 rows")
	s.fay.presses("INV-2002")
	s.fay.seesTogether("Commission", julyLumeSentence, julyLumeShare)
}

// carlaEarnsAtHerTier, and still owes what was taken back.
func (s *story) carlaEarnsAtHerTier() {
	s.carla.opens("/earnings")
	s.carla.sees("Earned and not yet paid " + julyOwed)
	s.carla.seesTogether(julySentence, julyShare)
	s.carla.hasBalance(atlasEarned, "€0.00", atlasClawback, julyShare, julyEarned)
}

// theDebtIsTakenOff the next payout.
func (s *story) theDebtIsTakenOff() {
	s.fay.signsIn()
	s.fay.opens("/desk/payouts/new")
	s.fay.seesTogether("Rota Verde Viagens", "2", julyOwed)
	s.fay.seesTogether("Fuente Bodas", "2", lumeOwed)
	s.fay.presses("Prepare the batch of " + allOwed)
	s.fay.presses("Rota Verde Viagens")
	s.fay.seesTogether(clawbackSentence, atlasClawback)
	s.fay.seesTogether(julySentence, julyShare, julyOwed)
	s.fay.seesTogether("Total of this payout", julyOwed)
}

// everybodyIsHome, and the homes say the same figures.
func (s *story) everybodyIsHome(t *testing.T) {
	s.carla.signsIn()
	s.carla.opens("/home")
	s.carla.sees("Good morning, Carla", "Rota Verde Viagens · Tier 2 High · partner since March 2026", "Keep it going")
	s.carla.seesTogether("Payable now", "€0.00")
	s.carla.seesTogether("Win rate", "100%", "1 of 1 decided")
	s.carla.seesTogether("In payout", julyOwed)
	s.carla.seesTogether("Paid", atlasEarned)
	s.carla.seesTogether("Earned in all", julyEarned)
	s.carla.seesTogether("Atlas Robotics", "Won", "Lena Ortiz")

	s.bob.signsIn()
	s.doesDuties(t) // the program's figures are at most a minute old
	s.bob.opens("/desk")
	s.bob.sees("1 item waiting")
	s.bob.seesTogether("Payout batch of 1 September 2026", allOwed+" to 2 partners waits for approval")
	s.bob.seesTogether("Owed to partners", allOwed, "€0.00 payable now")
	s.bob.seesTogether("Active partners", "2")
}
