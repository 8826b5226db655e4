package main

import (
	"strings"
	"testing"
	"time"
)

// The figures of both partners, by hand. Both are Tier 4 Experimental in March, and
// the terms of September 2025 give that tier 3%, each share rounded half-even to the cent.
const (
	// 10,450.50 x 0.03 = 313.515, half a cent to the even one of 313.51 and 313.52.
	atlasPaid, atlasShare = "€10,450.50", "€313.52"
	// 1,017.50 x 0.03 = 30.525, half a cent to the even one of 30.52 and 30.53.
	atlasPaidMore, atlasShareMore = "€1,017.50", "€30.52"
	// 313.52 + 30.52
	atlasEarned = "€344.04"
	// 1,200.00 x 0.03, which is below the 50.00 that a payout has at least.
	lumeShare = "€36.00"
	// Atlas gets 2,090.10 of its 10,450.50 back, a fifth: 313.52 / 5 = 62.704.
	atlasRefund, atlasClawback = "€2,090.10", "−€62.70"
	// 10,450.50 - 2,090.10, and 313.52 - 62.70.
	atlasKept, atlasShareKept = "€8,360.40", "€250.82"
	// 344.04 - 62.70
	atlasEarnedThen = "€281.34"
)

// The arithmetic as the portal says it. Cash of 16 March is held for 60 days: 15 to
// the end of March, 30 in April, 15 in May.
const (
	atlasSentence     = "3% (Tier 4 Experimental, terms standard-2025-09) of €10,450.50 collected on 16 March 2026 from Atlas Robotics = €313.52; payable from 15 May 2026."
	atlasSentenceMore = "3% (Tier 4 Experimental, terms standard-2025-09) of €1,017.50 collected on 16 March 2026 from Atlas Robotics = €30.52; payable from 15 May 2026."
	clawbackSentence  = "Of €10,450.50 collected on 16 March 2026 from Atlas Robotics, €2,090.10 was refunded on 20 May 2026; in proportion €62.70 of the €313.52 earned is taken back, from 20 May 2026."
)

// fayRecordsCash by the form.
func (s *story) fayRecordsCash() {
	s.fay.signsIn()
	s.fay.opens("/desk/collections/new?q=Atlas")
	s.fay.fills("amount", "10.450,5O", "external_id", "INV-1001")
	s.fay.refused("Record the collection", "Write the amount as 1,234.50.")
	s.fay.keeps("amount", "10.450,5O", "external_id", "INV-1001", "collected_on", "2026-03-16", "currency", "EUR")
	s.fay.fills("amount", "10,450.50")
	s.fay.presses("Record the collection")
	s.fay.seesTogether("Amount", atlasPaid)
	s.fay.seesTogether("Commission", atlasSentence, "16 March 2026", atlasShare)
	s.fay.seesTogether("The partner's share", atlasShare)
}

// fayImportsAFile with one row that is known, two that are new and one that is wrong.
func (s *story) fayImportsAFile() {
	const file = `external_id,customer_domain,amount,currency,collected_on
INV-1001,atlasrobotics.example,10450.50,EUR,2026-03-16
INV-1002,atlasrobotics.example,1017.50,EUR,2026-03-16
INV-1003,atlasrobotics.example,12x.50,EUR,2026-03-16
INV-2001,casalume.example,1200.00,EUR,2026-03-16
`
	s.fay.opens("/desk/collections/import")
	s.fay.fills("text", file)
	s.fay.presses("Show what it would do")
	s.fay.seesTogether("INV-1001", "Recorded already", "Recorded by Fay Finance.", atlasPaid)
	s.fay.seesTogether("INV-1002", "New", "Atlas Robotics", atlasPaidMore)
	s.fay.seesTogether("4", "INV-1003", "Problem", "amount:", "12x.50") // on line 4 of the file
	s.fay.seesTogether("INV-2001", "New", "Casa Lume", "€1,200.00")
	s.fay.seesTogether("New", "2", "€2,217.50") // 1,017.50 + 1,200.00
	s.fay.presses("Record 2 rows")
	s.fay.sees("1 row with a problem stayed out")
	s.fay.seesTogether("INV-1002", "Atlas Robotics", "Rota Verde Viagens", atlasPaidMore)
	s.fay.seesNothingOf("INV-1003")

	s.fay.opens("/desk/collections/import") // once more, and nothing is recorded twice
	s.fay.fills("text", file)
	s.fay.presses("Show what it would do")
	s.fay.sees("There is nothing to record in this file.")
}

// carlaReadsWhatSheEarned: each amount with its arithmetic, held for 60 days.
func (s *story) carlaReadsWhatSheEarned() {
	s.carla.signsIn()
	s.carla.opens("/earnings")
	s.carla.sees("Earned and not yet paid "+atlasEarned, "The next amount becomes payable on 15 May 2026.")
	s.carla.seesTogether(atlasSentence, "Held until 15 May 2026: a collection can be refunded for 60 days.", atlasShare)
	s.carla.seesTogether(atlasSentenceMore, atlasShareMore)
	s.carla.hasBalance("€0.00", "€0.00", "€0.00", atlasEarned, atlasEarned)
	s.carla.seesNothingOf("Casa Lume")
	s.carla.opens("/home")
	s.carla.seesTogether("Held", atlasEarned, "Next from 15 May 2026")
}

// hasBalance wants the parts of what was earned on the page of earnings.
func (p *person) hasBalance(paid, inPayout, payable, held, earned string) {
	p.t.Helper()
	for part, amount := range map[string]string{"Paid": paid, "In payout": inPayout, "Payable": payable, "Held": held, "Earned in all": earned} {
		p.seesTogether(part, amount)
	}
}

// nothingIsPayableYet on the last day of the hold.
func (s *story) nothingIsPayableYet() {
	s.fay.signsIn()
	s.fay.opens("/desk/payouts/new")
	s.fay.sees("Nobody can be paid in EUR by this day")
}

// fayPreparesABatch, and cannot be its second person.
func (s *story) fayPreparesABatch() {
	s.fay.opens("/desk/payouts/new")
	s.fay.seesTogether("Rota Verde Viagens", "2", atlasEarned)
	s.fay.seesTogether("Fuente Bodas", lumeShare, "€36.00 is below the minimum of €50.00 and is carried to the next payout.")
	s.fay.presses("Prepare the batch of " + atlasEarned)
	s.fay.sees("You prepared it, so another person approves it.")
	s.fay.seesNothingOf("Approve " + atlasEarned)
	s.batch = s.fay.at()
	s.fay.forges(s.batch+"/approve", 409, "You prepared this batch, so another person has to approve it.")
	s.fay.opens(s.batch)
	s.fay.sees("Draft")
}

// bobApprovesAndExports: the second person, and the file for the bank.
func (s *story) bobApprovesAndExports(t *testing.T) {
	s.bob.signsIn()
	s.bob.opens(s.bob.link("A payout batch waits for approval"))
	s.bob.seesTogether("Rota Verde Viagens", "2", atlasEarned)
	s.bob.confirms("Approve " + atlasEarned)
	s.bob.seesTogether("Approved by", "Bob Finance")
	s.bob.fills("pay_on", "2026-05-18")
	s.bob.confirms("Make the files")
	s.bob.seesTogether("Rota Verde Viagens", "With the bank", atlasEarned)
	file := s.bob.downloads("payouts-2026-05-15-")
	lines := strings.Split(strings.TrimSpace(file), "\n")
	if len(lines) != 2 || !strings.Contains(lines[1], ",Rota Verde Viagens,bank,Rota Verde Viagens,PT50000201231234567890154,,,,,,,Rua das Flores 1,4050-262,Porto,PT,344.04,EUR,2026-05-18,") {
		t.Errorf("the file for the bank:\n%s", file)
	}
}

// bobMarksItPaid, and Carla hears of it.
func (s *story) bobMarksItPaid() {
	s.bob.opens(s.batch)
	s.bob.fills("paid_on", "2026-05-18", "paid_reference", "SEPA 7781")
	s.bob.confirms("Mark 1 payout as paid")
	s.bob.seesTogether("Rota Verde Viagens", "Paid on 18 May 2026, reference SEPA 7781.", atlasEarned)
	s.bob.seesTogether("Without an answer", "€0.00")
	letter := s.carla.letter("We paid you " + atlasEarned)
	if !strings.Contains(letter.Text, "SEPA 7781") {
		s.carla.t.Errorf("no reference in the letter:\n%s", letter.Text)
	}
}

// carlaForgetsHerPassword, and comes back to the letter after its hour.
func (s *story) carlaForgetsHerPassword() {
	asks := func() string {
		s.carla.opens("/reset")
		s.carla.fills("email", s.carla.email)
		s.carla.presses("Send the link")
		return s.carla.link("Choose a new password")
	}
	link := asks()
	s.later(2 * time.Hour)
	s.carla.meets(link, 410)
	s.carla.password = "carla walks along the sea"
	s.carla.opens(asks())
	s.carla.fills("password", s.carla.password)
	s.carla.presses("Save the password")
	s.carla.letter("Your password was changed")
	s.carla.signsIn()
}

// carlaReadsHerStatement, as a page and as a file.
func (s *story) carlaReadsHerStatement(t *testing.T) {
	s.carla.opens("/earnings")
	s.carla.sees("Earned and not yet paid €0.00", "Everything earned has been paid.")
	s.carla.hasBalance(atlasEarned, "€0.00", "€0.00", "€0.00", atlasEarned)
	s.carla.presses("See the statement with Atlas Robotics")
	s.carla.seesTogether(atlasSentence, atlasShare)                      // from 0.00 to 313.52
	s.carla.seesTogether(atlasSentenceMore, atlasShareMore, atlasEarned) // and on to 344.04
	s.carla.seesTogether("Total of this payout", atlasEarned)
	holds(t, s.carla.downloads("CSV"), []string{
		",Opening,Opening balance,,0.00,EUR,",
		`2026-03-16,Commission,"` + atlasSentence + `",313.52,313.52,EUR,acc:cash:billing:INV-1001:base`,
		`2026-03-16,Commission,"` + atlasSentenceMore + `",30.52,344.04,EUR,acc:cash:billing:INV-1002:base`,
		",Closing,Closing balance,,344.04,EUR,freeze:",
	})
}

// holds wants a table to have these lines after its head, or lines that begin so.
func holds(t *testing.T, table string, want []string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(table), "\n")
	if len(lines) != len(want)+1 {
		t.Fatalf("%d lines and a head wanted:\n%s", len(want), table)
	}
	for i, line := range want {
		if !strings.HasPrefix(strings.TrimSpace(lines[i+1]), line) {
			t.Errorf("got  %s\nwant %s", lines[i+1], line)
		}
	}
}

// fayRefundsWhatWasPaid: at most what was collected, and the share goes back in proportion.
func (s *story) fayRefundsWhatWasPaid() {
	s.fay.opens("/desk/collections")
	s.fay.presses("INV-1001")
	s.fay.fills("amount", "10,450.51", "external_id", "CN-1001")
	s.fay.unfolds("Record the refund")
	s.fay.refused("Record the refund", "At most €10,450.50 of the €10,450.50 collected is left to refund.")
	s.fay.keeps("external_id", "CN-1001")
	s.fay.fills("amount", "2,090.10")
	s.fay.confirms("Record the refund")
	s.fay.seesTogether("Kept", atlasKept, atlasPaid+" collected, "+atlasRefund+" given back")
	s.fay.seesTogether("Clawback", clawbackSentence, atlasClawback)
	s.fay.seesTogether("The partner's share", atlasShareKept)
	s.fay.opens("/desk/payouts/new")
	s.fay.seesTogether("Rota Verde Viagens", "More was taken back than is payable: "+atlasClawback+" is carried to the next payout.")
}

// carlaOwes what was taken back after it had been paid; nobody asks her for it.
func (s *story) carlaOwes(t *testing.T) {
	s.carla.opens("/earnings")
	s.carla.sees("Earned and not yet paid "+atlasClawback, "More was taken back than is payable: "+atlasClawback+" is carried to the next payout.")
	s.carla.seesTogether(clawbackSentence, "it lowers the next payout.", atlasClawback)
	s.carla.hasBalance(atlasEarned, "€0.00", atlasClawback, "€0.00", atlasEarnedThen)

	s.carla.fills("from", "2026-05-01", "to", "2026-05-20")
	s.carla.presses("Show the statement")
	s.carla.seesTogether("Owed before 1 May 2026", atlasEarned)
	s.carla.seesTogether("Payout", "€344.04 paid on 18 May 2026, reference SEPA 7781.", "−"+atlasEarned, "€0.00")
	s.carla.seesTogether("Owed at the end of 20 May 2026", atlasClawback)
	holds(t, s.carla.downloads("CSV"), []string{
		"2026-05-01,Opening,Opening balance,,344.04,EUR,",
		`2026-05-18,Payout,"€344.04 paid on 18 May 2026, reference SEPA 7781.",-344.04,0.00,EUR,pay:`,
		`2026-05-20,Clawback,"` + clawbackSentence + `",-62.70,-62.70,EUR,claw:rev:billing:CN-1001:acc:cash:billing:INV-1001:base`,
		"2026-05-20,Closing,Closing balance,,-62.70,EUR,",
	})
}
