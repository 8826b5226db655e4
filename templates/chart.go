package templates

import (
	"fmt"
	"strconv"
	"strings"

	"tandem/portal"
)

// Chart is one or more series over time, as stacked bars or as lines, with its
// data as a table for who cannot see it. Heights are proportional; the labels are
// text, not part of the drawing.
type Chart struct {
	Title    string
	Kind     string          // "" for stacked bars, "line" for lines
	Heading  string          // of the table's first column, "" for "Month"
	Currency portal.Currency // of the values, which are minor units; "" for counts
	Labels   []string        // one for each place on the axis
	Series   []Series        // bars: the first at the bottom
	Totals   []string        // one for each series: the table's last line, nil for none
	Open     bool            // the last place is not over yet: drawn paler
}

// Series is one row of figures of a chart.
type Series struct {
	Name   string
	Values []int64  // one for each label, not negative
	Texts  []string // as people read them
}

// MoneyChart is stacked bars of amounts in one currency by month. Texts and totals are
// made from the values, so that the table adds up to what is drawn.
func MoneyChart(title string, currency portal.Currency, labels []string, series ...Series) Chart {
	c := Chart{Title: title, Currency: currency, Labels: labels, Series: series}
	c.write(func(v int64) string { return portal.Amount(v, currency).String() })
	return c
}

// CountChart is stacked bars of counts by month.
func CountChart(title string, labels []string, series ...Series) Chart {
	c := Chart{Title: title, Labels: labels, Series: series}
	c.write(grouped)
	return c
}

// AsLine is the chart as lines.
func (c Chart) AsLine() Chart { c.Kind = "line"; return c }

// StillOpen is the chart with its last place not over yet.
func (c Chart) StillOpen() Chart { c.Open = true; return c }

// write fills the texts of the series and their totals.
func (c *Chart) write(text func(int64) string) {
	series := make([]Series, len(c.Series))
	for i, s := range c.Series {
		var sum int64
		s.Texts = make([]string, len(s.Values))
		for n, v := range s.Values {
			s.Texts[n] = text(v)
			sum += v
		}
		series[i] = s
		c.Totals = append(c.Totals, text(sum))
	}
	c.Series = series
}

// Empty reports a chart without anything to show.
func (c Chart) Empty() bool { return c.top() == 0 }

// Many reports that the chart needs a legend.
func (c Chart) Many() bool { return len(c.Series) > 1 }

// Key is one entry of the legend: the number is that of its colour.
type Key struct {
	N    int
	Name string
}

// Keys is the legend, in the order of the series.
func (c Chart) Keys() []Key {
	keys := make([]Key, len(c.Series))
	for i, s := range c.Series {
		keys[i] = Key{i + 1, s.Name}
	}
	return keys
}

// Head is the heading of the table's first column.
func (c Chart) Head() string {
	if c.Heading == "" {
		return "Month"
	}
	return c.Heading
}

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

// top is the highest stack, or the highest point of a line.
func (c Chart) top() int64 {
	var top int64
	for i := range c.Labels {
		var sum int64
		for _, s := range c.Series {
			v := max(s.Values[i], 0)
			if c.Kind == "line" {
				top = max(top, v)
			}
			sum += v
		}
		if c.Kind != "line" {
			top = max(top, sum)
		}
	}
	return top
}

// Axis are the labels of the scale from the top down, in steps that people count in.
func (c Chart) Axis() []string {
	ceiling := c.ceiling()
	var labels []string
	for i := int64(4); i >= 0; i-- {
		labels = append(labels, short(ceiling*i/4, c.unit()))
	}
	return labels
}

// unit is how many stored units make one on the axis.
func (c Chart) unit() int64 {
	unit := int64(1)
	if c.Currency != "" {
		for range c.Currency.Digits() {
			unit *= 10
		}
	}
	return unit
}

// ceiling is the round number at or above the highest value that the scale ends
// with: four equal steps of 1, 2, 2.5 or 5 times a power of ten of whole units.
func (c Chart) ceiling() int64 {
	top := c.top()
	for step := c.unit(); ; step *= 10 {
		for _, tenths := range []int64{10, 20, 25, 50} {
			if step*tenths%(10*c.unit()) == 0 && step*tenths/10*4 >= top {
				return step * tenths / 10 * 4
			}
		}
	}
}

// short writes a value as the axis shows it: 0, 250, 1.5k, 2M.
func short(value, unit int64) string {
	units := float64(value) / float64(unit)
	for _, scale := range []struct {
		from float64
		sign string
	}{{1e9, "bn"}, {1e6, "M"}, {1e3, "k"}, {0, ""}} {
		if units >= scale.from {
			if scale.from > 0 {
				units /= scale.from
			}
			return strconv.FormatFloat(units, 'f', -1, 64) + scale.sign
		}
	}
	return ""
}

// grouped is a count with its thousands apart: "12,480".
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	digits := strings.TrimPrefix(text, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n < 0 {
		return "−" + digits
	}
	return digits
}

// Description is the chart in a sentence.
func (c Chart) Description() string {
	if len(c.Labels) == 0 {
		return c.Title
	}
	last := c.Labels[len(c.Labels)-1]
	if c.Open {
		last += ", which is not over"
	}
	return fmt.Sprintf("%s, %s to %s. The figures are in the table below.", c.Title, c.Labels[0], last)
}
