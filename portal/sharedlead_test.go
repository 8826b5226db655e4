package portal

import (
	"slices"
	"strings"
	"testing"
)

func sharedRules() Program {
	p := rules
	p.Referral.OfferWorkdays = 2
	return p
}

func askedOf(companies ...string) []Partner {
	var list []Partner
	for _, name := range companies {
		list = append(list, Partner{ID: PartnerID("p-" + strings.ToLower(name)), State: PartnerActive, Application: Application{Company: name}})
	}
	return list
}

func offered(t *testing.T, companies ...string) SharedLead {
	t.Helper()
	in := ReferralInput{Lead: Lead{Company: "Hotel Aurora", Contact: "Ana Reis", Email: "ana@aurora.pt", Country: "PT", Need: "Rooms", Product: rules.Products[0].Code, Consent: true}}
	s, err := sharedRules().ShareLead("s1", in, "40 rooms", askedOf(companies...), manager, "2026-03-02T10:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnOfferHasTwoWorkingDays(t *testing.T) {
	s := offered(t, "One", "Two")
	if s.State != SharedOffered || s.Partner != "p-one" || s.Due != "2026-03-04T10:00:00.000Z" || s.Offers[1].State != OfferWaiting {
		t.Fatalf("%s with %s until %s, %+v", s.State, s.Partner, s.Due, s.Offers)
	}
	if _, err := s.Lapse(sharedRules(), nil, manager, s.Due); KindOf(err) != Conflict {
		t.Errorf("it lapses at its last moment: %v", err)
	}
	if _, due := s.Remind(sharedRules(), manager, "2026-03-03T09:59:00.000Z"); due {
		t.Error("reminded before half of the time is over")
	}
	reminded, due := s.Remind(sharedRules(), manager, "2026-03-03T10:00:00.000Z")
	if _, again := reminded.Remind(sharedRules(), manager, "2026-03-03T11:00:00.000Z"); !due || again {
		t.Errorf("reminded %v, again %v", due, again)
	}
	if _, err := s.Accept("p-one", "r1", manager, "2026-03-04T10:00:00.001Z"); KindOf(err) != Conflict {
		t.Errorf("accepted a moment too late: %v", err)
	}
	next, err := s.Lapse(sharedRules(), nil, manager, "2026-03-04T10:00:01.000Z")
	if err != nil || next.Partner != "p-two" || next.Due != "2026-03-06T10:00:01.000Z" || next.Offers[0].State != OfferLapsed {
		t.Errorf("passed on to %s until %s, %v", next.Partner, next.Due, err)
	}
	if s.Offers[0].State != OfferOpen {
		t.Error("a step changes the value that it began with")
	}
	back, err := next.Lapse(sharedRules(), nil, manager, "2026-03-09T10:00:00.000Z")
	if err != nil || back.State != SharedReturned || back.Due != "" || back.Partner != "" {
		t.Errorf("in the end %s, %v", back.State, err)
	}
	if away, err := s.Lapse(sharedRules(), []PartnerID{"p-two"}, manager, "2026-03-04T10:00:01.000Z"); err != nil || away.State != SharedReturned || away.Offers[1].State != OfferSkipped {
		t.Errorf("past a partner that is away: %+v, %v", away.Offers, err)
	}
}

func TestAPartnerReadsItsOwnPartOfTheStory(t *testing.T) {
	s := offered(t, "One", "Two")
	s, err := s.Decline(sharedRules(), "p-one", "No rooms.", nil, Actor{User: "u1", Name: "Rita"}, "2026-03-02T11:00:00.000Z")
	if err == nil {
		s, err = s.Accept("p-two", "r1", Actor{User: "u2", Name: "Sam"}, "2026-03-02T12:00:00.000Z")
	}
	if err != nil {
		t.Fatal(err)
	}
	texts := func(of PartnerID) (list []string) {
		for _, l := range s.Story(of) {
			list = append(list, l.Text)
		}
		return list
	}
	if got, want := texts(""), []string{"Offered to One.", "Declined for One.", "Offered to Two.", "Accepted for Two."}; !slices.Equal(got, want) {
		t.Errorf("staff read %q, want %q", got, want)
	}
	if got, want := texts("p-one"), []string{"Offered to you.", "Declined for One."}; !slices.Equal(got, want) {
		t.Errorf("the first partner reads %q, want %q", got, want)
	}
	if who := s.Story("")[2].Who; who != "Lead sharing" {
		t.Errorf("who declined, or %s, offers it to the next one", who)
	}
	if _, told := s.OfferTo("p-nobody"); told {
		t.Error("somebody who was never asked was told")
	}
	for kind, event := range map[string]string{"lead.offered": "Lead of ours: offered to One.", "lead.returned": "Lead of ours: nobody took the lead, so it is back with us."} {
		e := Event{Change: Change{Kind: kind, Data: map[string]string{"name": "One"}}}
		if e.Sentence() != event || e.Area() != AreaReferrals {
			t.Errorf("%s reads %q in %s", kind, e.Sentence(), e.Area())
		}
	}
}
