package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"tandem/content"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
	"tandem/server/demo"
	"tandem/templates"
)

// demoNote is what the data folder says about the demo in it: who can sign in.
const demoNote = "demo.json"

type demoPeople struct {
	Password string        `json:"password"`
	People   []demo.SignIn `json:"people"`
}

// makeDemo fills the data folder with the demo program unless it is there, and
// prints whom to sign in as. A folder with another program in it is left alone.
func makeDemo(ctx context.Context, settings config.Config, log *slog.Logger, stdout io.Writer) error {
	note := filepath.Join(settings.Data, demoNote)
	kept := filepath.Join(settings.Data, sqlite.FileName)
	text, err := os.ReadFile(note)
	switch {
	case err == nil:
		if _, err := os.Stat(kept); err != nil {
			return fmt.Errorf("the demo in %s lacks its data: remove the folder and start again: %w", settings.Data, err)
		}
		var people demoPeople
		if err := json.Unmarshal(text, &people); err != nil {
			return fmt.Errorf("read %s: %w", note, err)
		}
		return introduce(settings, people, stdout)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read %s: %w", note, err)
	}
	if _, err := os.Stat(kept); err == nil {
		return fmt.Errorf("%s holds a program that is not the demo: set %s=off to serve it, or %s to another folder", settings.Data, config.Demo, config.Data)
	}
	start := time.Now()
	if err := os.MkdirAll(settings.Data, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	// Made beside its place and moved there when whole: an interrupted start begins again.
	making := filepath.Join(settings.Data, "demo-in-the-making")
	if err := os.RemoveAll(making); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	people, err := fillDemo(ctx, settings, making)
	if err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	if err := os.Rename(filepath.Join(making, sqlite.FileName), kept); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.RemoveAll(making); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	text, err = json.MarshalIndent(people, "", "  ")
	if err == nil {
		err = os.WriteFile(note, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", note, err)
	}
	log.Info("demo made", "milliseconds", time.Since(start).Milliseconds())
	return introduce(settings, people, stdout)
}

// fillDemo makes the demo's history in a folder of its own.
func fillDemo(ctx context.Context, settings config.Config, folder string) (people demoPeople, err error) {
	keys, err := keysOf(settings)
	if err != nil {
		return people, err
	}
	derived, err := programKeys(keys)
	if err != nil {
		return people, err
	}
	library, err := loadContent(settings, content.Identity{})
	if err != nil {
		return people, err
	}
	send, _, err := sender(settings, library.Program)
	if err != nil {
		return people, err
	}
	engine, err := sqlite.Open(ctx, folder, sqlite.Options{Filling: true})
	if err != nil {
		return people, err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return people, err
	}
	people.Password = demo.Password
	if !settings.Loopback {
		people.Password = rand.Text()
	}
	clock := &demo.Clock{}
	p := program.New(program.Options{
		Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Keys: derived, Base: settings.BaseURL,
		Clock: clock.Now, Random: demo.Random(), FiguresLater: true,
	})
	earlier, err := earlierLibrary(settings)
	if err != nil {
		return people, err
	}
	people.People, err = demo.Make(ctx, demo.Options{Program: p, Clock: clock, Until: time.Now(), Password: people.Password, Letters: send, Earlier: earlier})
	if err != nil {
		return people, err
	}
	return people, engine.Durable(ctx)
}

// earlierLibrary is what the demo's partners took their first copies from; nil where a
// folder's own files take its place.
func earlierLibrary(settings config.Config) (*content.Library, error) {
	if settings.Content != "" {
		return nil, nil //nolint:nilnil // the history does without one
	}
	files, err := demo.Earlier(content.Files())
	if err != nil {
		return nil, err
	}
	return content.Load(files)
}

// introduce prints one line for each role.
func introduce(settings config.Config, people demoPeople, stdout io.Writer) error {
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nThe demo program is at %s. Everybody's password is: %s\n\n", settings.BaseURL, people.Password)
	for _, p := range people.People {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", p.Role, p.Name, p.Email)
	}
	fmt.Fprintf(w, "\nMail is not sent; it is at %s/dev/mail.\n\n", settings.BaseURL)
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print the demo's people: %w", err)
	}
	return nil
}

// makeDemoOnly is the command: make the demo and say who is in it.
func makeDemoOnly(ctx context.Context, _ []string, getenv func(string) string, stdout io.Writer) error {
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	if !settings.Demo {
		return fmt.Errorf("set %s=on to make the demo program in %s", config.Demo, settings.Data)
	}
	return makeDemo(ctx, settings, slog.New(slog.NewJSONHandler(stdout, nil)), stdout)
}

// demoAccounts are the people of the demo for its sign-in page; none of any other program.
func demoAccounts(settings config.Config) []templates.DemoAccount {
	var noted demoPeople
	text, err := os.ReadFile(filepath.Join(settings.Data, demoNote))
	if err != nil || !settings.Demo || json.Unmarshal(text, &noted) != nil {
		return nil
	}
	accounts := make([]templates.DemoAccount, len(noted.People))
	for i, p := range noted.People {
		accounts[i] = templates.DemoAccount{Role: p.Role, Email: p.Email, Password: noted.Password}
	}
	return accounts
}
