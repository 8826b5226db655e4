package program

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"tandem/content"
)

// shelf is where the library stands, and how it is read anew.
type shelf struct {
	live *content.Live
	load func(texts []content.Text) (*content.Library, error) // nil where it never changes

	mu       sync.Mutex                       // one reads it at a time
	problems atomic.Pointer[content.Problems] // of the last reading, nil when it was sound
}

// Library is the library as it is now. It never changes; a later call may return another.
func (p *Program) Library() *content.Library { return p.shelf.live.Current() }

// library is Library to the program itself.
func (p *Program) library() *content.Library { return p.shelf.live.Current() }

// ReloadAssets reads the library anew: the files, and over them what was published in the
// studio. With a mistake anywhere the library there is stays in use, whole, and the
// mistakes are returned as [content.Problems].
func (p *Program) ReloadAssets(ctx context.Context) error {
	s := p.shelf
	if s.load == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	texts, err := p.studioTexts(ctx)
	if err != nil {
		return err
	}
	next, err := s.load(texts)
	if problems, ok := errors.AsType[content.Problems](err); ok {
		s.problems.Store(&problems)
	}
	if err != nil {
		return err
	}
	s.problems.Store(nil)
	s.live.Replace(next)
	return nil
}

// LibraryProblems is what was wrong when the library was read last, nil when nothing was.
func (p *Program) LibraryProblems() content.Problems {
	if problems := p.shelf.problems.Load(); problems != nil {
		return *problems
	}
	return nil
}

// studioTexts are the files of what was published in the studio, to be laid over the library's.
func (p *Program) studioTexts(context.Context) ([]content.Text, error) { return nil, nil }
