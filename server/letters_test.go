package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem/server/web"
)

var linked = regexp.MustCompile(`"(/[a-z][^"]*)"`)

// TestLettersLeadToPagesThatExist reads the addresses that letters are written with
// and holds each against the routes there are.
func TestLettersLeadToPagesThatExist(t *testing.T) {
	found, err := filepath.Glob(filepath.Join("..", "portal", "program", "*letters.go"))
	if err != nil || len(found) == 0 {
		t.Fatalf("%d files, %v", len(found), err)
	}
	patterns := web.Patterns("GET")
	seen := 0
	for _, file := range found {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range linked.FindAllStringSubmatch(string(text), -1) {
			seen++
			address := match[1]
			if strings.HasSuffix(address, "/") { // an id follows
				address += "x"
			}
			if !slices.ContainsFunc(patterns, func(pattern string) bool { return leads(address, pattern) }) {
				t.Errorf("%s: a letter leads to %s, which is no page", filepath.Base(file), match[1])
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d addresses were found: the test proves nothing", seen)
	}
}

// leads reports whether a route's pattern answers an address.
func leads(address, pattern string) bool {
	a, p := strings.Split(address, "/"), strings.Split(pattern, "/")
	if len(a) != len(p) {
		return false
	}
	for i := range a {
		if a[i] != p[i] && !strings.HasPrefix(p[i], ":") {
			return false
		}
	}
	return true
}
