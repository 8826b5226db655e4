package content

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// checker knows what a body may refer to.
type checker struct {
	groups []string // of the fields that have a value where the body is shown: "program", "terms"
	images map[string]Image
	slugs  []string // of all assets
}

// check reports everything in a body that would not come out right.
func (c checker) check(d *document) {
	ids := map[string]bool{}
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			if id, ok := h.AttributeString("id"); ok {
				ids[strings.TrimPrefix(string(id.([]byte)), headingPrefix)] = true
			}
		}
		return ast.WalkContinue, nil
	})
	level := 1
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *mergeField:
			c.field(d, n, n.name)
		case *ast.Heading:
			level = c.heading(d, n, level)
		case *ast.Link:
			c.link(d, n, string(n.Destination), ids)
			if d.textOf(n) == "" && n.FirstChild() == nil {
				d.problem(n, "the link has no words; write what it leads to between the brackets")
			}
			if braces.Match(n.Title) {
				d.problem(n, "a link's title cannot hold a merge field; put it in the text")
			}
		case *ast.Image:
			c.image(d, n)
		case *ast.RawHTML, *ast.HTMLBlock:
			d.problem(n, "raw HTML is not shown; write it in markdown, or put code between backticks")
		case *extast.TableCell:
			if n.Parent().Kind() == extast.KindTableHeader && d.textOf(n) == "" {
				d.problem(n, "a column has no heading; write one for people who hear the table")
			}
		case *box:
			c.box(d, n)
		}
		return ast.WalkContinue, nil
	})
}

func (c checker) field(d *document, n ast.Node, name string) (Field, bool) {
	if message := c.unknown(name); message != "" {
		d.problem(n, "%s", message)
		return Field{}, false
	}
	return fieldNamed(name)
}

// unknown says why a field has no value where the body is shown, "" when it has one.
func (c checker) unknown(name string) string {
	if _, ok := fieldNamed(name); !ok {
		names := c.names()
		if near := nearest(name, names); near != "" {
			return fmt.Sprintf("there is no field {{ %s }}; did you mean {{ %s }}?", name, near)
		}
		return fmt.Sprintf("there is no field {{ %s }}; write one of %s, or put the braces between backticks", name, strings.Join(names, ", "))
	}
	if group, _, _ := strings.Cut(name, "."); !slices.Contains(c.groups, group) {
		return fmt.Sprintf("{{ %s }} has no value here; use fields of %s", name, either(c.groups))
	}
	return ""
}

func (c checker) names() []string {
	var names []string
	for _, f := range Fields {
		if group, _, _ := strings.Cut(f.Name, "."); slices.Contains(c.groups, group) {
			names = append(names, f.Name)
		}
	}
	return names
}

func (c checker) heading(d *document, n *ast.Heading, level int) int {
	switch {
	case n.Level == 1:
		d.problem(n, "the title is the page's only heading of the first level; start this one with ##")
	case n.Level > level+1:
		d.problem(n, "the heading jumps from level %d to %d; start it with %s", level, n.Level, strings.Repeat("#", level+1))
	}
	return max(n.Level, 2)
}

func (c checker) link(d *document, n ast.Node, to string, ids map[string]bool) {
	for _, found := range braces.FindAllString(to, -1) {
		name := fieldName([]byte(found))
		field, ok := c.field(d, n, name)
		switch {
		case !ok:
			return
		case !field.Type.linkable():
			d.problem(n, "{{ %s }} is a %s and cannot be part of a link; use a field that is a link, a slug or an address", name, field.Type)
			return
		case field.Type == LinkField && found != to:
			d.problem(n, "{{ %s }} is a whole address; write nothing before or after it in the link", name)
			return
		case field.Type == LinkField:
			return
		case field.Type == AddressField && to != "mailto:"+found:
			d.problem(n, "{{ %s }} is a mail address; write the link as mailto:{{ %s }}", name, name)
			return
		}
	}
	page, _ := splitLink(to)
	slug, asset := strings.CutPrefix(page, "/assets/")
	switch {
	case strings.HasPrefix(to, "#"):
		if !ids[to[1:]] {
			d.problem(n, "there is no heading %q on this page", to)
		}
	case strings.HasPrefix(to, "//"):
		d.problem(n, "%q has no scheme; write the address with https://", to)
	case asset:
		c.slug(d, n, slug)
	case strings.HasPrefix(to, "/"):
		if !isPage(to) {
			d.problem(n, "there is no page %q; write %s", page, either(pageNames()))
		}
	case strings.HasPrefix(to, "https://"), strings.HasPrefix(to, "mailto:"), strings.HasPrefix(to, "tel:"):
	case strings.HasPrefix(to, "http://"):
		d.problem(n, "%q is not encrypted; write https://", to)
	case strings.HasSuffix(page, ".md"):
		d.problem(n, "%q is a file; link to an asset as /assets/%s", to, strings.TrimSuffix(path.Base(page), ".md"))
	default:
		d.problem(n, "%q leads nowhere; write https://…, mailto:…, /assets/<slug>, a page of the portal or #heading", strings.ReplaceAll(to, "\x1f", " "))
	}
}

func (c checker) slug(d *document, n ast.Node, slug string) {
	if slices.Contains(c.slugs, slug) {
		return
	}
	if near := nearest(slug, c.slugs); near != "" {
		d.problem(n, "there is no asset %q; did you mean /assets/%s?", slug, near)
		return
	}
	d.problem(n, "there is no asset %q in the library", slug)
}

func (c checker) image(d *document, n *ast.Image) {
	to := string(n.Destination)
	if _, ok := c.images[to]; !ok {
		switch near := nearest(path.Base(to), slices.Sorted(maps.Keys(c.images))); {
		case strings.Contains(to, "://"):
			d.problem(n, "the picture is on another site; put it into library/images and write its name")
		case near != "":
			d.problem(n, "there is no picture %q in library/images; did you mean %s?", to, near)
		default:
			d.problem(n, "there is no picture %q in library/images", to)
		}
	}
	if strings.TrimSpace(d.textOf(n)) == "" {
		d.problem(n, "the picture has no words for people who cannot see it; write them as ![what it shows](%s)", to)
	}
}

func (c checker) box(d *document, n *box) {
	if !slices.Contains(boxKinds, n.name) {
		if near := nearest(n.name, boxKinds); near != "" {
			d.problem(n, "there is no block %q; did you mean :::%s?", n.name, near)
		} else {
			d.problem(n, "there is no block %q; write :::%s", n.name, strings.Join(boxKinds, ", :::"))
		}
		return
	}
	for parent := n.Parent(); parent != nil; parent = parent.Parent() {
		if _, nested := parent.(*box); nested {
			d.problem(n, "a block cannot stand inside another; close the first one with a line of :::")
			return
		}
	}
	if !n.closed {
		d.problem(n, "the block %q does not end; close it with a line of :::", n.name)
	}
	if empty := n.name == tocBox || n.name == breakBox; empty != (n.FirstChild() == nil) {
		if empty {
			d.problem(n, "the block %q holds nothing; close it on the next line with :::", n.name)
		} else {
			d.problem(n, "the block %q is empty", n.name)
		}
		return
	}
	switch n.name {
	case columnsBox:
		columns := n.columns()
		if len(columns) < 2 || len(columns) > 3 {
			d.problem(n, "the block %q has %d columns; write two or three, with a line of *** between them", n.name, len(columns))
		}
		if slices.ContainsFunc(columns, func(c []ast.Node) bool { return len(c) == 0 }) {
			d.problem(n, "a column is empty; write its text before or after the line of ***")
		}
	case tocBox:
		if len(d.headings()) < 2 {
			d.problem(n, "the page has fewer than two headings to list; delete the block %q", n.name)
		}
	case calloutBox:
		if !slices.Contains(calloutKinds, n.detail) {
			d.problem(n, "a callout is a %s; write :::callout %s", either(calloutKinds), calloutKinds[0])
		}
	case ctaBox, qrBox:
		links := linksIn(n)
		if len(links) != 1 {
			d.problem(n, "the block %q holds %d links; give it exactly one, as [words](address)", n.name, len(links))
		} else if long := len(links[0].Destination); n.name == qrBox && long > maxCoded {
			d.problem(n, "the address has %d characters, which no telephone reads from a code; keep it under %d", long, maxCoded)
		}
	case statsBox:
		if _, ok := n.FirstChild().(*ast.List); !ok || n.ChildCount() != 1 {
			d.problem(n, "the block %q holds one list; start each figure with a dash, as - **40%%** of guests return", n.name)
		}
	}
	if n.name == logosBox {
		c.logos(d, n)
	}
	if n.name != calloutBox && n.detail != "" {
		d.problem(n, "nothing follows :::%s on its line; delete %q", n.name, n.detail)
	}
}

// linkOf is the link of a block that has one; an empty one in a text that is still being written.
func linkOf(n ast.Node) *ast.Link {
	if links := linksIn(n); len(links) > 0 {
		return links[0]
	}
	return ast.NewLink()
}

// linksIn are the links below a node.
func linksIn(n ast.Node) []*ast.Link {
	var links []*ast.Link
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			links = append(links, link)
		}
		return ast.WalkContinue, nil
	})
	return links
}
