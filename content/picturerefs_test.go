package content

import (
	"strings"
	"testing"
)

func TestATextIsNamedAnewAtItsPicturesAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"between words":     {"a ![b](c.png) d", "a ![b](new.png) d"},
		"with a caption":    {`![b](x/c.png "d")`, `![b](new.png "d")`},
		"with spaces":       {"![b](<my c.png>)", "![b](<new.png>)"},
		"escaped words":     {`![a \] b](c.png)`, `![a \] b](new.png)`},
		"at the end":        {"![b][c]\n\n[c]: c.png\n[d]: d.png", "![b][c]\n\n[c]: new.png\n[d]: d.png"},
		"a link":            {"[b](c.png)", "[b](c.png)"},
		"another site":      {"![b](https://x.example/c.png)", "![b](https://x.example/c.png)"},
		"a cover":           {"---\ntitle: a\ncover: c.png\r\n---\ncover: c.png", "---\ntitle: a\ncover: new.png\r\n---\ncover: c.png"},
		"a cover in quotes": {"\ufeff---\ncover: \"my c.png\" # wide\n---\n", "\ufeff---\ncover: \"new.png\" # wide\n---\n"},
		"no front matter":   {"cover: c.png", "cover: c.png"},
	} {
		got := string(NamePictures([]byte(c.source), func(ref PictureRef) (string, bool) { return "new.png", ref.Key() != "" }))
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, odd := range oddTexts() {
		source := []byte(odd.source)
		if got := NamePictures(source, func(ref PictureRef) (string, bool) { return ref.To, true }); string(got) != odd.source {
			t.Errorf("%s: another text comes of the same names", odd.name)
		}
		for _, ref := range PictureRefs(source) {
			if strings.Contains(ref.To, "\n") || string(source[ref.from:ref.end]) != ref.To {
				t.Errorf("%s: a picture %q", odd.name, ref.To)
			}
		}
	}
}
