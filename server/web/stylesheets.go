package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/portal"
	"tandem/templates"
)

// brand is the portal's style sheet in the program's colours, made once: one file, since
// each costs a first visit a request. It stands beside the portal's own files, which it
// names without their folder.
type brand struct {
	address string
	icon    template.URL
	file    assets.File
}

func newBrand(program, colour string, index *assets.Index) (brand, error) {
	parsed, err := portal.ParseColour(colour)
	if err != nil {
		return brand{}, fmt.Errorf("the program's colour %q: %w", colour, err)
	}
	common, _ := index.Get(strings.TrimPrefix(index.URL("app.css"), assets.Prefix))
	css := slices.Concat(common.Body, templates.BrandCSS(parsed), templates.SheetCSS(parsed))
	sum := sha256.Sum256(css)
	hash := hex.EncodeToString(sum[:])[:20]
	name := "brand." + hash[:10] + ".css"
	return brand{
		address: assets.Prefix + name,
		icon:    templates.IconURL(program, parsed),
		file:    assets.File{Name: name, Type: "text/css; charset=utf-8", ETag: `"` + hash + `"`, Body: css}.Compress(),
	}, nil
}

const colourPath = "/library/colours/"

// colourCSS is the style sheet of a colour that a sheet is shown in. It says nothing
// but the colour in its name, so anybody may keep it for ever.
func (a *App) colourCSS(r *request) error {
	name, ok := strings.CutSuffix(r.Params("colour"), ".css")
	colour, err := portal.ParseColour("#" + name)
	if !ok || err != nil || colour.String() != "#"+name {
		return fiber.ErrNotFound
	}
	r.Set(fiber.HeaderCacheControl, forever)
	r.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
	return r.Send(templates.SheetCSS(colour))
}
