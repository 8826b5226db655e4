package templates

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"tandem/portal"
)

func revenue() Chart {
	return MoneyChart("Revenue", "EUR", []string{"Jan", "Feb"}, Series{Name: "Direct", Values: []int64{100000, 300000}}, Series{Name: "Influenced", Values: []int64{50000, 0}})
}

func TestAChartsTableAddsUpToWhatIsDrawn(t *testing.T) {
	chart := revenue()
	if got := strings.Join(chart.Totals, " "); got != "€4,000.00 €500.00" {
		t.Errorf("totals %s", got)
	}
	if rows := chart.Rows(); len(rows) != 2 || rows[1].Label != "Feb" || strings.Join(rows[0].Texts, " ") != "€1,000.00 €500.00" {
		t.Errorf("table %+v", rows)
	}
	svg := string(chart.SVG())
	// Jan is 1,000 and 500 of 4,000: 250 and 125 high. Feb is 3,000: 750 high.
	if !strings.Contains(svg, `y="750.0" width="320.0" height="250.0"><title>Jan, Direct: €1,000.00</title>`) ||
		!strings.Contains(svg, `d="M90.0 750.0v-111.0q0 -14.0 4.0 -14.0h312.0`) || !strings.Contains(svg, `d="M590.0 1000.0v-736.0`) {
		t.Errorf("drawing %s", svg)
	}
	if got := strings.Join(chart.Axis(), " "); got != "4k 3k 2k 1k 0" {
		t.Errorf("axis %s", got)
	}
}

func TestTheScaleEndsAtARoundNumber(t *testing.T) {
	for _, c := range []struct {
		currency portal.Currency
		top      int64
		want     string
	}{
		{"", 3, "4 3 2 1 0"},
		{"", 11, "20 15 10 5 0"},
		{"", 90, "100 75 50 25 0"},
		{"", 8, "8 6 4 2 0"},
		{"", 9, "20 15 10 5 0"},
		{"EUR", 900_00, "1k 750 500 250 0"},
		{"EUR", 4_000_000_00, "4M 3M 2M 1M 0"},
		{"EUR", 50_000_00, "80k 60k 40k 20k 0"},
		{"JPY", 1_000_000, "1M 750k 500k 250k 0"},
		{"KWD", 4_000, "4 3 2 1 0"},
		{"EUR", 5_000_000_000_00, "8bn 6bn 4bn 2bn 0"},
	} {
		chart := Chart{Currency: c.currency, Labels: []string{"a"}, Series: []Series{{Values: []int64{c.top}}}}
		if got := strings.Join(chart.Axis(), " "); got != c.want {
			t.Errorf("%s %d: %s, want %s", c.currency, c.top, got, c.want)
		}
	}
}

func TestAChartWithoutAnythingIsEmpty(t *testing.T) {
	if !CountChart("None", []string{"a"}, Series{Name: "x", Values: []int64{0}}).Empty() || revenue().Empty() {
		t.Error("Empty is wrong")
	}
	if got := (Chart{Title: "None"}).Description(); got != "None" {
		t.Errorf("described as %q", got)
	}
}

func TestEveryDrawingIsSVGWithNothingThatRuns(t *testing.T) {
	hostile := `<b onload="x">&`
	chart := CountChart(hostile, []string{hostile, "b"}, Series{Name: hostile, Values: []int64{1, 2}}, Series{Name: "y", Values: []int64{0, 5}}).StillOpen()
	drawings := map[string]string{
		"bars": string(chart.SVG()), "lines": string(chart.AsLine().SVG()), "no labels": string(Chart{Kind: "line"}.SVG()),
		"spark": string(Spark{Title: hostile, Values: []int64{3, 3, 9}}.SVG()),
		"split": string(Split{Parts: []Part{{Value: 3}, {Value: -1}, {Value: 1}}}.SVG()),
	}
	for name, svg := range drawings {
		if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
			t.Errorf("%s: %v\n%s", name, err, svg)
		}
		if strings.Contains(svg, "<b ") || strings.Contains(svg, "style=") {
			t.Errorf("%s carries markup of others or an inline style: %s", name, svg)
		}
	}
	if got := (Spark{Values: []int64{1}}).SVG(); got != "" {
		t.Errorf("one value is drawn as %s", got)
	}
	if !strings.Contains(drawings["bars"], `b1 open`) || strings.Contains(drawings["lines"], "open") {
		t.Error("the month that is not over is not drawn paler, or a line is")
	}
}

func TestALineEndsWhereItsLastValueIs(t *testing.T) {
	svg := string(CountChart("Sent", []string{"a", "b", "c", "d"}, Series{Name: "Sent", Values: []int64{4, 0, 2, 3}}).AsLine().SVG())
	if !strings.Contains(svg, `class="l1" d="M125.0 0.0L375.0 1000.0L625.0 500.0L875.0 250.0"`) || !strings.Contains(svg, `class="dot p1" d="M875.0 250.0h0"><title>d, Sent: 3</title>`) {
		t.Error(svg)
	}
}

func TestTheBarOfASplitIsItsParts(t *testing.T) {
	split := Split{Parts: []Part{{Value: 300}, {Value: 0}, {Value: 100}}}
	found := regexp.MustCompile(`class="(b\d)" x="([\d.]+)" y="0" width="([\d.]+)"`).FindAllStringSubmatch(string(split.SVG()), -1)
	if len(found) != 2 || found[0][3] != "747.0" || found[1][1] != "b3" || found[1][2] != "750.0" || found[1][3] != "250.0" {
		t.Errorf("%v", found)
	}
	if keys := split.Keys(); len(keys) != 3 || keys[2].N != 3 {
		t.Errorf("%+v", keys)
	}
}

func TestAFunnelMeasuresAgainstItsFirstStep(t *testing.T) {
	rows := Funnel{Steps: []Part{{Name: "Sent", Value: 64}, {Name: "Won", Value: 16}, {Name: "Paid"}}}.Rows()
	if len(rows) != 3 || rows[0].Percent != 100 || rows[1].Percent != 25 || rows[2].Percent != 0 || !strings.Contains(string(rows[1].Bar), `width="250.0"`) {
		t.Errorf("%+v", rows)
	}
	if rows := (Funnel{Steps: []Part{{Value: 0}}}).Rows(); rows[0].Percent != 0 {
		t.Errorf("%+v", rows)
	}
	if (Funnel{}).Rows() != nil {
		t.Error("a funnel without steps has rows")
	}
}

func TestAFiguresDefinitionHasAnIDOfItsOwn(t *testing.T) {
	if got := (Figure{Label: "Win rate, Q4"}).ID(); got != "help-win-rate--q4" {
		t.Error(got)
	}
}

func TestCountsHaveTheirThousandsApart(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 12480: "12,480", 1234567: "1,234,567", -1500: "−1,500"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
