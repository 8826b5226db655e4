package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tandem/content"
)

// badContent is how a check ends that found mistakes: with status 1, where a check that
// could not be made ends with 2.
type badContent struct{ mistakes int }

func (e badContent) Error() string {
	if e.mistakes == 1 {
		return "1 mistake"
	}
	return fmt.Sprintf("%d mistakes", e.mistakes)
}

// unchecked is why a check could not be made.
type unchecked struct{ error }

func (unchecked) Status() int     { return 2 }
func (u unchecked) Unwrap() error { return u.error }

var errCheckUsage = errors.New("usage: content check [-json] DIR, a folder with program/ or library/ as in TANDEM_CONTENT")

// checkedContent is the report of a check for programs.
type checkedContent struct {
	Folder   string           `json:"folder"`
	Sound    bool             `json:"sound"`
	Mistakes []contentMistake `json:"mistakes"` // in the order of files and lines
}

// contentMistake is one mistake, with what to write instead. Line and column count from 1; 0 is the file as a whole.
type contentMistake struct {
	File    string `json:"file"`           // as program/program.md
	Path    string `json:"path,omitempty"` // where to open it, "" when the file came with the server
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// checkContent checks a folder of a company's own content, laid over what comes with the
// server, as the start would. It needs no settings and touches nothing.
func checkContent(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("content check", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	asJSON := flags.Bool("json", false, "")
	var folders []string
	for len(args) > 0 { // the folder may stand before -json and after it
		if err := flags.Parse(args); err != nil {
			return unchecked{fmt.Errorf("%w; %w", err, errCheckUsage)}
		}
		if args = flags.Args(); len(args) > 0 {
			folders, args = append(folders, args[0]), args[1:]
		}
	}
	if len(folders) != 1 {
		return unchecked{errCheckUsage}
	}
	report, err := checkFolder(folders[0])
	if err != nil {
		return unchecked{err}
	}
	if err := report.write(stdout, *asJSON); err != nil {
		return unchecked{err}
	}
	if !report.Sound {
		return badContent{len(report.Mistakes)}
	}
	return nil
}

func checkFolder(folder string) (checkedContent, error) {
	report := checkedContent{Folder: folder, Mistakes: []contentMistake{}}
	files, err := content.Overlay(content.Files(), folder)
	if err != nil {
		return report, err
	}
	if !isFolder(filepath.Join(folder, "program")) && !isFolder(filepath.Join(folder, "library")) {
		return report, fmt.Errorf("%s holds neither program/ nor library/; %w", folder, errCheckUsage)
	}
	_, err = content.Load(files)
	problems, isContent := errors.AsType[content.Problems](err)
	if err != nil && !isContent {
		return report, err
	}
	for _, problem := range problems {
		mistake := contentMistake{File: problem.File, Line: problem.Line, Column: problem.Column, Message: problem.Message}
		if own := filepath.Join(folder, filepath.FromSlash(problem.File)); isThere(own) {
			mistake.Path = own
		}
		report.Mistakes = append(report.Mistakes, mistake)
	}
	report.Sound = len(report.Mistakes) == 0
	return report, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func isThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// write is the report as lines of file:line:column: message, which editors follow, or as one JSON document.
func (r checkedContent) write(w io.Writer, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	for _, m := range r.Mistakes {
		line := content.Problem{File: m.Path, Line: m.Line, Column: m.Column, Message: m.Message}
		if m.Path == "" {
			line.File = m.File
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	if !r.Sound {
		return nil
	}
	_, err := fmt.Fprintf(w, "%s is sound\n", r.Folder)
	return err
}
