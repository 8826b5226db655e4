package portal

import "testing"

func TestEveryEventHasASentence(t *testing.T) {
	for want, e := range map[string]Event{
		"Referral: lost.": {Change: Change{Kind: ReferralLostEvent}},
		"Cash recorded: €4,000.00 from Hotel Miramar.": {Change: Change{Kind: "collection.recorded", Data: map[string]string{"amount": "€4,000.00", "customer": "Hotel Miramar"}}},
		"Refund recorded: −€40.00 from Hotel Miramar.": {Change: Change{Kind: "collection.refunded", Data: map[string]string{"amount": "−€40.00", "customer": "Hotel Miramar"}}},
		"Payout batch prepared.":                       {Change: Change{Kind: "batch.prepared"}},
		"Payout of €200.00 paid.":                      {Change: Change{Kind: "payout.paid", Data: map[string]string{"amount": "€200.00"}}},
		"Set the payout details.":                      {Change: Change{Kind: PartnerPayToEvent}},
		"Set a new password.":                          {Change: Change{Kind: "user.password_set"}},
		"Accepted the invitation.":                     {Change: Change{Kind: "invitation.accepted"}},
		"Invited Bluewater to apply.":                  {Change: Change{Kind: JoinInvitationSentEvent, Data: map[string]string{"company": "Bluewater"}}},
		"Bluewater applied by invitation.":             {Change: Change{Kind: JoinInvitationAppliedEvent, Data: map[string]string{"company": "Bluewater"}}},
		"Withdrew the invitation of Bluewater.":        {Change: Change{Kind: JoinInvitationWithdrawnEvent, Data: map[string]string{"company": "Bluewater"}}},
		"An invitation to apply was opened.":           {Change: Change{Kind: JoinInvitationOpenedEvent}},
		"Set the brand kit.":                           {Change: Change{Kind: PartnerBrandEvent}},
		"Asset downloaded.":                            {Change: Change{Kind: "asset.downloaded"}},
		"Sent an invitation.":                          {Change: Change{Kind: "invitation.sent"}},
		"Asked for the link to the application again.": {Change: Change{Kind: "join.asked_again"}},
		"Asked for a new password.":                    {Change: Change{Kind: "user.reset_asked"}},
		"Accepted the terms v2.":                       {Change: Change{Kind: PartnerTermsEvent, Data: map[string]string{"version": "v2"}}},
	} {
		if got := e.Sentence(); got != want {
			t.Errorf("%s: %q, want %q", e.Kind, got, want)
		}
	}
}

func TestEveryEventBelongsToAnArea(t *testing.T) {
	for kind, want := range map[string]EventArea{
		ReferralLostEvent: AreaReferrals, "entry.accrued": AreaMoney, PartnerPayToEvent: AreaMoney, "batch.approved": AreaMoney, PartnerTierEvent: AreaTiers, "scorecard.changed": AreaTiers,
		AssetDownloadedEvent: AreaAssets, "user.signed_in": AreaAccounts, "invitation.sent": AreaAccounts, PartnerTermsEvent: AreaPartners, JoinInvitationSentEvent: AreaPartners, "something.new": AreaPartners,
	} {
		got := Change{Kind: kind}.Area()
		if got != want || !got.Valid() || got.Label() == string(got) {
			t.Errorf("%s is of %q, want %q", kind, got, want)
		}
	}
	if EventArea("x").Valid() {
		t.Error("what is no area counts as one")
	}
}
