package program

import (
	"strings"
	"testing"

	"tandem/portal"
)

func TestAnswersOfABankAreRecordedFromAFile(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	ctx := t.Context()
	if _, err := b.ExportBatch(ctx, b.finance, ExportBatch{Batch: "K1"}); err != nil {
		t.Fatal(err)
	}
	empty, err := b.AnswersFile(ctx, b.finance, "K1")
	if err != nil || strings.Count(string(empty.Data), "\r\n") != 5 || !strings.Contains(string(empty.Data), "B-K1-001,Partner p1,200.00,EUR,,,,") {
		t.Fatalf("the table to fill in, %v:\n%s", err, empty.Data)
	}
	file := []byte(strings.NewReplacer(
		"B-K1-001,Partner p1,200.00,EUR,,,,", "B-K1-001,Partner p1,200.00,EUR,paid,2026-05-11,X1,",
		"B-K1-002,Partner p2,200.00,EUR,,,,", "B-K1-002,Partner p2,200.00,EUR,failed,2026-05-11,,No such account",
		"B-K1-003,Partner p3,200.00", "B-K1-003,Partner p3,199.00",
	).Replace(string(empty.Data)))
	file = []byte(strings.Replace(string(file), "199.00,EUR,,", "199.00,EUR,paid,2026-05-11", 1))
	preview, err := b.PreviewAnswers(ctx, b.finance, "K1", file)
	if err != nil || preview.Count[portal.AnswerPaid] != 1 || preview.Count[portal.AnswerFailed] != 1 || preview.Count[portal.AnswerProblem] != 1 || preview.Count[portal.AnswerOpen] != 1 {
		t.Fatalf("preview %+v, %v", preview.Rows, err)
	}
	b.stands(t, "previewed", "p2", 0, 0, 20000, 0)
	done, err := b.ImportAnswers(ctx, b.finance, "K1", file)
	if err != nil || done.Count[portal.AnswerProblem] != 1 || done.Total[portal.AnswerPaid] != eur(20000) {
		t.Fatalf("imported %+v, %v", done.Rows, err)
	}
	b.stands(t, "paid", "p1", 0, 0, 0, 20000)
	b.stands(t, "failed, so payable again", "p2", 0, 20000, 0, 0)
	again, err := b.ImportAnswers(ctx, b.second, "K1", file)
	if err != nil || again.Count[portal.AnswerKnown] != 2 || again.Count[portal.AnswerPaid]+again.Count[portal.AnswerFailed] != 0 {
		t.Errorf("imported again %+v, %v", again.Rows, err)
	}
	rest, err := b.AnswersFile(ctx, b.finance, "K1")
	if err != nil || strings.Count(string(rest.Data), "\r\n") != 3 {
		t.Errorf("what is left, %v:\n%s", err, rest.Data)
	}
	if _, err := b.PreviewAnswers(ctx, b.finance, "NONE", file); portal.KindOf(err) != portal.NotFound {
		t.Errorf("of a batch that is none: %v", err)
	}
	if report, err := b.Verify(ctx, b.finance); err != nil || len(report.Violations)+len(report.Unfinished) > 0 {
		t.Errorf("verify: %+v, %v", report, err)
	}
}

func TestAnswersAreForAnExportedBatch(t *testing.T) {
	t.Parallel()
	b := fourWays(t)
	done, err := b.ImportAnswers(t.Context(), b.finance, "K1", []byte("reference,state,on\nB-K1-001,paid,2026-05-11\n"))
	if err != nil || done.Count[portal.AnswerProblem] != 1 || !strings.Contains(done.Rows[0].Reason, "Export it first") {
		t.Errorf("got %+v, %v", done.Rows, err)
	}
	b.stands(t, "nothing recorded", "p1", 0, 0, 20000, 0)
}
