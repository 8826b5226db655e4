package portal

import (
	"strings"
	"testing"
)

func TestWhatACheckFindsStopsTheApproval(t *testing.T) {
	l := Ledger{Entries: []Entry{accrue(cash("INV-1", 400000, "2026-03-12"))}}
	b := draft(testToday)
	if _, err := b.Checked(NewBatchCheck(nil, preparer, testNow)); KindOf(err) != Conflict {
		t.Errorf("checked while it is prepared: %v", err)
	}
	_, b = prepared(l, b, map[PartnerID]Payee{"p1": ready("p1")})
	unchecked := b
	unchecked.Check = BatchCheck{}
	if _, err := unchecked.Approve(approver, testNow); KindOf(err) != Conflict || !strings.Contains(err.Error(), "has not been checked") {
		t.Errorf("approved without a check: %v", err)
	}
	var many []Violation
	for range maxFindings + 2 {
		many = append(many, Violation{Rule: "I4", Subject: "acc:x", Sentence: "acc:x: says too much."})
	}
	found := NewBatchCheck(many, preparer, testNow)
	if found.Found != maxFindings+2 || len(found.Findings) != maxFindings || found.Findings[0] != "I4 acc:x: says too much." || found.Clean() {
		t.Errorf("the outcome is %+v", found)
	}
	wrong := must(b.Checked(found))
	if _, err := wrong.Approve(approver, testNow); KindOf(err) != Conflict || !strings.Contains(err.Error(), "12 problems") || !strings.Contains(err.Error(), "I4 acc:x: says too much.") {
		t.Errorf("approved over 12 findings: %v", err)
	}
	mended := must(wrong.Checked(NewBatchCheck(nil, approver, testNow)))
	approved := must(mended.Approve(approver, testNow))
	if _, err := approved.Checked(found); KindOf(err) != Conflict {
		t.Errorf("checked after it was approved: %v", err)
	}
}

func TestOneObstacleAtATimeAndTheFirstThatCanBeMended(t *testing.T) {
	p := Payee{Frozen: true, TaxMissing: "The VAT number is missing.", DetailsFrom: "2026-05-14", Minimum: eur(5000)}
	mend := func() { // what each obstacle asks for
		switch obstacle, _ := p.Obstacle(eur(100)); obstacle {
		case ObstacleFrozen:
			p.Frozen = false
		case ObstacleTerms:
			p.AcceptedTerms = true
		case ObstacleWait:
			p.DetailsFrom = ""
		case ObstacleDetails:
			p.PayoutDetails = true
		case ObstacleTax:
			p.TaxMissing = ""
		case ObstacleAddress:
			p.VerifiedAddress = true
		case ObstacleNegative, ObstacleEven, ObstacleMinimum:
		}
	}
	for _, want := range []Obstacle{ObstacleFrozen, ObstacleTerms, ObstacleWait, ObstacleDetails, ObstacleTax, ObstacleAddress, ObstacleMinimum} {
		got, reason := p.Obstacle(eur(100))
		if got != want || reason == "" || reason != p.Blocked(eur(100)) {
			t.Errorf("the obstacle is %s, %q; want %s", got, reason, want)
		}
		mend()
	}
	for minor, want := range map[int64]Obstacle{-1: ObstacleNegative, 0: ObstacleEven, 4999: ObstacleMinimum, 5000: ""} {
		if got, reason := p.Obstacle(eur(minor)); got != want || (reason == "") != (want == "") {
			t.Errorf("%d: %s, %q; want %s", minor, got, reason, want)
		}
	}
}
