// Command lookpages starts the server with its demo program and saves a picture of
// every page, as each role sees it, at 1440 and 390 px, light and dark.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"tandem/portal"
	"tandem/server/browser"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "look:", err)
		os.Exit(1)
	}
}

// run takes the pictures of the pages whose path is among the arguments, or of all.
func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("look", flag.ContinueOnError)
	out := flags.String("out", "look", "folder for the pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	pages, err := chosen(flags.Args())
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "tandem-look")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	program, err := browser.Build(ctx, folder)
	if err != nil {
		return err
	}
	served, err := browser.Run(ctx, program, filepath.Join(folder, "data"), browser.Demo)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, served.Stop()) }()
	chromium, err := browser.Launch()
	if err != nil {
		return err
	}
	defer chromium.Close()

	tabs := map[portal.Role]*browser.Tab{}
	taken := 0
	var missing error // pages that could not be looked at: the others are still worth it
	for _, page := range pages {
		tab := tabs[page.Role]
		if tab == nil {
			if tab, err = served.Desk(chromium, page.Role); err != nil {
				return err
			}
			tabs[page.Role] = tab
		}
		n, missed := picture(tab, page, served.Base, *out, stdout)
		if missed != nil {
			missing = errors.Join(missing, fmt.Errorf("%s %s: %w", page.Role, page.Name, missed))
		}
		taken += n
	}
	_, err = fmt.Fprintf(stdout, "%d pictures of %d pages in %s\n", taken, len(pages), *out)
	return errors.Join(missing, err)
}

// chosen are the pages of the table with the paths given; all when there are none.
func chosen(paths []string) ([]browser.Page, error) {
	if len(paths) == 0 {
		return browser.Pages, nil
	}
	var list []browser.Page
	for _, path := range paths {
		before := len(list)
		for _, page := range browser.Pages {
			if page.Path == path {
				list = append(list, page)
			}
		}
		if len(list) == before {
			return nil, fmt.Errorf("no page has the path %s; give it as in the route table", path)
		}
	}
	return list, nil
}

// picture saves one page on every screen and returns how many files that made.
func picture(tab *browser.Tab, page browser.Page, base, out string, stdout io.Writer) (int, error) {
	if err := tab.See(browser.Desktop); err != nil {
		return 0, err
	}
	address, err := page.Address(tab, base)
	if err != nil {
		return 0, err
	}
	if _, err := tab.Open(address); err != nil {
		return 0, err
	}
	role := string(page.Role)
	if page.Role == browser.Visitor {
		role = "visitor"
	}
	if err := os.MkdirAll(filepath.Join(out, role), 0o755); err != nil {
		return 0, fmt.Errorf("make the folder: %w", err)
	}
	screens := []browser.Screen{browser.Desktop, browser.Desktop.InDark(), browser.Phone, browser.Phone.InDark()}
	for _, screen := range screens {
		if err := tab.See(screen); err != nil {
			return 0, err
		}
		png, err := tab.Picture()
		if err != nil {
			return 0, err
		}
		name := filepath.Join(out, role, page.Name+"-"+screen.String()+".png")
		if err := os.WriteFile(name, png, 0o644); err != nil {
			return 0, fmt.Errorf("save the picture: %w", err)
		}
		if _, err := fmt.Fprintln(stdout, name); err != nil {
			return 0, err
		}
	}
	if complaints := tab.Complaints(); len(complaints) > 0 && page.Status < 400 {
		return 0, fmt.Errorf("the browser complains: %s", slices.Compact(complaints))
	}
	return len(screens), nil
}
