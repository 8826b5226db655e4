// Command lookassets renders every asset of the library in every format for partners of
// long, wide, missing and Arabic names, and puts the pictures on sheets to look at.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"golang.org/x/image/draw"

	"tandem/content"
	"tandem/server/browser"
)

const base = "https://portal.example"

// A sheet has so many pictures beside each other, each so wide.
const (
	beside = 5
	across = 480
	gap    = 16
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "look:", err)
		os.Exit(1)
	}
}

// screens are what the formats of the browser are looked at on.
var screens = map[content.Format][]browser.Screen{
	content.FormatHTML:  {browser.Desktop, browser.Phone},
	content.FormatEmail: {{Width: 640, Height: 900}, browser.Screen{Width: 640, Height: 900}.InDark()},
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("look", flag.ContinueOnError)
	out := flags.String("out", "look", "folder for the sheets")
	only := flags.String("only", "", "one asset")
	if err := flags.Parse(args); err != nil {
		return err
	}
	l, err := content.Load(content.Files())
	if err != nil {
		return err
	}
	brands, err := browser.Brands()
	if err != nil {
		return err
	}
	chromium, err := browser.Launch()
	if err != nil {
		return err
	}
	defer chromium.Close()
	tab, err := chromium.Tab()
	if err != nil {
		return err
	}
	defer tab.Close()
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	var names []string
	for name := range brands {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		sheets := map[string][]image.Image{}
		for _, a := range l.Everything() {
			if *only != "" && string(a.Slug) != *only {
				continue
			}
			for _, format := range a.Formats {
				pictures, kind, err := look(ctx, l, tab, a, format, brands[name])
				if err != nil {
					return fmt.Errorf("%s as %s for %s: %w", a.ID(), format, name, err)
				}
				sheets[kind] = append(sheets[kind], pictures...)
			}
		}
		for kind, pictures := range sheets {
			if err := save(filepath.Join(*out, name+"-"+kind), pictures); err != nil {
				return err
			}
		}
	}
	return nil
}

// look is a format of an asset as pictures, and which sheet they belong on.
func look(ctx context.Context, l *content.Library, tab *browser.Tab, a content.Asset, format content.Format, brand content.CoBrand) ([]image.Image, string, error) {
	switch format {
	case content.FormatPDF:
		n, err := l.CountPages(ctx, a, format, brand, base)
		if err != nil {
			return nil, "", err
		}
		var list []image.Image
		for page := 1; page <= n; page++ {
			picture, err := opened(l.RenderPicture(ctx, a, format, brand, base, page))
			if err != nil {
				return nil, "", err
			}
			list = append(list, picture)
		}
		return list, "pdf", nil
	case content.FormatCard, content.FormatCardSquare:
		picture, err := opened(l.Render(ctx, a, format, brand, base))
		return []image.Image{picture}, "cards", err
	case content.FormatHTML, content.FormatEmail:
		page, err := l.Render(ctx, a, format, brand, base)
		if err == nil && format == content.FormatEmail {
			page, err = browser.Mailed(page)
		}
		if err != nil {
			return nil, "", err
		}
		list, err := seen(tab, page, screens[format])
		return list, string(format), err
	default: // Letter has the pages of A4, and markdown is text
		return nil, "", nil
	}
}

func opened(file []byte, err error) (image.Image, error) {
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(file))
}

// seen is a page as the browser shows it on some screens.
func seen(tab *browser.Tab, page []byte, on []browser.Screen) (list []image.Image, err error) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	defer server.Close()
	for _, screen := range on {
		if err := tab.See(screen); err != nil {
			return nil, err
		}
		if _, err := tab.Open(server.URL); err != nil {
			return nil, err
		}
		picture, err := opened(tab.Picture())
		if err != nil {
			return nil, err
		}
		list = append(list, picture)
	}
	return list, nil
}

// save puts pictures on sheets of some rows.
func save(stem string, pictures []image.Image) error {
	const rows = 2
	for n := 0; len(pictures) > 0; n++ {
		some := pictures[:min(len(pictures), beside*rows)]
		pictures = pictures[len(some):]
		file, err := os.Create(fmt.Sprintf("%s-%02d.png", stem, n+1))
		if err != nil {
			return fmt.Errorf("make a sheet: %w", err)
		}
		if err := errors.Join(png.Encode(file, sheet(some)), file.Close()); err != nil {
			return fmt.Errorf("write a sheet: %w", err)
		}
		if _, err := fmt.Println(file.Name()); err != nil {
			return err
		}
	}
	return nil
}

// sheet is pictures in rows, each made as wide as the others; a long one shows its upper part.
func sheet(pictures []image.Image) image.Image {
	high := func(p image.Image) int {
		return min(p.Bounds().Dy()*across/p.Bounds().Dx(), across*3)
	}
	var tops []int
	y, tall := gap, 0
	for i, p := range pictures {
		if i > 0 && i%beside == 0 {
			y, tall = y+tall+gap, 0
		}
		tops = append(tops, y)
		tall = max(tall, high(p))
	}
	out := image.NewRGBA(image.Rect(0, 0, min(len(pictures), beside)*(across+gap)+gap, y+tall+gap))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{160}), image.Point{}, draw.Src)
	for i, p := range pictures {
		to := image.Rect(0, 0, across, high(p)).Add(image.Pt(gap+i%beside*(across+gap), tops[i]))
		from := p.Bounds()
		from.Max.Y = from.Min.Y + to.Dy()*from.Dx()/across
		draw.CatmullRom.Scale(out, to, p, from, draw.Over, nil)
	}
	return out
}
