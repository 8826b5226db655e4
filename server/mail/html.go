package mail

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"tandem/portal/program"
)

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Parse(letterHTML))

// html is the letter for a reader that shows HTML. It has no picture and no style
// from elsewhere, so opening it tells nobody.
func html(programName string, l program.Letter) (string, error) {
	var b strings.Builder
	err := letterTemplate.Execute(&b, struct {
		Program string
		Letter  program.Letter
	}{programName, l})
	if err != nil {
		return "", fmt.Errorf("letter %s: %w", l.ID, err)
	}
	return b.String(), nil
}
