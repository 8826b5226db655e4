package templates

import (
	"html/template"

	"tandem/content"
	"tandem/portal"
)

// publicExamples are filled views of the pages that anybody can read and of the way in.
func publicExamples(page Page) []View {
	out := page
	out.User, out.Nav = User{}, nil
	out.Description, out.Canonical, out.Picture = "What partners earn.", "https://partners.example.com/", "https://partners.example.com/share.png?v=1"
	terms := portal.Terms{
		Version: "standard-2026-07", Title: "Partner terms", Effective: "2026-07-01", BaseMonths: 12, HoldDays: 60, PayByDays: 90,
		Minimum: portal.Amount(5000, "EUR"), Example: portal.Amount(1840000, "EUR"), ProtectDays: 90, ExtendDays: 30, SHA256: "9c63",
		BaseShare: map[portal.Tier]portal.Rate{portal.Elite: portal.MustRate("6%"), portal.High: portal.MustRate("5%"), portal.Core: portal.MustRate("4%"), portal.Experimental: portal.MustRate("3%")},
	}
	worked := Worked{Collected: terms.Example, On: "2026-07-15", Lines: terms.Worked(terms.Example, "2026-07-15"), HoldDays: 60}
	tiers := []TierOffer{{Tier: portal.Elite, Rate: portal.MustRate("6%"), Gets: "A specialist.", Who: "The top."}, {Tier: portal.Core, Rate: portal.MustRate("4%"), Gets: "Updates.", Who: "The rest."}}
	list := []portal.Choice{{Code: "PT", Name: "Portugal"}, {Code: "ES", Name: "Spain"}}
	failed := Failed(map[string][]string{"company": {"Casa"}, "markets": {"PT"}}, portal.Problems{"site": "Write the company's website.", "markets": "Choose one."}.Err().(*portal.Error))
	at := portal.Instant("2026-03-11T10:00:00.000Z")
	status := JoinStatus{
		Page: out, Company: "Casa Lumen", Contact: "Marta Silva", Email: "marta@casa-lumen.pt", State: Pill{Kind: "info", Text: "Received"}, Post: "/join/status/t",
		Way: []PathStep{{Label: "Applied", Done: true}, {Label: "In review", Now: true}, {Label: "Decision"}}, Steps: []Step{{Text: "Applied.", At: at, When: "11 Mar 2026"}},
	}
	of := func(kind string, change func(*JoinStatus)) JoinStatus {
		s := status
		s.Kind = kind
		if change != nil {
			change(&s)
		}
		return s
	}
	open := page
	open.Description = "Terms"
	article := out
	article.Article, article.Feed, article.Alternates = true, "https://partners.example.com/feed.xml", []Alternate{{Lang: "en", Href: "https://partners.example.com/resources/a"}}
	return []View{
		ProgramPage{
			Page: out, Tagline: "Send your guests to houses you would choose.", Example: worked, Best: portal.MustRate("6%"), Least: portal.MustRate("3%"), Terms: terms,
			Answer: 2, Days: 14, About: template.HTML("<p>About.</p>"), Tiers: tiers, Markets: list, Verticals: list, Languages: list,
			Criteria: []portal.Criterion{{Name: "Market reach", Measure: "Audience.", Weight: portal.MustRate("25%")}},
		},
		TiersPage{Page: open, Tiers: tiers, About: "<p>Rules.</p>", Parameters: []portal.Parameter{{Name: "Fit", Axis: portal.StrategicFit, Source: "You.", Lift: "Do.", Weight: portal.MustRate("25%")}}},
		TermsPage{Page: out, Terms: terms, InForce: true, Body: "<h2>1. What</h2>", Example: worked, Versions: []portal.Terms{terms, {Version: "old", Effective: "2025-01-01"}}},
		TermsPage{Page: out, Terms: terms, Until: "2026-12-31", Example: worked},
		TermsPage{Page: out, Terms: terms},
		Resources{Page: out, Total: 2, Feed: "/feed.xml", Pager: Pager{Next: "/resources/page/2"}, Cards: []AssetCard{
			{Kind: "One-pager", Icon: "file-text", Title: "Two nights", Summary: "A page.", Href: "/resources/two-nights", Lang: "en", Notes: "English · 2 March 2026", Cover: Picture{Src: "/library/images/a/b.svg", Width: 4, Height: 3}},
			{Kind: "Email", Icon: "mail", Title: "Correo", Summary: "Uno.", Href: "/resources/correo", Lang: "es"},
		}},
		Resources{Page: out},
		Resource{
			Page: article, Kind: "One-pager", Lang: "es", Body: "<h2>Where</h2>", Languages: []Link{{Label: "English", Href: "/resources/a"}, {Label: "Spanish", Href: "/resources/a/es", Current: true}},
			Files: []AssetFile{{Label: "Pages (PDF, A4)", Href: "/files/a/b.pdf"}}, Portal: "/assets/a", Company: "Northwind Stays", Version: 3, Published: "2026-03-02", Until: "2026-12-31",
			Markets: "Portugal and Spain", Related: []AssetRow{{Title: "Other", Note: "Email", Href: "/resources/other", Icon: "mail"}},
		},
		Resource{Page: out, Kind: "Email", Lang: "en", Portal: "/assets/b", Company: "Northwind Stays", Version: 1, Published: "2026-03-02"},
		GlossaryPage{Page: out, About: "<p>Words.</p>", Entries: []content.Entry{{Key: "collection", Name: "Collection", Meaning: "Cash received."}}},
		JoinPage{Page: out, Post: "/join", Countries: Choices(list), Verticals: Choices(list), Markets: Choices(list), Languages: Choices(list), Answer: 2},
		JoinPage{Page: out, Post: "/join/invited/x", Inviter: "Lena Ortiz of Northwind Stays", InviterNote: "We met at the fair.", Countries: Choices(list), Answer: 2},
		JoinPage{Page: out, Post: "/join", Form: failed, Markets: Choices(list), Languages: Choices(list), Answer: 1},
		InquiryForm{Page: out, Post: "/refer/casa", Partner: "Casa Lumen", Stamp: "s", Countries: Choices(list), Products: Choices(list), Answer: 2},
		InquiryForm{Page: out, Post: "/refer/casa", Partner: "Casa Lumen", Answer: 1, Form: Failed(map[string][]string{"medium": {"qr"}}, portal.Problems{"need": "Describe what you need."}.Err().(*portal.Error))},
		Inquiry{Page: out, Post: "/introduction/t", Partner: "Casa Lumen", Facts: []Fact{{Label: "Need", Text: "Rooms."}}},
		JoinExpired{Page: out, Message: "Expired.", Again: "/join/verify/t/again"},
		JoinExpired{Page: out, Message: "Replaced."},
		of("confirm", nil), of("waiting", func(s *JoinStatus) { s.AnswerBy = at }), of("asked", func(s *JoinStatus) {
			s.Question, s.Form = "How many?", Failed(nil, portal.Problems{"answer": "Write your answer."}.Err().(*portal.Error))
		}),
		of("asked", func(s *JoinStatus) {
			s.Question, s.Countries, s.Markets = "How many?", Choices(list), Choices(list)
			s.Form = Failed(nil, portal.Problems{"site": "Write it.", "markets": "Choose one."}.Err().(*portal.Error))
		}),
		of("declined", func(s *JoinStatus) { s.Reason, s.ReapplyOn, s.Way[2].Bad = "Too small.", "2026-06-01", true }), of("declined", func(s *JoinStatus) { s.MayApply = true }),
		of("approved", func(s *JoinStatus) { s.Welcome, s.Specialist, s.Reason = "/invitation/t", "Lena Ortiz", "Welcome." }), of("approved", func(s *JoinStatus) { s.Expired = true }),
		of("joined", nil), of("ended", nil),
	}
}
