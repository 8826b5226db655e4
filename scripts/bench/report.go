package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// Rounds that agree within calm are taken at their word. Of others a verdict is
// refused when the limit lies less than doubt spreads from the value.
const (
	calm  = 0.05
	doubt = 3
)

// line is one goal with what came out.
type line struct {
	Goal    string  `json:"goal"`
	What    string  `json:"what"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Most    float64 `json:"most"` // the goal holds up to here; from here up when Least
	Least   bool    `json:"least,omitempty"`
	Spread  float64 `json:"spread"`
	Verdict string  `json:"verdict"` // figure when it has no goal
	Note    string  `json:"note,omitempty"`
}

// figure is the verdict of a line that has no goal.
const figure = "figure"

// judged gives a line its verdict: holds, MISSED, or none when the rounds disagree
// so much that the limit lies near what they say.
func (l line) judged() line {
	near := l.Value*(1-doubt*l.Spread) <= l.Most && l.Most <= l.Value*(1+doubt*l.Spread)
	met := l.Value <= l.Most
	if l.Least {
		met = l.Value >= l.Most
	}
	switch {
	case math.IsNaN(l.Value) || math.IsInf(l.Value, 0):
		l.Verdict = "not measured"
	case l.Spread > calm && near:
		l.Verdict = "noisy: no verdict"
	case met:
		l.Verdict = "holds"
	default:
		l.Verdict = "MISSED"
	}
	return l
}

// report is one run of a suite.
type report struct {
	Suite    string             `json:"suite"`
	Machine  machine            `json:"machine"`
	After    float64            `json:"load_after"`
	Versions map[string]string  `json:"versions"`
	Lines    []line             `json:"lines"`
	Figures  map[string][]slice `json:"figures"`
	Skipped  []string           `json:"skipped,omitempty"`
}

// print writes the tables.
func (r report) print(w io.Writer) error {
	fmt.Fprintf(w, "suite %s on %d cores, %s, linux %s, load %.2f before and %.2f after\n", r.Suite, r.Machine.Cores, r.Machine.Model, r.Machine.Kernel, r.Machine.Load, r.After)
	for _, name := range sorted(r.Versions) {
		fmt.Fprintf(w, "%s %s\n", name, r.Versions[name])
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(r.Figures) > 0 {
		fmt.Fprintln(table, "subject\tus/request\tspread\trequests/s\tbytes")
	}
	for _, name := range sorted(r.Figures) {
		var cost, rate []float64
		bytes := 0
		for _, s := range r.Figures[name] {
			cost, rate, bytes = append(cost, s.PerRequest), append(rate, s.PerSecond), s.Bytes
		}
		fmt.Fprintf(table, "%s\t%.1f\t%.0f%%\t%.0f\t%d\n", name, median(cost), 100*spread(cost), median(rate), bytes)
	}
	if len(r.Figures) > 0 {
		fmt.Fprintln(table, "\t\t\t\t")
	}
	fmt.Fprintln(table, "goal\twhat\tvalue\tlimit\tspread\tverdict")
	for _, l := range r.Lines {
		if l.Verdict == figure {
			fmt.Fprintf(table, "%s\t%s\t%.2f %s\t\t\t%s\n", l.Goal, l.What, l.Value, l.Unit, strings.TrimSpace(noted(l.Note)))
			continue
		}
		sign := "<="
		if l.Least {
			sign = ">="
		}
		fmt.Fprintf(table, "%s\t%s\t%.2f %s\t%s %.2f\t%.0f%%\t%s%s\n", l.Goal, l.What, l.Value, l.Unit, sign, l.Most, 100*l.Spread, l.Verdict, noted(l.Note))
	}
	for _, skipped := range r.Skipped {
		fmt.Fprintf(table, "skipped: %s\n", skipped)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}
	return nil
}

func noted(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}

// save writes the run as JSON. What was not measured has no number there.
func (r report) save(w io.Writer) error {
	for i, l := range r.Lines {
		for _, value := range []*float64{&r.Lines[i].Value, &r.Lines[i].Spread} {
			if math.IsNaN(*value) || math.IsInf(*value, 0) {
				*value = -1
			}
		}
		_ = l
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("write the JSON: %w", err)
	}
	return nil
}
