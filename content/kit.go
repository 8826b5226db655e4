package content

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tandem/portal"
)

// FormatKit is every format that an asset is offered in, in one ZIP. No file names it.
const FormatKit Format = "kit"

// KitFile is one file of a ZIP: a rendering of an asset, or a picture of it.
type KitFile struct {
	Name    string // its path within the ZIP
	Asset   Asset
	Format  Format // "" for a picture
	Type    string // media type
	Key     string // a hash that changes with its bytes
	picture []byte
}

// KitAsset is an asset in a ZIP, as one partner has it.
type KitAsset struct {
	Asset Asset
	Link  string // the partner's own
	Rules []string
	Files []KitFile
}

// Kit is a ZIP before it is made.
type Kit struct {
	Partner string
	Company string
	Assets  []KitAsset
}

// KitOf is an asset for a ZIP, in some formats; with pictures it also has the cover and
// the pictures of the text. folder is "" or ends with a slash.
func (l *Library) KitOf(a Asset, formats []Format, pictures bool, c CoBrand, base, folder string) KitAsset {
	k := KitAsset{Asset: a, Link: webAddress(c.Link), Rules: a.RulesOfUse(l.Program)}
	for _, format := range formats {
		r := l.Describe(a, format, c, base)
		k.Files = append(k.Files, KitFile{Name: folder + r.Name, Asset: a, Format: format, Type: r.Type, Key: r.Key})
	}
	if !pictures {
		return k
	}
	for _, name := range l.picturesOf(a) {
		img := l.images[name]
		k.Files = append(k.Files, KitFile{Name: folder + "pictures/" + img.Name, Asset: a, Type: img.Type, Key: img.Hash, picture: img.Bytes})
	}
	return k
}

// picturesOf are the names of an asset's cover and of the pictures in its text, each once.
func (l *Library) picturesOf(a Asset) []string {
	var names []string
	add := func(name string) {
		if _, ok := l.images[name]; ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(a.Cover)
	if e := l.find(a.Slug, a.Locale); e != nil {
		for _, h := range e.body.fragment.holes {
			if h.kind == imageHole {
				add(h.name)
			}
		}
	}
	return names
}

// RulesOfUse are what a partner may do with an asset, in sentences.
func (a Asset) RulesOfUse(p portal.Program) []string {
	where := "everywhere"
	if len(a.Markets) > 0 {
		var names []string
		for _, market := range p.Markets {
			if slices.Contains(a.Markets, market.Code) {
				names = append(names, market.Name)
			}
		}
		where = "in " + listing(names, "en")
	}
	until := ""
	if a.Expires != "" {
		until = ", until " + a.Expires.Long()
	}
	return []string{
		"Send it, print it or publish it in your own name, " + where + until + ".",
		"Keep the words, the prices and your link as they are.",
		"Something does not fit? Ask " + a.Owner + " at " + p.Support + ".",
	}
}

// Files are all files of the ZIP but its list, in their order.
func (k Kit) Files() []KitFile {
	var all []KitFile
	for _, a := range k.Assets {
		all = append(all, a.Files...)
	}
	return all
}

// Key is the hash of everything that the ZIP is made of.
func (k Kit) Key() string {
	sum := sha256.New()
	_, _ = io.WriteString(sum, "1\n"+k.readme()) // a hash takes everything
	for _, f := range k.Files() {
		fmt.Fprintf(sum, "%s\n%s\n", f.Name, f.Key)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// listed is a file as the manifest says it.
type listed struct {
	Name   string `json:"name"`
	Format Format `json:"format,omitempty"`
	Type   string `json:"type"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type listedAsset struct {
	Slug      portal.AssetSlug `json:"asset"`
	Title     string           `json:"title"`
	Version   int              `json:"version"`
	Locale    string           `json:"locale"`
	Published portal.Date      `json:"published,omitempty"`
	Expires   portal.Date      `json:"last_day,omitempty"`
	Link      string           `json:"link,omitempty"`
	Rules     []string         `json:"rules"`
	Files     []listed         `json:"files"`
}

// Write writes the ZIP: README.txt, the files one after the other, each asked for when
// it is its turn, and manifest.json with their hashes. The bytes are the same each time:
// a file carries the day its version was published. An error of made ends it; what was
// written by then is no ZIP.
func (k Kit) Write(w io.Writer, made func(KitFile) ([]byte, error)) error {
	out := zip.NewWriter(w)
	newest := portal.Date("")
	for _, a := range k.Assets {
		newest = max(newest, a.Asset.Published)
	}
	if err := zipped(out, "README.txt", newest, zip.Deflate, []byte(k.readme())); err != nil {
		return err
	}
	manifest := struct {
		Partner string        `json:"partner"`
		Company string        `json:"published_by"`
		Assets  []listedAsset `json:"assets"`
	}{Partner: k.Partner, Company: k.Company}
	for _, a := range k.Assets {
		list := listedAsset{
			Slug: a.Asset.Slug, Title: a.Asset.Title, Version: a.Asset.Version, Locale: a.Asset.Locale,
			Published: a.Asset.Published, Expires: a.Asset.Expires, Link: a.Link, Rules: a.Rules,
		}
		for _, f := range a.Files {
			data := f.picture
			if f.Format != "" {
				var err error
				if data, err = made(f); err != nil {
					return fmt.Errorf("make %s: %w", f.Name, err)
				}
			}
			sum := sha256.Sum256(data)
			list.Files = append(list.Files, listed{f.Name, f.Format, f.Type, len(data), hex.EncodeToString(sum[:])})
			if err := zipped(out, f.Name, a.Asset.Published, packing(f.Type), data); err != nil {
				return err
			}
		}
		manifest.Assets = append(manifest.Assets, list)
	}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	if err := zipped(out, "manifest.json", newest, zip.Deflate, append(text, '\n')); err != nil {
		return err
	}
	return out.Close()
}

// packing is how a kind of file is put into a ZIP: what is compressed already is stored.
func packing(media string) uint16 {
	switch media {
	case "image/png", "image/jpeg", "application/pdf":
		return zip.Store
	}
	return zip.Deflate
}

func zipped(out *zip.Writer, name string, day portal.Date, method uint16, data []byte) error {
	at := day.Time()
	if at.IsZero() {
		at = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) // where ZIP begins to count
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at.UTC()})
	if err != nil {
		return fmt.Errorf("begin %s: %w", name, err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return out.Flush()
}

// readme says what is in the ZIP and what may be done with it, for people.
func (k Kit) readme() string {
	var b strings.Builder
	for i, a := range k.Assets {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(underlined(plainText(a.Asset.Title), "=") + "\n\n")
		fmt.Fprintf(&b, "Version %d, %s", a.Asset.Version, a.Asset.Locale)
		if a.Asset.Published != "" {
			b.WriteString(", published " + a.Asset.Published.Long())
		}
		if a.Asset.Expires != "" {
			b.WriteString(", last day " + a.Asset.Expires.Long())
		}
		fmt.Fprintf(&b, "\nPublished by %s for %s\n", plainText(k.Company), plainText(k.Partner))
		if a.Link != "" {
			fmt.Fprintf(&b, "\nYour link, in every file and counted for you:\n%s\n", a.Link)
		}
		b.WriteString("\nFiles\n")
		for _, f := range a.Files {
			what := f.Format.Label()
			if f.Format == "" {
				what = "Picture"
			}
			fmt.Fprintf(&b, "  %s  (%s)\n", f.Name, what)
		}
		b.WriteString("\nHow you may use it\n")
		for _, rule := range a.Rules {
			b.WriteString("- " + plainText(rule) + "\n")
		}
	}
	b.WriteString("\nmanifest.json has the size and the SHA-256 of every file.\n")
	return strings.ReplaceAll(b.String(), "\n", "\r\n")
}
