package templates

import (
	"fmt"
	"html/template"
	"strings"
)

// Chart is a bar chart of one or two series over time, with its data as a table
// for who cannot see it. Heights are proportional; the labels are text, not part of the drawing.
type Chart struct {
	Title  string
	Labels []string // one for each bar
	Series []Series // stacked, the first at the bottom
}

// Series is one row of figures of a chart.
type Series struct {
	Name   string
	Values []int64  // one for each label, not negative
	Texts  []string // as people read them
}

// Empty reports a chart without anything to show.
func (c Chart) Empty() bool { return c.top() == 0 }

// Row is a line of the chart's table.
type Row struct {
	Label string
	Texts []string
}

// Rows is the chart as a table.
func (c Chart) Rows() []Row {
	rows := make([]Row, len(c.Labels))
	for i, label := range c.Labels {
		rows[i].Label = label
		for _, s := range c.Series {
			rows[i].Texts = append(rows[i].Texts, s.Texts[i])
		}
	}
	return rows
}

// top is the highest stack.
func (c Chart) top() int64 {
	var top int64
	for i := range c.Labels {
		var sum int64
		for _, s := range c.Series {
			sum += max(s.Values[i], 0)
		}
		top = max(top, sum)
	}
	return top
}

// Axis are the labels of the scale from the top down, in steps that people count in.
func (c Chart) Axis() []string {
	ceiling := Ceiling(c.top())
	var labels []string
	for i := int64(4); i >= 0; i-- {
		labels = append(labels, short(ceiling*i/4))
	}
	return labels
}

// Ceiling is the round number at or above a value that the scale ends with: four equal steps of 1, 2, 2.5 or 5 times a power of ten.
func Ceiling(value int64) int64 {
	for power := int64(100); ; power *= 10 {
		for _, step := range []int64{10, 20, 25, 50} {
			if ceiling := step * power / 10 * 4; ceiling >= value {
				return ceiling
			}
		}
	}
}

// short writes a count of minor units (hundredths) as the axis shows it: 0, 250, 1.5k, 2M.
func short(minor int64) string {
	units := float64(minor) / 100
	switch {
	case units >= 1e6:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", units/1e6), ".0") + "M"
	case units >= 1e3:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", units/1e3), ".0") + "k"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", units), ".0")
}

// SVG is the drawing: shapes alone, in a box of 1,000 by 1,000 that the page stretches.
func (c Chart) SVG() template.HTML {
	ceiling := Ceiling(c.top())
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="%s">`, template.HTMLEscapeString(c.Description()))
	for i := range 5 {
		fmt.Fprintf(&b, `<line class="grid" x1="0" x2="1000" y1="%d" y2="%[1]d"/>`, i*250)
	}
	slot := 1000 / float64(max(len(c.Labels), 1))
	for i := range c.Labels {
		base := 1000.0
		for n, s := range c.Series {
			height := float64(max(s.Values[i], 0)) * 1000 / float64(ceiling)
			if height == 0 {
				continue
			}
			base -= height
			fmt.Fprintf(&b, `<rect class="b%d" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, n+1, (float64(i)+.18)*slot, base, slot*.64, height)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// Description is the chart in a sentence.
func (c Chart) Description() string {
	if len(c.Labels) == 0 {
		return c.Title
	}
	return fmt.Sprintf("%s, %s to %s. The figures are in the table below.", c.Title, c.Labels[0], c.Labels[len(c.Labels)-1])
}
