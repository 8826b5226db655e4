package portal

import "time"

// ReferralImportUndo is how long the referrals of a file can be taken back together. After
// that each is withdrawn by itself.
const ReferralImportUndo = 24 * time.Hour

// ByStaff is the side of a file of referrals that staff recorded.
const ByStaff = "staff"

// ReferralImport is a file of referrals that was recorded, so that it can be taken back as a
// whole. Its referrals name it ([Referral.Import]).
type ReferralImport struct {
	ID           ImportID  `json:"-"`
	Version      int64     `json:"-"`
	Side         string    `json:"side"`              // who recorded it: a partner's id, or [ByStaff]
	Partner      PartnerID `json:"partner,omitempty"` // whose customers they are, "" when each row says
	At           Instant   `json:"at"`                // when the recording began
	By           UserID    `json:"by,omitempty"`
	ByName       string    `json:"by_name"`
	UndoneAt     Instant   `json:"undone_at,omitempty"`
	UndoneByName string    `json:"undone_by_name,omitempty"`
}

// SideOf is who records a file: the partner whose person it is, or the staff.
func SideOf(by Actor) string {
	if by.Staff() {
		return ByStaff
	}
	return string(by.Partner)
}

// NewReferralImport is the import of a file by who sends it.
func NewReferralImport(file []byte, partner PartnerID, by Actor, now Instant) ReferralImport {
	side := SideOf(by)
	id := ImportIDOf(append([]byte(side+"\x00"+string(partner)+"\x00"), file...))
	return ReferralImport{ID: id, Side: side, Partner: partner, At: now, By: by.User, ByName: by.Name}
}

// Again is a file that was taken back and is sent once more.
func (i ReferralImport) Again(by Actor, now Instant) ReferralImport {
	i.At, i.By, i.ByName, i.UndoneAt, i.UndoneByName = now, by.User, by.Name, "", ""
	return i
}

// UndoBy is until when the file can be taken back.
func (i ReferralImport) UndoBy() Instant { return i.At.Add(ReferralImportUndo) }

// TakenBack reports a referral that was taken back with its file.
func (r Referral) TakenBack() bool {
	return r.State == ReferralWithdrawn && r.History[len(r.History)-1].Data["import"] != ""
}

// Stays says why a referral of a file is not taken back with it: somebody has acted upon it
// since. "" when nobody has. said is whether somebody wrote about it.
func (r Referral) Stays(said, staff bool) string {
	for i, c := range r.History {
		if i == 0 || c.By == "" || c.Kind == ReferralUndoneEvent || WasUndone(r.History, c.N) {
			continue
		}
		who := c.ByName
		if !staff && (c.Kind == ReferralDuplicateEvent || c.Kind == ReferralYieldedEvent || c.Kind == ReferralUpheldEvent) {
			who = "Somebody"
		}
		if r.State == ReferralWithdrawn {
			return who + " has withdrawn it already."
		}
		return who + " has worked on it since. It is " + lowerFirst(r.State.Label()) + "."
	}
	switch {
	case r.State != ReferralSubmitted && r.State != ReferralDuplicate:
		return "It is " + lowerFirst(r.State.Label()) + " by now."
	case said:
		return "Somebody has written about it since."
	}
	return ""
}

// TakeBack withdraws a referral with the file that it came in, while nobody has acted upon
// it; Conflict otherwise. Its lead is free again.
func (r Referral) TakeBack(by Actor, now Instant) (Referral, error) {
	if why := r.Stays(false, by.Staff()); why != "" || r.Import == "" {
		return r, Errorf(Conflict, "This referral stays. %s", why)
	}
	next, err := r.become(ReferralWithdrawn, ReferralWithdrawnEvent, by, now, "", map[string]string{"import": string(r.Import)},
		ReferralSubmitted, ReferralDuplicate)
	if err != nil {
		return r, err
	}
	next.ProtectedUntil = ""
	return next, nil
}
