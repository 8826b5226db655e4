package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport is the table of ARCHITECTURE.md: which packages of ours each package
// may import. A package that is missing here fails the test. Tests may also import what testMayImport says.
var mayImport = map[string][]string{
	"portal":                 nil,
	"portal/store/docs":      nil,
	"portal/store/sqlite":    {"portal/store/docs"},
	"portal/store/mongodb":   {"portal/store/docs"},
	"portal/store":           {"portal", "portal/store/docs"},
	"content/export":         nil,
	"content/render":         nil,
	"content/render/ink":     nil,
	"content/render/kept":    nil,
	"content/render/pdf":     nil,
	"content/render/typeset": {"content/render/pdf"},
	"content":                {"portal", "content/render/ink", "content/render/kept", "content/render/pdf", "content/render/typeset"},
	"portal/payfile":         {"portal"},
	"portal/program":         {"portal", "portal/payfile", "portal/store", "content", "content/render"},
	"assets":                 nil,
	"templates":              {"portal", "content", "assets"},
	"server/config":          nil,
	"server/mail":            {"portal", "portal/program", "templates"},
	"server/jobs":            {"portal", "portal/program", "templates"},
	"server/web":             {"portal", "portal/program", "content", "content/export", "content/render/kept", "assets", "templates"},
	"server/demo":            {"portal", "portal/program", "content"},
	"server":                 {"*"},

	"content/render/pdftest":     nil,
	"portal/store/docs/docstest": {"portal/store/docs", "portal/store/sqlite", "portal/store/mongodb"}, // for tests alone
	"server/browser":             {"*"},                                                                // for tests alone
}

// onlyIn names the packages that alone may import a module.
var onlyIn = map[string][]string{
	"github.com/gofiber/fiber":    {"server/web", "server/browser", "scripts/bench"},
	"go.mongodb.org/mongo-driver": {"portal/store/mongodb"},
	"modernc.org/sqlite":          {"portal/store/sqlite"},
	"github.com/chromedp":         {"server/browser", "scripts/lookpages"},
}

// notInPortal keeps the rules pure.
var notInPortal = []string{"os", "os/exec", "net", "net/http", "io/fs", "database/sql", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "sync"}

const module = "tandem"

func TestImportsKeepTheLayers(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir, name string, file *ast.File) {
		test := strings.HasSuffix(name, "_test.go")
		allowed, known := mayImport[dir]
		if !known && !strings.HasPrefix(dir, "scripts/") {
			t.Errorf("%s: the package %s is not in the table of allowed imports", name, dir)
			return
		}
		seen[dir] = true
		for _, spec := range file.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
				if !known || test || ours == dir || slices.Contains(allowed, ours) || slices.Contains(allowed, "*") {
					continue
				}
				t.Errorf("%s/%s imports %s, which the table does not allow", dir, name, ours)
			}
			for module, homes := range onlyIn {
				if strings.HasPrefix(imported, module) && !slices.Contains(homes, dir) && !test {
					t.Errorf("%s/%s imports %s, which only %s may", dir, name, imported, strings.Join(homes, ", "))
				}
			}
			if (dir == "portal" || dir == "portal/payfile") && !test && slices.Contains(notInPortal, imported) {
				t.Errorf("%s/%s imports %s: the rules do no I/O, keep no locks and take no chances", dir, name, imported)
			}
		}
		if (dir == "portal" || dir == "portal/payfile") && !test {
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.SelectorExpr); ok {
					if pkg, ok := call.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After"}, call.Sel.Name) {
						t.Errorf("%s/%s uses time.%s: in the rules the time is an argument", dir, name, call.Sel.Name)
					}
				}
				return true
			})
		}
	})
	for _, dir := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("read %s", dir)
	}
	if !seen["portal"] || !seen["server"] {
		t.Error("the walk found no code: the test proves nothing")
	}
}

func TestNoPackageNameSaysNothing(t *testing.T) {
	eachFile(t, func(dir, name string, _ *ast.File) {
		for _, part := range append(strings.Split(dir, "/"), strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")) {
			if slices.Contains([]string{"util", "utils", "helper", "helpers", "common", "misc", "models", "service", "manager"}, part) {
				t.Errorf("%s/%s: the name %q says nothing", dir, name, part)
			}
		}
	})
}

// eachFile calls visit for every Go file of the module.
func eachFile(t *testing.T, visit func(dir, name string, file *ast.File)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "vendor" || name == "data" || name == "look") {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(file) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", filepath.FromSlash(file)), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		visit(path.Dir(file), path.Base(file), parsed)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
