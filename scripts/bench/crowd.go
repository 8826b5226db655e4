package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"tandem/content"
	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/sqlite"
	"tandem/server/demo"
)

// crowdSize is how many people sign in at the door: the logins of the storm.
const crowdSize = 200

// makeCrowd fills a data folder with the demo program, and gives the partner that the
// demo is about crowdSize colleagues more. It returns their addresses; the password
// of all is the demo's.
func makeCrowd(ctx context.Context, tandem, data string) (emails []string, err error) {
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, fmt.Errorf("make a data folder: %w", err)
	}
	make := exec.CommandContext(ctx, tandem, "demo")
	make.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + data, "TANDEM_DATA=" + data, "TANDEM_DEMO=on"}
	if out, err := make.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make the demo: %w\n%s", err, out)
	}
	host, err := hostOf(data)
	if err != nil {
		return nil, err
	}
	engine, err := sqlite.Open(ctx, data, sqlite.Options{Filling: true})
	if err != nil {
		return nil, fmt.Errorf("open the demo: %w", err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	kept, err := store.Open(ctx, engine)
	if err != nil {
		return nil, err
	}
	library, err := content.Load(content.Files())
	if err != nil {
		return nil, err
	}
	p := program.New(program.Options{Rules: library.Program, Terms: library.Terms, Library: library, Store: kept, Clock: time.Now})
	guard, err := kept.Guards.Get(ctx, store.EmailGuard(host))
	if err != nil {
		return nil, err
	}
	colleague, err := kept.Users.Get(ctx, portal.UserID(guard.Holder))
	if err != nil {
		return nil, err
	}
	hash, err := p.HashPassword(ctx, demo.Password)
	if err != nil {
		return nil, err
	}
	for i := range crowdSize {
		email := fmt.Sprintf("crowd%d@example.com", i)
		if _, err := p.AddPerson(ctx, portal.System("bench"), program.NewPerson{
			Email: email, Name: fmt.Sprintf("Colleague %d", i), Partner: colleague.Partner, Roles: colleague.Roles, Password: hash,
		}); err != nil {
			return nil, fmt.Errorf("add a colleague: %w", err)
		}
		emails = append(emails, email)
	}
	return emails, engine.Durable(ctx)
}

// hostOf is the address of the demo's partner admin, from the note the demo leaves in its folder.
func hostOf(data string) (string, error) {
	text, err := os.ReadFile(filepath.Join(data, "demo.json"))
	if err != nil {
		return "", fmt.Errorf("read who is in the demo: %w", err)
	}
	var note struct{ People []demo.SignIn }
	if err := json.Unmarshal(text, &note); err != nil {
		return "", fmt.Errorf("read who is in the demo: %w", err)
	}
	for _, p := range note.People {
		if p.Role == portal.PartnerAdmin.Label() {
			return p.Email, nil
		}
	}
	return "", errors.New("the demo has no partner admin")
}
