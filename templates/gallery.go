package templates

import (
	"time"

	"tandem/portal"
)

// Gallery shows every component with what a page would put into it. No route leads
// here: scripts/gallery serves it to who works on the looks, and the tests hold it
// to what every page is held to.
type Gallery struct {
	Page
	Figures  []Figure
	Revenue  Chart
	Referred Chart
	Balance  Split
	Pipeline Funnel
	Pills    []Pill
	Form     Form
	Options  []Option
	Scores   []int
	Steps    []Step
	Nothing  Empty
	Pager    Pager
}

// Name is the page's file.
func (Gallery) Name() string { return "gallery" }

// GalleryPublic shows what public pages are made of.
type GalleryPublic struct{ Page }

// Name is the page's file.
func (GalleryPublic) Name() string { return "gallerypublic" }

// galleryPage is somebody signed in at a partner.
func galleryPage(title string, brand portal.Colour) Page {
	return Page{
		Title: title, Program: Brand{Name: "Northwind Partners", Company: "Northwind Stays", Support: "partners@northwindstays.example", CSS: "/assets/static/brand.css", Icon: IconURL("Northwind Partners", brand)},
		User: User{Name: "Marta Silva", Company: "Casa Lumen Hotels", Role: "Partner admin"}, CSRF: "token",
		Nav: []NavItem{
			{Label: "Home", Href: "/gallery", Icon: "house", Current: true},
			{Label: "Onboarding", Href: "/gallery#onboarding", Icon: "list-checks", Badge: "5/9"},
			{Label: "Referrals", Href: "/gallery#referrals", Icon: "users"},
			{Label: "Earnings", Href: "/gallery#earnings", Icon: "wallet"},
			{Label: "Assets", Href: "/gallery#assets", Icon: "folder-open", Badge: "2"},
			{Label: "Tier", Href: "/gallery#tier", Icon: "trophy"},
			{Label: "Company", Href: "/gallery#company", Icon: "building-2"},
		},
		Primary: &Button{Label: "Refer a customer", Href: "/gallery#form", Icon: "plus"}, SearchHref: "/gallery",
		Now: portal.Instant("2026-11-12T09:30:00.000Z"), Zone: time.UTC, Path: "/gallery",
	}
}

// Galleries are the pages of the gallery, for a program of that colour.
func Galleries(brand portal.Colour) []View {
	months := []string{"Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"}
	page := galleryPage("Good morning, Marta", brand)
	page.Flash = &Flash{Kind: "ok", Text: "Hotel Miramar is referred. We answer by Monday, 16 November, 17:00 WET.", Undo: "/gallery/undo"}
	public := galleryPage("Earn with every guest you send us", brand)
	public.User, public.Nav, public.Description = User{}, nil, "The partner program of Northwind Stays."
	direct := []int64{1205050, 1360000, 1415000, 1495075, 1985000, 2030000, 2240000, 2700000, 2920000, 2775000, 3105000, 1880000}
	return []View{
		Gallery{
			Page: page,
			Figures: []Figure{
				{Label: "Ready to pay out", Value: "€2,418.60", Note: "Paid on 1 December to ··4821", Help: "Commission whose hold has ended and that is in no payout yet.", Href: "/gallery#earnings"},
				{Label: "On hold", Value: "€1,164.00", Note: "3 collections, the first is free on 9 December", Help: "Commission earned in the last 60 days. It becomes payable when the hold ends."},
				{Label: "Open pipeline", Value: "€86,300.00", Kind: "ok", Delta: "+12%", Note: "on last month", Help: "What you expect from referrals that are accepted or qualified.", Spark: Spark{Title: "Open pipeline over 12 months", Values: direct}},
				{Label: "Win rate", Value: "31%", Kind: "bad", Delta: "−2 points", Note: "on last quarter", Help: "Referrals won, of all that were decided in the quarter."},
			},
			Revenue: MoneyChart("Collected revenue", "EUR", months,
				Series{Name: "Your referrals", Values: direct},
				Series{Name: "Influenced", Values: []int64{610000, 800000, 590000, 1140000, 1100000, 950000, 1580000, 1795000, 1785000, 1405000, 1550000, 1160000}}).StillOpen(),
			Referred: CountChart("Referrals", months, Series{Name: "Sent", Values: []int64{2, 4, 3, 5, 4, 6, 8, 7, 9, 8, 11, 6}}, Series{Name: "Won", Values: []int64{0, 1, 1, 2, 1, 2, 3, 2, 3, 4, 3, 1}}).AsLine(),
			Balance: Split{Title: "Earned so far", Total: "€14,082.60", Parts: []Part{
				{Name: "Paid", Value: 1050000, Text: "€10,500.00", Href: "/gallery#earnings"}, {Name: "Payable", Value: 241860, Text: "€2,418.60"}, {Name: "On hold", Value: 116400, Text: "€1,164.00", Note: "until 9 December"},
			}},
			Pipeline: Funnel{Title: "Referrals of this year", Steps: []Part{
				{Name: "Submitted", Value: 64, Text: "64", Href: "/gallery#referrals"}, {Name: "Accepted", Value: 51, Text: "51"}, {Name: "Qualified", Value: 33, Text: "33"}, {Name: "Won", Value: 16, Text: "16"},
			}},
			Pills: []Pill{{Kind: "info", Text: "Submitted"}, {Kind: "brand", Text: "Qualified"}, {Kind: "ok", Text: "Won"}, {Kind: "warn", Text: "Needs an answer"}, {Kind: "bad", Text: "Rejected"}, {Text: "Expired"}},
			Form: Form{
				Values:   map[string][]string{"company": {"Hotel Miramar"}, "email": {"ana@hotelmiramar"}, "need": {"groups"}, "product": {"stays"}},
				Problems: map[string]string{"email": "Write an address such as name@example.com.", "consent": "Confirm that the customer agreed."}, Message: "2 fields need your attention.",
			},
			Options: []Option{{Value: "stays", Label: "Business stays", Hint: "ten rooms and more"}, {Value: "groups", Label: "Groups and events"}, {Value: "long", Label: "Long stays"}},
			Scores:  []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
			Steps: []Step{
				{Text: "Lena Ortiz accepted the referral", Quote: "Strong fit for the spring program. I have called them.", At: "2026-11-11T10:20:00.000Z", When: "11 Nov 2026, 10:20 WET"},
				{Text: "Protected for you until 8 February 2027", At: "2026-11-10T16:02:00.000Z", When: "10 Nov 2026, 16:02 WET"},
				{Text: "Marta Silva submitted the referral", At: "2026-11-10T16:02:00.000Z", When: "10 Nov 2026, 16:02 WET"},
			},
			Nothing: Empty{Icon: "receipt", Title: "No payouts yet", Text: "Your first payout comes when the hold of your first collection ends, 60 days after the customer paid.", Button: &Button{Label: "Refer a customer", Href: "/gallery#form", Icon: "plus"}},
			Pager:   Pager{First: "/gallery", Next: "/gallery"},
		},
		GalleryPublic{Page: public},
	}
}
