package demo

import (
	"math/rand/v2"
	"strings"

	"tandem/portal"
)

// fate is how far a partner comes.
type fate int

const (
	active  fate = iota
	stuck        // in onboarding past its days
	fresh        // in onboarding, in time
	let          // approved, has not chosen a password yet
	review       // being scored
	asked        // waits for the applicant's answer
	applied      // verified, nobody has looked
	silent       // never confirmed its address
	declined
	paused
	ended
)

// guest is a partner with what it will do.
type guest struct {
	company, domain, country, vertical, contact string
	markets, languages                          []string
	audience                                    int64
	strength                                    int // 1 to 10: how well it does
	colour                                      string
	colleague                                   string
	joins                                       int // days after the history begins
	fate                                        fate
	host                                        bool // the one whose people the demo signs in as
	justNow                                     bool // applied in the last hours

	id    portal.PartnerID
	admin portal.Actor
	ends  bool // no longer refers
	lena  bool // whose specialist is Lena
	logo  []byte
}

func (g *guest) email() string {
	name, _, _ := strings.Cut(strings.ToLower(g.contact), " ")
	return plain(name) + "@" + g.domain
}

func (g *guest) colleagueEmail() string {
	name, _, _ := strings.Cut(strings.ToLower(g.colleague), " ")
	return plain(name) + "@" + g.domain
}

// plain takes the accents off a name, for an address.
func plain(name string) string {
	return strings.NewReplacer("á", "a", "à", "a", "ã", "a", "é", "e", "è", "e", "ê", "e", "í", "i", "ó", "o", "ö", "o", "ú", "u", "ü", "u", "ç", "c", "ñ", "n", "ë", "e", "ø", "o", "å", "a", " ", "-", "'", "", "&", "and", ".", "").Replace(strings.ToLower(name))
}

// sheet is every partner of the demo: company, country, vertical, contact,
// colleague, strength, day of joining (a share of the history in percent), fate, colour.
var sheet = []struct {
	company, country, vertical, contact, colleague string
	strength, joins                                int
	fate                                           fate
	colour                                         string
}{
	{"Bluewater Ferries", "PT", "transport", "Marta Silva", "Rui Costa", 9, 1, active, "#0b5cad"},
	{"Atlas Travel Studio", "ES", "travel_agencies", "Clara Vidal", "Pau Soler", 9, 2, active, "#b4451f"},
	{"Marlow & Finch Events", "GB", "events", "Harriet Marlow", "", 8, 3, active, "#6b2d5c"},
	{"Rhine Rail Holidays", "DE", "transport", "Jonas Weber", "Mia Krause", 8, 4, active, "#c00d2e"},
	{"Quinta do Vale Wines", "PT", "food_drink", "Inês Moura", "", 7, 5, active, "#7a1f2b"},
	{"Nomad Surf Camps", "PT", "wellness", "Tiago Pires", "", 6, 6, active, "#00808a"},
	{"Canal & Co Concierge", "NL", "travel_agencies", "Sanne de Vries", "Daan Smit", 7, 8, active, "#d9480f"},
	{"Aurora Wedding House", "IT", "events", "Giulia Ferri", "", 8, 9, active, "#8f6a2a"},
	{"Emerald Coach Tours", "IE", "transport", "Niamh Byrne", "", 6, 11, active, "#1d7a46"},
	{"Maison Lavande Spa", "FR", "wellness", "Camille Roux", "", 5, 12, active, "#7355a8"},
	{"Alpine Relocation", "DE", "home_services", "Katrin Vogel", "", 7, 14, active, "#2f5d8a"},
	{"City Pass Lisbon", "PT", "media", "Duarte Nunes", "Bia Lopes", 8, 15, active, "#e0a100"},
	{"Verde Campers", "ES", "transport", "Lucía Ramos", "", 5, 18, active, "#4d7c0f"},
	{"Tramontana Yachts", "ES", "transport", "Jordi Puig", "", 6, 20, active, "#134e6f"},
	{"Lake House Letters", "IT", "media", "Elena Conti", "", 4, 22, active, "#4a5a6a"},
	{"Northgate Corporate Travel", "GB", "corporate", "Owen Hughes", "Priya Nair", 10, 24, active, "#1f3a93"},
	{"Brasserie du Port", "FR", "food_drink", "Luc Martin", "", 4, 26, active, "#9a3412"},
	{"Hanse Kongress", "DE", "events", "Anke Schulz", "", 7, 29, active, "#0f4c5c"},
	{"Casa Lumen Homes", "ES", "home_services", "Marina Gil", "", 6, 33, active, "#c2410c"},
	{"Windmill Cycling", "NL", "wellness", "Bram Bakker", "", 5, 38, active, "#0369a1"},
	{"Hudson Rail Journeys", "US", "transport", "Fiona Reid", "", 7, 43, active, "#3f6212"},
	{"Olive Press Retreats", "IT", "wellness", "Paolo Greco", "", 5, 50, active, "#65711d"},
	{"Meridian Medical Meetings", "FR", "corporate", "Sophie Bernard", "", 6, 58, active, "#155e75"},
	{"Tidewater Magazine", "IE", "media", "Aoife Kelly", "", 4, 66, active, "#9d174d"},
	{"Sal & Sol Transfers", "PT", "transport", "Hugo Matos", "", 3, 70, active, "#b45309"},
	{"Provence by Bike", "FR", "wellness", "Julie Faure", "", 4, 16, paused, "#6d28d9"},
	{"Pier Nine Nightlife", "ES", "food_drink", "Álex Ortega", "", 3, 28, paused, "#be123c"},
	{"Grand Tour Classics", "GB", "travel_agencies", "Edmund Price", "", 5, 7, ended, "#44403c"},
	{"Lumière Foto", "FR", "media", "Théo Girard", "", 5, 93, stuck, "#a16207"},
	{"Bairro Alto Walks", "PT", "media", "Sofia Reis", "", 6, 97, fresh, "#0e7490"},
	{"Zuider Sailing", "NL", "transport", "Lotte Visser", "", 6, 98, fresh, "#1e40af"},
	{"Costa Brava Villas Care", "ES", "home_services", "Nuria Serra", "", 5, 99, let, "#166534"},
	{"Harbour Kitchen Group", "IE", "food_drink", "Conor Walsh", "", 6, 98, review, "#7c2d12"},
	{"Trenino Verde", "IT", "transport", "Marco Villa", "", 7, 98, review, "#14532d"},
	{"Elbe Wellness Haus", "DE", "wellness", "Lena Brandt", "", 5, 98, asked, "#5b21b6"},
	{"Camino Companions", "ES", "travel_agencies", "Iker Lasa", "", 8, 99, applied, "#9f1239"},
	{"Fjord & Field Offsites", "GB", "corporate", "Grace Ellis", "", 6, 99, applied, "#0c4a6e"},
	{"Piazza Tickets", "IT", "media", "Sara Bruno", "", 4, 99, silent, "#854d0e"},
	{"Cheap Beds Direct", "DE", "travel_agencies", "Uwe Kranz", "", 2, 55, declined, "#dc2626"},
	{"Glühwein Party Bus", "DE", "transport", "Max Holm", "", 2, 90, declined, "#f97316"},
}

var languageOf = map[string]string{"PT": "pt", "ES": "es", "FR": "fr", "IT": "it", "DE": "de", "NL": "nl", "GB": "en", "IE": "en", "US": "en"}

// cast makes the partners of the sheet, with what is left to chance decided.
func cast(chance *rand.Rand) []*guest {
	countries := []string{"PT", "ES", "FR", "IT", "DE", "NL", "GB", "IE"}
	var guests []*guest
	const days = Months * 30
	for i, row := range sheet {
		g := &guest{
			company: row.company, domain: plain(row.company) + ".example", country: row.country, vertical: row.vertical,
			contact: row.contact, colleague: row.colleague, strength: row.strength, joins: row.joins * days / 100, fate: row.fate,
			colour: row.colour, host: i == 0, lena: i%2 == 0, audience: int64(row.strength*row.strength) * int64(900+chance.IntN(700)),
			markets: []string{row.country}, languages: []string{"en"},
		}
		if g.country == "US" { // its guests come from there; the houses are in Europe
			g.markets = []string{"GB"}
		}
		for range row.strength / 3 {
			if market := countries[chance.IntN(len(countries))]; market != g.markets[len(g.markets)-1] && market != g.country {
				g.markets = append(g.markets, market)
			}
		}
		if language := languageOf[row.country]; language != "en" {
			g.languages = append(g.languages, language)
		}
		g.justNow = g.fate == silent || g.fate == applied && row.strength < 8
		g.logo = logo(g.company, g.colour)
		guests = append(guests, g)
	}
	return guests
}
