package program

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"sync"
	"testing"
	"time"

	"tandem/content"
	"tandem/portal"
)

// lumen is a partner in its sprint with its specialist, its admin and a colleague.
type lumen struct {
	*house
	partner                portal.PartnerID
	lena, marta, colleague portal.Actor
}

func newLumen(t *testing.T) *lumen {
	t.Helper()
	h := newHouse(t)
	l := &lumen{house: h, lena: h.staff(t, "lena@northwindstays.example", portal.Manager)}
	partner := h.member(t, l.lena, "Casa Lumen Hotels", "casa-lumen.pt")
	l.partner, l.marta = partner.ID, h.admin(t, partner.ID)
	l.marta.Address = "203.0.113.7"
	l.colleague = h.person(t, "rui@casa-lumen.pt", partner.ID, portal.PartnerMember).Actor("203.0.113.8")
	return l
}

func (l *lumen) now(t testing.TB) portal.Partner {
	t.Helper()
	partner, err := l.store.Partners.Get(t.Context(), l.partner)
	if err != nil {
		t.Fatal(err)
	}
	return partner
}

func TestACompanyAgreesToTheTextThatItRead(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	terms, err := l.TermsInForce()
	if err != nil {
		t.Fatal(err)
	}
	if a, err := l.Agreement(t.Context(), l.colleague); err != nil || !a.Outstanding || a.MayAccept || len(a.Accepted) != 0 || a.InForce.Version != terms.Version {
		t.Errorf("before, for a colleague: %+v, %v", a, err)
	}
	for name, c := range map[string]struct {
		by      portal.Actor
		version string
		text    string
		want    portal.Kind
	}{
		"a colleague agrees":     {l.colleague, terms.Version, terms.SHA256, portal.Forbidden},
		"the staff agree for it": {l.lena, terms.Version, terms.SHA256, portal.Forbidden},
		"another text":           {l.marta, terms.Version, terms.SHA256[1:] + "0", portal.Conflict},
		"no text":                {l.marta, terms.Version, "", portal.Conflict},
		"no such version":        {l.marta, "standard-1999-01", terms.SHA256, portal.NotFound},
	} {
		if err := l.AcceptTerms(t.Context(), c.by, c.version, c.text); portal.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if partner := l.now(t); len(partner.TermsOn) != 0 || partner.Did("terms") {
		t.Fatalf("agreed without agreeing: %+v", partner.TermsOn)
	}
	var wait sync.WaitGroup
	for range 6 { // twice pressed, and by two admins at once
		wait.Go(func() {
			if err := l.AcceptTerms(t.Context(), l.marta, terms.Version, terms.SHA256); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	a, err := l.Agreement(t.Context(), l.marta)
	if err != nil || a.Outstanding || !a.MayAccept || len(a.Accepted) != 1 {
		t.Fatalf("after: %+v, %v", a, err)
	}
	if fact := a.Accepted[0]; fact.By != l.marta.User || fact.ByName != l.marta.Name || fact.From != "203.0.113.7" || fact.SHA256 != terms.SHA256 || fact.At == "" {
		t.Errorf("the fact is %+v", fact)
	}
	if partner := l.now(t); len(partner.TermsOn) != 1 || partner.TermsOn[0].On != l.Today() || !partner.Did("terms") {
		t.Errorf("the partner has %+v, the task done: %t", partner.TermsOn, partner.Did("terms"))
	}
}

// TestTermsAreAcceptedWhileTheyAreInForce: neither before their day nor once newer ones hold.
func TestTermsAreAcceptedWhileTheyAreInForce(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	now, err := l.TermsInForce()
	if err != nil {
		t.Fatal(err)
	}
	next := now
	next.Version, next.Effective, next.SHA256 = "standard-next", l.Today().AddDays(10), "aa"
	l.Terms = append(slices.Clone(l.Terms), next)
	if err := l.AcceptTerms(t.Context(), l.marta, next.Version, "AA"); portal.KindOf(err) != portal.Conflict {
		t.Errorf("ten days before: %v", err)
	}
	l.wait(10 * 24 * time.Hour)
	if err := l.AcceptTerms(t.Context(), l.marta, now.Version, now.SHA256); portal.KindOf(err) != portal.Conflict {
		t.Errorf("of a version that newer terms replaced: %v", err)
	}
	if err := l.AcceptTerms(t.Context(), l.marta, next.Version, "AA"); err != nil {
		t.Errorf("on the day: %v", err)
	}
	if a, err := l.Agreement(t.Context(), l.marta); err != nil || a.Outstanding {
		t.Errorf("after: %+v, %v", a, err)
	}
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABrandKitKeepsItsLogoUntilThereIsANewOne(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	kit := portal.BrandKit{Name: "Casa Lumen", Primary: "#15A", Email: "stay@casa-lumen.pt", Site: "casa-lumen.pt"}
	if _, _, err := l.Logo(t.Context(), l.marta, l.partner); portal.KindOf(err) != portal.NotFound {
		t.Errorf("before there is one: %v", err)
	}
	if err := l.SetBrand(t.Context(), l.colleague, kit, nil); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a colleague: %v", err)
	}
	if err := l.SetBrand(t.Context(), l.marta, kit, picture(t, 600, 300)); err != nil {
		t.Fatal(err)
	}
	first := l.now(t).Brand
	if first.Primary != "#1155aa" || first.Site != "https://casa-lumen.pt" || first.Logo.Width != 600 || !first.Complete() {
		t.Errorf("the kit is %+v", first)
	}
	kit.Tagline, kit.Primary = "Rooms with light", first.Primary
	if err := l.SetBrand(t.Context(), l.marta, kit, nil); err != nil {
		t.Fatal(err)
	}
	if second := l.now(t).Brand; second.Logo != first.Logo || second.Tagline != "Rooms with light" || second.Hash() == first.Hash() {
		t.Errorf("saved without a new logo: %+v", second)
	}
	wrong := kit
	wrong.Primary, wrong.Name = "blue", ""
	err := l.SetBrand(t.Context(), l.marta, wrong, []byte("GIF89a nothing"))
	if got := fieldsOf(err); !slices.Equal(got, []string{"logo", "name", "primary"}) {
		t.Errorf("what is wrong is said about %v: %v", got, err)
	}
	if third := l.now(t).Brand; third.Tagline != "Rooms with light" || third.Logo != first.Logo {
		t.Errorf("after what was refused: %+v", third)
	}
	if err := l.SetBrand(t.Context(), l.marta, kit, picture(t, 900, 300)); err != nil {
		t.Fatal(err)
	}
	stranger, alike := l.house.company(t, "Bluewater Ferries")
	for name, c := range map[string]struct {
		by   portal.Actor
		want portal.Kind
	}{"its own": {l.colleague, ""}, "staff": {l.lena, ""}, "another partner": {alike, portal.NotFound}} {
		bytes, logo, err := l.Logo(t.Context(), c.by, l.partner)
		if portal.KindOf(err) != c.want || c.want == "" && (logo.Width != 900 || len(bytes) == 0 || err != nil) {
			t.Errorf("%s: %d bytes of %+v, %v", name, len(bytes), logo, err)
		}
	}
	if _, _, err := l.Logo(t.Context(), l.lena, stranger.ID); portal.KindOf(err) != portal.NotFound {
		t.Errorf("of a partner without one: %v", err)
	}
	if err := l.SetBrand(t.Context(), l.marta, kit, make([]byte, content.MaxLogoBytes+1)); !slices.Equal(fieldsOf(err), []string{"logo"}) {
		t.Errorf("a file that is too large: %v", err)
	}
}

// fieldsOf are the fields that an error is about, sorted.
func fieldsOf(err error) []string {
	problems := portal.Problems{}
	problems.Join(err)
	var fields []string
	for field := range problems {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	return fields
}

// TestTheSprintTicksItselfToTheEnd does each thing of the plan where it is done, and
// looks at the plan alone.
func TestTheSprintTicksItselfToTheEnd(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	open := func() (keys []string) {
		t.Helper()
		page, err := l.Onboarding(t.Context(), l.colleague)
		if err != nil || !page.Progress.Started {
			t.Fatalf("%+v, %v", page.Progress, err)
		}
		for _, lane := range page.Progress.Lanes {
			for _, task := range lane.Tasks {
				if task.State != portal.TaskDone {
					keys = append(keys, task.Key)
				}
			}
		}
		return keys
	}
	terms, err := l.TermsInForce()
	if err != nil {
		t.Fatal(err)
	}
	profile := application("Casa Lumen Hotels", "casa-lumen.pt")
	do := map[string]func() error{
		"profile": func() error { return l.ChangeProfile(t.Context(), l.marta, 0, profile) },
		"brand_kit": func() error {
			return l.SetBrand(t.Context(), l.marta, portal.BrandKit{Name: "Casa Lumen", Primary: "#15a", Email: "a@casa-lumen.pt"}, nil)
		},
		"terms":   func() error { return l.AcceptTerms(t.Context(), l.marta, terms.Version, terms.SHA256) },
		"kickoff": func() error { return l.BookKickoff(t.Context(), l.colleague, l.Now().Add(48*time.Hour)) },
		"payout": func() error {
			_, err := l.SetPayTo(t.Context(), l.marta, portal.PayoutAccount{Method: portal.PayPal, Holder: "Casa Lumen", PayPal: "pay@casa-lumen.pt"})
			return err
		},
		"baseline": func() error {
			return l.SetBaseline(t.Context(), l.colleague, portal.Baseline{Audience: 84000, MonthlyReach: 12000, Bookings: 40})
		},
		"colleague": func() error {
			_, err := l.InviteColleague(t.Context(), l.marta, Invite{Email: "ines@casa-lumen.pt", Name: "Ines Park", Roles: []portal.Role{portal.PartnerMember}})
			return err
		},
		"first_asset": func() error {
			l.download(t, l.colleague, "city-weekend")
			return nil
		},
		"first_referral": func() error {
			_, err := l.SubmitReferral(t.Context(), l.colleague, l.lead("Hotel Aurora", "ana@hotel-aurora.com"))
			return err
		},
		"training":       func() error { return l.TickTask(t.Context(), l.colleague, "training") },
		"welcome_review": func() error { return l.TickTaskFor(t.Context(), l.lena, l.partner, "welcome_review") },
	}
	for _, task := range []string{"terms", "welcome_review"} { // neither is the partner's to say
		if err := l.TickTask(t.Context(), l.marta, task); portal.KindOf(err) != portal.Conflict {
			t.Errorf("%s ticked by hand: %v", task, err)
		}
	}
	if err := l.TickTask(t.Context(), l.marta, "no such task"); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a task that is not in the plan: %v", err)
	}
	if err := l.TickTaskFor(t.Context(), l.marta, l.partner, "training"); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("a partner as staff: %v", err)
	}
	for i, task := range l.Rules.Onboarding.Tasks {
		was := open()
		if do[task.Key] == nil {
			t.Fatalf("say here what does the task %s", task.Key)
		}
		if l.now(t).State != portal.PartnerOnboarding {
			t.Fatalf("before %s it is %s", task.Key, l.now(t).State)
		}
		if err := do[task.Key](); err != nil {
			t.Fatalf("%s: %v", task.Key, err)
		}
		l.wait(time.Minute)
		_ = do[task.Key]() // again: whether it is refused or not, nothing more is done
		l.wait(time.Minute)
		if is, want := open(), slices.DeleteFunc(was, func(key string) bool { return key == task.Key }); !slices.Equal(is, want) {
			t.Errorf("after %s, the task %d, open are %v, want %v", task.Key, i+1, is, want)
		}
	}
	partner := l.now(t)
	if partner.State != portal.PartnerActive || partner.OnboardedAt == "" {
		t.Errorf("after the last task it is %s", partner.State)
	}
	only(t, l.mail(t), "completed the onboarding")
	before := partner.Baseline
	if err := l.SetBaseline(t.Context(), l.colleague, portal.Baseline{Audience: 1}); portal.KindOf(err) != portal.Conflict || l.now(t).Baseline != before {
		t.Errorf("the baseline afterwards: %v, %+v", err, l.now(t).Baseline)
	}
}

func TestAKickoffIsInTheFutureAndCanBeMoved(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	l.mail(t)
	for name, at := range map[string]portal.Instant{"now": l.Now(), "yesterday": l.Now().Add(-24 * time.Hour), "in a year": l.Now().Add(365 * 24 * time.Hour)} {
		if err := l.BookKickoff(t.Context(), l.marta, at); !slices.Equal(fieldsOf(err), []string{"kickoff"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := l.BookKickoff(t.Context(), l.lena, l.Now().Add(time.Hour)); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by staff: %v", err)
	}
	for _, wait := range []time.Duration{24 * time.Hour, 48 * time.Hour} {
		at := l.Now().Add(wait)
		if err := l.BookKickoff(t.Context(), l.marta, at); err != nil || l.now(t).KickoffAt != at {
			t.Errorf("booked for %s: %s, %v", at, l.now(t).KickoffAt, err)
		}
		if letter := only(t, l.mail(t), "booked the kick-off call"); letter.To != "lena@northwindstays.example" || letter.Name == "" {
			t.Errorf("the specialist hears %+v", letter)
		}
		l.wait(time.Minute)
	}
}

// TestAProfileIsChangedAsItWasSeen: two colleagues with the form open lose nothing.
func TestAProfileIsChangedAsItWasSeen(t *testing.T) {
	t.Parallel()
	l := newLumen(t)
	seen := l.now(t).Version
	in := application("Casa Lumen Group", "casa-lumen.pt")
	in.Markets = []string{"PT"}
	if err := l.ChangeProfile(t.Context(), l.colleague, seen, in); portal.KindOf(err) != portal.Forbidden {
		t.Errorf("by a colleague: %v", err)
	}
	if err := l.ChangeProfile(t.Context(), l.marta, seen, in); err != nil {
		t.Fatal(err)
	}
	if err := l.ChangeProfile(t.Context(), l.marta, seen, application("Casa Lumen", "casa-lumen.pt")); portal.KindOf(err) != portal.Conflict {
		t.Errorf("from what was seen before: %v", err)
	}
	is := l.now(t)
	if is.Company != "Casa Lumen Group" || !slices.Equal(is.Markets, []string{"PT"}) || is.Email != "marta@casa-lumen.pt" {
		t.Errorf("it is %+v", is.Application)
	}
	for field, change := range map[string]func(*portal.Application){
		"site":      func(a *portal.Application) { a.Site = "https://casa-lumen.com" },
		"company":   func(a *portal.Application) { a.Company = " " },
		"markets":   func(a *portal.Application) { a.Markets = []string{"Atlantis"} },
		"languages": func(a *portal.Application) { a.Languages = nil },
		"country":   func(a *portal.Application) { a.Country = "ZZ" },
	} {
		wrong := in
		change(&wrong)
		if err := l.ChangeProfile(t.Context(), l.marta, is.Version, wrong); !slices.Equal(fieldsOf(err), []string{field}) {
			t.Errorf("%s: %v", field, err)
		}
	}
	if l.now(t).Version != is.Version {
		t.Error("what was refused was saved")
	}
}
