// Package export keeps files in a folder: it writes what is new or has changed, removes
// what is gone, and touches nothing that it did not write itself. It knows nothing of
// what is in the files.
package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// Manifest is the file that lists what the folder's files are, by their SHA-256.
const Manifest = ".tandem-export.json"

// File is one file of a folder.
type File struct {
	Name  string // with slashes, below the folder
	Final bool   // its name changes with its bytes: one of this name that is there is not made again
	Bytes func(context.Context) ([]byte, error)
}

// Report is what a run did, in files.
type Report struct {
	Written []string
	Removed []string
	Same    int
}

type manifest struct {
	Note  string            `json:"note"`
	Files map[string]string `json:"files"` // SHA-256 in hex, by name
}

const note = "Written by `tandem content export`. It removes what it wrote and is no longer part of the hub; it leaves all other files alone."

// To makes a folder hold the files. A folder that does not exist is made. One with
// files in it and no manifest is somebody else's and is refused, as is a file of another
// in the place of one of ours; then nothing is written. Symbolic links that lead out
// of the folder are not followed.
func To(ctx context.Context, folder string, files []File) (report Report, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return report, fmt.Errorf("make the folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return report, fmt.Errorf("open the folder: %w", err)
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	before, err := readManifest(root, folder)
	if err != nil {
		return report, err
	}
	wanted := map[string]bool{}
	for _, file := range files {
		if !fs.ValidPath(file.Name) || wanted[file.Name] {
			return report, fmt.Errorf("%q is no name for a file, or is there twice", file.Name)
		}
		wanted[file.Name] = true
		if _, ours := before.Files[file.Name]; ours {
			continue
		}
		if _, err := root.Lstat(file.Name); err == nil {
			return report, fmt.Errorf("%s is in the way: it was not written by an export; move it elsewhere", path.Join(folder, file.Name))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return report, fmt.Errorf("look at %s: %w", file.Name, err)
		}
	}
	// Until the end the list names what may be there, so that a run that is cut off leaves nothing it does not know.
	now := manifest{Note: note, Files: maps.Clone(before.Files)}
	started := false
	begin := func() error {
		if started {
			return nil
		}
		started = true
		for name := range wanted {
			if _, known := now.Files[name]; !known {
				now.Files[name] = ""
			}
		}
		return writeManifest(root, now)
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		there, readErr := root.ReadFile(file.Name)
		if readErr != nil && !errors.Is(readErr, fs.ErrNotExist) {
			return report, fmt.Errorf("read %s: %w", file.Name, readErr)
		}
		sum := ""
		if readErr == nil {
			sum = hash(there)
		}
		if file.Final && sum != "" && before.Files[file.Name] == sum {
			report.Same++
			continue
		}
		body, err := file.Bytes(ctx)
		if err != nil {
			return report, fmt.Errorf("make %s: %w", file.Name, err)
		}
		if readErr == nil && bytes.Equal(there, body) {
			if now.Files[file.Name] != sum {
				if err := begin(); err != nil {
					return report, err
				}
				now.Files[file.Name] = sum
			}
			report.Same++
			continue
		}
		if err := begin(); err != nil {
			return report, err
		}
		if err := write(root, file.Name, body); err != nil {
			return report, err
		}
		now.Files[file.Name] = hash(body)
		report.Written = append(report.Written, file.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(before.Files)) {
		if wanted[name] {
			continue
		}
		if err := begin(); err != nil {
			return report, err
		}
		if err := remove(root, name); err != nil {
			return report, err
		}
		delete(now.Files, name)
		report.Removed = append(report.Removed, name)
	}
	if started {
		err = writeManifest(root, now)
	}
	return report, err
}

// readManifest is what an earlier run wrote; an empty folder has an empty one.
func readManifest(root *os.Root, folder string) (manifest, error) {
	m := manifest{Files: map[string]string{}}
	text, err := root.ReadFile(Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := fs.ReadDir(root.FS(), ".")
		if err != nil {
			return m, fmt.Errorf("read the folder: %w", err)
		}
		if len(entries) > 0 {
			return m, fmt.Errorf("%s holds %s and more that no export wrote; name an empty folder, or one that an export filled", folder, entries[0].Name())
		}
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("read the list of files: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s cannot be read: %w", path.Join(folder, Manifest), err)
	}
	for name := range m.Files {
		if !fs.ValidPath(name) || name == "." || name == Manifest {
			return m, fmt.Errorf("%s names %q, which is no file of an export", path.Join(folder, Manifest), name)
		}
	}
	if m.Files == nil {
		m.Files = map[string]string{}
	}
	return m, nil
}

func writeManifest(root *os.Root, m manifest) error {
	text, err := json.MarshalIndent(m, "", " ") // keys come sorted
	if err != nil {
		return fmt.Errorf("write the list of files: %w", err)
	}
	return write(root, Manifest, append(text, '\n'))
}

// write puts a file in its place whole: a reader sees the old one or the new one.
func write(root *os.Root, name string, body []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", name, err)
	}
	part := path.Join(path.Dir(name), ".part-"+path.Base(name))
	if err := root.WriteFile(part, body, 0o644); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), ignoreMissing(root.Remove(part)))
	}
	if err := root.Rename(part, name); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), ignoreMissing(root.Remove(part)))
	}
	return nil
}

// remove takes a file away, and the folders that it leaves empty.
func remove(root *os.Root, name string) error {
	if err := ignoreMissing(root.Remove(name)); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if err := root.Remove(dir); err != nil {
			break // it holds something, or is gone
		}
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// PageName is the file that a static host answers an address with: the page of a folder.
func PageName(address string) string {
	return path.Join(strings.TrimPrefix(address, "/"), "index.html")
}
