package main

import (
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryProofOfSecurityExists keeps SECURITY.md honest: each threat names tests,
// and each test it names is there.
func TestEveryProofOfSecurityExists(t *testing.T) {
	there := map[string]bool{}
	eachFile(t, func(_, name string, file *ast.File) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				there[f.Name.Name] = true
			}
		}
	})
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Za-z0-9_]+)`")
	rows := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| threat") {
			continue
		}
		rows++
		tests := named.FindAllStringSubmatch(line, -1)
		if len(tests) == 0 {
			t.Errorf("no proof of: %s", line)
		}
		for _, test := range tests {
			if !there[test[1]] {
				t.Errorf("SECURITY.md names %s, which is no test", test[1])
			}
		}
	}
	if rows < 20 {
		t.Errorf("%d rows: the table was not read", rows)
	}
}
