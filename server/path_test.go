package main

import (
	"testing"
	"time"
)

// TestFromJoinToPaid walks the whole path as the people who walk it, in a browser,
// with the wrong turns, and checks every amount against figures computed by hand.
func TestFromJoinToPaid(t *testing.T) {
	w := newWorld(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) // a Monday
	s := &story{
		world: w,
		ada:   w.person(t, "ada@northwindstays.example"),
		lena:  w.person(t, "lena@northwindstays.example"),
		jon:   w.person(t, "jon@northwindstays.example"),
		fay:   w.person(t, "fay@northwindstays.example"),
		bob:   w.person(t, "bob@northwindstays.example"),
		carla: w.person(t, "carla@rotaverde.example"),
		dimas: w.person(t, "dimas@fuentebodas.example"),
	}
	s.makesTheHouse(t)

	s.carlaApplies()
	s.dimasApplies()
	w.comes(t, "2026-03-06 09:30")
	s.dimasConfirmsLate()
	s.carlaIsReviewed()
	s.bothAreLetIn()

	s.carlaAcceptsTheTerms()
	s.carlaSetsUpTheCompany()
	s.carlaTakesAnAsset(t)
	s.theSprintEnds()

	s.dimasRefersTheSame()
	w.comes(t, "2026-03-09 10:00")
	s.lenaWins()

	w.comes(t, "2026-03-16 10:00")
	s.fayRecordsCash()
	s.fayImportsAFile()
	s.carlaReadsWhatSheEarned()
	w.comes(t, "2026-05-14 10:00") // day 59
	s.nothingIsPayableYet()
	w.comes(t, "2026-05-15 10:00") // day 60
	s.fayPreparesABatch()
	s.bobApprovesAndExports(t)
	w.comes(t, "2026-05-18 10:00")
	s.bobMarksItPaid()
	s.carlaForgetsHerPassword()
	s.carlaReadsHerStatement(t)
	w.comes(t, "2026-05-20 10:00")
	s.fayRefundsWhatWasPaid()
	s.carlaOwes(t)

	w.comes(t, "2026-07-02 10:00")
	s.lenaReviewsTheTiers()
	s.carlaReadsHerTier()
	s.carlaAcceptsNewTerms()
	w.comes(t, "2026-07-03 10:00")
	s.fayImportsJuly()
	s.carlaEarnsAtHerTier()
	w.comes(t, "2026-09-01 10:00") // day 60
	s.theDebtIsTakenOff()
	s.everybodyIsHome(t)
	ok(t, report(t.Context(), w.parts, t.Output()))
}

// story is the cast: four kinds of staff, and the admins of two partners.
type story struct {
	*world
	ada   *person // admin
	lena  *person // partner manager
	jon   *person // partner manager, the specialist of Rota Verde
	fay   *person // finance, prepares
	bob   *person // finance, approves
	carla *person // of Rota Verde
	dimas *person // of Fuente Bodas

	atlas  string // where Carla reads about the customer that she refers
	number string // of that referral
	batch  string // where finance finds the payout
}

// makesTheHouse: an admin from the console, who invites the others.
func (s *story) makesTheHouse(t *testing.T) {
	link, err := s.program.CreateAdmin(t.Context(), s.ada.email, "Ada Admin")
	ok(t, err)
	s.ada.opens(link)
	s.ada.fills("password", "too short")
	s.ada.refused("Save the password", "12 characters")
	s.ada.fills("password", s.ada.password)
	s.ada.presses("Save the password")
	s.ada.signsIn()
	s.ada.setsUpSecondStep()
	for _, colleague := range []struct {
		*person
		name, role string
	}{
		{s.lena, "Lena Ortiz", "manager"},
		{s.jon, "Jon Vale", "manager"},
		{s.fay, "Fay Finance", "finance"},
		{s.bob, "Bob Finance", "finance"},
	} {
		s.ada.opens("/desk/staff")
		s.ada.fills("email", colleague.email, "name", colleague.name, "roles", colleague.role)
		s.ada.presses("Send the invitation")
		s.ada.sees(colleague.email)
		colleague.opens(colleague.link("invites you"))
		colleague.fills("name", colleague.name, "password", colleague.password)
		colleague.presses("Make my account")
		if colleague.role == "finance" {
			colleague.setsUpSecondStep()
		}
	}
}
