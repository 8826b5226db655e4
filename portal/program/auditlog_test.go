package program

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tandem/portal"
)

// told are the lines of a page of the log: who, what, about whom.
func told(rows []Audited) (lines []string) {
	for _, row := range rows {
		lines = append(lines, fmt.Sprintf("%s: %s %s/%s", row.Who(), row.Sentence(), row.What, row.Whom))
	}
	return lines
}

func TestTheAuditLogIsFiltered(t *testing.T) {
	t.Parallel()
	h, lena, tom, r, _ := desk(t)
	ada := h.staff(t, "ada@northwindstays.example", portal.Admin)
	h.wait(48 * time.Hour)
	if _, err := h.AcceptReferral(t.Context(), lena, r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.LoseReferral(t.Context(), tom, r.ID, "Chose another."); err != nil {
		t.Fatal(err)
	}
	today := h.Today()
	for name, c := range map[string]struct {
		q    AuditQuery
		want []string // in this order; nothing else
	}{
		"a person and an area": {AuditQuery{Person: lena.User, Area: portal.AreaReferrals}, []string{"Lena Ortiz: Referral: accepted. The lead is protected until 20 June 2026. Hotel Miramar/Alpha"}},
		"a day":                {AuditQuery{From: today, To: today, Area: portal.AreaReferrals}, []string{"Tom Ortiz: Referral: lost. Hotel Miramar/Alpha", "Lena Ortiz: Referral: accepted. The lead is protected until 20 June 2026. Hotel Miramar/Alpha"}},
		"up to a day":          {AuditQuery{To: today.AddDays(-1), Area: portal.AreaReferrals}, []string{"Ana Lima: Referral: submitted. The lead is protected until 31 May 2026. Hotel Miramar/Alpha"}},
		"a partner by words":   {AuditQuery{Partner: " bluewater ferries ", Area: portal.AreaPartners}, []string{"Marta Silva: Confirmed the email address. Bluewater Ferries/Bluewater Ferries", "Marta Silva: Applied to the program. Bluewater Ferries/Bluewater Ferries"}},
		"a partner and a person": {AuditQuery{Partner: "alpha", Person: tom.User}, []string{
			"Tom Ortiz: Referral: lost. Hotel Miramar/Alpha", "Tom Ortiz: Lena Ortiz became the specialist. Alpha/Alpha",
		}},
		"two partners of one word": {AuditQuery{Partner: ".com", Area: portal.AreaReferrals, To: today.AddDays(-1)}, []string{"Ana Lima: Referral: submitted. The lead is protected until 31 May 2026. Hotel Miramar/Alpha"}},
		"nobody's name":            {AuditQuery{Partner: "no such company"}, nil},
		"a time without anything":  {AuditQuery{From: today.AddDays(1)}, nil},
		"by rule":                  {AuditQuery{Person: ByRule, Area: portal.AreaMoney}, nil},
	} {
		log, err := h.Audit(t.Context(), ada, c.q)
		if diff := cmp.Diff(c.want, told(log.Rows)); diff != "" || err != nil || log.Next != "" {
			t.Errorf("%s: %s %v", name, diff, err)
		}
	}
	h.wait(time.Minute)
	h.join(t, application("Never Confirmed", "never.com"))
	if log, err := h.Audit(t.Context(), ada, AuditQuery{}); err != nil || log.Rows[0].Kind != portal.PartnerAppliedEvent || log.Rows[0].What != "" || log.Rows[0].Whom != "" {
		t.Errorf("an application that nobody confirmed is named: %+v, %v", log.Rows[0], err)
	}
	log, err := h.Audit(t.Context(), ada, AuditQuery{Partner: "alpha"})
	if err != nil || len(log.Partners) != 1 || len(log.People) != 4 {
		t.Errorf("of a partner its people can be chosen: %d, %v", len(log.People), err)
	}
	for _, user := range log.People {
		if user.Password != "" || len(user.Sessions) > 0 {
			t.Error("the log hands out secrets")
		}
	}
	for _, other := range []portal.Actor{lena, h.staff(t, "fay@northwindstays.example", portal.Finance), {Roles: []portal.Role{portal.PartnerAdmin}}} {
		if _, err := h.Audit(t.Context(), other, AuditQuery{}); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%v reads the log: %v", other.Roles, err)
		}
		if _, err := h.AuditFile(t.Context(), other, AuditQuery{}); portal.KindOf(err) != portal.Forbidden {
			t.Errorf("%v takes the log: %v", other.Roles, err)
		}
	}
}

func TestTheAuditLogIsPagedAndKept(t *testing.T) {
	t.Parallel()
	h, lena, tom, r, _ := desk(t)
	ada := h.staff(t, "ada@northwindstays.example", portal.Admin)
	for i := range auditPage {
		h.wait(time.Minute)
		to := []portal.UserID{tom.User, lena.User}[i%2]
		if _, err := h.Decide(t.Context(), lena, Decision{Kind: portal.QueueReferral, ID: string(r.ID), Do: portal.VerdictAssign, Owner: to}); err != nil {
			t.Fatal(err)
		}
	}
	all := map[string]bool{}
	after, pages := "", 0
	for {
		log, err := h.Audit(t.Context(), ada, AuditQuery{After: after})
		if err != nil || len(log.Rows) > auditPage {
			t.Fatalf("%d rows, %v", len(log.Rows), err)
		}
		for _, row := range log.Rows {
			if all[row.ID] {
				t.Errorf("%s is there twice", row.ID)
			}
			all[row.ID] = true
		}
		pages++
		if after = log.Next; after == "" {
			break
		}
	}
	if pages < 2 || len(all) <= auditPage {
		t.Errorf("%d events on %d pages", len(all), pages)
	}
	if _, err := h.RejectReferral(t.Context(), lena, r.ID, "=HYPERLINK(\"x\")"); err != nil {
		t.Fatal(err)
	}
	file, err := h.AuditFile(t.Context(), ada, AuditQuery{Area: portal.AreaReferrals})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(file.Data))).ReadAll()
	if err != nil || len(rows) != 1+1+auditPage+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if diff := cmp.Diff([]string{string(h.Now()), "Lena Ortiz", "Referrals", "Referral: rejected.", "'=HYPERLINK(\"x\")", "Hotel Miramar", "Alpha", office.Address, "submitted", "rejected"}, rows[1][:10]); diff != "" {
		t.Error(diff)
	}
}
