package program

import (
	"bufio"
	"context"
	"io"
	"slices"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// Limits on one ZIP: a larger one would not arrive in the time that an answer has.
const (
	MaxKitAssets = 20
	maxKitFiles  = 100
	maxKitBytes  = 24 << 20
)

// Chosen is an asset as it stands in a selection: "city-weekend.es".
type Chosen struct {
	Slug   portal.AssetSlug
	Locale string // "" for the reader's own
}

// ParseChosen reads one; what is no name of an asset names none.
func ParseChosen(text string) Chosen {
	slug, locale, _ := strings.Cut(text, ".")
	return Chosen{Slug: portal.AssetSlug(slug), Locale: locale}
}

// String is how it stands in an address.
func (c Chosen) String() string {
	if c.Locale == "" {
		return string(c.Slug)
	}
	return string(c.Slug) + "." + c.Locale
}

// Bundle is a ZIP that is made while it is sent.
type Bundle struct {
	Name  string
	Tag   string
	Write func(ctx context.Context, w io.Writer) error // nil when the person holds it already
}

// AssetSelection is several assets that a partner takes together.
type AssetSelection struct {
	Assets  []content.Asset
	Formats []content.Format // in which at least one is offered
	Refused error            // why nothing can be downloaded now, nil otherwise
}

// SelectAssets is what was chosen, as far as the actor may see it, each asset once.
func (p *Program) SelectAssets(ctx context.Context, actor portal.Actor, chosen []Chosen) (AssetSelection, error) {
	partner, audience, err := p.reader(ctx, actor)
	if err != nil {
		return AssetSelection{}, err
	}
	s := AssetSelection{Refused: mayTake(partner)}
	if s.Assets, err = chosenOf(p.library(), chosen, audience); err != nil {
		return s, err
	}
	for _, format := range content.Formats {
		if slices.ContainsFunc(s.Assets, func(a content.Asset) bool { return slices.Contains(a.Formats, format) }) {
			s.Formats = append(s.Formats, format)
		}
	}
	return s, nil
}

// chosenOf are the assets of a list that an audience sees, each once in a language.
func chosenOf(library *content.Library, list []Chosen, audience content.Audience) ([]content.Asset, error) {
	var assets []content.Asset
	for _, c := range list[:min(len(list), 10*MaxKitAssets)] {
		asset, err := library.Asset(c.Slug, c.Locale, audience)
		if portal.KindOf(err) == portal.NotFound { // it may have gone meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(assets, func(a content.Asset) bool { return a.Slug == asset.Slug && a.Locale == asset.Locale }) {
			assets = append(assets, asset)
		}
	}
	return assets, nil
}

// Bundle makes a ZIP of assets in a format, or in each that they are offered in when it
// is [content.FormatKit], and records every one as taken. Everything is made before the
// first byte is sent, so that what cannot be made is said; while it is sent, one file at
// a time is in memory beside what the renderings keep. What is too much is Invalid.
func (p *Program) Bundle(ctx context.Context, actor portal.Actor, chosen []Chosen, format content.Format, held func(tag string) bool, looking bool) (Bundle, error) {
	partner, audience, err := p.reader(ctx, actor)
	if err != nil {
		return Bundle{}, err
	}
	if err := mayTake(partner); err != nil {
		return Bundle{}, err
	}
	library := p.library() // one from beginning to end, whatever is published meanwhile
	assets, err := chosenOf(library, chosen, audience)
	if err != nil {
		return Bundle{}, err
	}
	if len(assets) == 0 && len(chosen) == 1 {
		return Bundle{}, portal.Errorf(portal.NotFound, "There is no such asset.")
	}
	if err := mayBundle(assets, format); err != nil {
		return Bundle{}, err
	}
	kit := content.Kit{Company: p.Rules.Company}
	brands := map[portal.AssetSlug]content.CoBrand{}
	name := ""
	for _, a := range assets {
		brand, ok := brands[a.Slug]
		if !ok {
			if brand, err = p.branded(ctx, partner, a.Slug); err != nil {
				return Bundle{}, err
			}
			brands[a.Slug] = brand
		}
		kit.Partner = brand.Kit.Name
		formats, folder := []content.Format{format}, ""
		if format == content.FormatKit {
			formats = a.Formats
		}
		if name = content.KitName(a, brand); len(assets) > 1 {
			if name = "assets-" + partner.Code + ".zip"; format == content.FormatKit {
				folder = string(a.Slug) + "." + a.Locale + "/"
			}
		}
		kit.Assets = append(kit.Assets, library.KitOf(a, formats, format == content.FormatKit, brand, p.base, folder))
	}
	files := kit.Files()
	if len(files) > maxKitFiles {
		return Bundle{}, portal.Errorf(portal.Invalid, "That would be %d files, and a ZIP holds %d. Choose fewer assets, or one format.", len(files), maxKitFiles)
	}
	bundle := Bundle{Name: name, Tag: tagFor(partner, kit.Key())}
	if held(bundle.Tag) {
		return bundle, nil
	}
	made := func(ctx context.Context, f content.KitFile) ([]byte, error) {
		return p.rendered(ctx, library, f.Asset, f.Format, brands[f.Asset.Slug], f.Key)
	}
	size := 0
	for _, f := range files {
		if f.Format == "" {
			continue
		}
		data, err := made(ctx, f)
		if err != nil {
			return Bundle{}, err
		}
		if size += len(data); size > maxKitBytes {
			return Bundle{}, portal.Errorf(portal.Invalid, "That would be more than %d MB. Choose fewer assets, or one format.", maxKitBytes>>20)
		}
	}
	bundle.Write = func(ctx context.Context, w io.Writer) error {
		out := bufio.NewWriterSize(w, 32<<10)
		if err := kit.Write(out, func(f content.KitFile) ([]byte, error) { return made(ctx, f) }); err != nil {
			return err
		}
		return out.Flush()
	}
	if looking {
		return bundle, nil
	}
	for _, a := range assets {
		if err := p.took(ctx, actor, partner, a, format); err != nil {
			return Bundle{}, err
		}
	}
	return bundle, nil
}

// mayBundle is nil when the assets can be had together in a format.
func mayBundle(assets []content.Asset, format content.Format) error {
	switch {
	case len(assets) == 0:
		return portal.Errorf(portal.Invalid, "Choose at least one asset.")
	case len(assets) > MaxKitAssets:
		return portal.Errorf(portal.Invalid, "You chose %d assets. A ZIP holds %d: take some out, and fetch them in a second one.", len(assets), MaxKitAssets)
	case format == content.FormatKit:
		return nil
	case !slices.Contains(content.Formats, format):
		return portal.Errorf(portal.Invalid, "Choose a format.")
	}
	var without []string
	for _, a := range assets {
		if !slices.Contains(a.Formats, format) {
			without = append(without, "“"+a.Title+"”")
		}
	}
	if len(without) > 0 {
		return portal.Errorf(portal.Invalid, "Not offered as %s: %s. Take it out, or choose another format.", format.Label(), strings.Join(without, ", "))
	}
	return nil
}
