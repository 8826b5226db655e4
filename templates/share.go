package templates

import (
	"fmt"
	"html/template"
	"strings"
)

// Split is a whole and the parts it is made of, as one bar with its legend: a
// balance that is held, payable, in payout. The parts add up to the whole.
type Split struct {
	Title string
	Total string // as people read it
	Parts []Part
}

// Part is one part of a Split, or one step of a Funnel.
type Part struct {
	Name  string
	Value int64
	Text  string // as people read it
	Note  string
	Href  string // the rows behind it, "" for none
}

// Keys is the legend: each part with the number of its colour.
func (s Split) Keys() []PartKey {
	keys := make([]PartKey, len(s.Parts))
	for i, p := range s.Parts {
		keys[i] = PartKey{Part: p, N: i + 1}
	}
	return keys
}

// PartKey is a part with the number of its colour.
type PartKey struct {
	Part
	N int
}

// SVG is the bar, in a box of 1,000 by 10 that the page stretches. Parts below zero have no width.
func (s Split) SVG() template.HTML {
	var sum int64
	for _, p := range s.Parts {
		sum += max(p.Value, 0)
	}
	var b strings.Builder
	b.WriteString(`<svg class="split-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">`)
	left := 0.0
	for i, p := range s.Parts {
		if p.Value <= 0 {
			continue
		}
		width := float64(p.Value) * 1000 / float64(sum)
		fmt.Fprintf(&b, `<rect class="b%d" x="%.1f" y="0" width="%.1f" height="10"/>`, i+1, left, gapped(width, left+width))
		left += width
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// gapped leaves a little between parts, and nothing after the last.
func gapped(width, right float64) float64 {
	if right > 999.9 {
		return width
	}
	return max(width-3, 1)
}

// Funnel is how many are left at each step, the first the most.
type Funnel struct {
	Title string
	Steps []Part
}

// FunnelStep is a step with its share of the first one.
type FunnelStep struct {
	Part
	Percent int
	Bar     template.HTML
}

// Rows are the steps from the first to the last.
func (f Funnel) Rows() []FunnelStep {
	if len(f.Steps) == 0 {
		return nil
	}
	whole := max(f.Steps[0].Value, 1)
	rows := make([]FunnelStep, len(f.Steps))
	for i, step := range f.Steps {
		width := float64(max(step.Value, 0)) * 1000 / float64(whole)
		rows[i] = FunnelStep{Part: step, Percent: portalPercent(int(step.Value), int(whole)), Bar: template.HTML(fmt.Sprintf(
			`<svg class="split-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="1000" height="10"/><rect class="b1" width="%.1f" height="10"/></svg>`, width))}
	}
	return rows
}
