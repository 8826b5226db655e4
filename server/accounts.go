package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"tandem/server/config"
)

// createAdmin makes an account with every right and prints the link at which its password is chosen.
func createAdmin(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: create-admin EMAIL \"FULL NAME\"")
	}
	return onProgram(ctx, getenv, func(p *parts) error {
		link, err := p.program.CreateAdmin(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "The account is there. Choose its password within an hour at\n%s\n", link)
		return err
	})
}

// resetPassword prints a link at which the password of an account is chosen anew.
func resetPassword(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: reset-password EMAIL")
	}
	return onProgram(ctx, getenv, func(p *parts) error {
		link, err := p.program.ResetLink(ctx, args[0])
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(stdout, "Choose a new password within an hour at\n%s\n", link)
		return err
	})
}

// onProgram runs one piece of work on the program's data. With the embedded store
// the server must be stopped: one process has the data at a time.
func onProgram(ctx context.Context, getenv func(string) string, work func(*parts) error) (err error) {
	settings, err := config.Load(getenv)
	if err != nil {
		return fmt.Errorf("settings:\n%w", err)
	}
	p, err := open(ctx, settings, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	return work(p)
}
