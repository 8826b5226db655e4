package templates

import (
	"fmt"
	"html/template"
	"strings"
)

// SVG is the drawing: shapes alone, in a box of 1,000 by 1,000 that the page
// stretches. Lines keep their width and points stay round, however wide it is.
func (c Chart) SVG() template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="%s">`, template.HTMLEscapeString(c.Description()))
	for i := range 5 {
		fmt.Fprintf(&b, `<line class="grid" x1="0" x2="1000" y1="%d" y2="%[1]d"/>`, i*250)
	}
	if c.Kind == "line" {
		c.lines(&b)
	} else {
		c.bars(&b)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// bars draws one stack for each label. A pointer that rests on a bar reads its figure.
func (c Chart) bars(b *strings.Builder) {
	ceiling := c.ceiling()
	slot := 1000 / float64(max(len(c.Labels), 1))
	for i, label := range c.Labels {
		class := ""
		if c.Open && i == len(c.Labels)-1 {
			class = " open"
		}
		last := c.last(i)
		base := 1000.0
		for n, s := range c.Series {
			height := float64(max(s.Values[i], 0)) * 1000 / float64(ceiling)
			if height == 0 {
				continue
			}
			base -= height
			left, width := (float64(i)+.18)*slot, slot*.64
			title := template.HTMLEscapeString(fmt.Sprintf("%s, %s: %s", label, s.Name, s.Texts[i]))
			if n != last {
				fmt.Fprintf(b, `<rect class="b%d%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`, n+1, class, left, base, width, height, title)
				continue
			}
			// The top of a stack is rounded a little, in a box that is about four times as wide as high.
			rx, ry := min(width/2, 4), min(height, 14)
			fmt.Fprintf(b, `<path class="b%d%s" d="M%.1f %.1fv%.1fq0 %.1f %.1f %.1fh%.1fq%.1f 0 %.1f %.1fv%.1fz"><title>%s</title></path>`,
				n+1, class, left, base+height, ry-height, -ry, rx, -ry, width-2*rx, rx, rx, ry, height-ry, title)
		}
	}
}

// last is the index of the topmost series that has something at a label.
func (c Chart) last(i int) int {
	last := -1
	for n, s := range c.Series {
		if s.Values[i] > 0 {
			last = n
		}
	}
	return last
}

// lines draws one line for each series, the first with a tint below it, and a point at its end.
func (c Chart) lines(b *strings.Builder) {
	ceiling := c.ceiling()
	slot := 1000 / float64(max(len(c.Labels), 1))
	for n, s := range c.Series {
		points := make([]string, len(s.Values))
		for i, v := range s.Values {
			points[i] = fmt.Sprintf("%.1f %.1f", (float64(i)+.5)*slot, 1000-float64(max(v, 0))*1000/float64(ceiling))
		}
		if len(points) == 0 {
			continue
		}
		if n == 0 {
			fmt.Fprintf(b, `<path class="area" d="M%.1f 1000L%sL%.1f 1000z"/>`, slot/2, strings.Join(points, "L"), 1000-slot/2)
		}
		fmt.Fprintf(b, `<path class="l%d" d="M%s"/>`, n+1, strings.Join(points, "L"))
		for i, point := range points {
			class := "point"
			if i == len(points)-1 {
				class = "dot"
			}
			fmt.Fprintf(b, `<path class="%s p%d" d="M%sh0"><title>%s</title></path>`, class, n+1, point, template.HTMLEscapeString(fmt.Sprintf("%s, %s: %s", c.Labels[i], s.Name, s.Texts[i])))
		}
	}
}

// Spark is the shape of a few values beside a figure, without axes.
type Spark struct {
	Title  string // what it shows: "Revenue, last 12 months"
	Values []int64
}

// SVG is the drawing, in a box of 1,000 by 1,000 that the page stretches.
func (s Spark) SVG() template.HTML {
	if len(s.Values) < 2 {
		return ""
	}
	least, most := s.Values[0], s.Values[0]
	for _, v := range s.Values {
		least, most = min(least, v), max(most, v)
	}
	spread := float64(max(most-least, 1))
	points := make([]string, len(s.Values))
	for i, v := range s.Values {
		points[i] = fmt.Sprintf("%.1f %.1f", float64(i)*1000/float64(len(s.Values)-1), 900-float64(v-least)*800/spread)
	}
	line := strings.Join(points, "L")
	return template.HTML(fmt.Sprintf(`<svg class="spark" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="%s"><path class="area" d="M0 1000L%sL1000 1000z"/><path class="l1" d="M%[2]s"/></svg>`,
		template.HTMLEscapeString(s.Title), line))
}
