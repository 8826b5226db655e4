package program

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
	"tandem/portal/store"
	"tandem/portal/store/docs"
)

// TestNobodyIsForgotten takes away a letter, a note of why there is none, and an event
// that was mailed about: each is found and named.
func TestNobodyIsForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	casa, rita := h.company(t, "Casa Lumen")
	mara := h.manager(t)
	if _, err := h.AssignSpecialist(t.Context(), mara, casa.ID, 0, mara.User); err != nil { // the company has no admin who could be told
		t.Fatal(err)
	}
	first := h.submit(t, rita, h.lead("Hotel Lua", "ana@hotellua.com"))
	if _, err := h.AcceptReferral(t.Context(), mara, first.ID); err != nil {
		t.Fatal(err)
	}
	h.mail(t)
	if err := h.ChooseLetters(t.Context(), rita, nil); err != nil { // nothing that can be turned off
		t.Fatal(err)
	}
	r := h.submit(t, rita, h.lead("Hotel Mar", "ana@hotelmar.com"))
	if _, err := h.AcceptReferral(t.Context(), mara, r.ID); err != nil {
		t.Fatal(err)
	}
	pending := func() []string {
		v, err := h.Verify(t.Context(), portal.System("test"))
		if err != nil || len(v.Violations) > 0 {
			t.Fatal(v.Violations, err)
		}
		return v.Pending
	}
	if got := pending(); len(got) == 0 || !strings.Contains(strings.Join(got, " "), "the letters are still to be made") {
		t.Errorf("before the letters are made: %q", got)
	}
	h.wait(2 * deriveWindow)
	h.mail(t)
	h.wait(2 * deriveWindow)
	h.submit(t, rita, h.lead("Hotel Rio", "ana@hotelrio.com")) // the mark moves on
	h.mail(t)
	if got := pending(); strings.Contains(strings.Join(got, " "), "letters") {
		t.Errorf("after they are made: %q", got)
	}
	all, err := h.store.Messages.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kept := map[portal.MessageState]portal.Message{}
	for _, m := range all { // the oldest of each: what is young may still be under way
		if there := kept[m.State]; there.ID == "" || m.At < there.At {
			kept[m.State] = m
		}
	}
	engine := h.store.Engine()
	for _, state := range []portal.MessageState{portal.MessageSent, portal.MessageUnwanted, portal.MessageNobody} {
		m := kept[state]
		if m.ID == "" {
			t.Fatalf("no message is %s", state)
		}
		if err := engine.Delete(t.Context(), "messages", m.ID, m.Version); err != nil {
			t.Fatal(err)
		}
		h.finds(t, "I11", m.Event+": nobody was told by the letter "+m.Kind)
		if err := h.store.Messages.Insert(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	event, err := engine.Get(t.Context(), "events", kept[portal.MessageSent].Event)
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Delete(t.Context(), "events", event.ID, event.Version); err != nil {
		t.Fatal(err)
	}
	h.finds(t, "I11", "is about an event that is not recorded")
}

// finds fails unless verify finds a violation of a rule with these words.
func (h *house) finds(t *testing.T, rule, words string) {
	t.Helper()
	v, err := h.Verify(t.Context(), portal.System("test"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(v.Violations, func(v portal.Violation) bool { return v.Rule == rule && strings.Contains(v.Sentence, words) }) {
		t.Errorf("no %s with %q in %v", rule, words, v.Violations)
	}
}

// TestOneChangedByteIsFoundAndNamed changes one character of each field of a document of
// each collection that carries money or mail: in whatever field it is, verify names the document.
func TestOneChangedByteIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	b := newTill(t).stock(t).wonBefore(t)
	b.hire(t)
	if err := b.HashAll(t); err != nil {
		t.Fatal(err)
	}
	if err := b.story(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.split(t)
	if _, err := b.PaymentFile(t.Context(), b.finance, b.firstFile(t)); err != nil {
		t.Fatal(err)
	}
	b.adjusted(t)
	b.mail(t)
	b.sound(t)
	var subjects []tampered
	most := 0
	for _, collection := range store.HashedCollections() {
		page, err := b.store.Engine().Scan(t.Context(), docs.Query{Collection: collection, Index: docs.ByID, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Documents) == 0 {
			if collection != "acceptances" {
				t.Errorf("there is nothing to change in %s", collection)
			}
			continue
		}
		subjects = append(subjects, tampered{collection, page.Documents[0], values(page.Documents[0].Body)})
		most = max(most, len(subjects[len(subjects)-1].fields))
	}
	fields := 0
	for n := range most { // the n-th field of a document of each collection at once
		if testing.Short() && n%6 != 0 {
			continue
		}
		var now []tampered
		for _, s := range subjects {
			if n < len(s.fields) && b.replace(t, s.collection, s.ID, s.with(n)) == nil { // else it is not even a document any more
				now = append(now, s)
			}
		}
		v, err := b.Verify(t.Context(), b.finance)
		for _, s := range now {
			fields++
			named := err != nil && strings.Contains(err.Error(), s.ID) || // it cannot even be read
				slices.ContainsFunc(v.Violations, func(v portal.Violation) bool {
					return v.Rule == portal.RuleUnchanged && strings.Contains(v.Sentence, s.collection+" "+s.ID)
				})
			if err == nil && !named {
				t.Errorf("%s became %s, and nothing is said of it: %v", s.Body, s.with(n), v.Violations)
			}
		}
		if err != nil && !slices.ContainsFunc(now, func(s tampered) bool { return strings.Contains(err.Error(), s.ID) }) {
			t.Errorf("field %d: %v", n, err)
		}
		for _, s := range now {
			if err := b.replace(t, s.collection, s.ID, s.Body); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.sound(t)
	if fields < 150 && !testing.Short() {
		t.Errorf("only %d fields were changed", fields)
	}
}

// tampered is a document, and where its values are.
type tampered struct {
	collection string
	docs.Document
	fields [][2]int
}

var oneValue = regexp.MustCompile(`"[a-z_0-9]+":(?:"([^"\\]+)"|(-?[0-9]+))`)

func values(body []byte) (places [][2]int) {
	for _, at := range oneValue.FindAllSubmatchIndex(body, -1) {
		places = append(places, [2]int{max(at[2], at[4]), max(at[3], at[5])})
	}
	return places
}

// with is the body with one character of its n-th value changed.
func (s tampered) with(n int) []byte {
	changed := slices.Clone(s.Body)
	if last := s.fields[n][1] - 1; changed[last] == '9' || changed[last] == 'z' {
		changed[last]--
	} else {
		changed[last]++
	}
	return changed
}

// replace writes a body past everything that would object.
func (b *till) replace(t *testing.T, collection, id string, body []byte) error {
	t.Helper()
	there, err := b.store.Engine().Get(t.Context(), collection, id)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(body) {
		t.Fatalf("not a document: %s", body)
	}
	there.Body = body
	return b.store.Engine().Replace(t.Context(), collection, there)
}

// HashAll says that every document has its hash from now on.
func (b *till) HashAll(t *testing.T) error {
	t.Helper()
	return b.store.HashAll(t.Context(), b.Now())
}

// hire gives the partners an admin each and the company somebody else in finance, who get mail.
func (b *till) hire(t *testing.T) {
	t.Helper()
	for _, person := range []NewPerson{
		{Email: "ana@p1.example", Name: "Ana", Partner: "p1", Roles: []portal.Role{portal.PartnerAdmin}},
		{Email: "fin@northwind.example", Name: "Finn", Roles: []portal.Role{portal.Finance}},
	} {
		if _, err := b.AddPerson(t.Context(), portal.System("test"), person); err != nil {
			t.Fatal(err)
		}
	}
}

// firstFile is a file that was made for a bank.
func (b *till) firstFile(t *testing.T) portal.PaymentFileID {
	t.Helper()
	files, err := b.store.PaymentFiles.All(t.Context())
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	return files[0].ID
}

// adjusted books an adjustment that two people stand behind.
func (b *till) adjusted(t *testing.T) {
	t.Helper()
	a, err := b.ProposeAdjustment(t.Context(), b.finance, ProposeAdjustment{Key: "A1", Partner: "p1", Amount: eur(1234), Reason: "A sale that the till forgot."})
	if err == nil {
		_, err = b.ApproveAdjustment(t.Context(), b.second, a.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
}
