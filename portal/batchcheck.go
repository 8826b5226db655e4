package portal

import "strings"

// BatchCheck is what verifying the ledger found before a batch is approved.
type BatchCheck struct {
	At       Instant  `json:"at"`
	ByName   string   `json:"by_name"`
	Whole    bool     `json:"whole,omitempty"` // of every partner, not of those that the batch pays alone
	Partners int      `json:"partners"`        // that the batch pays
	Entries  int      `json:"entries"`         // recomputed
	Claims   int      `json:"claims"`
	Payouts  int      `json:"payouts"`
	Found    int      `json:"found,omitempty"`    // what is wrong, by number
	Findings []string `json:"findings,omitempty"` // the first of it, in sentences
}

// maxFindings is how many findings a batch keeps: more are counted.
const maxFindings = 10

// NewBatchCheck is the outcome of a check. counts of what was looked at are filled by
// who looked.
func NewBatchCheck(violations []Violation, by Actor, now Instant) BatchCheck {
	check := BatchCheck{At: now, ByName: by.Name, Found: len(violations)}
	for _, v := range violations[:min(len(violations), maxFindings)] {
		check.Findings = append(check.Findings, v.Rule+" "+v.Sentence)
	}
	return check
}

// Clean reports that the batch was checked and nothing is wrong.
func (c BatchCheck) Clean() bool { return c.At != "" && c.Found == 0 }

// Checked notes the outcome of a check of a batch that waits to be approved.
func (b Batch) Checked(check BatchCheck) (Batch, error) {
	switch {
	case b.State != BatchDraft:
		return Batch{}, Errorf(Conflict, "This batch is %s, so it is not checked any more.", strings.ToLower(b.State.Label()))
	case b.PreparedAt == "":
		return Batch{}, Errorf(Conflict, "This batch is still being prepared. Check it when it is complete.")
	}
	b.Check = check
	return b, nil
}
