package web

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// bluewater is the join form, well filled in.
func bluewater() url.Values {
	return url.Values{
		"company": {"Bluewater Ferries"}, "site": {"www.bluewater-ferries.com"}, "country": {"PT"}, "vertical": {"transport"},
		"markets": {"PT", "ES"}, "languages": {"pt", "en"}, "audience": {"84,000"}, "contact": {"Marta Silva"},
		"email": {"marta@bluewater-ferries.com"}, "phone": {""}, "heard_from": {"A trade fair"}, "note": {""}, "company_fax": {""},
	}
}

// with is a form with some of its fields changed.
func with(form url.Values, pairs ...string) url.Values {
	next := maps.Clone(form)
	for i := 0; i+1 < len(pairs); i += 2 {
		next[pairs[i]] = []string{pairs[i+1]}
	}
	return next
}

// answering is the form of an applicant's answer, with some facts set right.
func answering(answer string, pairs ...string) url.Values {
	form := with(bluewater(), append([]string{"answer", answer}, pairs...)...)
	for _, field := range []string{"email", "heard_from", "company_fax"} {
		if !slices.Contains(pairs, field) {
			delete(form, field)
		}
	}
	return form
}

// letter is the one mail whose subject holds some words.
func (s *site) letter(t testing.TB, words string) program.Letter {
	t.Helper()
	var subjects []string
	for _, l := range s.letters(t) {
		if strings.Contains(l.Subject, words) {
			return l
		}
		subjects = append(subjects, l.Subject)
	}
	t.Fatalf("no letter about %q among %q", words, subjects)
	return program.Letter{}
}

// applied brings an application to its status page and returns the page's path and the partner.
func (s *site) applied(t testing.TB, form url.Values) (status string, partner portal.Partner) {
	t.Helper()
	guest := s.browser()
	if a := guest.post(t, "/join", form); a.status != 303 {
		t.Fatalf("join: %d\n%s", a.status, excerpt(a.body))
	}
	verify := path(t, s.letter(t, "Confirm your application"))
	a := guest.post(t, verify, nil)
	if a.status != 303 || !strings.HasPrefix(a.location, "/join/status/") {
		t.Fatalf("confirm: %d to %s\n%s", a.status, a.location, excerpt(a.body))
	}
	page, err := s.program.Partners(t.Context(), portal.System("test"), program.PartnerQuery{Text: form.Get("company")})
	if err != nil || len(page.Rows) != 1 {
		t.Fatal(len(page.Rows), err)
	}
	return a.location, page.Rows[0]
}

func TestJoinFormAnswersEveryWrongTurn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.run(t, []scenario{
		{path: "/join", status: 200, contains: []string{"Company name", "Portugal", "Send the application"}, absent: []string{`href="/join"`}},
		{
			name: "nothing filled in", path: "/join", form: url.Values{"company": {""}}, status: 422,
			contains: []string{"9 fields need your attention.", "Write the company's name.", "Choose a country.", "Choose at least one market", "Write how many people you reach", `href="#f-email"`},
		},
		{
			name: "kept as it was sent", path: "/join", form: with(bluewater(), "email", "nonsense", "audience", "many"), status: 422,
			contains: []string{`value="Bluewater Ferries"`, `value="nonsense"`, `value="many"`, "Write the address as name@example.com.", `value="ES" checked`},
		},
		{name: "a mail service as site", path: "/join", form: with(bluewater(), "site", "https://gmail.com/x"), status: 422, contains: []string{"gmail.com is a mail or hosting service"}},
		{name: "a field that is not there", path: "/join", form: with(bluewater(), "state", "approved"), status: 400},
		{name: "a field twice", path: "/join", form: url.Values{"company": {"A", "B"}}, status: 400},
		{name: "an operator", path: "/join", form: with(bluewater(), "email[$gt]", ""), status: 400},
		{name: "far too long", path: "/join", form: with(bluewater(), "company", strings.Repeat("x", 3000)), status: 422, contains: []string{"Keep it under 120 characters."}},
		{name: "a machine", path: "/join", form: with(bluewater(), "company_fax", "1"), status: 303, location: "/join/sent"},
		{
			name: "sent", path: "/join", form: bluewater(), status: 303, location: "/join/sent", check: func(t *testing.T, s *site, _ answer) {
				if l := s.letter(t, "Confirm"); l.To != "marta@bluewater-ferries.com" {
					t.Errorf("the mail goes to %s", l.To)
				}
			},
		},
		{path: "/join/sent", status: 200, contains: []string{"Look at your mail"}},
		{name: "the same company again", path: "/join", form: with(bluewater(), "email", "eve@elsewhere.com"), status: 422, contains: []string{"bluewater-ferries.com is with us already"}, absent: []string{"marta@"}},
		{path: "/join/verify/nonsense", status: 404},
		{path: "/join/status/nonsense", status: 404},
		{path: "/join/verify/nonsense", form: url.Values{}, status: 404},
		{path: "/join/status/nonsense/reply", form: url.Values{"answer": {"x"}}, status: 404},
	})
}

func TestExpiredConfirmationLeadsToANewOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	guest := s.browser()
	guest.post(t, "/join", bluewater())
	verify := path(t, s.letter(t, "Confirm"))
	if a := guest.get(t, verify); a.status != 200 || !strings.Contains(a.body, "marta@bluewater-ferries.com") || !strings.Contains(a.body, "noindex") {
		t.Errorf("the link: %d\n%s", a.status, excerpt(a.body))
	}
	if page, err := s.program.Partners(t.Context(), portal.System("test"), program.PartnerQuery{}); err != nil || len(page.Rows) != 0 {
		t.Errorf("a look at the link confirmed it: %d, %v", len(page.Rows), err)
	}
	s.wait(73 * time.Hour)
	late := guest.get(t, verify)
	if late.status != 410 || !strings.Contains(late.body, "Send a new link") || strings.Contains(late.body, "marta@") {
		t.Errorf("the expired link: %d\n%s", late.status, excerpt(late.body))
	}
	if a := guest.post(t, verify, nil); a.status != 410 {
		t.Errorf("confirming late: %d", a.status)
	}
	if a := guest.post(t, verify+"/again", nil); a.status != 303 || a.location != "/join/sent" {
		t.Errorf("a new one: %d to %s", a.status, a.location)
	}
	fresh := path(t, s.letter(t, "Confirm"))
	if fresh == verify {
		t.Error("the new link is the old one")
	}
	a := guest.post(t, fresh, nil)
	if a.status != 303 {
		t.Fatalf("the new link: %d\n%s", a.status, excerpt(a.body))
	}
	if again := guest.get(t, fresh); again.status != 303 || again.location != a.location {
		t.Errorf("a second visit: %d to %s", again.status, again.location)
	}
	if status := guest.get(t, a.location); !strings.Contains(status.text(), "It is our turn") || !strings.Contains(status.body, "Your address is confirmed.") {
		t.Errorf("the status page\n%s", excerpt(status.body))
	}
}

func TestStatusPageFollowsTheApplication(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	status, partner := s.applied(t, bluewater())
	lena := s.actor(t, manager)
	if _, err := s.program.AskApplicant(t.Context(), lena, partner.ID, partner.Version, "How many stay <b>overnight</b>?"); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{path: status, status: 200, contains: []string{"It is your turn", "How many stay <b>overnight</b>?"}, absent: []string{"Person manager"}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>overnight") {
				t.Error("the question is markup")
			}
		}},
		{path: status + "/reply", form: answering(" "), status: 422, contains: []string{"Write your answer."}, absent: []string{"<details class=\"fold\" open"}},
		{path: status + "/reply", form: answering("x", "site", "https://gmail.com", "markets", "US"), status: 422, contains: []string{"gmail.com is a mail or hosting service", "Choose at least one market", "<details class=\"fold\" open"}},
		{path: status + "/reply", form: answering("x", "email", "eve@elsewhere.com"), status: 400},
		{path: status + "/reply", form: answering("About a third.", "company", "Bluewater Lines", "country", "ES", "phone", "+351 210 000 000", "note", ""), status: 303, location: status},
		{path: status, status: 200, contains: []string{"It is our turn", "About a third.", "corrected the company, the country and the phone"}},
		{path: status + "/reply", form: answering("Once more"), status: 409, contains: []string{"this step is not possible now"}},
		{path: status + "/welcome", form: url.Values{}, status: 404},
		{
			as: manager, path: deskApplications + "/" + string(partner.ID), status: 200,
			contains: []string{"<h1>Bluewater Lines</h1>", "before the correction: </span>Bluewater Ferries</del>", "Spain<br>", "</span>Portugal</del>", "</span>nothing</del>"},
			absent:   []string{"What they had written before", "</span>Marta Silva</del>"},
		},
	})
	review, err := s.program.Review(t.Context(), lena, partner.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.program.ApproveApplication(t.Context(), lena, program.Approve{Partner: partner.ID, Seen: review.Partner.Version, Specialist: lena.User, Note: "Glad."}); err != nil {
		t.Fatal(err)
	}
	welcome := path(t, s.letter(t, "Welcome"))
	s.run(t, []scenario{
		{path: status, status: 200, contains: []string{"Welcome, Marta Silva", "Glad.", `href="` + welcome + `"`, "Choose a password"}},
		{path: welcome, status: 200, contains: []string{"Password"}},
	})
	s.wait(15 * 24 * time.Hour)
	s.run(t, []scenario{
		{path: status, status: 200, contains: []string{"The link to choose a password has expired", "Send a new one to marta@bluewater-ferries.com"}, absent: []string{welcome}},
		{path: status + "/welcome", form: url.Values{}, status: 303, location: status},
	})
	again := path(t, s.letter(t, "invites you"))
	guest := s.browser()
	if a := guest.post(t, again, url.Values{"name": {"Marta Silva"}, "password": {"a calm sea in winter"}}); a.status != 303 {
		t.Fatalf("the account: %d\n%s", a.status, excerpt(a.body))
	}
	s.run(t, []scenario{{path: status, status: 200, contains: []string{"You are in", `href="/signin"`}, absent: []string{"invitation"}}})
}

func TestDeclinedApplicantReadsWhyAndWhen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	status, partner := s.applied(t, bluewater())
	if _, err := s.program.DeclineApplication(t.Context(), s.actor(t, manager), partner.ID, partner.Version, "Your guests do not stay overnight."); err != nil {
		t.Fatal(err)
	}
	s.run(t, []scenario{
		{path: status, status: 200, contains: []string{"Your guests do not stay overnight.", "apply again from <strong>31 May 2026</strong>"}, absent: []string{"Person manager"}},
		{path: "/join", form: bluewater(), status: 422, contains: []string{"is with us already"}},
	})
	s.wait(90 * 24 * time.Hour)
	s.run(t, []scenario{
		{path: status, status: 200, contains: []string{"You can apply again now."}},
		{path: "/join", form: bluewater(), status: 303, location: "/join/sent"},
	})
}
