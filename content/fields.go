package content

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tandem/portal"
)

// FieldType says what a merge field holds, and so where it may stand: only a
// link, a slug or an address may stand inside the destination of a link.
type FieldType string

const (
	TextField    FieldType = "text"
	LinkField    FieldType = "link"    // an absolute address, https
	SlugField    FieldType = "slug"    // letters, digits and hyphens
	AddressField FieldType = "address" // a mail address
	DateField    FieldType = "date"
	MoneyField   FieldType = "money"
	RateField    FieldType = "rate"
	NumberField  FieldType = "number"
)

// linkable reports whether the field may be part of a link's destination.
func (t FieldType) linkable() bool { return t == LinkField || t == SlugField || t == AddressField }

// Field is one merge field that content may use as {{ name }}.
type Field struct {
	Name string
	Type FieldType
	Help string
}

// Fields are all merge fields, by group. There are no others: an unknown one stops the start.
var Fields = []Field{
	{"partner.name", TextField, "the partner's name as it stands beside its logo"},
	{"partner.slug", SlugField, "the partner's short name in addresses"},
	{"partner.tagline", TextField, "the partner's own line"},
	{"partner.site", LinkField, "the partner's own site"},
	{"partner.link", LinkField, "the partner's referral link; in a link it carries the tracking"},
	{"partner.contact", TextField, "the person to ask at the partner"},
	{"partner.email", AddressField, "the partner's mail address"},
	{"partner.phone", TextField, "the partner's telephone"},
	{"partner.address", TextField, "the partner's postal address"},
	{"partner.tier", TextField, "the partner's tier on the day the copy is made"},
	{"partner.markets", TextField, "the countries the partner works in"},
	{"asset.title", TextField, "the asset's title"},
	{"asset.version", NumberField, "the asset's version"},
	{"asset.published", DateField, "the day this version was published"},
	{"asset.last_day", DateField, "the last day it may be used; empty when it has none"},
	{"date.today", DateField, "the day the copy is made; a copy of tomorrow is another file"},
	{"date.year", NumberField, "the year the copy is made"},
	{"program.name", TextField, "the partner program's name"},
	{"program.company", TextField, "the company that runs the program"},
	{"program.tagline", TextField, "the program's line"},
	{"program.site", LinkField, "the company's site"},
	{"program.support", AddressField, "where partners write to"},
	{"program.answer_workdays", NumberField, "working days until a referral is answered"},
	{"program.reapply_days", NumberField, "days until a declined company may apply again"},
	{"program.onboarding_days", NumberField, "days of onboarding"},
	{"program.elite_share", RateField, "share of partners that can be Elite"},
	{"program.elite_axis", NumberField, "what Elite asks for on both axes"},
	{"program.high_axis", NumberField, "what High asks for on both axes"},
	{"program.core_score", NumberField, "the composite Core asks for"},
	{"program.new_days", NumberField, "days a new partner is Experimental"},
	{"program.demote_after", NumberField, "quarters below before a demotion"},
	{"terms.version", TextField, "the version of the terms"},
	{"terms.title", TextField, "the title of the terms"},
	{"terms.effective", DateField, "the first day the terms apply to"},
	{"terms.share.elite", RateField, "the share at Tier 1 Elite"},
	{"terms.share.high", RateField, "the share at Tier 2 High"},
	{"terms.share.core", RateField, "the share at Tier 3 Core"},
	{"terms.share.experimental", RateField, "the share at Tier 4 Experimental"},
	{"terms.base_months", NumberField, "months of a contract in which collections earn"},
	{"terms.hold_days", NumberField, "days from collection to payable"},
	{"terms.pay_by_days", NumberField, "days from collection to paid, at the latest"},
	{"terms.minimum", MoneyField, "the least a payout pays"},
	{"terms.protect_days", NumberField, "days a lead is protected"},
	{"terms.extend_days", NumberField, "more days of protection per stage"},
	{"terms.notice_days", NumberField, "days that partners have to accept the version"},
	{"terms.termination_days", NumberField, "days of notice to end the partnership"},
	{"terms.boost.elite", RateField, "the quarterly boost at Tier 1 Elite"},
	{"terms.boost.high", RateField, "the quarterly boost at Tier 2 High"},
	{"terms.boost.core", RateField, "the quarterly boost at Tier 3 Core"},
	{"terms.boost.experimental", RateField, "the quarterly boost at Tier 4 Experimental"},
	{"terms.target.elite", MoneyField, "a quarter's collections that earn the boost at Elite"},
	{"terms.target.high", MoneyField, "a quarter's collections that earn the boost at High"},
	{"terms.target.core", MoneyField, "a quarter's collections that earn the boost at Core"},
	{"terms.target.experimental", MoneyField, "a quarter's collections that earn the boost at Experimental"},
	{"terms.referral_days", NumberField, "days from referral to won that earn the referral bonus"},
	{"terms.referral_bonus.elite", MoneyField, "the referral bonus at Elite"},
	{"terms.referral_bonus.high", MoneyField, "the referral bonus at High"},
	{"terms.referral_bonus.core", MoneyField, "the referral bonus at Core"},
	{"terms.referral_bonus.experimental", MoneyField, "the referral bonus at Experimental"},
	{"terms.signing_days", NumberField, "days of onboarding that earn the signing bonus"},
	{"terms.signing_bonus.elite", MoneyField, "the signing bonus at Elite"},
	{"terms.signing_bonus.high", MoneyField, "the signing bonus at High"},
	{"terms.signing_bonus.core", MoneyField, "the signing bonus at Core"},
	{"terms.signing_bonus.experimental", MoneyField, "the signing bonus at Experimental"},
	{"terms.milestone.elite", MoneyField, "the milestone at Elite"},
	{"terms.milestone.high", MoneyField, "the milestone at High"},
	{"terms.milestone.core", MoneyField, "the milestone at Core"},
	{"terms.milestone.experimental", MoneyField, "the milestone at Experimental"},
	{"terms.milestone_deals.elite", NumberField, "deals in a contract year that earn the milestone at Elite"},
	{"terms.milestone_deals.high", NumberField, "deals in a contract year that earn the milestone at High"},
	{"terms.milestone_deals.core", NumberField, "deals in a contract year that earn the milestone at Core"},
	{"terms.milestone_deals.experimental", NumberField, "deals in a contract year that earn the milestone at Experimental"},
	{"terms.deal_cap", MoneyField, "the most that one deal earns"},
	{"terms.year_cap", MoneyField, "the most that a calendar year earns"},
	{"terms.example.collected", MoneyField, "what the worked example collects"},
	{"terms.example.collected_on", DateField, "when: two weeks after the terms take effect"},
	{"terms.example.payable_on", DateField, "when its commission becomes payable"},
	{"terms.example.pay_by", DateField, "when it is paid at the latest"},
	{"terms.example.share.elite", MoneyField, "what the example earns at Elite"},
	{"terms.example.share.high", MoneyField, "what the example earns at High"},
	{"terms.example.share.core", MoneyField, "what the example earns at Core"},
	{"terms.example.share.experimental", MoneyField, "what the example earns at Experimental"},
	{"terms.example.clawback.core", MoneyField, "what half a refund takes back at Core"},
}

// fieldNamed finds a merge field by name.
func fieldNamed(name string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// CoBrand is whom a rendering is for: the partner's brand kit, its logo's bytes,
// its referral link, and the terms that apply to it. Everything a rendering
// shows of a partner is in here, so that it is a pure function of its arguments.
type CoBrand struct {
	Slug  string // short name in addresses and tracking, "casa-do-rio"
	Kit   portal.BrandKit
	Logo  []byte       // the image Kit.Logo describes, nil without one
	Link  string       // the referral link, absolute
	Terms portal.Terms // for terms.* fields; the newest version when empty

	StandIns map[string]string // what the text says for a field of a partner, by name, where there is no partner
	Tier     portal.Tier       // of the day
	Markets  []string          // codes
	Today    portal.Date       // for date.* fields; those of assets that use none change nothing
}

// values are merge values by field name, as people of a locale read them.
type values map[string]string

// plainText makes a merge value one line of visible text: control characters
// go, white space becomes single spaces. It is never interpreted as markup.
func plainText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufffd', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// webAddress is an absolute https or http address as given, "" for anything else.
func webAddress(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

func (l *Library) programValues(v values, locale string) {
	p := l.Program
	v["program.name"], v["program.company"], v["program.tagline"] = p.Name, p.Company, p.Tagline
	v["program.site"], v["program.support"] = webAddress(p.Site), p.Support
	v["program.answer_workdays"] = strconv.Itoa(p.Referral.AnswerWorkdays)
	v["program.reapply_days"] = strconv.Itoa(p.ReapplyDays)
	v["program.onboarding_days"] = strconv.Itoa(p.Onboarding.Days)
	v["program.elite_share"] = localRate(p.Scorecard.EliteShare, locale)
	v["program.elite_axis"] = strconv.Itoa(p.Scorecard.EliteAxis)
	v["program.high_axis"] = strconv.Itoa(p.Scorecard.HighAxis)
	v["program.core_score"] = strconv.Itoa(p.Scorecard.CoreScore)
	v["program.new_days"] = strconv.Itoa(p.Scorecard.NewDays)
	v["program.demote_after"] = strconv.Itoa(p.Scorecard.DemoteAfter)
}

// ExampleDay is the day on which the worked example of a version collects.
func ExampleDay(t portal.Terms) portal.Date { return t.Effective.AddDays(14) }

func (l *Library) partnerValues(v values, c CoBrand, locale string) {
	v["partner.tier"] = c.Tier.Label()
	var markets []string
	for _, market := range l.Program.Markets {
		if slices.Contains(c.Markets, market.Code) {
			markets = append(markets, market.Name)
		}
	}
	v["partner.markets"] = listing(markets, locale)
	v["partner.name"] = plainText(c.Kit.Name)
	v["partner.slug"] = slugOf(c.Slug)
	v["partner.tagline"] = plainText(c.Kit.Tagline)
	v["partner.site"] = webAddress(c.Kit.Site)
	v["partner.link"] = webAddress(c.Link)
	v["partner.contact"] = plainText(c.Kit.Contact)
	v["partner.phone"] = plainText(c.Kit.Phone)
	v["partner.address"] = plainText(c.Kit.Address)
	v["partner.email"] = ""
	if mailAddress.MatchString(c.Kit.Email) {
		v["partner.email"] = c.Kit.Email
	}
}

// slugOf keeps small letters, digits and hyphens.
func slugOf(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(text)), "-")
}
