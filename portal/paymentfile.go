package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PaymentFileID is file:<batch>:<format>:<attempt>:<part>.
type PaymentFileID string

// PaymentFile is the fact that a file for a bank was made of payouts of a batch. Its
// bytes are kept apart, sealed, under their hash, so that it is the same file however
// often it is had.
type PaymentFile struct {
	ID      PaymentFileID `json:"-"`
	Batch   BatchID       `json:"batch"`
	Format  PayFormat     `json:"format"`
	Attempt int           `json:"attempt"` // 1, and one more each time it was made again
	Part    int           `json:"part"`    // from 1
	Parts   int           `json:"parts"`   // of this attempt
	Name    string        `json:"name"`
	Type    string        `json:"type"`    // media type
	Message string        `json:"message"` // the id the file goes by at the bank
	PayOn   Date          `json:"pay_on"`
	Lines   []PaymentLine `json:"lines"`
	Total   Money         `json:"total"`
	SHA256  string        `json:"sha256"` // of the bytes, in hex
	Size    int           `json:"size"`
	Reason  string        `json:"reason,omitempty"` // why it was made again
	At      Instant       `json:"at"`
	By      UserID        `json:"by,omitempty"`
	ByName  string        `json:"by_name"`
}

// PaymentLine is one payout in a file.
type PaymentLine struct {
	Payout PayoutID     `json:"payout"`
	Method PayoutMethod `json:"method"`
	Label  string       `json:"label"` // of the account: "DE •••• 3000"
	Amount Money        `json:"amount"`
}

// PaymentFileIDOf is the id of a part of an attempt.
func PaymentFileIDOf(batch BatchID, format PayFormat, attempt, part int) PaymentFileID {
	return PaymentFileID(fmt.Sprintf("file:%s:%s:%d:%d", batch, format, attempt, part))
}

// Key is the file's name within its batch, as addresses carry it: "sepa-1-1".
func (f PaymentFile) Key() string { return fmt.Sprintf("%s-%d-%d", f.Format, f.Attempt, f.Part) }

// PaymentFileIDFrom is the id of a batch's file by its key, "" for text that is none.
func PaymentFileIDFrom(batch BatchID, key string) PaymentFileID {
	parts := strings.Split(key, "-")
	if len(parts) != 3 || !slices.Contains(PayFormats, PayFormat(parts[0])) {
		return ""
	}
	attempt, err := strconv.Atoi(parts[1])
	part, partErr := strconv.Atoi(parts[2])
	if err != nil || partErr != nil {
		return ""
	}
	return PaymentFileIDOf(batch, PayFormat(parts[0]), attempt, part)
}

// Event is the file as the whole program sees it.
func (f PaymentFile) Event() Event {
	return Event{ID: string(f.ID), Subject: Batch{ID: f.Batch}.Subject(), Change: Change{
		Kind: "batch.file_made", By: f.By, ByName: f.ByName, At: f.At, Reason: f.Reason,
		Data: map[string]string{"file": f.Name, "total": f.Total.String(), "payouts": strconv.Itoa(len(f.Lines)), "sha256": f.SHA256},
	}}
}

// CurrentFiles are the files of a batch that may go to a bank: of each format the
// last attempt that is whole, in the order of formats and parts. next says the
// number of each format's next attempt.
func CurrentFiles(files []PaymentFile) (current []PaymentFile, next map[PayFormat]int) {
	next = map[PayFormat]int{}
	there := map[PayFormat]map[int]int{} // parts by format and attempt
	whole := map[PayFormat]int{}
	for _, f := range files {
		if there[f.Format] == nil {
			there[f.Format] = map[int]int{}
		}
		there[f.Format][f.Attempt]++
		next[f.Format] = max(next[f.Format], f.Attempt+1)
		if there[f.Format][f.Attempt] == f.Parts {
			whole[f.Format] = max(whole[f.Format], f.Attempt)
		}
	}
	for _, f := range files {
		if f.Attempt == whole[f.Format] {
			current = append(current, f)
		}
	}
	SortFiles(current)
	return current, next
}

// SortFiles puts files in the order of formats, attempts and parts.
func SortFiles(files []PaymentFile) {
	slices.SortFunc(files, func(a, b PaymentFile) int {
		return cmp.Or(cmp.Compare(slices.Index(PayFormats, a.Format), slices.Index(PayFormats, b.Format)), cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.Part, b.Part))
	})
}

// Remake is the next attempt at a file that the bank refused as a whole, without its
// lines. Only the current attempt of a batch that still waits for answers is made again.
func Remake(b Batch, f PaymentFile, files []PaymentFile, payOn Date, reason string, by Actor, now Instant, today Date) (PaymentFile, error) {
	reason = strings.TrimSpace(reason)
	problems := Problems{}
	checkPayOn(problems, payOn, today)
	if reason == "" || len(reason) > maxLine {
		problems.Add("reason", "Say in a line why the bank did not take the file.")
	}
	if err := problems.Err(); err != nil {
		return PaymentFile{}, err
	}
	current, next := CurrentFiles(files)
	switch {
	case b.State != BatchExported:
		return PaymentFile{}, Errorf(Conflict, "This batch is %s, so no file of it is made again.", strings.ToLower(b.State.Label()))
	case !slices.ContainsFunc(current, func(c PaymentFile) bool { return c.ID == f.ID }):
		return PaymentFile{}, Errorf(Conflict, "This file was made again already. Look at the newest one.")
	}
	return PaymentFile{Batch: b.ID, Format: f.Format, Attempt: next[f.Format], PayOn: payOn, Reason: reason, At: now, By: by.User, ByName: by.Name}, nil
}

// PaymentDownload is the fact that somebody had a file for a bank. A repeat within
// the same minute is the same download.
type PaymentDownload struct {
	ID     string        `json:"-"` // got:<file>:<person>:<minute>
	File   PaymentFileID `json:"file"`
	Batch  BatchID       `json:"batch"`
	Name   string        `json:"name"` // of the file
	SHA256 string        `json:"sha256"`
	At     Instant       `json:"at"`
	By     UserID        `json:"by"`
	ByName string        `json:"by_name"`
}

// Downloaded is the fact that somebody had the file now.
func (f PaymentFile) Downloaded(by Actor, now Instant) PaymentDownload {
	minute := now[:min(len(now), len("2026-03-02T09:15"))]
	return PaymentDownload{
		ID:   fmt.Sprintf("got:%s:%s:%s", strings.TrimPrefix(string(f.ID), "file:"), by.User, minute),
		File: f.ID, Batch: f.Batch, Name: f.Name, SHA256: f.SHA256, At: now, By: by.User, ByName: by.Name,
	}
}

// Event is the download as the whole program sees it.
func (d PaymentDownload) Event() Event {
	return Event{ID: d.ID, Subject: Batch{ID: d.Batch}.Subject(), Change: Change{
		Kind: "batch.file_downloaded", By: d.By, ByName: d.ByName, At: d.At, Data: map[string]string{"file": d.Name, "sha256": d.SHA256},
	}}
}

// PayChoice is in which forms a batch goes out, and when the money should move.
type PayChoice struct {
	Formats map[PayoutMethod]PayFormat `json:"formats,omitempty"`
	PayOn   Date                       `json:"pay_on,omitempty"`
}

// maxPayDays is how far ahead a bank takes an order.
const maxPayDays = 30

// checkPayOn holds the day on which money should move to what a bank takes.
func checkPayOn(problems Problems, on, today Date) {
	if _, err := ParseDate(string(on)); err != nil || on < today || on > today.AddDays(maxPayDays) {
		problems.Add("pay_on", "Choose a day from today to %s.", today.AddDays(maxPayDays).Long())
	}
}

// Check holds a choice to what a batch's payouts can be made into. methods are those of
// its payouts. The problems carry pay_on, and format_ with the method for each.
func (c PayChoice) Check(payer Payer, currency Currency, methods []PayoutMethod, today Date) (PayChoice, error) {
	problems := Problems{}
	checkPayOn(problems, c.PayOn, today)
	checked := PayChoice{Formats: map[PayoutMethod]PayFormat{}, PayOn: c.PayOn}
	for _, method := range methods {
		format := c.Formats[method]
		switch missing := payer.Missing(format, currency); {
		case format != FormatCSV && format != method.Format():
			problems.Add("format_"+string(method), "Choose the file for payouts by %s.", method.Label())
		case missing != "":
			problems.Add("format_"+string(method), "%s", missing)
		}
		checked.Formats[method] = format
	}
	return checked, problems.Err()
}

// Offers are the forms that payouts by a method can be made into, the method's own
// first, and why one cannot.
func (p Payer) Offers(method PayoutMethod, currency Currency) (formats []PayFormat, missing string) {
	if missing = p.Missing(method.Format(), currency); missing == "" {
		formats = append(formats, method.Format())
	}
	return append(formats, FormatCSV), missing
}
