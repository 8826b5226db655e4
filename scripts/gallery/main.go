// Command gallery shows every component of the portal's pages without a store:
// it saves pictures of them, wide and narrow, light and dark, or serves them.
//
//	go run ./scripts/gallery [-colour #4f46e5] [-out look/gallery] [-serve 127.0.0.1:8099]
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"tandem/portal"
	"tandem/server/browser"
	"tandem/templates"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("gallery", flag.ContinueOnError)
	out := flags.String("out", "look/gallery", "folder for the pictures")
	colour := flags.String("colour", "#4f46e5", "the program's colour")
	listen := flags.String("serve", "", "serve at this address instead of taking pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	brand, err := portal.ParseColour(*colour)
	if err != nil {
		return err
	}
	handler, err := browser.Gallery(brand)
	if err != nil {
		return err
	}
	if *listen != "" {
		server := &http.Server{Addr: *listen, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
		_, err := fmt.Fprintf(stdout, "http://%s/gallery and http://%[1]s/gallerypublic\n", *listen)
		return errors.Join(err, server.ListenAndServe())
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	return pictures(handler, brand, *out, stdout)
}

// pictures saves each page of the gallery on every screen.
func pictures(handler http.Handler, brand portal.Colour, out string, stdout io.Writer) error {
	served := httptest.NewServer(handler)
	defer served.Close()
	chromium, err := browser.Launch()
	if err != nil {
		return err
	}
	defer chromium.Close()
	tab, err := chromium.Tab()
	if err != nil {
		return err
	}
	for _, view := range templates.Galleries(brand) {
		if _, err := tab.Open(served.URL + "/" + view.Name()); err != nil {
			return err
		}
		for _, screen := range []browser.Screen{browser.Desktop, browser.Desktop.InDark(), browser.Phone, browser.Phone.InDark()} {
			if err := tab.See(screen); err != nil {
				return err
			}
			picture, err := tab.Picture()
			if err != nil {
				return err
			}
			name := filepath.Join(out, view.Name()+"-"+screen.String()+".png")
			if err := os.WriteFile(name, picture, 0o644); err != nil {
				return fmt.Errorf("save the picture: %w", err)
			}
			if _, err := fmt.Fprintln(stdout, name); err != nil {
				return err
			}
		}
	}
	return nil
}
