package main

import (
	"fmt"
	"go/ast"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem/server/config"
)

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../" + name)
	ok(t, err)
	return string(text)
}

func TestReadmeListsEverySettingAndCommand(t *testing.T) {
	readme := document(t, "README.md")
	var want []string
	for _, v := range config.Variables {
		star := ""
		if v.Secret {
			star = " *"
		}
		want = append(want, fmt.Sprintf("| `%s`%s | %s | %s |", v.Name, star, v.Default, v.Meaning))
	}
	for _, c := range commands() {
		want = append(want, fmt.Sprintf("| `%s` | %s |", c.name, c.help))
	}
	for _, line := range want {
		if !strings.Contains(readme, line+"\n") {
			t.Errorf("README.md lacks the line\n%s", line)
		}
	}
	if got := strings.Count(readme, "\n| `"); got != len(want) {
		t.Errorf("README.md has %d lines of settings and commands, there are %d", got, len(want))
	}
}

var quoted = regexp.MustCompile("`([^`]+)`")

func inBackquotes(text string) []string {
	var names []string
	for _, found := range quoted.FindAllStringSubmatch(text, -1) {
		names = append(names, strings.TrimSuffix(found[1], "/"))
	}
	return names
}

// table is the rows of the table whose head begins with these words.
func table(t *testing.T, text, head string) [][]string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n| "+head)
	if !found {
		t.Fatalf("no table %q", head)
	}
	var rows [][]string
	for line := range strings.SplitSeq(rest, "\n") {
		if strings.HasPrefix(line, "| `") {
			rows = append(rows, strings.Split(strings.Trim(line, "| "), " | "))
		} else if len(rows) > 0 {
			return rows
		}
	}
	return rows
}

func TestArchitectureNamesWhatEachPackageMayImport(t *testing.T) {
	named := map[string]bool{}
	for _, row := range table(t, document(t, "ARCHITECTURE.md"), "folder | holds") {
		allowed := inBackquotes(row[2])
		if row[2] == "all" {
			allowed = []string{"*"}
		}
		for _, folder := range inBackquotes(row[0]) {
			named[folder] = true
			if !slices.Equal(slices.Sorted(slices.Values(allowed)), slices.Sorted(slices.Values(mayImport[folder]))) {
				t.Errorf("%s may import %q by the test and %q by the table", folder, mayImport[folder], allowed)
			}
		}
	}
	forTests := []string{"content/render/pdftest", "portal/store/docs/docstest", "server/browser"}
	for folder := range mayImport {
		if !named[folder] && !slices.Contains(forTests, folder) {
			t.Errorf("the table lacks %s", folder)
		}
	}
}

func TestArchitectureNamesEveryDirectModule(t *testing.T) {
	required := regexp.MustCompile(`(?m)^\t(\S+) v\S+`).FindAllStringSubmatch(document(t, "go.mod"), -1)
	direct := map[string]bool{}
	eachFile(t, func(_, _ string, file *ast.File) {
		for _, spec := range file.Imports {
			path, longest := strings.Trim(spec.Path.Value, `"`), ""
			for _, module := range required {
				if (path == module[1] || strings.HasPrefix(path, module[1]+"/")) && len(module[1]) > len(longest) {
					longest = module[1]
				}
			}
			if longest != "" {
				direct[longest] = true
			}
		}
	})
	var named []string
	for _, row := range table(t, document(t, "ARCHITECTURE.md"), "module | instead") {
		named = append(named, inBackquotes(row[0])...)
	}
	slices.Sort(named)
	if want := slices.Sorted(maps.Keys(direct)); !slices.Equal(named, want) {
		t.Errorf("the table of modules names\n%q\nthe code imports\n%q", named, want)
	}
}
