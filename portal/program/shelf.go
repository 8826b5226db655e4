package program

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"tandem/content"
	"tandem/portal"
)

// shelf is where the library stands, how it is read anew, and what the studio published
// over its files.
type shelf struct {
	live *content.Live
	load func() (*content.Library, error) // nil where its files never change

	mu       sync.Mutex                       // one changes it at a time
	files    *content.Library                 // as its files have it
	texts    map[string]portal.AssetVersion   // the newest of the studio, by asset and locale
	upTo     portal.Instant                   // of the newest of them that was read
	hung     map[portal.PictureID]hungPicture // uploaded pictures
	hungUpTo portal.Instant                   // of the newest change of one that was read
	problems atomic.Pointer[content.Problems] // of the last reading, nil when it was sound
}

func newShelf(library *content.Library, load func() (*content.Library, error)) *shelf {
	return &shelf{live: content.NewLive(library), load: load, files: library, texts: map[string]portal.AssetVersion{}, hung: map[portal.PictureID]hungPicture{}}
}

// Library is the library as it is now. It never changes; a later call may return another.
func (p *Program) Library() *content.Library { return p.shelf.live.Current() }

// library is Library to the program itself.
func (p *Program) library() *content.Library { return p.shelf.live.Current() }

// ReloadAssets reads the library anew: the files, and over them what was published in the
// studio. With a mistake in a file the library there is stays in use, whole, and the
// mistakes are returned as [content.Problems].
func (p *Program) ReloadAssets(ctx context.Context) error {
	s := p.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.load != nil {
		files, err := s.load()
		if problems, ok := errors.AsType[content.Problems](err); ok {
			s.problems.Store(&problems)
		}
		if err != nil {
			return err
		}
		s.files = files
	}
	if _, err := p.readPictures(ctx); err != nil {
		return err
	}
	if _, err := p.readStudio(ctx); err != nil {
		return err
	}
	p.layStudio()
	return nil
}

// RefreshAssets serves what the studio published since the last time, here or in another
// process. It may be run at any time; without news it costs two reads.
func (p *Program) RefreshAssets(ctx context.Context) error {
	s := p.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	hung, err := p.readPictures(ctx)
	if err != nil {
		return err
	}
	news, err := p.readStudio(ctx)
	if news || hung {
		p.layStudio()
	}
	return err
}

// Restock puts other files in the place of those there are, as a history does that is being made.
func (p *Program) Restock(library *content.Library) {
	s := p.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = library
	p.layStudio()
}

// studioWindow is how far behind the newest version one looks again: a slower process may
// write one a little after a later one.
const studioWindow = 10 * time.Minute

// readStudio reads what the studio published since the last time; news reports anything.
// The caller holds the shelf.
func (p *Program) readStudio(ctx context.Context) (news bool, err error) {
	s := p.shelf
	from := s.upTo
	if from != "" {
		from = from.Add(-studioWindow)
	}
	for after := ""; ; {
		page, err := p.store.AssetVersions.FromStudio(ctx, from, after)
		if err != nil {
			return false, err
		}
		for _, v := range page.Rows {
			key := string(v.Slug) + "." + v.Locale
			if s.upTo = max(s.upTo, v.At); v.Version > s.texts[key].Version {
				s.texts[key], news = v, true
			}
		}
		if after = page.Next; after == "" {
			return news, nil
		}
	}
}

// layStudio serves the files with the studio's texts over them. A text whose file has a
// version at least as new gives way to it; one that does not fit the library any more is
// left out, and kept among the problems. The caller holds the shelf.
func (p *Program) layStudio() {
	s := p.shelf
	files := s.hangPictures()
	var texts []content.Text
	for _, v := range s.texts {
		of, err := files.Asset(v.Slug, v.Locale, content.Audience{Staff: true})
		if err != nil || of.Locale != v.Locale || of.Version < v.Version {
			texts = append(texts, content.Text{Slug: v.Slug, Locale: v.Locale, Source: []byte(v.Source)})
		}
	}
	if s.problems.Store(nil); len(texts) == 0 {
		s.live.Replace(files)
		return
	}
	next, wrong := files.Lay(texts)
	if len(wrong) > 0 {
		s.problems.Store(&wrong)
		for _, problem := range wrong {
			p.log.Error("a text of the studio does not fit the library any more; the file is served instead", "problem", problem.String())
		}
	}
	s.live.Replace(next)
}

// LibraryProblems is what was wrong when the library was read last, nil when nothing was.
func (p *Program) LibraryProblems() content.Problems {
	if problems := p.shelf.problems.Load(); problems != nil {
		return *problems
	}
	return nil
}
