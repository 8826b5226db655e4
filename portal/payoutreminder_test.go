package portal

import (
	"testing"
	"time"
)

func TestAPartnerIsRemindedOnceADay(t *testing.T) {
	fay, rules := Actor{User: "fay", Name: "Fay", Roles: []Role{Finance}}, Program{Zone: time.UTC}
	p := Partner{ID: "p1", Application: Application{Company: "Casa Azul"}}
	for _, o := range []Obstacle{ObstacleFrozen, ObstacleWait, ObstacleNegative, ObstacleEven, ObstacleMinimum, ""} {
		if _, err := p.RemindToBePaid(rules, o, "It waits.", fay, "2026-03-02T09:00:00.000Z"); KindOf(err) != Conflict || o.OfPartner() {
			t.Errorf("%q: %v", o, err)
		}
	}
	if p.Reminded().At != "" {
		t.Errorf("reminded %+v", p.Reminded())
	}
	for _, o := range []Obstacle{ObstacleTerms, ObstacleDetails, ObstacleTax, ObstacleAddress} {
		next, err := p.RemindToBePaid(rules, o, "It waits.", fay, "2026-03-02T09:00:00.000Z")
		if err != nil || next.Reminded().Data["obstacle"] != string(o) || next.Reminded().ByName != "Fay" {
			t.Fatalf("%q: %v, %+v", o, err, next.Reminded())
		}
		if _, err := next.RemindToBePaid(rules, o, "It waits.", fay, "2026-03-02T23:59:00.000Z"); KindOf(err) != Conflict || err.Error() != `Fay has reminded "Casa Azul" today already.` {
			t.Errorf("%q twice: %v", o, err)
		}
		if again, err := next.RemindToBePaid(rules, o, "It waits.", fay, "2026-03-03T00:01:00.000Z"); err != nil || again.Reminded().At != "2026-03-03T00:01:00.000Z" {
			t.Errorf("%q the day after: %v", o, err)
		}
	}
}
