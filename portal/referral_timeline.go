package portal

import (
	"cmp"
	"slices"
)

// MoneyMovedEvent is the kind of a line that tells of cash or of what it earned.
const MoneyMovedEvent = "referral.money"

// Around is what belongs to a referral beside its own history.
type Around struct {
	Said    []Remark     // between the partner and us
	Noted   []Remark     // among staff
	Cash    []Collection // what its customer paid and got back
	Entries []Entry      // what that earned
}

// Timeline is everything that happened about a referral, first to last: its steps,
// reminders, extensions and decisions, what people wrote, and its money. A partner reads
// neither notes among staff nor the cash of others: only what it earned itself. Of two
// things of one moment the one with the earlier kind in this sentence stands first.
func (r Referral) Timeline(staff bool, company string, with Around) []Line {
	lines := r.Story(staff)
	side := map[Side]string{PartnerSide: r.PartnerName, StaffSide: company}
	for _, said := range with.Said {
		lines = append(lines, Line{At: said.At, Who: said.ByName + ", " + side[said.Side], Text: "Wrote a message.", Reason: said.Text, Kind: ThreadSaidEvent})
	}
	if staff {
		for _, note := range with.Noted {
			lines = append(lines, Line{At: note.At, Who: note.ByName, Text: "Noted, for staff only.", Reason: note.Text, Kind: ThreadSaidEvent})
		}
		for _, cash := range with.Cash {
			lines = append(lines, cashLine(cash))
		}
	}
	for _, e := range with.Entries {
		if line := (Line{At: e.At, Text: e.Kind.Label() + " of " + e.Amount.String() + ". " + e.Sentence(), Kind: MoneyMovedEvent}); staff || e.Partner == r.Partner {
			if e.Partner != r.Partner {
				line.Who = r.sharerName(e.Partner)
			}
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.At, b.At) })
	return lines
}

// cashLine is a collection or a refund as staff read it.
func cashLine(c Collection) Line {
	line := Line{At: c.At, Who: c.ByName, Reason: c.Note, Kind: MoneyMovedEvent, Text: c.Amount.String() + " was collected on " + c.CollectedOn.Long() + " (" + c.ExternalID + ")."}
	if c.IsRefund() {
		line.Text = c.Amount.Neg().String() + " was given back on " + c.CollectedOn.Long() + " (" + c.ExternalID + ")."
	}
	return line
}

// sharerName is the name of a partner that has, or had, a share in the deal.
func (r Referral) sharerName(id PartnerID) string {
	for _, split := range r.Splits {
		for _, share := range split.Shares {
			if share.Partner == id {
				return share.Name
			}
		}
	}
	return "Another partner"
}
