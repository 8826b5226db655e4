package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tandem/content"
	"tandem/server/config"
)

func TestTermsAreTriedAtTheConsole(t *testing.T) {
	folder := t.TempDir()
	settings := environment(config.Data, folder)
	if err := run(t.Context(), []string{"create-admin", "boss@x.com", "Bo Ss"}, settings, io.Discard); err != nil {
		t.Fatal(err)
	}
	library, err := content.Load(content.Files())
	if err != nil {
		t.Fatal(err)
	}
	source, err := library.TermsSource("standard-2026-07")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "try.md")
	for _, test := range []struct {
		source, want, fail string
		args               []string
	}{
		{source, "by,key,name,currency,now,under_try,change,partners\r\n", "", []string{file}},
		{source, "by,key", "", []string{file, "--from", "2026-01-01", "--to", "2026-03-31"}},
		{source, "by,key", "", []string{"-to=2026-03-31", file}},
		{source, "", "The last day is before the first.", []string{"--from", "2026-03-31", file, "--to", "2026-01-01"}},
		{source, "", "from: Choose the first day.", []string{file, "--from", "31.03.2026"}},
		{source, "", "flag provided but not defined: -until; usage", []string{file, "--until", "2026-01-01"}},
		{source, "", "usage", []string{file, file}},
		{strings.Replace(source, "hold_days: 60", "hold_days: sixty", 1), "", `try.md:11: "hold_days" is "sixty"`, []string{file}},
		{source, "", "usage", nil},
		{source, "", "read the terms", []string{file + "x"}},
	} {
		if err := os.WriteFile(file, []byte(test.source), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"whatif"}, test.args...), settings, &out)
		if !strings.HasPrefix(out.String(), test.want) || (err != nil) != (test.fail != "") || err != nil && !strings.Contains(err.Error(), test.fail) {
			t.Errorf("%v: %q, %v", test.args, out.String(), err)
		}
	}
}
