package content

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"tandem/portal"
)

// Live is the library as it is now. What is under library/ changes while the server runs;
// what is under program/ (rules, terms) is read at the start and stays. Whoever asks
// several things takes [Live.Current] once: each library is one whole and never changes.
type Live struct{ current atomic.Pointer[Library] }

// NewLive begins with a library.
func NewLive(l *Library) *Live {
	live := &Live{}
	live.current.Store(l)
	return live
}

// Current is the library of now.
func (l *Live) Current() *Library { return l.current.Load() }

// Replace puts another library in the place of the one there is. Its program, terms and
// glossary are those of the start.
func (l *Live) Replace(next *Library) {
	first := l.current.Load()
	one := *next
	one.Program, one.Terms, one.Glossary, one.Fonts = first.Program, first.Terms, first.Glossary, first.Fonts
	l.current.Store(&one)
}

// Text is the file of an asset in one locale that is not on the disk: a version that was
// published in the studio.
type Text struct {
	Slug   portal.AssetSlug
	Locale string
	Source []byte
}

// textsFolder is where a text lies that no file has the name of.
const textsFolder = "library/studio"

// WithTexts is a library's files with texts laid over them: each replaces the file of its
// asset and locale, wherever that lies, or is added. standard is the locale that file
// names leave out.
func WithTexts(base fs.FS, standard string, texts []Text) (fs.FS, error) {
	if len(texts) == 0 {
		return base, nil
	}
	names := map[string]string{} // where the files are, by their own name
	err := fs.WalkDir(base, "library", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names[path.Base(name)] = name
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	over := memories{}
	for _, t := range texts {
		own := fileNameFor(string(t.Slug), t.Locale, standard)
		over[cmp.Or(names[own], textsFolder+"/"+own)] = t.Source
	}
	return Both(base, over), nil
}

// memories are files by their full names.
type memories map[string][]byte

// Open opens a file; folders are only listed.
func (m memories) Open(name string) (fs.File, error) {
	if source, ok := m[name]; ok {
		return newMemory(name, source), nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Stat describes a file.
func (m memories) Stat(name string) (fs.FileInfo, error) {
	f, err := m.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

// Lstat describes a file; none is a link.
func (m memories) Lstat(name string) (fs.FileInfo, error) { return m.Stat(name) }

// ReadLink fails: none is a link.
func (m memories) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
}

// ReadDir lists what lies directly in a folder, by name.
func (m memories) ReadDir(folder string) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	seen := map[string]bool{}
	for name, source := range m {
		rest, inside := strings.CutPrefix(name, folder+"/")
		if folder == "." {
			rest, inside = name, true
		}
		if !inside {
			continue
		}
		child, _, deeper := strings.Cut(rest, "/")
		if seen[child] {
			continue
		}
		seen[child] = true
		info, _ := newMemory(child, source).Stat()
		if deeper {
			info = folderInfo{info}
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	if list == nil {
		return nil, &fs.PathError{Op: "readdir", Path: folder, Err: fs.ErrNotExist}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// folderInfo describes a folder.
type folderInfo struct{ fs.FileInfo }

func (folderInfo) Mode() fs.FileMode { return fs.ModeDir | 0o555 }
func (folderInfo) IsDir() bool       { return true }
func (folderInfo) Size() int64       { return 0 }
