package web

import (
	"net/url"
	"strings"
	"testing"

	"tandem/portal"
)

// foreignEntry is a line of another partner's ledger.
func foreignEntry(t *testing.T, s *site) string {
	t.Helper()
	if _, err := s.store.Partners.Get(t.Context(), partnerB); err != nil {
		s.company(t, partnerB, "Beta")
	}
	entry := portal.Entry{ID: "acc:theirs", Partner: partnerB, Kind: portal.Accrual, Customer: "Casa Azul", Amount: portal.Amount(100, "EUR"), Base: portal.Amount(2000, "EUR"), CollectedOn: "2026-01-02", PayableOn: "2026-03-03", At: s.program.Now()}
	if _, err := s.store.Entries.PutOnce(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	return string(entry.ID)
}

// TestALineIsQuestionedAnsweredAndAdjusted follows a question from the ledger to the
// adjustment that it leads to, with its wrong turns.
func TestALineIsQuestionedAnsweredAndAdjusted(t *testing.T) {
	t.Parallel()
	s := books(t)
	fay, abe, ana := s.as(t, financeRole), s.newcomer(t, "abe", "", portal.Finance), s.as(t, partnerAdmin)
	expect(t, fay.post(t, deskCollections+"/new", cash("ra", "INV-1", "10000", "2026-03-02")), 303)
	own, desk := "/earnings/questions/acc:cash:billing:INV-1:base", "/desk/questions/acc:cash:billing:INV-1:base"
	expect(t, fay.get(t, "/desk/questions"), 200, "Nobody has asked anything")
	expect(t, fay.get(t, "/desk/questions?state=open"), 200, "No question is open", "Show all questions")
	ledger := ana.get(t, "/earnings")
	expect(t, ledger, 200, "Question this line", "/earnings/questions/")
	member := s.as(t, partnerMember)
	if page := member.get(t, "/earnings").text(); strings.Contains(page, "Question this line") {
		t.Error("a member is asked to question a line")
	}
	expect(t, member.get(t, own), 403)
	expect(t, member.post(t, own, url.Values{"text": {"Why?"}}), 403)
	expect(t, ana.get(t, own), 200, "Your question", "Send to finance", "3% (Tier 4 Experimental")
	expect(t, ana.post(t, own, url.Values{"text": {" "}}), 422, "Write something first.")
	expect(t, ana.post(t, own+"/close", nil), 404)
	words := url.Values{"text": {"Why 3%, and not 5%?"}, "after": {""}}
	for range 2 {
		expect(t, ana.post(t, own, words), 303)
	}
	asked := ana.get(t, own)
	expect(t, asked, 200, "Why 3%, and not 5%?", "Sent. Finance answers here", "Answer:", "That answers it")
	if n := strings.Count(asked.text(), "<blockquote>Why 3%"); n != 1 {
		t.Errorf("sent twice it is said %d times", n)
	}
	expect(t, ana.get(t, "/earnings"), 200, "Question open", "See the question")
	item := "/desk/queue/question/acc:cash:billing:INV-1:base"
	expect(t, fay.get(t, "/desk/queue?kind=question"), 200, "1 waiting", "Question about Hotel Miramar, commission, €300.00", "Why 3%, and not 5%?")
	expect(t, fay.get(t, item), 200, "The answer is written on its own page", `href="`+desk+`"`, "Open it")
	expect(t, fay.get(t, "/desk/queue/question/acc:theirs"), 404)
	expect(t, s.newcomer(t, "mia", "", portal.Manager).get(t, item), 404)
	if page := member.get(t, "/earnings").text(); strings.Contains(page, "Question open") {
		t.Error("a member sees the question")
	}
	ben := s.newcomer(t, "ben", partnerB, portal.PartnerAdmin)
	expect(t, ben.get(t, own), 404)
	expect(t, ben.post(t, own, words), 404)
	expect(t, s.newcomer(t, "max", "", portal.Manager).get(t, desk), 403)

	expect(t, fay.get(t, "/desk/questions?state=open"), 200, "Hotel Miramar, commission", "Alpha", "Answer:")
	expect(t, fay.post(t, desk+"/close", nil), 409, "Alpha waits for an answer. Answer it first, then close it.")
	expect(t, fay.post(t, desk, url.Values{"text": {"Your tier of that day was Experimental."}, "after": {""}}), 303)
	page := fay.get(t, desk)
	expect(t, page, 200, "Answered", "See the ledger", "Adjust because of this", "Close the question", "Your tier of that day was Experimental.")
	expect(t, ana.get(t, own), 200, "Your tier of that day was Experimental.", "Answered")
	expect(t, fay.post(t, desk+"/close", nil), 303)
	expect(t, fay.get(t, desk), 200, "The question is closed.", "Closed")
	expect(t, fay.post(t, desk+"/close", nil), 409, "closed already")
	expect(t, ana.post(t, own, url.Values{"text": {"Our terms say 5% from March on."}, "after": {""}}), 303)
	expect(t, fay.get(t, "/desk/questions?state=open"), 200, "Hotel Miramar, commission")

	form := fay.get(t, deskAdjustments+"/new?partner=pa&question=acc:cash:billing:INV-1:base")
	expect(t, form, 200, `name="question" value="acc:cash:billing:INV-1:base"`)
	propose := url.Values{
		"key": {hidden(t, form.text(), "key")}, "question": {"acc:cash:billing:INV-1:base"}, "partner": {"pb"}, "amount": {"200"}, "currency": {"EUR"}, "reason": {"The share of March by the addendum."},
	}
	expect(t, fay.post(t, deskAdjustments+"/new", propose), 422, "The question is of another partner.")
	propose.Set("partner", "pa")
	made := fay.post(t, deskAdjustments+"/new", propose)
	expect(t, made, 303)
	expect(t, fay.get(t, made.location), 200, "A question of the partner", `href="/desk/questions/acc:cash:billing:INV-1:base"`)
	expect(t, abe.post(t, made.location+"/approve", nil), 303)
	entry, err := s.store.Entries.Get(t.Context(), portal.AdjustmentEntryID(portal.AdjustmentID(strings.TrimPrefix(made.location, deskAdjustments+"/"))))
	if err != nil || len(entry.Causes) != 2 || entry.Causes[1] != "entry:acc:cash:billing:INV-1:base" {
		t.Errorf("the entry's causes are %q, %v", entry.Causes, err)
	}
}
