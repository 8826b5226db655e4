package portal

import (
	"slices"
	"strings"
)

// EventArea is the part of the program that an event belongs to, for filters.
type EventArea string

const (
	AreaPartners  EventArea = "partners"
	AreaReferrals EventArea = "referrals"
	AreaMoney     EventArea = "money"
	AreaTiers     EventArea = "tiers"
	AreaAssets    EventArea = "assets"
	AreaAccounts  EventArea = "accounts"
)

// EventAreas are all of them in the order they are offered.
var EventAreas = []EventArea{AreaPartners, AreaReferrals, AreaMoney, AreaTiers, AreaAssets, AreaAccounts}

// Valid reports whether it is one of the areas.
func (a EventArea) Valid() bool { return slices.Contains(EventAreas, a) }

// Label is the area as people read it.
func (a EventArea) Label() string {
	switch a {
	case AreaPartners:
		return "Partners and applications"
	case AreaReferrals:
		return "Referrals"
	case AreaMoney:
		return "Money"
	case AreaTiers:
		return "Tiers"
	case AreaAssets:
		return "Assets"
	case AreaAccounts:
		return "Accounts and access"
	}
	return string(a)
}

// Area is what an event is about. What nobody sorted is about a partner.
func (c Change) Area() EventArea {
	noun, verb, _ := strings.Cut(c.Kind, ".")
	switch noun {
	case "referral", "inquiry", "lead", "thread":
		return AreaReferrals
	case "collection", "entry", "adjustment", "batch", "payout", "statement", "tax", "question":
		return AreaMoney
	case "scorecard":
		return AreaTiers
	case "asset", "draft":
		return AreaAssets
	case "user", "invitation":
		return AreaAccounts
	}
	if strings.HasPrefix(verb, "money_") {
		return AreaMoney
	}
	if strings.HasPrefix(verb, "tier_") {
		return AreaTiers
	}
	return AreaPartners
}
