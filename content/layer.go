package content

import (
	"slices"
)

// layer is a library with texts laid over it, and what is wrong with each.
type layer struct {
	*Library
	texts  map[assetKey]*file
	others []*file // of what was there before
}

func (t Text) key() assetKey { return assetKey{t.Slug, t.Locale} }

// lay is a copy of the library with texts in the place of what there is, or beside it.
// Nothing of the library changes.
func (l *Library) lay(texts []Text) layer {
	t := *l
	t.shelve()
	t.entries = make([]*entry, 0, len(l.entries)+len(texts))
	out := layer{Library: &t, texts: map[assetKey]*file{}}
	names := map[assetKey]string{}
	for _, e := range l.entries {
		key := assetKey{e.Slug, e.Locale}
		if slices.ContainsFunc(texts, func(x Text) bool { return x.key() == key }) {
			names[key] = e.file.name
			continue
		}
		one := *e
		one.file = e.file.fresh()
		out.others = append(out.others, one.file)
		t.entries = append(t.entries, &one)
	}
	t.pinned = slices.Clone(l.pinned)
	for i := range t.pinned {
		t.pinned[i].file = t.pinned[i].file.fresh()
		out.others = append(out.others, t.pinned[i].file)
	}
	for _, text := range texts {
		name := names[text.key()]
		if name == "" {
			name = "library/" + fileNameFor(string(text.Slug), text.Locale, l.defaultLocale())
		}
		f := &file{name: name, bodyLine: 1}
		out.texts[text.key()] = f
		if len(text.Source) > maxFile {
			f.problem(0, 0, "has %d KB; keep it under %d KB", len(text.Source)>>10, maxFile>>10)
		} else {
			f.take(text.Source)
		}
		if !assetSlug.MatchString(string(text.Slug)) || slices.Contains(reservedSlugs, string(text.Slug)) {
			f.problem(0, 0, "cannot have the address /assets/%s; use small letters, digits and hyphens", text.Slug)
		}
		if f.front != nil {
			t.entries = append(t.entries, t.readAsset(f, string(text.Slug), text.Locale))
		}
	}
	t.named = make(map[assetKey]*entry, len(t.entries))
	for _, e := range t.entries {
		t.named[assetKey{e.Slug, e.Locale}] = e
	}
	t.follow(texts)
	t.catalogue()
	return out
}

// fresh is the file without what was found wrong with it.
func (f *file) fresh() *file {
	one := *f
	one.problems = nil
	return &one
}

// follow makes the translations of an asset follow the text that is laid over its
// original: who sees it is decided there.
func (l *Library) follow(texts []Text) {
	standard := l.defaultLocale()
	for _, e := range l.entries {
		original := l.find(e.Slug, standard)
		if original == nil || e == original || !slices.ContainsFunc(texts, func(x Text) bool { return x.Slug == e.Slug }) {
			continue
		}
		e.Kind, e.Tiers, e.Markets, e.Products, e.Public = original.Kind, original.Tiers, original.Markets, original.Products, original.Public
		if original.Status == Retired {
			e.Status = Retired
		}
	}
}

// Lay is the library with texts laid over it, ready to be served, and what is wrong with
// those that are left out because they do not fit it any more.
func (l *Library) Lay(texts []Text) (*Library, Problems) {
	var wrong Problems
	for {
		out := l.lay(texts)
		fitting := slices.DeleteFunc(slices.Clone(texts), func(text Text) bool { return len(out.texts[text.key()].problems) > 0 })
		if len(fitting) == len(texts) {
			out.tags = nil
			out.indexTexts()
			return out.Library, wrong.sorted()
		}
		for _, f := range out.texts {
			wrong = append(wrong, f.problems...)
		}
		texts = fitting
	}
}

// Weigh is what is wrong with each of some texts when they are laid over the library
// together, in their order: what one needs of another that is wrong itself is wrong with it.
// A text that breaks another file is named with what it breaks. Nothing of the library changes.
func (l *Library) Weigh(texts []Text) []Problems {
	wrong := map[assetKey]Problems{}
	left := slices.Clone(texts)
	for {
		out := l.lay(left)
		before := len(left)
		left = slices.DeleteFunc(left, func(t Text) bool {
			problems := out.texts[t.key()].problems.sorted()
			wrong[t.key()] = problems
			return len(problems) > 0
		})
		if len(left) < before {
			continue
		}
		if !out.breaks() {
			break
		}
		left = slices.DeleteFunc(left, func(t Text) bool { // somebody has to be told, so each is looked at alone
			alone := l.lay([]Text{t})
			var others Problems
			for _, f := range alone.others {
				for _, problem := range f.problems {
					problem.Message = "keeps another file from being right: " + problem.String()
					problem.File, problem.Line, problem.Column = alone.texts[t.key()].name, 0, 0
					others = append(others, problem)
				}
			}
			wrong[t.key()] = append(wrong[t.key()], others...)
			return len(others) > 0
		})
		if len(left) == before { // only all of them together break it
			for _, t := range left {
				for _, f := range out.others {
					wrong[t.key()] = append(wrong[t.key()], f.problems...)
				}
			}
			break
		}
	}
	each := make([]Problems, len(texts))
	for i, t := range texts {
		each[i] = wrong[t.key()]
	}
	return each
}

// breaks reports that a file which was right before is wrong now.
func (l layer) breaks() bool {
	return slices.ContainsFunc(l.others, func(f *file) bool { return len(f.problems) > 0 })
}
