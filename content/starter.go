package content

import (
	"embed"

	"tandem/portal"
)

//go:embed starters/*.md
var starters embed.FS

// Start is the text that a new asset of a kind begins with: its front matter, and a body
// that says what belongs where. It has no mistakes in it when title, summary and owner are given.
func Start(kind Kind, title, summary, owner, locale string, day portal.Date) string {
	f := NewFront().Set("title", title).Set("kind", string(kind)).Set("summary", summary).Set("locale", locale).Set("owner", owner)
	if body, err := starters.ReadFile("starters/" + string(kind) + ".md"); err == nil {
		f.Body = string(body)
	}
	return f.AsPublished(1, day).Source()
}
