package web

import (
	"strings"
	"testing"
)

func TestTheAuditLogTellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	s, miramar, _, _ := desk(t)
	lena := string(s.actor(t, manager).User)
	s.as(t, manager).post(t, "/desk/referrals/"+miramar+"/reject", map[string][]string{"reason": {"No <b>house</b> there."}})
	s.run(t, []scenario{
		{as: admin, path: "/desk/audit", status: 200, contains: []string{
			"Referral: rejected.", "“No <b>house</b> there.”", `href="/desk/referrals/` + miramar + `"`, ">Hotel Miramar</a> of <a", "Person manager", "from 0.0.0.0", "Confirmed the email address.",
			`href="/desk/audit?person=` + lena + `"`, `href="/desk/audit.csv"`, `href="/desk/audit"`,
		}, check: func(t *testing.T, _ *site, a answer) {
			if strings.Contains(a.body, "<b>house") {
				t.Error("the reason is markup")
			}
		}},
		{name: "narrowed", as: admin, path: "/desk/audit?person=" + lena + "&area=referrals&partner=alpha&from=2026-03-02&to=2026-03-02", status: 200, contains: []string{
			"Referral: rejected.", `value="alpha"`, `value="2026-03-02"`, `href="/desk/audit.csv?area=referrals&from=2026-03-02&partner=alpha&person=` + lena + `&to=2026-03-02"`, "Show all",
		}, absent: []string{"Referral: submitted.", "Confirmed the email"}},
		{name: "no filters of ours", as: admin, path: "/desk/audit?area=nothing&from=yesterday", status: 200, contains: []string{"Referral: rejected."}, absent: []string{"Show all"}},
		{as: admin, path: "/desk/audit?partner=nobody", status: 200, contains: []string{"No partner of that name"}},
		{as: admin, path: "/desk/audit?to=2020-01-01", status: 200, contains: []string{"Nothing fits"}},
		{as: admin, path: "/desk/audit?after=nonsense", status: 404},
		{as: admin, path: "/desk/audit.csv?area=referrals", status: 200, contains: []string{"At,Person,Area", "Referral: rejected.", "Hotel Miramar"}, absent: []string{"Confirmed the email"}, check: func(t *testing.T, _ *site, a answer) {
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="audit-log-2026-03-02.csv"` || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
				t.Errorf("it comes as %q %q", got, a.header.Get("Content-Type"))
			}
		}},
		{as: manager, path: "/desk/audit", status: 403},
		{as: financeRole, path: "/desk/audit.csv", status: 403},
		{as: manager, path: "/desk", status: 200, absent: []string{"/desk/audit"}},
	})
}

// TestEveryEventOfTheAuditLogHasAPage holds the links to what events are about.
func TestEveryEventOfTheAuditLogHasAPage(t *testing.T) {
	t.Parallel()
	s, _, _, _ := desk(t)
	a := s.as(t, admin).get(t, "/desk/audit")
	seen := 0
	for _, part := range strings.Split(a.body, `href="`)[1:] {
		path, _, _ := strings.Cut(part, `"`)
		path = strings.ReplaceAll(path, "&amp;", "&")
		if !strings.HasPrefix(path, "/desk/") {
			continue
		}
		seen++
		if got := s.as(t, admin).get(t, path); got.status != 200 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if seen < 10 {
		t.Errorf("%d links were followed", seen)
	}
}
