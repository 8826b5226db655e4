// Command server is Tandem: the partner portal that a company runs itself.
//
// It holds no logic of the portal: it reads settings, puts the parts together,
// and runs one of a few commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tandem:", err)
		os.Exit(exitStatus(err))
	}
}

// exitStatus is what the process ends with: 1 for an error that asks for nothing else.
func exitStatus(err error) int {
	if err == nil {
		return 0
	}
	if other, ok := errors.AsType[interface {
		error
		Status() int
	}](err); ok {
		return other.Status()
	}
	return 1
}

// command is one thing the program does when told by name.
type command struct {
	name string
	help string
	run  func(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error
}

// commands lists them; the first is what happens without a name.
func commands() []command {
	return []command{
		{"serve", "serve the portal", serve},
		{"demo", "make the demo program and say who is in it", makeDemoOnly},
		{"create-admin", "EMAIL NAME: make an account with every right", createAdmin},
		{"reset-password", "EMAIL: print a link for a new password", resetPassword},
		{"check-config", "read the settings and say what is wrong with them", checkConfig},
		{"verify", "prove that the ledger adds up", verify},
		{"whatif", "FILE [--from DAY] [--to DAY]: run a terms file over past collections, touching nothing; as CSV", whatIf},
		{"content", "export DIR [--at ADDRESS]: write the public hub as files, only what changed, for any host of files; check [-json] DIR: say what is wrong with a folder of content", contents},
		{"backup", "FILE: write everything to one archive, beside a running server", backup},
		{"restore", "FILE: fill an empty database from an archive", restore},
		{"verify-backup", "FILE: check an archive against its own hashes", verifyBackup},
		{"version", "print the version", version},
	}
}

var errUsage = errors.New("no such command")

func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	list := commands()
	if len(args) == 0 {
		return list[0].run(ctx, nil, getenv, stdout)
	}
	for _, c := range list {
		if c.name == args[0] {
			return c.run(ctx, args[1:], getenv, stdout)
		}
	}
	return fmt.Errorf("%w: %s\n%s", errUsage, args[0], usage(list))
}

func usage(list []command) string {
	var b strings.Builder
	b.WriteString("commands:\n")
	for _, c := range list {
		fmt.Fprintf(&b, "  %-14s %s\n", c.name, c.help)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
