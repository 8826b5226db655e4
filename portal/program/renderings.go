package program

import (
	"context"
	"errors"

	"tandem/content/render"
	"tandem/portal"
)

// Rendered is a rendering by the hash of all that goes into it: kept from before, or made
// now. Unavailable when that takes too long.
func (p *Program) Rendered(ctx context.Context, key string, make func(context.Context) ([]byte, error)) ([]byte, error) {
	made, err := p.renderings.Get(ctx, key, make)
	if errors.Is(err, render.ErrTooLong) {
		err = portal.Errorf(portal.Unavailable, "The file could not be made in time. Please try again, or write to %s.", p.Rules.Support).Because(err)
	}
	return made, err
}
