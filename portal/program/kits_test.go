package program

import (
	"fmt"
	"strings"
	"testing"

	"tandem/content"
	"tandem/portal"
)

func TestWhatFitsOneZIP(t *testing.T) {
	assets := func(n int, formats ...content.Format) []content.Asset {
		list := make([]content.Asset, n)
		for i := range list {
			list[i] = content.Asset{Slug: portal.AssetSlug(fmt.Sprintf("asset-%d", i)), Title: fmt.Sprintf("Asset %d", i), Formats: formats}
		}
		return list
	}
	for _, c := range []struct {
		name   string
		assets []content.Asset
		format content.Format
		want   string // "" when it fits
	}{
		{"none", nil, content.FormatPDF, "Choose at least one asset."},
		{"as many as there may be", assets(MaxKitAssets, content.FormatPDF), content.FormatPDF, ""},
		{"one too many", assets(MaxKitAssets+1, content.FormatPDF), content.FormatPDF, "You chose 21 assets. A ZIP holds 20"},
		{"one too many of everything", assets(MaxKitAssets+1, content.FormatPDF), content.FormatKit, "You chose 21 assets. A ZIP holds 20"},
		{"everything", assets(2, content.FormatPDF), content.FormatKit, ""},
		{"no format", assets(1, content.FormatPDF), "", "Choose a format."},
		{"a format that there is not", assets(1, content.FormatPDF), "docx", "Choose a format."},
		{"one without the format", append(assets(1, content.FormatPDF), content.Asset{Title: "Second", Formats: []content.Format{content.FormatHTML}}), content.FormatPDF, "Not offered as Pages (PDF, A4): “Second”."},
	} {
		err := mayBundle(c.assets, c.format)
		if c.want == "" && err != nil || c.want != "" && (portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestAChosenAssetIsReadBack(t *testing.T) {
	for text, want := range map[string]Chosen{"city-weekend.es": {"city-weekend", "es"}, "city-weekend": {Slug: "city-weekend"}, "": {}} {
		if got := ParseChosen(text); got != want || got.String() != text {
			t.Errorf("%q: got %+v, %q", text, got, got)
		}
	}
}
