package content

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tandem/portal"
)

// publicSample is a public asset with more keys and a body.
func publicSample(keys, body string) string {
	return strings.Replace(sample, "owner:", "public: true\n"+keys+"owner:", 1) + body
}

func TestAPublicAssetSaysWhatStandsForAPartner(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"plain words", publicSample("", "Words."), nil},
		{"what the company has too", publicSample("", "[Rooms]({{ partner.link }}), [ask](mailto:{{ partner.email }})."), nil},
		{"a name without a stand-in", publicSample("", "{{ partner.name }} and us."), []string{
			"library/open.md:13:1: {{ partner.name }} has no value in public; say what stands in its place, as `stand_ins: {partner.name: …}` in the front matter",
		}},
		{"a name with one", publicSample("stand_ins:\n  partner.name: Your company\n", "{{ partner.name }} and us."), nil},
		{"a stand-in for nothing", publicSample("stand_ins:\n  partner.phone: by telephone\n", "Words."), []string{"library/open.md:8: {{ partner.phone }} is not in the text; delete its stand-in"}},
		{"a stand-in for what the company has", publicSample("stand_ins:\n  partner.link: elsewhere\n", "[Rooms]({{ partner.link }})."), []string{"library/open.md:9: {{ partner.link }} is the company's own in public; delete its stand-in"}},
		{"a stand-in for the program", publicSample("stand_ins:\n  program.name: ours\n", "Words."), []string{`library/open.md:9: "program.name" is not a field of a partner; stand-ins are for `}},
		{"stand-ins without the public", strings.Replace(sample, "owner:", "stand_ins:\n  partner.name: You\nowner:", 1) + "{{ partner.name }}", []string{
			"library/open.md:8: stand-ins are what the public reads, and this asset is not public; write `public: true` or delete `stand_ins`",
		}},
		{"for some tiers", publicSample("tiers: [elite]\n", "Words."), []string{"library/open.md:8: a public asset is for everybody; delete `tiers`, or `public`"}},
		{"for staff", publicSample("audience: staff\n", "Words."), []string{"library/open.md:8: is for staff, and a public asset is for everybody; delete `audience`, or `public`"}},
		{"a link behind the sign-in", publicSample("", "[Refer](/referrals/new)."), []string{`library/open.md:13:1: the page "/referrals/new" asks to sign in, and this asset is public; write /, `}},
		{"a link to an asset of partners", publicSample("", "[How](/assets/how-you-are-paid)."), []string{`library/open.md:13:1: the asset "how-you-are-paid" is not public, and this one is; delete the link or write `}},
		{"a link to a public asset", publicSample("", "[Weekend](/assets/city-weekend), [join](/join?from=x)."), nil},
		{"not a flag", strings.Replace(sample, "owner:", "public: yes\nowner:", 1) + "Words.", []string{`library/open.md:7: "public" is "yes"; write true or false`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems := Check(with(t, map[string]string{"library/open.md": c.file}))
			if len(problems) != len(c.want) {
				t.Fatalf("%v, want %q", problems, c.want)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(problems[i].String(), want) {
					t.Errorf("%s\nwant %s", problems[i], want)
				}
			}
		})
	}
}

func TestTheUnsignedReadWhatIsPublicInTheCompanysName(t *testing.T) {
	l, err := Load(with(t, map[string]string{
		"library/open.md":  publicSample("markets: [PT]\nstand_ins:\n  partner.name: Your company\n", "{{ partner.name }} earns {{ terms.share.core }}. [Rooms]({{ partner.link }})"),
		"library/later.md": strings.Replace(publicSample("", "Later."), "published: 2026-01-01", "published: 2026-02-01", 1),
		"library/gone.md":  strings.Replace(publicSample("", "Gone."), "published: 2026-01-01", "published: 2026-01-01\nexpires: 2026-01-07", 1),
		"library/draft.md": strings.Replace(publicSample("", "Draft."), "status: published", "status: draft", 1),
	}))
	if err != nil {
		t.Fatal(err)
	}
	visitor := Audience{Public: true, Today: "2026-01-20"}
	var slugs []portal.AssetSlug
	for _, a := range l.Assets(visitor) {
		if !a.Public || a.Status != Published {
			t.Errorf("anybody sees %s", a.Slug)
		}
		slugs = append(slugs, a.Slug)
	}
	if !slices.Contains(slugs, "open") || slices.Contains(slugs, "later") || slices.Contains(slugs, "gone") || slices.Contains(slugs, "draft") {
		t.Errorf("anybody sees %v", slugs)
	}
	if _, err := l.Asset("how-you-are-paid", "en", visitor); portal.KindOf(err) != portal.NotFound {
		t.Errorf("a partner's asset: %v", err)
	}
	open, err := l.Asset("open", "", visitor)
	if err != nil {
		t.Fatal(err)
	}
	brand := l.PublicBrand(open, l.Terms[0])
	page, err := l.RenderHTML(open, brand)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Your company earns 4%", `href="` + l.Program.Site} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%s lacks %s", page, want)
		}
	}
	for _, format := range []Format{FormatMarkdown, FormatPDF} {
		made, err := l.Render(context.Background(), open, format, brand, "https://partners.example.com")
		if err != nil || len(made) == 0 || format == FormatMarkdown && !strings.Contains(string(made), "Your company earns 4%") {
			t.Errorf("%s: %v %s", format, err, made[:min(len(made), 200)])
		}
	}
	if cover := l.PublicCover(l.Assets(visitor)[0]); cover.Path != "" {
		sheet, err := l.ImageAt(strings.SplitN(cover.Path, "#", 2)[0])
		if err != nil || cover.Path == l.Cover(l.Assets(visitor)[0]).Path {
			t.Errorf("the covers of public assets are with the others: %v", err)
		}
		if clear, all := len(sheet.Bytes), len(l.covers().cards); clear == 0 || len(l.openCovers().cards) >= all {
			t.Errorf("%d of %d covers are public", len(l.openCovers().cards), all)
		}
	}
	if with, without := l.Key(open, FormatPDF, brand, ""), l.Key(open, FormatPDF, l.House(), ""); with == without {
		t.Error("with and without stand-ins have one key")
	}
}
