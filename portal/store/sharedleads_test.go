package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

func TestSharedLeadsComeByStateClockAndPartner(t *testing.T) {
	s := open(t)
	lead := portal.SharedLead{
		ID: "s1", State: portal.SharedOffered, StateAt: minute(0), Due: minute(5), Lead: portal.Lead{Company: "Hotel Aurora"}, Size: "40 rooms",
		Offers:  []portal.Offer{{Partner: "p1", Name: "One", State: portal.OfferOpen, At: minute(0), AnswerBy: minute(5)}, {Partner: "p2", Name: "Two", State: portal.OfferWaiting}},
		Partner: "p1", LeadKeys: []string{"k"}, CreatedAt: minute(0), Owner: "u1", OwnerName: "Lena",
		History: []portal.Change{{N: 1, Kind: portal.LeadOfferedEvent, At: minute(0)}},
	}
	other := lead
	other.ID, other.State, other.Partner, other.Due, other.CreatedAt = "s2", portal.SharedReturned, "", "", minute(1)
	made := lead
	made.ID, made.State, made.Due, made.CreatedAt = "s3", portal.SharedAccepted, "", minute(2)
	for _, one := range []portal.SharedLead{lead, other, made} {
		if err := s.SharedLeads.Insert(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	there, err := s.SharedLeads.Get(t.Context(), "s1")
	lead.Version = 1
	if diff := cmp.Diff(lead, there); err != nil || diff != "" {
		t.Errorf("changed by the way through the store: %v\n%s", err, diff)
	}
	if page, err := s.SharedLeads.List(t.Context(), "", 10, ""); err != nil || len(page.Rows) != 3 || page.Rows[0].ID != "s3" {
		t.Errorf("all: %d, %v", len(page.Rows), err)
	}
	if page, err := s.SharedLeads.List(t.Context(), portal.SharedReturned, 10, ""); err != nil || len(page.Rows) != 1 || page.Rows[0].ID != "s2" {
		t.Errorf("returned: %d, %v", len(page.Rows), err)
	}
	if page, err := s.SharedLeads.With(t.Context(), "p1", 10, ""); err != nil || len(page.Rows) != 2 {
		t.Errorf("with a partner: %d, %v", len(page.Rows), err)
	}
	if due, err := s.SharedLeads.Due(t.Context(), portal.SharedOffered, minute(6), 10); err != nil || len(due) != 1 {
		t.Errorf("due: %d, %v", len(due), err)
	}
	if due, err := s.SharedLeads.Due(t.Context(), portal.SharedAccepted, minute(60), 10); err != nil || len(due) != 0 {
		t.Errorf("accepted and finished counts as due: %d, %v", len(due), err)
	}
	if page, err := s.SharedLeads.ChangedSince(t.Context(), minute(0), ""); err != nil || len(page.Rows) != 3 {
		t.Errorf("changed: %d, %v", len(page.Rows), err)
	}
}
