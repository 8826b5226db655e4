// Package assets holds the portal's own static files: styles, script, icons,
// fonts. Each is served under a name that carries its hash, compressed once when
// the index is made, and looked up by name, never by path.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

//go:embed css js images vendor
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/assets/static/"

// File is one static file, ready to be sent.
type File struct {
	Name   string // with its hash: "app.3f2a91c0.css"
	Type   string // media type
	ETag   string // strong, quoted
	Body   []byte
	Gzip   []byte // nil when compression does not help
	Brotli []byte
}

// Index finds files by their served names. It is made once and only read.
type Index struct {
	files map[string]File   // by served name
	names map[string]string // the address of a file by its plain name
}

// sources are the plain names that pages use and the files they are made of, in order.
var sources = []struct {
	name  string
	parts []string
}{
	{"inter-latin.woff2", []string{"vendor/inter/5.3.0/inter-latin-wght-normal.woff2"}},
	{"inter-latin-ext.woff2", []string{"vendor/inter/5.3.0/inter-latin-ext-wght-normal.woff2"}},
	{"icons.svg", []string{"vendor/lucide/1.62.0/icons.svg"}},
	{"app.js", []string{"js/app.js"}},
	{"app.css", []string{
		"css/layers.css", "css/tokens.css", "css/base.css", "css/layout.css",
		"css/components.css", "css/forms.css", "css/pages.css", "css/join.css", "css/utilities.css",
	}},
	{"hub.css", []string{"css/hub.css"}}, // of the pages about assets
	{"studio.js", []string{"js/studio.js"}},
	{"easymde.js", []string{"vendor/easymde/2.21.0/easymde.min.js"}}, // the editor, fetched by studio.js when a text is turned to
	{"easymde.css", []string{"vendor/easymde/2.21.0/easymde.min.css", "css/editor.css"}},
	{"favicon.svg", []string{"images/favicon.svg"}},
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".png": "image/png",
}

// New reads, hashes and compresses every file. A style sheet names other files
// as url(asset:NAME), which becomes their name in the same folder.
func New() (*Index, error) {
	index := &Index{files: map[string]File{}, names: map[string]string{}}
	for _, source := range sources {
		var body []byte
		for _, part := range source.parts {
			content, err := files.ReadFile(part)
			if err != nil {
				return nil, fmt.Errorf("read asset %s: %w", part, err)
			}
			body = append(append(body, content...), '\n')
		}
		if len(source.parts) == 1 {
			body = body[:len(body)-1]
		}
		if path.Ext(source.name) == ".css" {
			body = tight(body)
			for name, address := range index.names {
				body = bytes.ReplaceAll(body, []byte("asset:"+name), []byte(strings.TrimPrefix(address, Prefix)))
			}
			if bytes.Contains(body, []byte("url(asset:")) {
				return nil, fmt.Errorf("style sheet %s names a file that comes after it or is not there", source.name)
			}
		}
		if err := index.add(source.name, body); err != nil {
			return nil, err
		}
	}
	return index, nil
}

// tight is a style sheet without its indents, empty lines and comments of a line.
func tight(css []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(css) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("/*")) && bytes.HasSuffix(line, []byte("*/")) && bytes.Count(line, []byte("*/")) == 1 {
			continue
		}
		line = bytes.ReplaceAll(line, []byte("; }"), []byte("}"))
		for _, sign := range []string{" {", "{ ", "; ", ": "} {
			line = bytes.ReplaceAll(line, []byte(sign), bytes.TrimSpace([]byte(sign)))
		}
		out.Write(append(line, '\n'))
	}
	return out.Bytes()
}

func (x *Index) add(name string, body []byte) error {
	kind, ok := types[path.Ext(name)]
	if !ok {
		return fmt.Errorf("asset %s has a type we do not serve", name)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	stem := strings.TrimSuffix(name, path.Ext(name))
	file := File{Name: stem + "." + hash[:10] + path.Ext(name), Type: kind, ETag: `"` + hash[:20] + `"`, Body: body}
	if path.Ext(name) != ".woff2" && path.Ext(name) != ".png" {
		if len(body) <= large {
			file = file.Compress()
		} else {
			file = file.Pack()
		}
	}
	x.files[file.Name] = file
	x.names[name] = Prefix + file.Name
	return nil
}

// A window of 64 KB holds any of the files. A wider one takes ten times the memory of
// every start, and the level above three times the time, for a saving of one part in fifty.
var brotliOptions = brotli.WriterOptions{Quality: 10, LGWin: 16}

// large is the size in bytes above which a file is compressed quickly, for the sake of each start.
const large = 64 << 10

// Compress returns the file with its compressed forms, made as small as they get: for
// what is compressed once and sent often.
func (f File) Compress() File {
	body := f.Body
	var gz, br bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	bro := brotli.NewWriterOptions(&br, brotliOptions)
	// Writing to a buffer cannot fail.
	_, _ = zip.Write(body)
	_ = zip.Close()
	_, _ = bro.Write(body)
	_ = bro.Close()
	if gz.Len() < len(body) && br.Len() < len(body) {
		f.Gzip, f.Brotli = gz.Bytes(), br.Bytes()
	}
	return f
}

// packers compress quickly. A writer is large, so it is used again.
var packers = sync.Pool{New: func() any { return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: 5, LGWin: 18}) }}

// Pack returns the file with compressed forms that are made quickly: for what is
// published often, a page among a thousand.
func (f File) Pack() File {
	var gz, br bytes.Buffer
	zip := gzip.NewWriter(&gz)
	bro := packers.Get().(*brotli.Writer)
	defer packers.Put(bro)
	bro.Reset(&br)
	// Writing to a buffer cannot fail.
	_, _ = zip.Write(f.Body)
	_ = zip.Close()
	_, _ = bro.Write(f.Body)
	_ = bro.Close()
	if gz.Len() < len(f.Body) && br.Len() < len(f.Body) {
		f.Gzip, f.Brotli = gz.Bytes(), br.Bytes()
	}
	return f
}

// Get finds a file by its served name.
func (x *Index) Get(name string) (File, bool) {
	file, ok := x.files[name]
	return file, ok
}

// URL is the address of a file by its plain name. A name that is not there panics:
// pages are rendered by tests before anybody sees them.
func (x *Index) URL(name string) string {
	address, ok := x.names[name]
	if !ok {
		panic("assets: no file " + name)
	}
	return address
}
