package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// TestAPartnerSeesWhatNewTermsChangeBeforeItAcceptsThem and staff see what they mean for everybody.
func TestAPartnerSeesWhatNewTermsChangeBeforeItAcceptsThem(t *testing.T) {
	t.Parallel()
	s := books(t)
	const first, second = "standard-2025-09", "standard-2026-07"
	s.as(t, financeRole).post(t, deskCollections+"/new", cash("ra", "INV-1", "20000.00", "2026-03-02"))
	rita := portal.Actor{User: "rita", Name: "Rita", Partner: partnerB, Roles: []portal.Role{portal.PartnerAdmin}}
	if err := s.program.AcceptTerms(t.Context(), rita, first, s.program.Terms[0].SHA256); err != nil {
		t.Fatal(err)
	}
	s.wait(123 * days) // 3 July 2026
	next := s.program.Terms[1]
	s.run(t, []scenario{
		{name: "the changes, the effect, then the text", as: partnerAdmin, path: ownTerms, status: 200, contains: []string{
			"Numbers that change", "More protection for each stage", "<del>20 days</del>", "<ins>30 days</ins>",
			"<del>none</del>", "Quarterly boost", "you would have earned €1,000.00 instead of €600.00, €400.00 more", "+€400.00",
			"Words that change", "What comes on top", "I have read these terms", "Not accepted yet", comparePath(ownTerms, first, second),
		}},
		{as: partnerMember, path: ownTerms, status: 200, contains: []string{"Numbers that change", "€400.00 more"}, absent: []string{"I have read these terms"}},
		{name: "a partner without cash", as: otherPartner, path: ownTerms, status: 200, contains: []string{"Until then the one you accepted counts", "No customer of yours paid"}, absent: []string{"€600.00"}},
		{as: partnerMember, path: ownTerms + "/compare", status: 200, contains: []string{"Compare two versions", "<ins>6%</ins>", "<del>5.5%</del>"}},
		{name: "the other way round", as: partnerMember, path: ownTerms + "/compare?from=" + second + "&to=" + first, status: 200, contains: []string{"<del>6%</del>", "<ins>5.5%</ins>"}},
		{name: "with itself", as: partnerMember, path: ownTerms + "/compare?from=" + second + "&to=" + second, status: 200, contains: []string{"Every number is as it was", "word for word"}},
		{name: "no such version", as: partnerMember, path: ownTerms + "/compare?from=" + second + "&to=none", status: 404},

		{as: manager, path: deskTerms, status: 200, contains: []string{first, second, "In force", "0 of 2", "Who accepted " + second, next.SHA256[:16], "Not yet"}, absent: []string{next.SHA256}},
		{as: manager, path: deskTerms + "/compare?from=" + first + "&to=" + second, status: 200, contains: []string{"Numbers that change", "new version at least a month before it"}},
		{as: manager, path: deskTerms + "/effect?version=" + second, status: 200, contains: []string{
			"1 partner would have earned more, 0 less, 0 the same", "Alpha", "Quarterly boost: €0.00, then €400.00", "€1,000.00", first,
		}, absent: []string{"Beta"}},
		{name: "other days", as: manager, path: deskTerms + "/effect?version=" + second + "&from=2025-01-01&to=2025-12-31", status: 200, contains: []string{"No commission in these days"}},
		{name: "days the wrong way round", as: manager, path: deskTerms + "/effect?version=" + second + "&from=2026-03-01&to=2026-01-01", status: 422, contains: []string{"The last day is before the first.", second}},
		{name: "no such version", as: manager, path: deskTerms + "/effect?version=none", status: 404},
		{as: manager, path: deskTerms + "/effect.csv?version=" + second, status: 200, contains: []string{"pa,Alpha," + first + ",boost,EUR,0.00,400.00,400.00", "pa,Alpha," + first + ",total,EUR,600.00,1000.00,400.00"}},

		{name: "accepted", as: partnerAdmin, path: ownTerms, form: url.Values{"version": {second}, "sha256": {next.SHA256}, "agree": {"yes"}}, status: 303},
		{as: partnerAdmin, path: ownTerms, status: 200, contains: []string{"What you accepted"}, absent: []string{"Numbers that change", "I have read these terms", "Not accepted yet"}},
		{as: manager, path: deskTerms, status: 200, contains: []string{"1 of 2", "Person partner.admin"}},
		{as: manager, path: deskTerms + "?version=" + first, status: 200, contains: []string{"Who accepted " + first}, absent: []string{"Person partner.admin"}},
		{name: "what is accepted has no effect left", as: manager, path: deskTerms + "/effect?version=" + second, status: 200, contains: []string{"0 partners would have earned more, 0 less, 1 the same"}},
	})
	if a := s.as(t, manager).get(t, deskTerms+"/effect.csv?version=none"); a.status != 404 || strings.Contains(a.body, "partner,name") {
		t.Errorf("a file of a version that does not exist: %d", a.status)
	}
}

// TestStaffSeeWhoIsToAcceptUntilWhen and remind them, once a day.
func TestStaffSeeWhoIsToAcceptUntilWhen(t *testing.T) {
	t.Parallel()
	s := books(t)
	const second = "standard-2026-07"
	s.program.Terms[1].NoticeDays = 30
	s.wait(123 * days) // 3 July 2026, past its day: the notice runs from today
	if err := s.program.AskForTerms(t.Context()); err != nil {
		t.Fatal(err)
	}
	remind := url.Values{"version": {second}}
	s.run(t, []scenario{
		{as: partnerAdmin, path: ownTerms, status: 200, contains: []string{"Please accept these terms by 2 August 2026.", "Until then the version that you accepted counts"}},
		{as: partnerAdmin, path: "/home", status: 200, contains: []string{"Accept the new partner terms by 2 August 2026"}},
		{as: manager, path: deskTerms, status: 200, contains: []string{"2 August 2026", "Remind 2 partners now", "standard-2025-09 applies", "keeps the version that it accepted"}, absent: []string{"Overdue"}},
		{name: "finance looks only", as: financeRole, path: deskTerms, status: 200, absent: []string{"Remind 2 partners"}},
		{name: "on the day they were asked", as: manager, path: deskTerms + "/remind", form: remind, status: 303, location: deskTerms + "?version=" + second},
		{as: manager, path: deskTerms, status: 200, contains: []string{"There is nobody to remind of " + second}},
		{name: "no such version", as: manager, path: deskTerms + "/remind", form: url.Values{"version": {"none"}}, status: 404},
	})
	s.wait(days)
	s.run(t, []scenario{
		{as: manager, path: deskTerms + "/remind", form: remind, status: 303},
		{as: manager, path: deskTerms, status: 200, contains: []string{"2 partners are reminded.", "reminded 4 July 2026"}},
		{as: manager, path: deskTerms + "/accepted.csv?version=" + second, status: 200, contains: []string{"pa,Alpha,active," + second + ",,,,2026-07-03,2026-08-02,2026-07-04"}},
		{as: manager, path: deskTerms + "/accepted.csv?version=none", status: 404},
		{as: partnerAdmin, path: ownTerms, form: url.Values{"version": {second}, "sha256": {s.program.Terms[1].SHA256}, "agree": {"yes"}}, status: 303},
		{as: manager, path: deskTerms, status: 200, contains: []string{"Remind 1 partner now"}},
		{as: manager, path: deskTerms + "/accepted.csv?version=" + second, status: 200, contains: []string{"pa,Alpha,active," + second + ",2026-07-04,Person partner.admin," + s.program.Terms[1].SHA256}},
	})
}
