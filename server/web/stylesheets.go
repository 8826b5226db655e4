package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

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

// hubSheets are the whole style sheets of the hub by the colour of the partner: a page of
// it has one sheet, so that a first visit stays within its requests.
type hubSheets struct {
	mu     sync.Mutex
	sheets map[portal.Colour]assets.File
}

// mostHubSheets is how many are kept; with more colours than that they are made anew.
const mostHubSheets = 256

// hubStamp changes with what the hub's sheets are made of.
func (a *App) hubStamp() string {
	sum := sha256.Sum256([]byte(a.brand.address + a.assets.URL("hub.css")))
	return "partner." + hex.EncodeToString(sum[:5]) + "-"
}

// hubCSS is the address of the hub's sheet in a brand's colour, or in the program's.
func (a *App) hubCSS(kit portal.BrandKit) string {
	colour, err := portal.ParseColour(kit.Primary)
	if err != nil {
		colour, _ = portal.ParseColour(a.program.Rules.Colour)
	}
	return assets.Prefix + a.hubStamp() + strings.TrimPrefix(colour.String(), "#") + ".css"
}

// hubFile is the hub's sheet by its name; it stands beside the files that it names.
func (a *App) hubFile(name string) (assets.File, bool) {
	hexed, ours := strings.CutPrefix(name, a.hubStamp())
	hexed, css := strings.CutSuffix(hexed, ".css")
	colour, err := portal.ParseColour("#" + hexed)
	if !ours || !css || err != nil || colour.String() != "#"+hexed {
		return assets.File{}, false
	}
	return a.hubSheet(colour), true
}

func (a *App) hubSheet(colour portal.Colour) assets.File {
	a.hubs.mu.Lock()
	defer a.hubs.mu.Unlock()
	if file, made := a.hubs.sheets[colour]; made {
		return file
	}
	hub, _ := a.assets.Get(strings.TrimPrefix(a.assets.URL("hub.css"), assets.Prefix))
	body := slices.Concat(a.brand.file.Body, hub.Body, templates.SheetCSS(colour))
	sum := sha256.Sum256(body)
	file := assets.File{Type: "text/css; charset=utf-8", ETag: `"` + hex.EncodeToString(sum[:10]) + `"`, Body: body}.Compress()
	if len(a.hubs.sheets) >= mostHubSheets || a.hubs.sheets == nil {
		a.hubs.sheets = map[portal.Colour]assets.File{}
	}
	a.hubs.sheets[colour] = file
	return file
}
