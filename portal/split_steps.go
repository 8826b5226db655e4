package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"
)

// CheckShares names the problems of shares, numbered from 1: the fields partner_N and
// share_N, and shares for all of them together.
func CheckShares(shares []Share) Problems {
	problems := Problems{}
	sum, seen := decimal.Zero, map[PartnerID]bool{}
	for i, share := range shares {
		if share.Partner == "" {
			problems.Add(fmt.Sprintf("partner_%d", i+1), "Choose a partner.")
		} else if seen[share.Partner] {
			problems.Add(fmt.Sprintf("partner_%d", i+1), "This partner is there already; give it one share.")
		}
		seen[share.Partner] = true
		if !share.Rate.IsPos() || share.Rate.Cmp(decimal.One) > 0 {
			problems.Add(fmt.Sprintf("share_%d", i+1), "Write a share above 0%% and up to 100%%.")
			continue
		}
		var err error
		if sum, err = sum.Add(share.Rate.Decimal); err != nil {
			problems.Add(fmt.Sprintf("share_%d", i+1), "This share is too exact to count with.")
		}
	}
	if len(shares) == 0 {
		problems.Add("shares", "Say who has which share.")
	} else if len(problems) == 0 && sum.Cmp(decimal.One) != 0 {
		problems.Add("shares", "The shares add up to %s; they have to be 100%% together.", Rate{sum}.Percent())
	}
	return problems
}

// ParseShare reads a share in percent: "60", "60%", "33.3333".
func ParseShare(text string) (Rate, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	return ParseRate(text + "%")
}

// Divide has a won deal's cash divided between partners, all of it that came and that
// will come. Shares add up to the whole; whoever gets one anew takes part in the program, which
// the partners given tell. What it means for the ledger follows from it.
func (r Referral) Divide(shares []Share, partners []Partner, why string, by Actor, now Instant, today Date) (Referral, error) {
	if r.State != ReferralWon {
		return r, Errorf(Conflict, "This referral is %s. Only a deal that was won can be split.", strings.ToLower(r.State.Label()))
	}
	problems := CheckShares(shares)
	current := r.Deal().Split()
	for i := range shares {
		field := fmt.Sprintf("partner_%d", i+1)
		at := slices.IndexFunc(partners, func(p Partner) bool { return p.ID == shares[i].Partner })
		if at < 0 {
			if shares[i].Partner != "" {
				problems.Add(field, "There is no such partner.")
			}
			continue
		}
		partner := partners[at]
		shares[i].Name = partner.Company
		has := partner.ID == r.Partner || current != nil && current.Of(partner.ID).IsPos()
		if !has && !partner.State.Working() {
			problems.Add(field, "%s is %s and cannot get a share now.", partner.named(), strings.ToLower(partner.State.Label()))
		}
	}
	why, err := reason("reason", why, "Say why the deal is split like this.")
	problems.Join(err)
	if err := problems.Err(); err != nil {
		return r, err
	}
	next := Split{Shares: shares, Reason: why, By: by.User, ByName: by.Name, At: now, On: today}
	if current == nil && len(shares) == 1 && shares[0].Partner == r.Partner || current != nil && current.same(next) {
		return r, Errorf(Conflict, "The deal is divided like this already.")
	}
	r.History = changed(r.History, ReferralSplitEvent, "", "", by, now, "", map[string]string{"share": next.Of(r.Partner).Percent()})
	r.Splits = append(slices.Clone(r.Splits), next)
	return r, nil
}

// SharedEvents are what the splits mean for the partners that did not submit the deal, one
// for each change of a share.
func (r Referral) SharedEvents() []Event {
	var events []Event
	had := map[PartnerID]string{}
	for i, split := range r.Splits {
		for _, partner := range r.Deal().Parties()[1:] {
			share := split.Of(partner).Percent()
			if was := cmp.Or(had[partner], "0%"); was == share {
				continue
			}
			had[partner] = share
			events = append(events, Event{
				ID: fmt.Sprintf("%s:share:%s:%d", r.Subject(), partner, i+1), Subject: r.Subject(), Partner: partner,
				Change: Change{Kind: ReferralSharedEvent, By: split.By, ByName: split.ByName, At: split.At, Data: map[string]string{"share": share, "customer": r.Company}},
			})
		}
	}
	return events
}

// same reports whether two splits divide alike.
func (s Split) same(other Split) bool {
	return slices.EqualFunc(s.Shares, other.Shares, func(a, b Share) bool {
		return a.Partner == b.Partner && a.Rate.Cmp(b.Rate.Decimal) == 0
	})
}

// ownShares are the splits with the share of the referral's own partner alone.
func (r Referral) ownShares() []Split {
	var splits []Split
	for _, split := range r.Splits {
		splits = append(splits, Split{Shares: []Share{{Partner: r.Partner, Name: r.PartnerName, Rate: split.Of(r.Partner)}}, At: split.At, On: split.On})
	}
	return splits
}
