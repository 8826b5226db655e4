package main

// carlaApplies: a mistake costs nothing that was written, and staff see the
// application once its address is confirmed.
func (s *story) carlaApplies() {
	s.carla.opens("/")
	s.carla.presses("Apply to join")
	s.carla.fills(
		"company", "Rota Verde Viagens", "site", "our website", "country", "PT", "vertical", "travel_agencies",
		"markets", "PT", "markets", "ES", "languages", "pt", "audience", "about 18000", "contact", "Carla Nunes", "email", s.carla.email,
		"phone", "+351 210 000 123", "heard_from", "A trade fair", "note", "Our customers ask us where to stay every week.",
	)
	s.carla.refused("Send the application", "Write the website as https://example.com.", "Write how many people you reach, as a whole number.")
	s.carla.keeps(
		"company", "Rota Verde Viagens", "site", "our website", "country", "PT", "vertical", "travel_agencies", "markets", "PT", "markets", "ES",
		"languages", "pt", "audience", "about 18000", "email", s.carla.email, "note", "Our customers ask us where to stay every week.",
	)
	s.carla.fills("site", "rotaverde.example", "audience", "18,000")
	s.carla.presses("Send the application")
	s.carla.sees("Look at your mail")

	s.lena.opens("/desk/queue")
	s.lena.seesNothingOf("Rota Verde")
	s.carla.opens(s.carla.link("Confirm your application"))
	s.carla.sees(s.carla.email, "Rota Verde Viagens")
	s.carla.presses("Confirm and send the application")
	s.carla.sees("It is our turn", "Received")
	s.carla.letter("We have your application")
	s.lena.opens("/desk/queue")
	s.lena.sees("Rota Verde Viagens")

	s.carla.opens("/join") // a second application of the same company
	s.carla.fills(
		"company", "Rota Verde", "site", "https://www.rotaverde.example/sobre", "country", "PT", "vertical", "travel_agencies",
		"markets", "PT", "languages", "pt", "audience", "1", "contact", "Nobody", "email", "other@rotaverde.example",
	)
	s.carla.refused("Send the application", "rotaverde.example is with us already")
}

// dimasApplies, and leaves the letter unread.
func (s *story) dimasApplies() {
	s.dimas.opens("/join")
	s.dimas.fills(
		"company", "Fuente Bodas", "site", "fuentebodas.example", "country", "ES", "vertical", "events", "markets", "ES", "languages", "es",
		"audience", "4,000", "contact", "Dimas Roca", "email", s.dimas.email,
	)
	s.dimas.presses("Send the application")
}

// dimasConfirmsLate: a link is good for three days, and an expired one leads to a new one.
func (s *story) dimasConfirmsLate() {
	s.dimas.meets(s.dimas.link("Confirm your application"), 410)
	s.dimas.sees("This link no longer works")
	s.dimas.presses("Send a new link")
	s.dimas.opens(s.dimas.link("Confirm your application"))
	s.dimas.presses("Confirm and send the application")
	s.dimas.sees("It is our turn")
}

// carlaIsReviewed by two raters who read one criterion apart, after a question.
func (s *story) carlaIsReviewed() {
	s.lena.opens("/desk/queue")
	s.lena.presses("Rota Verde Viagens")
	s.lena.sees("18,000", "Our customers ask us where to stay every week.")
	s.lena.unfolds("Ask for more")
	s.lena.fills("question", "Which of your customers book houses?")
	s.lena.presses("Send the question")
	s.lena.sees("We asked, and wait for the answer")

	s.carla.opens(s.carla.link("A question about your application"))
	s.carla.sees("It is your turn", "Which of your customers book houses?")
	s.carla.fills("answer", "Families from the north, in July and August.")
	s.carla.presses("Send the answer")
	s.carla.sees("It is our turn")

	s.lena.opens(s.lena.link("Rota Verde Viagens answered"))
	s.lena.sees("Families from the north")
	s.lena.rates("8", "7", "6", "8", "7")
	s.lena.sees("The first one scored.")
	s.jon.opens(s.lena.at())
	s.jon.rates("7", "7", "7", "5", "6")
	// The means are 7.5, 7, 6.5, 6.5 and 6.5, so the score is
	// 0.25 x 7.5 + 0.20 x 7 + 0.15 x 6.5 + 0.25 x 6.5 + 0.15 x 6.5
	// = 1.875 + 1.4 + 0.975 + 1.625 + 0.975 = 6.85.
	s.jon.sees("6.85 of 10, from 2 raters")
	s.jon.seesTogether("Incremental revenue potential", "6.5", "Jon Vale 5, Lena Ortiz 8", "Far apart") // 8 - 5 = 3 > 2
	s.jon.seesTogether("Market reach", "7.5", "Jon Vale 7, Lena Ortiz 8")
}

// rates scores the application that is open, by the criteria in their order.
func (p *person) rates(reach, fit, feasible, revenue, strategic string) {
	p.t.Helper()
	p.fills("market_reach", reach, "brand_fit", fit, "feasibility", feasible, "incremental_revenue", revenue, "strategic_importance", strategic)
	p.presses("Save my scores")
}

// bothAreLetIn, each with a specialist, and make their accounts from the letter.
func (s *story) bothAreLetIn() {
	s.jon.fills("specialist", "Jon Vale", "welcome", "We have met at the fair; welcome.")
	s.jon.presses("Approve")
	s.jon.sees("Rota Verde Viagens", "Approved")

	s.lena.opens("/desk/queue")
	s.lena.presses("Fuente Bodas")
	s.lena.rates("6", "6", "6", "6", "6")
	s.lena.sees("6.00 of 10, from 1 rater", "Percentile 50: place 2 of 2") // 6.85 is higher, so 1 of 2 scores at most this: 50
	s.lena.fills("specialist", "Lena Ortiz")
	s.lena.presses("Approve")

	for _, one := range []struct {
		*person
		name string
	}{{s.carla, "Carla Nunes"}, {s.dimas, "Dimas Roca"}} {
		one.opens(one.link("Welcome to Northwind Partners"))
		one.sees(one.email)
		one.fills("name", one.name, "password", one.password)
		one.presses("Make my account")
		one.sees("0 of 11 done")
	}
}
