package portal

import (
	"strings"
	"testing"
)

func TestARemarkIsMadeFromItsCause(t *testing.T) {
	lena := Actor{User: "u-lena", Name: "Lena Ortiz", Roles: []Role{Manager}}
	rita := Actor{User: "u-rita", Name: "Rita Alves", Partner: "pa", Roles: []Role{PartnerMember}}
	first, err := Say("referral:r1", "pa", "  They opened\r\na second house. ", "", rita, "2026-03-02T10:00:00.000Z")
	if err != nil {
		t.Fatal(err)
	}
	if first.Side != PartnerSide || first.Text != "They opened\na second house." || first.Partner != "pa" {
		t.Errorf("the remark is %+v", first)
	}
	again, _ := Say("referral:r1", "pa", "They opened\na second house.", "", rita, "2026-03-02T10:00:01.000Z")
	if again.ID != first.ID {
		t.Error("the same form sent twice is two remarks")
	}
	for what, other := range map[string]func() (Remark, error){
		"later in the thread": func() (Remark, error) { return Say("referral:r1", "pa", first.Text, first.ID, rita, first.At) },
		"of somebody else":    func() (Remark, error) { return Say("referral:r1", "pa", first.Text, "", lena, first.At) },
		"about another":       func() (Remark, error) { return Say("referral:r2", "pa", first.Text, "", rita, first.At) },
	} {
		if r, err := other(); err != nil || r.ID == first.ID {
			t.Errorf("%s: %v, %v", what, r.ID, err)
		}
	}
	if e := first.Event(); e.ID != first.ID || e.Reason != first.Text || e.Data["side"] != "partner" || e.Area() != AreaReferrals || e.Sentence() != "Wrote about a referral." {
		t.Errorf("the event is %+v: %s", e, e.Sentence())
	}
}

func TestARemarkSaysSomething(t *testing.T) {
	for text, want := range map[string]string{
		" \n":                     "Write something first.",
		strings.Repeat("é", 2001): "Keep it under 2,000 characters.",
		"a\x00b":                  "Remove the characters that cannot be shown.",
	} {
		_, err := Say("referral:r1", "pa", text, "", Actor{User: "u"}, "")
		if KindOf(err) != Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.10q: %v, want %s", text, err, want)
		}
	}
}

func TestNotesAreAThreadApart(t *testing.T) {
	if about, notes := ThreadOf(NotesOn("referral:r1")); about != "referral:r1" || !notes {
		t.Errorf("notes on %q, %v", about, notes)
	}
	if about, notes := ThreadOf("referral:r1"); about != "referral:r1" || notes {
		t.Errorf("a thread on %q, %v", about, notes)
	}
}
