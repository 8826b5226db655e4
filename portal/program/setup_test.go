package program

import (
	"strings"
	"testing"

	"tandem/portal"
)

func acme(token string) SetUp {
	return SetUp{
		Token: token, Name: "Acme Partners", Company: "Acme", Tagline: "Send us customers and share what they pay.", Site: "https://acme.example",
		Support: "help@acme.example", Colour: "#7a1f3d", Currency: "usd", AdminName: "Bo Ss", AdminEmail: "Boss@acme.example", Password: goodPassword,
	}
}

func TestSetUpHappensOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link := h.SetUpLink()
	token := link[strings.LastIndex(link, "/")+1:]
	if err := h.SetUp(t.Context(), acme("forged")); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a forged link: %v", err)
	}
	wrong := SetUp{Token: token, Logo: []byte("no picture")}
	err := h.SetUp(t.Context(), wrong)
	if portal.KindOf(err) != portal.Invalid {
		t.Fatalf("an empty form: %v", err)
	}
	for _, field := range []string{"name", "company", "tagline", "site", "support", "colour", "currency", "logo", "admin_name", "admin_email", "password"} {
		if err.(*portal.Error).Fields[field] == "" {
			t.Errorf("nothing is said about %s", field)
		}
	}
	if err := h.SetUp(t.Context(), acme(token)); err != nil {
		t.Fatal(err)
	}
	if _, who := h.signIn(t, "boss@acme.example"); !who.Can(portal.Admin) {
		t.Errorf("got %+v", who)
	}
	if err := h.SetUp(t.Context(), acme(token)); portal.KindOf(err) != portal.Gone {
		t.Errorf("twice: %v", err)
	}
	id, ok, err := ReadIdentity(t.Context(), h.store)
	if err != nil || !ok || id.Company != "Acme" || id.Currency != "USD" {
		t.Errorf("got %+v %t %v", id, ok, err)
	}
}

func TestTwoPeopleWithTheLink(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if _, err := h.store.Guards.Claim(t.Context(), setUpGuard, "other@acme.example", h.Now()); err != nil {
		t.Fatal(err)
	}
	link := h.SetUpLink()
	if err := h.SetUp(t.Context(), acme(link[strings.LastIndex(link, "/")+1:])); portal.KindOf(err) != portal.Gone {
		t.Errorf("the second: %v", err)
	}
	h.wait(setUpLife)
	if err := h.CheckSetUp(t.Context(), link[strings.LastIndex(link, "/")+1:]); portal.KindOf(err) != portal.Gone {
		t.Errorf("after a day: %v", err)
	}
}
