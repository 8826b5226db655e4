package content

import (
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
