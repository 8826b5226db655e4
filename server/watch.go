package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tandem/content"
)

// watchEvery is how soon a changed file of the company's own library is seen.
const watchEvery = 500 * time.Millisecond

// watch reads the library anew whenever a file under library/ of the content folder
// changes, until the context ends. It looks rather than being told: folders on network
// disks and in containers tell nobody. A mistake is logged with file and line, and the
// library that was there stays in use.
func (p *parts) watch(ctx context.Context, every time.Duration) error {
	if p.settings.Content == "" {
		return nil
	}
	root := filepath.Join(p.settings.Content, "library")
	var seen [sha256.Size]byte // of nothing: what changed since the start was read is seen at the first look
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now, err := snapshot(root)
		if err != nil || now == seen {
			continue // half written: it is looked at again
		}
		seen = now
		p.reload(ctx)
	}
}

// reload reads the library anew and says in the log what came of it.
func (p *parts) reload(ctx context.Context) {
	err := p.program.ReloadAssets(ctx)
	if problems, ok := errors.AsType[content.Problems](err); ok {
		for _, problem := range problems {
			p.log.Error("the library was changed and has a mistake; the one before it stays in use", "problem", problem.String())
		}
		return
	}
	if err != nil {
		p.log.Error("the library cannot be read anew", slog.Any("error", err))
		return
	}
	p.log.Info("the library was read anew")
}

// snapshot is a hash over the names, sizes and times of the files below a folder; of a
// folder that is not there it is that of an empty one.
func snapshot(root string) (sum [sha256.Size]byte, err error) {
	var all strings.Builder
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(&all, name, info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
		return err
	})
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return sha256.Sum256([]byte(all.String())), err
}
