package browser

import (
	"testing"

	"tandem/portal"
)

// TestWhatAFileOfCustomersWouldDoHoldsTheGates looks at the rows of a file before any is
// recorded; none is.
func TestWhatAFileOfCustomersWouldDoHoldsTheGates(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.desk(t, portal.PartnerAdmin)
	ok(t, tab.See(Desktop))
	_, err := tab.Open(running.base + "/referrals/import")
	ok(t, err)
	ok(t, tab.Forget())
	ok(t, tab.Fill(map[string]string{"text": "company,contact,email,country,product,need,value,currency,consent,Owner\n" +
		"Nobody Knows Hotels,Ana Reis,ana@nobody-knows.pt,PT,group_stays,Rooms in May,1200.00,EUR,yes,Tom\n" +
		"Hotel Miramar,Rita Gomes,other@else.pt,PT,group_stays,Rooms,,,yes,Tom\n" +
		"Hotel Miramare,Rita Gomes,rita@miramare.it,PT,group_stays,Rooms,,,yes,Tom\n" +
		"Casa Longa,Rita Gomes,rita@casalonga,PT,yachts,Rooms,,,no,Tom\n"}))
	status, err := tab.Press("Show what it would do")
	ok(t, err)
	if status != 200 {
		t.Fatalf("answers %d", status)
	}
	holdsOnEveryScreen(t, tab)
	says, err := Ask[bool](tab, `['New', 'Already yours', 'Problem', 'New, needs a look', 'Send 2 referrals', '1 row to correct', 'Columns not used: Owner'].every(words => document.querySelector('main').innerText.includes(words))`)
	ok(t, err)
	if !says {
		t.Error("the page does not say what each row would do")
	}
}

// holdsOnEveryScreen holds the page that a tab shows to the gates, as it is.
func holdsOnEveryScreen(t *testing.T, tab *Tab) {
	t.Helper()
	for _, screen := range []Screen{Desktop, Desktop.InDark(), Phone, Narrow} {
		ok(t, tab.See(screen))
		looks := []gate{accessible, sideways}
		switch screen {
		case Desktop:
			looks = append(looks, hittable, legible, walkable)
		case Phone:
			looks = append(looks, touchable, legibleOnTouch)
		}
		for _, look := range looks {
			found, err := look(tab)
			ok(t, err)
			for _, finding := range found {
				t.Errorf("%s: %s", screen, finding)
			}
		}
	}
	found, err := quiet(tab)
	ok(t, err)
	for _, finding := range found {
		t.Error(finding)
	}
}
