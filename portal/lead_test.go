package portal

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMailboxSetsSpellingAside(t *testing.T) {
	for in, want := range map[string]string{
		"Ana.Reis@Miramar.PT":          "ana.reis@miramar.pt",
		"ana.reis+crm@miramar.pt":      "ana.reis@miramar.pt",
		"Ana.Reis+x@gmail.com":         "anareis@gmail.com",
		"a.n.a.reis@googlemail.com":    "anareis@gmail.com",
		"ana.reis@outlook.com":         "ana.reis@outlook.com",
		"+tag@miramar.pt":              "+tag@miramar.pt",
		" ana@xn--mller-reisen-dlb.de": "ana@xn--mller-reisen-dlb.de",
		"ana@Müller-Reisen.de":         "ana@xn--mller-reisen-dlb.de",
		"not an address":               "",
	} {
		if got := Mailbox(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNormalCompanySetsSpellingAside(t *testing.T) {
	for _, same := range [][]string{
		{"Hotel Miramar", "hotel miramar", "HOTEL  MIRAMAR", "Hotel Miramar, Lda.", "Hotel Miramar LDA", "Hotel Miramar Unipessoal, Lda", "The Hotel Miramar"},
		{"Müller Reisen", "Muller Reisen GmbH", "MÜLLER REISEN G.m.b.H.", "Müller Reisen GmbH & Co. KG", "Müller-Reisen gmbh", "Mu\u0308ller Reisen"},
		{"Casa Lumen", "Casa Lumen S.L.", "Casa Lumen, S. L.", "CASA LUMEN SL", "Casa Lumen S.L.U."},
		{"Smith & Sons", "Smith and Sons Ltd", "Smith And Sons Limited", "Smith + Sons ltd."},
		{"Straße Hotels", "Strasse Hotels AG", "STRASSE HOTELS"},
		{"Aurora Stays", "Aurora Stays, Inc.", "Aurora Stays Incorporated", "Aurora Stays LLC", "Aurora Stays Pty Ltd"},
		{"Ferrovie Blu", "Ferrovie Blu S.p.A.", "Ferrovie Blu SpA", "FERROVIE BLU S.r.l."},
		{"Zielony Las", "Zielony Las Sp. z o.o.", "Zielony Las sp z oo"},
		{"Łódź Tours", "Lodz Tours"},
		{"Ørsted Rejser", "Orsted Rejser A/S"},
		{"L'Étoile", "LETOILE SARL", "L’Etoile S.A.R.L."},
		{"İstanbul Otel", "ISTANBUL OTEL"},
		{"東京ホテル", "東京ﾎﾃﾙ"},
		{"Ξενοδοχείο Αθήνα", "ΞΕΝΟΔΟΧΕΙΟ ΑΘΗΝΑ"},
		{"A.B. Hotels", "AB Hotels", "A B Hotels"},
		{"Alpenblick", "Alpenblick Gesellschaft mit beschränkter Haftung", "Alpenblick GesmbH", "Alpenblick Ges.m.b.H.", "Alpenblick gGmbH", "Alpenblick AG"},
		{"Mar Azul", "Mar Azul, S.A.", "MAR AZUL S/A", "Mar Azul, Sociedad de Responsabilidad Limitada", "Mar Azul S. Coop.", "Mar Azul SLL"},
		{"Gomes Filhos", "Gomes & Filhos, Lda", "Gomes e Filhos, Lda.", "Gomes E FILHOS – Sociedade Unipessoal, Lda"},
		{"Garcia Hijos", "García y Hijos, S.L.", "Garcia & Hijos SL"},
		{"Holm Sønner", "Holm og Sønner ApS", "Holm & Sønner A/S", "HOLM & SONNER Anpartsselskab"},
		{"Berg Söner", "Berg och Söner AB (publ)", "Berg & Söner Aktiebolag"},
		{"Château Rive", "Chateau Rive S.à r.l.", "Château Rive Sàrl", "CHATEAU RIVE, société anonyme", "Château Rive SA/NV"},
		{"Zon en Zee", "Zon en Zee B.V.", "Zon en Zee besloten vennootschap"},
		{"Villa Serena", "Villa Serena Società a responsabilità limitata", "Villa Serena S.r.l.s.", "Villa Serena Sagl"},
		{"Baltic Stays", "UAB Baltic Stays", "UAB „Baltic Stays“", "Baltic Stays, UAB"},
		{"Ромашка", "ООО «Ромашка»", "РОМАШКА"},
		{"東京ホテル", "株式会社東京ホテル", "東京ホテル株式会社", "㈱東京ホテル"},
		{"Αιγαίο", "Αιγαίο Α.Ε.", "ΑΙΓΑΙΟ ΕΠΕ"},
		{"Kolej Praha", "Kolej Praha s.r.o.", "Kolej Praha, spol. s r.o.", "Kolej Praha a.s."},
		{"Las Gór", "Las Gór Spółka z ograniczoną odpowiedzialnością", "Las Gór sp. z o.o. sp. k.", "LAS GÓR sp.j."},
		{"Harbour Inns", "Harbour Inns Public Limited Company", "Harbour Inns P.L.C.", "harbour inns limited liability company", "The Harbour Inns (Pty) Ltd."},
	} {
		for _, name := range same[1:] {
			if got, want := NormalCompany(name), NormalCompany(same[0]); got != want {
				t.Errorf("%q is %q, but %q is %q", name, got, same[0], want)
			}
		}
	}
	for _, pair := range [][2]string{
		{"Aqua", "Aqua Spa"},
		{"Hotel Adler", "Hotel Adler Spa"},
		{"Hotel Miramar", "Hotel Miramar Norte"},
		{"Hotel 1", "Hotel 11"},
		{"Blue Company Hotel", "Blue Hotel"},
		{"E. Leclerc", "Leclerc"},
		{"Hotel Y", "Hotel"},
		{"Sia Hotel", "Hotel"},
		{"Müller Reisen", "Mueller Reisen"}, // looked at by people, not merged: it may be another family
		{"東京ホテル", "大阪ホテル"},
	} {
		if a, b := NormalCompany(pair[0]), NormalCompany(pair[1]); a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
	for in, want := range map[string]string{"Limited": "limited", "SA": "sa", "The": "the", "And": "and", "And Et": "and", "The And": "and", "株式会社": "株式会社", "!!!": "", "": "", "GmbH & Co. KG": "gmbh"} {
		if got := NormalCompany(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestLeadsWithAKeyInCommonAreOne(t *testing.T) {
	lead := Lead{Company: "Hotel Miramar, Lda.", Domain: "miramar.pt", Email: "ana@miramar.pt", Country: "PT"}
	for _, c := range []struct {
		name  string
		other Lead
		same  bool
	}{
		{"same mailbox", Lead{Company: "Miramar Group", Email: "Ana+x@Miramar.pt", Country: "ES"}, true},
		{"same domain, another person", Lead{Company: "Miramar Group", Email: "rui@mail.miramar.pt", Country: "ES"}, true},
		{"same site alone", Lead{Company: "Other", Domain: "miramar.pt", Email: "x@gmail.com", Country: "ES"}, true},
		{"same name and country", Lead{Company: "HOTEL MIRAMAR", Email: "recepcao@gmail.com", Country: "pt"}, true},
		{"same name elsewhere", Lead{Company: "Hotel Miramar", Email: "hola@miramar.es", Domain: "miramar.es", Country: "ES"}, false},
		{"another company", Lead{Company: "Hotel Atlantico", Email: "ana@atlantico.pt", Domain: "atlantico.pt", Country: "PT"}, false},
	} {
		common := slices.ContainsFunc(rules.LeadKeys(c.other), func(k string) bool { return slices.Contains(rules.LeadKeys(lead), k) })
		if common != c.same {
			t.Errorf("%s: in common %t, want %t", c.name, common, c.same)
		}
	}
	a := rules.LeadKeys(Lead{Company: "One", Email: "ana@gmail.com", Country: "PT"})
	b := rules.LeadKeys(Lead{Company: "Two", Email: "rui@gmail.com", Domain: "gmail.com", Country: "PT"})
	if len(a) != 2 || len(b) != 2 || a[0] == b[0] || a[1] == b[1] {
		t.Errorf("two people at a mail service: %v and %v, want two keys each and none in common", a, b)
	}
}

func TestLeadKeysTellNothingAndKeepTheirOrder(t *testing.T) {
	keys := rules.LeadKeys(Lead{Company: "Hotel Miramar", Domain: "miramar.pt", Email: "ana@miramar.pt", Country: "PT"})
	if len(keys) != 3 || !slices.IsSorted(keys) {
		t.Errorf("got %v, want three keys in order", keys)
	}
	for _, key := range keys {
		if len(key) != len("lead:program:")+64 || strings.Contains(key, "miramar") {
			t.Errorf("got %q, want a digest", key)
		}
	}
}

func TestNormalCompanyIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-zÀ-ž&.,' ]{0,20}( (GmbH|S\.L\.|Lda|Inc|SpA|Sp\. z o\.o\.))?`).Draw(t, "name")
		once := NormalCompany(name)
		if twice := NormalCompany(once); twice != once {
			t.Fatalf("%q is %q, and that is %q", name, once, twice)
		}
		if upper := NormalCompany(strings.ToUpper(once)); upper != once {
			t.Fatalf("%q in capitals is %q", once, upper)
		}
	})
}

func TestRegistrableDomainIsWhatSomebodyRegistered(t *testing.T) {
	for in, want := range map[string]string{
		"miramar.pt": "miramar.pt", "WWW.Miramar.PT": "miramar.pt", "www.miramar.pt.": "miramar.pt", "shop.miramar.co.uk": "miramar.co.uk",
		"a.b.hotel.com.br": "hotel.com.br", "müller-reisen.de": "xn--mller-reisen-dlb.de", "WWW.MÜLLER-REISEN.DE": "xn--mller-reisen-dlb.de",
		"www.xn--mller-reisen-dlb.de": "xn--mller-reisen-dlb.de", "ホテル.jp": "xn--ddkyb8b.jp", "xn--ddkyb8b.jp": "xn--ddkyb8b.jp", "miramar.github.io": "miramar.github.io",
		"co.uk": "", "com": "", "localhost": "", "10.0.0.1": "", "192.0.2.7.": "", "[2001:db8::1]": "", "2001:db8::1": "", "intranet": "", "": "", ".": "", "a..pt": "", "-miramar-.pt": "",
	} {
		got, ok := RegistrableDomain(in)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q and %t, want %q", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{
		"https://www.Miramar.pt/rooms?x=1": "miramar.pt", "miramar.pt.": "miramar.pt", "http://booking.miramar.co.uk/": "miramar.co.uk",
		"https://10.0.0.1/": "", "ftp://miramar.pt": "", "https://ana@miramar.pt": "", "https://miramar.pt:8443": "", "miramar": "",
	} {
		if _, got, ok := CompanySite(in); got != want || ok != (want != "") {
			t.Errorf("site %q: got %q and %t, want %q", in, got, ok, want)
		}
	}
}

func TestAPageOnASharedSiteIsNobodysDomain(t *testing.T) {
	policy := rules
	policy.Referral.GenericDomains = append(slices.Clone(rules.Referral.GenericDomains), "facebook.com")
	in := ReferralInput{Site: "https://www.facebook.com/hotelmiramar", Lead: Lead{
		Company: "Hotel Miramar", Contact: "Ana Reis", Email: "ana@miramar.pt", Country: "PT", Need: "40 rooms", Product: rules.Products[0].Code, Consent: true,
	}}
	lead, err := policy.CheckLead(in, "2026-03-02")
	if err != nil || lead.Domain != "miramar.pt" {
		t.Errorf("a page on a shared site: domain %q, %v; want the one of the address", lead.Domain, err)
	}
	in.Site = "facebook.com/casaazul"
	in.Lead.Company, in.Lead.Email = "Casa Azul", "casaazul@gmail.com"
	other, err := policy.CheckLead(in, "2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range policy.LeadKeys(other) {
		if slices.Contains(policy.LeadKeys(lead), key) {
			t.Error("two customers with pages on the same site are one lead")
		}
	}
}
