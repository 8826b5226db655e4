package demo

import (
	"context"
	"fmt"
	"time"

	"tandem/portal"
	"tandem/portal/program"
)

// collect records cash, and now and then plans that some of it goes back.
func (h *house) collect(ctx context.Context, id portal.ReferralID, invoice string, amount portal.Money) error {
	today := portal.DateOf(h.Clock.now, h.rules.Zone)
	cash, err := h.Program.RecordCollection(ctx, h.fay, program.RecordCollection{
		Referral: id, CollectionInput: portal.CollectionInput{ExternalID: invoice, Amount: amount, CollectedOn: today.AddDays(-h.between(0, 1))},
	})
	if err != nil || !h.likely(6) {
		return err
	}
	back := amount
	if h.likely(70) {
		back.Minor = amount.Minor * int64(h.between(10, 45)) / 100 / 100 * 100
	}
	h.in(h.between(9, 120), func(ctx context.Context) error {
		_, err := h.Program.RecordRefund(ctx, h.fay, program.RecordRefund{Of: cash.Collection.ID, CollectionInput: portal.CollectionInput{
			ExternalID: "CN-" + invoice[4:], Amount: back, CollectedOn: portal.DateOf(h.Clock.now, h.rules.Zone),
		}})
		return err
	})
	return nil
}

// rhythm plans what comes round by itself: the payouts of each month, the review
// after each quarter, the expiry of protections.
func (h *house) rhythm(start time.Time) {
	h.leaveOpen()
	h.sharing()
	h.studio()
	h.files()
	h.puzzled()
	h.divide()
	h.talks()
	h.extensions()
	for month := range Months {
		h.later(start.AddDate(0, month+1, 4-start.Day()), h.pay)
		h.later(start.AddDate(0, month+1, 3-start.Day()), h.Program.IssueStatements)
	}
	h.at(h.Until.Add(-26*time.Hour), h.moveAccount)
	h.adjust(110, 3, 12000, "Goodwill: the group was moved to our second house at short notice.", true)
	h.adjust(60, 0, 8500, "The spring fair voucher of your guests was not counted at the desk.", true)
	h.adjust(3, 5, -4500, "A booking of May was credited to you twice.", false)
	h.at(h.Until.Add(-23*time.Hour), func(ctx context.Context) error { // so that Fay has one to decide
		_, err := h.Program.ProposeAdjustment(ctx, h.noor, program.ProposeAdjustment{
			Key: h.Program.AdjustmentKey(), Partner: h.guests[2].id, Amount: portal.Amount(9000, h.rules.Currency), Reason: "The brochures that you had printed for the autumn fair, as agreed.",
		})
		return err
	})
	h.at(h.Until.Add(-20*time.Hour), func(ctx context.Context) error {
		_, err := h.approved(ctx) // its files are for whoever tries the demo to choose
		return err
	})
	h.dollars()
	h.at(h.Until.AddDate(0, 0, -8), h.fromBilling)
	h.askForTerms()
	h.addenda()
	h.at(h.Until.AddDate(0, 0, -9), h.giveNotice)
	for quarter := portal.QuarterOf(portal.DateOf(start, h.rules.Zone)); quarter.End().Time().Before(h.Until); quarter = quarter.Add(1) {
		h.later(quarter.End().Time().AddDate(0, 0, 1), h.Program.SettleQuarter)
		h.later(quarter.End().Time().AddDate(0, 0, 5), func(ctx context.Context) error { return h.reviewTiers(ctx, quarter) })
	}
	for day := start; day.Before(h.Until); day = day.AddDate(0, 0, 7) {
		h.later(day, h.Program.ExpireReferrals)
	}
	for day := h.Until.AddDate(0, 0, -letterDays); day.Before(h.Until); day = day.Add(6 * time.Hour) {
		h.at(day, h.post)
	}
}

// adjust plans an amount by hand so many days before the end: Fay proposes it, and
// Noor approves it a day later unless it still waits.
func (h *house) adjust(daysAgo, guest int, minor int64, reason string, approved bool) {
	h.later(h.Until.AddDate(0, 0, -daysAgo), func(ctx context.Context) error {
		a, err := h.Program.ProposeAdjustment(ctx, h.fay, program.ProposeAdjustment{
			Key: h.Program.AdjustmentKey(), Partner: h.guests[guest].id, Amount: portal.Amount(minor, h.rules.Currency), Reason: reason,
		})
		if err == nil && approved {
			h.in(1, func(ctx context.Context) error {
				_, err := h.Program.ApproveAdjustment(ctx, h.noor, a.ID)
				return err
			})
		}
		return err
	})
}

// puzzled plans two questions of the host about lines of its ledger: one was answered, one waits.
func (h *house) puzzled() {
	newest := func(ctx context.Context, pick int) (portal.EntryID, error) {
		earnings, err := h.Program.Earnings(ctx, h.guests[0].admin, "", "")
		if err != nil || len(earnings.Lines) <= pick {
			return "", err
		}
		return earnings.Lines[pick].Entry.ID, nil
	}
	h.later(h.Until.AddDate(0, 0, -20), func(ctx context.Context) error {
		id, err := newest(ctx, 2)
		if err != nil || id == "" {
			return err
		}
		h.in(1, func(ctx context.Context) error {
			_, err := h.Program.SayAbout(ctx, h.fay, id, "The share is of what the customer has paid, not of the whole booking. The rest follows with its next instalment.", "")
			return err
		})
		_, err = h.Program.SayAbout(ctx, h.guests[0].admin, id, "The booking was larger than this. Why is the commission so small?", "")
		return err
	})
	h.at(h.Until.Add(-22*time.Hour), func(ctx context.Context) error {
		id, err := newest(ctx, 0)
		if err != nil || id == "" {
			return err
		}
		_, err = h.Program.SayAbout(ctx, h.guests[0].admin, id, "This customer told us that they paid at the end of last month. Is the day right?", "")
		return err
	})
}

// moveAccount is the host's change of account that still waits to be used.
func (h *house) moveAccount(ctx context.Context) error {
	_, err := h.Program.SetPayTo(ctx, h.guests[0].admin, portal.PayoutAccount{
		Method: portal.BankTransfer, Holder: h.guests[0].company, IBAN: accounts["ES"], Street: "Harbour Street 12", City: "Old Town", Post: "1200", Country: "PT",
	})
	return err
}

// approved is a batch of everything payable that Fay prepared and Noor approved; zero when nobody can be paid.
func (h *house) approved(ctx context.Context) (portal.Batch, error) {
	batch, err := h.Program.PrepareBatch(ctx, h.fay, program.PrepareBatch{Currency: h.rules.Currency})
	if portal.KindOf(err) == portal.Conflict {
		return portal.Batch{}, nil
	}
	if err != nil {
		return batch, err
	}
	return h.Program.ApproveBatch(ctx, h.noor, batch.ID)
}

// pay runs one month's payouts: Fay prepares, Noor approves, has the files and sends them, the bank answers.
func (h *house) pay(ctx context.Context) error {
	batch, err := h.approved(ctx)
	if err != nil || batch.ID == "" {
		return err
	}
	h.in(1, func(ctx context.Context) error {
		if err := h.sendOff(ctx, batch.ID); err != nil {
			return err
		}
		h.in(2, func(ctx context.Context) error { return h.settle(ctx, batch.ID) })
		return nil
	})
	return nil
}

// settle records the bank's answers: one payout now and then fails, the rest is paid.
func (h *house) settle(ctx context.Context, id portal.BatchID) error {
	batch, err := h.Program.Batch(ctx, h.fay, id)
	if err != nil {
		return err
	}
	today := portal.DateOf(h.Clock.now, h.rules.Zone)
	for _, line := range batch.Batch.Lines {
		if !h.likely(4) {
			continue
		}
		_, err := h.Program.RecordAnswer(ctx, h.fay, program.Answer{Payout: line.Payout, ResultInput: portal.ResultInput{
			State: portal.ResultFailed, On: today, Reason: "The bank returned it: the account does not take transfers.",
		}})
		if err != nil {
			return err
		}
	}
	for _, file := range batch.Files {
		paid := program.MarkPaid{Batch: id, File: file.ID, On: today, Reference: fmt.Sprintf("%s %s", file.Lines[0].Method.Label(), today)}
		if _, err := h.Program.MarkPaid(ctx, h.fay, paid); err != nil {
			return err
		}
	}
	return nil
}

// reviewTiers scores every active partner for a quarter and closes it.
func (h *house) reviewTiers(ctx context.Context, quarter portal.Quarter) error {
	for _, g := range h.guests {
		if g.id == "" || g.ends || g.admin.User == "" {
			continue
		}
		by := h.jon
		if g.lena {
			by = h.lena
		}
		values := map[string]string{}
		for _, parameter := range h.rules.Scorecard.Parameters {
			if !parameter.Computed {
				values[parameter.Key] = fmt.Sprint(min(10, max(1, g.strength+h.between(-2, 1))))
			}
		}
		_, err := h.Program.SetScorecard(ctx, by, g.id, quarter, portal.SetInput{Values: values})
		if err != nil && portal.KindOf(err) != portal.Conflict { // a partner that is not active has no scorecard
			return err
		}
	}
	return h.Program.CloseQuarter(ctx, h.lena, quarter)
}

// sendOff exports an approved batch, and has its files for the bank.
func (h *house) sendOff(ctx context.Context, batch portal.BatchID) error {
	if _, err := h.Program.ExportBatch(ctx, h.noor, program.ExportBatch{Batch: batch}); err != nil {
		return err
	}
	exported, err := h.Program.Batch(ctx, h.noor, batch)
	if err != nil {
		return err
	}
	for _, file := range exported.Files {
		if _, err := h.Program.PaymentFile(ctx, h.noor, file.ID); err != nil {
			return err
		}
	}
	return nil
}
