package content

import (
	"strings"
	"testing"
)

// TestATranslationThatIsBehindIsServedAndSaysSo has a source of version 3 and translations of it.
func TestATranslationThatIsBehindIsServedAndSaysSo(t *testing.T) {
	source := strings.Replace(sample, "version: 1", "version: 3", 1) + "Words.\n"
	for _, c := range []struct {
		name, keys string
		behind     int
		problem    string
	}{
		{"of the same number", "version: 3", 0, ""},
		{"of an earlier number", "version: 2", 1, ""},
		{"with a number of its own", "version: 7\ntranslates: 3", 0, ""},
		{"with a number of its own, behind", "version: 7\ntranslates: 1", 2, ""},
		{"of what is not there yet", "version: 3\ntranslates: 4", 0, `library/sample.es.md:10: "translates" is "4", but library/sample.md is version 3; write ` + "`translates: 3` or less"},
		{"of no number", "version: 3\ntranslates: new", 0, `library/sample.es.md:10: "translates" is "new"; write a whole number from 1 to 9999`},
	} {
		spanish := strings.NewReplacer("locale: en", "locale: es", "version: 1", c.keys).Replace(sample) + "Palabras.\n"
		l, err := Load(with(t, map[string]string{"library/sample.md": source, "library/sample.es.md": spanish}))
		if err != nil || c.problem != "" {
			if err == nil || err.Error() != c.problem {
				t.Errorf("%s: got %v, want %q", c.name, err, c.problem)
			}
			continue
		}
		if a, err := l.Asset("sample", "es", Audience{Staff: true}); err != nil || a.Locale != "es" || a.Behind != c.behind {
			t.Errorf("%s: %s is %d behind, %v; want %d", c.name, a.Locale, a.Behind, err, c.behind)
		}
		if a, err := l.Asset("sample", "en", Audience{Staff: true}); err != nil || a.Behind != 0 {
			t.Errorf("%s: the source is %d behind, %v", c.name, a.Behind, err)
		}
		newer, wrong := l.Lay([]Text{{Slug: "sample", Locale: "en", Source: []byte(strings.Replace(source, "version: 3", "version: 4", 1))}})
		if a, err := newer.Asset("sample", "es", Audience{Staff: true}); len(wrong) > 0 || err != nil || a.Behind != c.behind+1 {
			t.Errorf("%s: after a newer source it is %d behind, %v, %v", c.name, a.Behind, err, wrong)
		}
	}
}
