package content

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/govalues/decimal"
	"gopkg.in/yaml.v3"

	"tandem/portal"
)

var (
	marketCode   = regexp.MustCompile(`^[A-Z]{2}$`)
	listCode     = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}(-[A-Z]{2})?$`)
	colourCode   = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	siteAddress  = regexp.MustCompile(`^https://[a-z0-9.-]+(/\S*)?$`)
	mailAddress  = regexp.MustCompile(`^[^@\s<>"]+@[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	mailDomain   = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
)

// readProgram reads program.md: names, lists and the deadlines of the program itself.
func readProgram(f *file, p *portal.Program) {
	k := f.keys()
	p.Name = k.text("name", "Northwind Partners")
	p.Company = k.text("company", "Northwind Stays")
	p.Tagline = k.text("tagline", "one sentence for the public page")
	p.Site = k.matching("site", "https://www.example.com", siteAddress)
	p.Support = k.matching("support", "partners@example.com", mailAddress)
	p.Colour = strings.ToLower(k.matching("colour", `"#0b4f6c"`, colourCode))
	p.Currency = readCurrency(k)
	p.Zone = readZone(k)
	p.Workdays = k.weekdays("workdays")
	p.OpensAt = k.number("opens_at", 0, 23)
	p.ClosesAt = k.number("closes_at", 1, 24)
	if v := k.find("closes_at"); v != nil && p.ClosesAt != 0 && p.ClosesAt <= p.OpensAt {
		k.problem(v, "the working day closes at %d, before it opens at %d; write a later hour", p.ClosesAt, p.OpensAt)
	}
	p.ReapplyDays = k.number("reapply_days", 0, 3650)
	p.PauseUnaccepted = readUnaccepted(k)
	p.Markets = k.choices("markets", "PT: Portugal", marketCode)
	p.Verticals = k.choices("verticals", "travel_agencies: Travel agencies", listCode)
	p.Products = k.choices("products", "boutique_hotels: Boutique hotels", listCode)
	p.Languages = k.choices("languages", "en: English", languageCode)
	k.done()
}

// readUnaccepted reads what becomes of a partner that has not accepted new terms when
// they were due: "keep", which is meant when nothing is said, or "pause".
func readUnaccepted(k *keys) bool {
	v := k.find("unaccepted_terms")
	text, ok := k.scalar(v, "unaccepted_terms", "keep")
	if ok && text != "keep" && text != "pause" {
		k.problem(v, "\"unaccepted_terms\" is %q; write keep, and the accepted terms go on, or pause, and the partner does until it accepts", text)
	}
	return text == "pause"
}

func readCurrency(k *keys) portal.Currency {
	v := k.must("currency", "EUR")
	text, ok := k.scalar(v, "currency", "EUR")
	if !ok {
		return ""
	}
	currency, err := portal.ParseCurrency(text)
	if err != nil {
		k.problem(v, `"currency" is %q; write a code of ISO 4217 such as EUR`, text)
	}
	return currency
}

func readZone(k *keys) *time.Location {
	v := k.must("zone", "Europe/Lisbon")
	text, ok := k.scalar(v, "zone", "Europe/Lisbon")
	if !ok {
		return time.UTC
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		k.problem(v, `"zone" is %q; write a time zone such as Europe/Lisbon`, text)
		return time.UTC
	}
	return zone
}

// weights adds up what one list hands out and reports at line when it is not exactly 1.
type weights struct {
	sum  decimal.Decimal
	seen map[string]int
}

func (w *weights) add(rate portal.Rate) {
	if sum, err := w.sum.Add(rate.Decimal); err == nil {
		w.sum = sum
	}
}

func (w *weights) check(k *keys, list string) {
	if v := k.find(list); v != nil && v.Kind == yaml.SequenceNode && w.sum.Cmp(decimal.One) != 0 {
		k.problem(v, "the weights of %q add up to %s; make them add up to 1", list, w.sum.Trim(0))
	}
}

// once reports a key that an earlier item of the same list has.
func (w *weights) once(k *keys, key string) {
	v := k.find("key")
	if v == nil || key == "" {
		return
	}
	if w.seen == nil {
		w.seen = map[string]int{}
	}
	if first, twice := w.seen[key]; twice {
		k.problem(v, "the key %q is already used on line %d; choose another", key, first)
		return
	}
	w.seen[key] = v.Line
}

// readAudit reads audit.md: the criteria applications are scored by.
func readAudit(f *file, p *portal.Program) {
	k := f.keys()
	p.Audit.Disagree = k.number("disagree", 1, 10)
	p.Audit.TopQuartile = k.rate("top_quartile")
	var sum weights
	k.each("criteria", func(k *keys) {
		c := portal.Criterion{
			Key: k.matching("key", "market_reach", listCode), Name: k.text("name", "Market reach"),
			Measure: k.text("measure", "what is measured, in a line"), Weight: k.rate("weight"),
		}
		sum.add(c.Weight)
		sum.once(k, c.Key)
		last := -1
		k.each("levels", func(k *keys) {
			level := portal.Level{From: k.number("from", 0, 10), Text: k.text("text", "what a score from here on means")}
			if v := k.find("from"); v != nil && level.From <= last {
				k.problem(v, "the level from %d comes after the level from %d; write levels from low to high", level.From, last)
			}
			last = max(last, level.From)
			c.Levels = append(c.Levels, level)
		})
		if v := k.find("levels"); v != nil && len(c.Levels) > 0 && c.Levels[0].From != 0 {
			k.problem(v, "the lowest level starts at %d; add one from 0", c.Levels[0].From)
		}
		p.Audit.Criteria = append(p.Audit.Criteria, c)
	})
	sum.check(k, "criteria")
	k.done()
}

// readScorecard reads scorecard.md: the parameters and thresholds of the tiers.
func readScorecard(f *file, p *portal.Program) {
	k := f.keys()
	s := &p.Scorecard
	s.EliteShare = k.rate("elite_share")
	s.EliteAxis = k.number("elite_axis", 0, 10)
	s.HighAxis = k.number("high_axis", 0, 10)
	s.CoreScore = k.number("core_score", 0, 10)
	s.NewDays = k.number("new_days", 0, 3650)
	s.DemoteAfter = k.number("demote_after", 1, 8)
	if v := k.find("high_axis"); v != nil && s.HighAxis > s.EliteAxis {
		k.problem(v, "High asks for %d on both axes, more than Elite with %d; write at most %d", s.HighAxis, s.EliteAxis, s.EliteAxis)
	}
	s.Gets = map[portal.Tier]string{}
	k.pairs("gets", "core: A monthly update and a half-yearly review.", func(name, value *yaml.Node) {
		if tier := portal.Tier(name.Value); tier.Valid() {
			s.Gets[tier] = value.Value
			return
		}
		k.problem(name, "%q is not a tier; write %s", name.Value, either(tierNames()))
	})
	if v := k.find("gets"); v != nil && v.Kind == yaml.MappingNode && len(s.Gets) < len(portal.Tiers) {
		k.problem(v, "every tier needs a line in %q; write %s", "gets", either(tierNames()))
	}
	var sum weights
	axes := map[portal.Axis]bool{}
	k.each("parameters", func(k *keys) {
		param := portal.Parameter{
			Key: k.matching("key", "industry_alignment", listCode), Name: k.text("name", "Industry alignment"),
			Weight: k.rate("weight"), Axis: portal.Axis(k.oneOf("axis", string(portal.StrategicFit), string(portal.RevenuePotential))),
			Computed: k.flag("computed"), Source: k.text("source", "where the value comes from"),
			Lift: k.text("lift", "what a partner can do to raise it"),
		}
		sum.add(param.Weight)
		sum.once(k, param.Key)
		axes[param.Axis] = true
		s.Parameters = append(s.Parameters, param)
	})
	if v := k.find("parameters"); v != nil && (!axes[portal.StrategicFit] || !axes[portal.RevenuePotential]) {
		k.problem(v, "each of the axes %s and %s needs a parameter", portal.StrategicFit, portal.RevenuePotential)
	}
	sum.check(k, "parameters")
	k.done()
}

// readReferral reads referral.md: how referrals are answered.
func readReferral(f *file, p *portal.Program) {
	k := f.keys()
	p.Referral.AnswerWorkdays = k.number("answer_workdays", 1, 30)
	p.Referral.ReturnDays = k.number("return_days", 1, 365)
	p.Referral.MaxProtectDays = k.number("max_protect_days", 0, 3650)
	p.Referral.OfferWorkdays = k.number("offer_workdays", 1, 30)
	p.Referral.TouchDays = k.number("touch_days", 0, 365)
	p.Referral.GenericDomains = k.items("generic_domains", nil)
	if v := k.must("generic_domains", "[gmail.com, outlook.com]"); v != nil {
		for _, item := range v.Content {
			if !mailDomain.MatchString(item.Value) {
				k.problem(item, "%q is not a mail domain; write it as gmail.com", item.Value)
			}
		}
	}
	k.done()
}

// readOnboarding reads onboarding.md: the sprint of a new partner.
func readOnboarding(f *file, p *portal.Program) {
	k := f.keys()
	plan := &p.Onboarding
	plan.Days = k.number("days", 1, 365)
	laneKeys := []string{}
	k.pairs("lanes", "success: Partner success", func(name, value *yaml.Node) {
		plan.Lanes = append(plan.Lanes, portal.Lane{Key: name.Value, Name: value.Value})
		laneKeys = append(laneKeys, name.Value)
	})
	var seen weights
	k.each("tasks", func(k *keys) {
		t := portal.TaskPlan{
			Key: k.matching("key", "brand_kit", listCode), Title: k.text("title", "Upload your brand kit"),
			Help: k.text("help", "how to do it, in a sentence"), Day: k.number("day", 1, max(plan.Days, 1)),
			Event: k.optional("event"), Link: k.optional("link"), Staff: k.flag("staff"),
		}
		if len(laneKeys) > 0 {
			t.Lane = k.oneOf("lane", laneKeys...)
		} else {
			t.Lane = k.optional("lane")
		}
		if t.Event != "" && !slices.Contains(portal.TaskEvents, t.Event) {
			k.problem(k.find("event"), "nothing in the program is called %q; write %s", t.Event, either(portal.TaskEvents))
		}
		if t.Link != "" && !isPage(t.Link) {
			k.problem(k.find("link"), "there is no page %q; write %s", t.Link, either(pageNames()))
		}
		seen.once(k, t.Key)
		plan.Tasks = append(plan.Tasks, t)
	})
	slices.SortStableFunc(plan.Tasks, func(a, b portal.TaskPlan) int { return cmp.Compare(a.Day, b.Day) })
	if v := k.find("tasks"); v != nil && len(plan.Tasks) > 0 && plan.Tasks[0].Day > 1 {
		k.problem(v, "no task is due on day 1; give the first steps `day: 1`")
	}
	k.done()
}
