package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// disk keeps renderings in a folder, one file each under its key: the SHA-256 of the
// bytes, then the bytes. A file that is not whole is as if it were not there.
type disk struct {
	root *os.Root
	most int64

	mu    sync.Mutex
	files map[string]file
	size  int64
}

type file struct {
	size int64
	used time.Time
}

// abandoned is the age at which nobody is writing a half written file any more.
const abandoned = time.Hour

func openDisk(folder string, most int64) (*disk, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of renderings: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("open the folder of renderings: %w", err)
	}
	d := &disk{root: root, most: most, files: map[string]file{}}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder of renderings: %w", err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		switch {
		case err != nil || !info.Mode().IsRegular():
		case hash.MatchString(entry.Name()):
			d.files[entry.Name()] = file{info.Size(), info.ModTime()}
			d.size += info.Size()
		case time.Since(info.ModTime()) > abandoned: // what a crash left half written
			_ = root.Remove(entry.Name())
		}
	}
	d.trim()
	return d, nil
}

func (d *disk) read(key string) ([]byte, bool) {
	data, err := d.root.ReadFile(key)
	if err != nil {
		return nil, false
	}
	if len(data) > sha256.Size {
		if sum := sha256.Sum256(data[sha256.Size:]); bytes.Equal(sum[:], data[:sha256.Size]) {
			d.note(key, int64(len(data)))
			return data[sha256.Size:], true
		}
	}
	return nil, false
}

// write puts a file beside its name and then renames it, so that nobody reads half of one.
func (d *disk) write(key string, data []byte) error {
	sum := sha256.Sum256(data)
	part := key + ".part"
	if err := d.root.WriteFile(part, append(sum[:], data...), 0o600); err != nil {
		return err
	}
	if err := d.root.Rename(part, key); err != nil {
		return errors.Join(err, d.root.Remove(part))
	}
	d.note(key, int64(sha256.Size+len(data)))
	return nil
}

// note remembers that a file was used, and takes away what was not for longest.
func (d *disk) note(key string, size int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.size += size - d.files[key].size
	d.files[key] = file{size, time.Now()}
	d.trim()
}

// trim removes a tenth more than it has to, so that it is rare.
func (d *disk) trim() {
	if d.size <= d.most {
		return
	}
	type named struct {
		name string
		file
	}
	var all []named
	for name, f := range d.files {
		all = append(all, named{name, f})
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	for _, f := range all {
		if d.size <= d.most*9/10 {
			return
		}
		_ = d.root.Remove(f.name) // gone already is as good
		delete(d.files, f.name)
		d.size -= f.size
	}
}
