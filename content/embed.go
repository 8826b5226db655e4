package content

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

//go:embed all:program all:library
var embedded embed.FS

// Files are the program and the library that come with the server.
func Files() fs.FS { return embedded }

// Overlay is base with the files of a folder of the same shape laid over it: a
// file there replaces the one of the same name. Only regular files under
// program/ and library/ count; symbolic links and dot files are not followed.
func Overlay(base fs.FS, folder string) (fs.FS, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return overlay{base: base, over: root.FS()}, nil
}

// Both is base with the files of another file system of the same shape laid over it.
func Both(base, over fs.FS) fs.FS { return overlay{base: base, over: over} }

type overlay struct{ base, over fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if !hidden(name) {
		info, err := fs.Lstat(o.over, name)
		if err == nil && info.Mode().IsRegular() {
			return o.over.Open(name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return o.base.Open(name)
}

// ReadDir lists both folders as one, so that walking the overlay sees every file once.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.base, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	over, overErr := fs.ReadDir(o.over, name)
	if overErr != nil && !errors.Is(overErr, fs.ErrNotExist) {
		return nil, overErr
	}
	if err != nil && overErr != nil {
		return nil, err
	}
	shown := make(map[string]fs.DirEntry, len(entries)+len(over))
	for _, entry := range entries {
		shown[entry.Name()] = entry
	}
	for _, entry := range over {
		if !hidden(entry.Name()) && (entry.IsDir() || entry.Type().IsRegular()) {
			shown[entry.Name()] = entry
		}
	}
	entries = slices.Collect(maps.Values(shown))
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

func hidden(name string) bool { return name != "." && strings.HasPrefix(path.Base(name), ".") }
