package program

import (
	"context"

	"tandem/content"
	"tandem/portal"
)

// TellEditors tells those who write of what in the library waits for them: an asset whose
// last day is near, and a text of the studio whose file moved on as well. Each is told
// once; running it again tells nothing twice.
func (p *Program) TellEditors(ctx context.Context) error {
	var facts []portal.Event
	for _, a := range p.library().Everything() {
		if a.Status != content.Published || a.Locale != a.Locales[0] {
			continue
		}
		if e, ok := portal.AssetEnding(a.Slug, a.Title, a.Version, a.Expires, p.Today(), p.Now()); ok {
			facts = append(facts, e)
		}
	}
	for _, c := range p.conflicts() {
		if c.Open {
			facts = append(facts, portal.AssetForked(c.Studio.Slug, c.Studio.Locale, c.Studio.Title, c.Studio.SHA256, c.File.SHA256, p.Now()))
		}
	}
	for _, fact := range facts {
		_, err := p.store.Events.Get(ctx, fact.ID)
		if portal.KindOf(err) == portal.NotFound {
			err = p.record(ctx, fact)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
