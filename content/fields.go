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
	{"asset.title", TextField, "the asset's title"},
	{"asset.version", NumberField, "the asset's version"},
	{"asset.published", DateField, "the day this version was published"},
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

func termsValues(v values, t portal.Terms, locale string) {
	v["terms.version"], v["terms.title"] = t.Version, t.Title
	v["terms.effective"] = localDate(t.Effective, locale)
	v["terms.base_months"] = strconv.Itoa(t.BaseMonths)
	v["terms.hold_days"], v["terms.pay_by_days"] = strconv.Itoa(t.HoldDays), strconv.Itoa(t.PayByDays)
	v["terms.minimum"] = localMoney(t.Minimum, locale)
	v["terms.protect_days"], v["terms.extend_days"] = strconv.Itoa(t.ProtectDays), strconv.Itoa(t.ExtendDays)
	on := ExampleDay(t)
	v["terms.example.collected"], v["terms.example.collected_on"] = localMoney(t.Example, locale), localDate(on, locale)
	for _, line := range t.Worked(t.Example, on) {
		v["terms.share."+string(line.Tier)] = localRate(line.Rate, locale)
		v["terms.example.share."+string(line.Tier)] = localMoney(line.Share, locale)
		v["terms.example.payable_on"] = localDate(line.PayableOn, locale)
		v["terms.example.pay_by"] = localDate(line.PayBy, locale)
		if line.Tier == portal.Core {
			v["terms.example.clawback.core"] = localMoney(line.Share.Times(portal.MustRate("50%")), locale)
		}
	}
}

func (l *Library) partnerValues(v values, c CoBrand) {
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
