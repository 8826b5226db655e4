package web

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

func TestTheBanksAnswersComeFromTheFileThatWasShown(t *testing.T) {
	t.Parallel()
	s, fay, abe, batch := approved(t)
	id := strings.TrimPrefix(batch, deskPayouts+"/")
	page, today := deskAnswers+"/"+id, string(s.program.Today())
	expect(t, fay.get(t, page), 200, "2 payouts without an answer")
	if a := fay.get(t, batch); strings.Contains(a.text(), "Answers from a file") {
		t.Error("answers are asked for before the batch went out")
	}
	expect(t, fay.post(t, batch+"/export", url.Values{"format_bank": {"sepa"}, "format_paypal": {"csv"}, "pay_on": {today}}), 303)
	expect(t, fay.get(t, batch), 200, "Answers from a file", page)
	empty := fay.get(t, batch+"/answers.csv")
	expect(t, empty, 200, "reference,partner,amount,currency,state,on,bank_reference,reason", "Alpha,300.00,EUR", "Beta,240.00,EUR")

	number := id[len(id)-6:]
	file := "reference,status,on,reason,Fee\nB-" + number + "-001,COMPLETED," + today + ",,0.35\nB-" + number + "-002,returned," + today + ",No such account,0\nB-" + number + "-009,paid," + today + ",,0\n"
	before := s.dump(t)
	shown := fay.upload(t, page, "file", file)
	expect(t, shown, 200, "Alpha", "Beta", "No such account", "No payout of this batch has the reference", "Columns not used: Fee.", "Record 2 answers", "1 row with a problem will stay out.", "€300.00")
	same(t, before, s.dump(t))
	content, seal := hidden(t, shown.text(), "content"), hidden(t, shown.text(), "seal")
	other := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(file, "returned", "paid", 1)))
	expect(t, fay.post(t, page, url.Values{"content": {other}, "seal": {seal}}), 409, "not the file that was shown")
	expect(t, abe.post(t, page, url.Values{"content": {content}, "seal": {seal}}), 409, "not the file that was shown")
	expect(t, fay.post(t, page, url.Values{"text": {""}}), 422, "Choose a file")
	expect(t, fay.post(t, page, url.Values{"text": {"reference\nx"}}), 422, "no column state", ">reference")
	expect(t, fay.post(t, page, url.Values{"content": {content}, "seal": {seal}}), 303)
	expect(t, fay.get(t, batch), 200, "2 answers recorded: 1 paid, 1 failed.", "1 row with a problem stayed out", "Failed on", "No such account")
	expect(t, fay.post(t, page, url.Values{"content": {content}, "seal": {seal}}), 303)
	expect(t, fay.get(t, batch), 200, "Nothing new was recorded.")
	expect(t, fay.get(t, deskAnswers+"/none"), 404)
	expect(t, fay.post(t, deskAnswers+"/none", url.Values{"text": {file}}), 404)
}
