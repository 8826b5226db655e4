package program

import (
	"context"
	"errors"
	"maps"
	"slices"
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
	lines    map[string]portal.AssetLine      // what the studio published and what was chosen, by asset and locale
	upTo     portal.Instant                   // of the newest of them that was read
	hung     map[portal.PictureID]hungPicture // uploaded pictures
	hungUpTo portal.Instant                   // of the newest change of one that was read
	problems atomic.Pointer[content.Problems] // of the last reading, nil when it was sound
	open     atomic.Pointer[[]AssetConflict]  // in which file and studio both went on
	edited   atomic.Pointer[[]EditedAsset]    // whose file changed under a published number
}

func newShelf(library *content.Library, load func() (*content.Library, error)) *shelf {
	return &shelf{live: content.NewLive(library), load: load, files: library, lines: map[string]portal.AssetLine{}, hung: map[portal.PictureID]hungPicture{}}
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
	if err := p.noteSame(ctx); err != nil {
		return err
	}
	p.layStudio()
	_, err := p.findEdited(ctx)
	return err
}

// RefreshAssets serves what the studio published since the last time, here or in another
// process, and what was chosen between its texts and the files. It may be run at any time;
// without news it costs three reads.
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

// readStudio reads what the studio published since the last time, and what was chosen;
// news reports anything. The caller holds the shelf.
func (p *Program) readStudio(ctx context.Context) (news bool, err error) {
	s := p.shelf
	from := s.upTo
	if from != "" {
		from = from.Add(-studioWindow)
	}
	err = each(p.store.AssetVersions.FromStudio, func(_ context.Context, v portal.AssetVersion) error {
		key := lineKey(v.Slug, v.Locale)
		line := s.lines[key]
		s.upTo = max(s.upTo, v.At)
		if !slices.ContainsFunc(line.Versions, func(had portal.AssetVersion) bool { return had.Version == v.Version }) {
			line.Versions, news = append(slices.Clone(line.Versions), v), true
			s.lines[key] = line.Lean()
		}
		return nil
	})(ctx, from)
	if err != nil {
		return false, err
	}
	err = each(p.store.AssetChoices.Since, func(_ context.Context, c portal.AssetChoice) error {
		s.upTo = max(s.upTo, c.At)
		news = s.take(c) || news
		return nil
	})(ctx, from)
	return news, err
}

func lineKey(slug portal.AssetSlug, locale string) string { return string(slug) + "." + locale }

// take puts a choice to the others of its text; news reports that it was not there.
func (s *shelf) take(c portal.AssetChoice) (news bool) {
	key := lineKey(c.Slug, c.Locale)
	line := s.lines[key]
	if slices.ContainsFunc(line.Choices, func(had portal.AssetChoice) bool { return had.ID == c.ID }) {
		return false
	}
	line.Choices = append(slices.Clone(line.Choices), c)
	s.lines[key] = line
	return true
}

// file is an asset as its file has it; ok is false without a file in that locale.
func (s *shelf) file(slug portal.AssetSlug, locale string) (a content.Asset, ok bool) {
	a, err := s.files.Asset(slug, locale, content.Audience{Staff: true})
	return a, err == nil && a.Locale == locale
}

// layStudio serves the files with the studio's texts over them. A text gives way to a file
// that went on from it; where both went on the studio's stays until somebody chooses. One
// that does not fit the library any more is left out, and kept among the problems. The
// caller holds the shelf.
func (p *Program) layStudio() {
	s := p.shelf
	files := s.hangPictures()
	var texts []content.Text
	var open []AssetConflict
	for _, key := range slices.Sorted(maps.Keys(s.lines)) {
		line := s.lines[key]
		v := line.Newest()
		if v.Version == 0 {
			continue
		}
		file, there := s.file(v.Slug, v.Locale)
		standing := portal.StudioHasIt
		if there {
			standing = line.Against(file.SHA256, file.Version)
		}
		if standing == portal.FileHasIt {
			continue
		}
		texts = append(texts, content.Text{Slug: v.Slug, Locale: v.Locale, Source: []byte(v.Source)})
		choices := line.About(file.SHA256)
		if standing == portal.BothMoved || len(choices) > 0 && choices[0].Took == portal.TookStudio {
			open = append(open, AssetConflict{Studio: v, File: file, FileName: s.files.FileName(file), FileSource: s.files.Source(file), Open: standing == portal.BothMoved, Choices: choices})
		}
	}
	s.open.Store(&open)
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
