package portal

import (
	"cmp"
	"slices"
)

func (v *verification) checkClaims() {
	released := map[string]bool{}
	releases := map[EntryID]int{}
	for _, r := range v.ledger.Releases {
		if v.fails(r.ID == ReleaseID(r.Entry, r.N), ruleClaims) {
			v.broken(ruleClaims, r.ID, "the id does not say release %d of %s.", r.N, r.Entry)
		}
		released[ClaimID(r.Entry, r.N)] = true
		releases[r.Entry]++
	}
	claimed := map[string]bool{}
	for _, c := range v.ledger.Claims {
		claimed[c.ID] = true
		if v.fails(c.ID == ClaimID(c.Entry, c.N), ruleClaims) {
			v.broken(ruleClaims, c.ID, "the id does not say claim %d of %s.", c.N, c.Entry)
		}
		e, there := v.entries[c.Entry]
		if !there {
			v.broken(ruleClaims, c.ID, "claims %s, which is not in the ledger of %s.", c.Entry, c.Partner)
			continue
		}
		if v.fails(c.Amount == e.Amount && c.Partner == e.Partner, ruleClaims) {
			v.broken(ruleClaims, c.ID, "claims %s for %s, but %s is %s of %s.", c.Amount, c.Partner, e.ID, e.Amount, e.Partner)
		}
		b, there := v.batches[c.Batch]
		if !there {
			v.broken(ruleClaims, c.ID, "belongs to the batch %s, which is not recorded.", c.Batch)
			continue
		}
		if v.fails(e.PayableOn <= b.Cutoff && e.PayableOn <= c.At.Day(v.zone), ruleDays) {
			v.broken(ruleDays, c.ID, "claimed on %s for the cut-off %s, but payable only on %s.", c.At.Day(v.zone), b.Cutoff, e.PayableOn)
		}
		if v.fails(c.N <= releases[c.Entry], ruleClaims) {
			v.broken(ruleClaims, c.ID, "is claim %d, but the entry was released %d times.", c.N, releases[c.Entry])
		}
		if released[c.ID] {
			continue
		}
		if other, twice := v.live[c.Entry]; twice {
			v.broken(ruleClaims, c.ID, "%s is in a payout already by %s.", c.Entry, other.ID)
		}
		v.live[c.Entry] = c
	}
	for _, r := range v.ledger.Releases {
		if v.fails(claimed[ClaimID(r.Entry, r.N)], ruleClaims) {
			v.broken(ruleClaims, r.ID, "releases claim %d of %s, which was never made.", r.N, r.Entry)
		}
		if v.fails(r.N < releases[r.Entry], ruleClaims) {
			v.broken(ruleClaims, r.ID, "is release %d of %d: one is missing before it.", r.N, releases[r.Entry])
		}
	}
}

func (v *verification) checkPayouts() {
	claims := map[PayoutID]map[EntryID]bool{}
	for _, c := range v.ledger.Claims {
		if claims[c.Payout] == nil {
			claims[c.Payout] = map[EntryID]bool{}
		}
		claims[c.Payout][c.Entry] = true
	}
	for _, p := range v.ledger.Payouts {
		id := string(p.ID)
		if v.fails(p.ID == PayoutIDOf(p.Batch, p.Partner, p.Currency), ruleFrozen) {
			v.broken(ruleFrozen, id, "the id does not say whose it is.")
		}
		_, there := v.batches[p.Batch]
		if v.fails(there, ruleFrozen) {
			v.broken(ruleFrozen, id, "belongs to the batch %s, which is not recorded.", p.Batch)
		}
		if v.fails(p.Total.Minor > 0, ruleFrozen) {
			v.broken(ruleFrozen, id, "pays %s.", p.Total)
		}
		if v.fails(slices.IsSorted(p.Entries) && len(slices.Compact(slices.Clone(p.Entries))) == len(p.Entries), ruleFrozen) {
			v.broken(ruleFrozen, id, "its entries are not sorted, or one is in it twice.")
		}
		var entries []Entry
		var sum int64
		for _, entryID := range p.Entries {
			e, there := v.entries[entryID]
			switch {
			case !there:
				v.broken(ruleFrozen, id, "pays %s, which is not in the ledger of %s.", entryID, p.Partner)
			case e.Partner != p.Partner || e.Amount.Currency != p.Currency:
				v.broken(ruleFrozen, id, "pays %s, which is %s of %s.", entryID, e.Amount, e.Partner)
			case !claims[p.ID][entryID]:
				v.broken(ruleFrozen, id, "pays %s, which it never claimed.", entryID)
			}
			entries = append(entries, e)
			sum += e.Amount.Minor
		}
		if v.fails(sum == p.Total.Minor && p.Total.Currency == p.Currency, ruleFrozen) {
			v.broken(ruleFrozen, id, "says %s, but its entries are %s.", p.Total, Amount(sum, p.Currency))
		}
		if v.fails(hashEntries(entries) == p.SHA256, ruleFrozen) {
			v.broken(ruleFrozen, id, "its entries were changed after it was frozen: the hash differs.")
		}
	}
	for entry, c := range v.live {
		p, frozen := v.payouts[c.Payout]
		if !frozen {
			if v.fails(v.batches[c.Batch].PreparedAt == "" || v.batches[c.Batch].State == BatchCancelled, ruleFrozen) {
				v.broken(ruleFrozen, c.ID, "claimed for %s, which does not exist though its batch is complete.", c.Payout)
			}
			continue
		}
		_, listed := slices.BinarySearch(p.Entries, entry)
		if v.fails(listed, ruleFrozen) {
			v.broken(ruleFrozen, c.ID, "claimed for %s, which does not list it.", c.Payout)
		}
	}
}

func (v *verification) checkResults() {
	byPayout := map[PayoutID][]Result{}
	for _, r := range v.ledger.Results {
		byPayout[r.Payout] = append(byPayout[r.Payout], r)
	}
	for id, results := range byPayout {
		p, there := v.payouts[id]
		if !there {
			v.broken(rulePaidOnce, string(id), "has a result, but is not recorded.")
			continue
		}
		slices.SortFunc(results, func(a, b Result) int { return cmp.Compare(a.Seq, b.Seq) })
		paid := 0
		for i, r := range results {
			if r.State == ResultPaid {
				paid++
			}
			if v.fails(r.Seq == i+1, ruleStates) {
				v.broken(ruleStates, r.ID, "is result %d, but comes as number %d.", r.Seq, i+1)
			}
			if v.fails(r.Amount == p.Total && r.Partner == p.Partner, rulePaidOnce) {
				v.broken(rulePaidOnce, r.ID, "says %s to %s, but the payout is %s to %s.", r.Amount, r.Partner, p.Total, p.Partner)
			}
			if v.fails(i == 0 || results[i-1].State == ResultPaid && r.State == ResultFailed, ruleStates) {
				v.broken(ruleStates, r.ID, "%s after %s.", r.State, results[max(i-1, 0)].State)
			}
		}
		if v.fails(paid <= 1, rulePaidOnce) {
			v.broken(rulePaidOnce, string(id), "was paid %d times.", paid)
		}
		state := v.batches[p.Batch].State
		if v.fails(state == BatchExported || state == BatchPaid || state == BatchFailed, ruleStates) {
			v.broken(ruleStates, string(id), "has a result, but its batch is %s.", state)
		}
		if results[len(results)-1].State == ResultPaid {
			for _, entry := range p.Entries {
				if v.fails(v.live[entry].Payout == id, rulePaidOnce) {
					v.broken(rulePaidOnce, string(id), "was paid, but %s was released from it.", entry)
				}
			}
		}
	}
}

func (v *verification) checkBatches() {
	for _, b := range v.ledger.Batches {
		state := ""
		for i, change := range b.History {
			v.must(change.N == i+1 && change.From == state, ruleStates, string(b.ID), "change %d goes from %q, after %q.", change.N, change.From, state)
			v.must(legalBatchStep(BatchState(change.From), BatchState(change.To)), ruleStates, string(b.ID), "went from %q to %q.", change.From, change.To)
			state = change.To
		}
		v.must(state == string(b.State), ruleStates, string(b.ID), "is %s, but its history ends in %q.", b.State, state)
		if b.State == BatchApproved || b.State == BatchExported || b.State == BatchPaid || b.State == BatchFailed {
			v.must(b.ApprovedBy != "" && b.ApprovedBy != b.PreparedBy, ruleStates, string(b.ID), "was prepared by %q and approved by %q.", b.PreparedBy, b.ApprovedBy)
		}
	}
}

// checkFiles proves that no payout is in two files that may go to a bank, and that
// a file pays what its payouts say.
func (v *verification) checkFiles() {
	byBatch := map[BatchID][]PaymentFile{}
	for _, f := range v.ledger.Files {
		byBatch[f.Batch] = append(byBatch[f.Batch], f)
		b, there := v.batches[f.Batch]
		v.must(there && (b.State == BatchExported || b.State == BatchPaid || b.State == BatchFailed), ruleFrozen, string(f.ID), "was made of a batch that is not exported.")
		var sum int64
		for _, line := range f.Lines {
			p := v.payouts[line.Payout]
			v.must(p.Total == line.Amount && p.Batch == f.Batch, ruleFrozen, string(f.ID), "pays %s for %s, which is %s.", line.Amount, line.Payout, p.Total)
			sum += line.Amount.Minor
		}
		v.must(sum == f.Total.Minor, ruleFrozen, string(f.ID), "says %s, but its lines are %s.", f.Total, Amount(sum, f.Total.Currency))
	}
	for _, files := range byBatch {
		current, _ := CurrentFiles(files)
		in := map[PayoutID]PaymentFileID{}
		for _, f := range current {
			for _, line := range f.Lines {
				other, twice := in[line.Payout]
				v.must(!twice, rulePaidOnce, string(f.ID), "pays %s, as %s does.", line.Payout, other)
				in[line.Payout] = f.ID
			}
		}
	}
}

func legalBatchStep(from, to BatchState) bool {
	switch from {
	case "":
		return to == BatchDraft
	case BatchDraft:
		return to == BatchDraft || to == BatchApproved || to == BatchCancelled
	case BatchApproved:
		return to == BatchExported || to == BatchCancelled
	case BatchExported:
		return to == BatchPaid || to == BatchFailed
	case BatchPaid:
		return to == BatchFailed
	case BatchFailed, BatchCancelled:
	}
	return false
}

// checkBalances proves the balance from the payouts, not from where entries stand:
// what the payouts say is paid and on its way, and the rest unclaimed.
func (v *verification) checkBalances() {
	type account struct {
		partner  PartnerID
		currency Currency
	}
	earned, settled, rest := map[account]int64{}, map[account]int64{}, map[account]int64{}
	for _, e := range v.ledger.Entries {
		key := account{e.Partner, e.Amount.Currency}
		earned[key] += e.Amount.Minor
		if c, claimed := v.live[e.ID]; !claimed || v.payouts[c.Payout].ID == "" {
			rest[key] += e.Amount.Minor
		}
	}
	for _, p := range v.ledger.Payouts {
		live := false
		for _, entry := range p.Entries {
			live = live || v.live[entry].Payout == p.ID
		}
		if !live {
			continue
		}
		key := account{p.Partner, p.Currency}
		settled[key] += p.Total.Minor
		for _, entry := range p.Entries { // being released: some are free again
			if v.live[entry].Payout != p.ID {
				settled[key] -= v.entries[entry].Amount.Minor
			}
		}
	}
	for key, sum := range earned {
		v.must(sum == settled[key]+rest[key], ruleBalance, string(key.partner), "earned %s, but %s is in payouts and %s is not.",
			Amount(sum, key.currency), Amount(settled[key], key.currency), Amount(rest[key], key.currency))
	}
}
