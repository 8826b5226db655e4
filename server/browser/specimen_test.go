package browser

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/assets"
	"tandem/portal"
	"tandem/templates"
)

// specimen shows every component once, so that each holds the gates before a page
// uses it, and in states that no page of the demo may be in.
type specimen struct {
	templates.Page
	Figures []string
	Chart   templates.Chart
	Pills   []templates.Pill
	Pager   templates.Pager
	Form    templates.Form
	Fields  []templates.Field
	Scores  []int
	Steps   []templates.Step
	Banners []string
}

func example() specimen {
	form := templates.Form{Values: map[string][]string{"company": {"Hotel Miramar"}, "terms": {"yes"}, "need": {"groups"}}, Problems: map[string]string{"email": "Write an address such as name@example.com."}, Message: "One thing needs your attention."}
	options := []templates.Option{{Value: "groups", Label: "Groups"}, {Value: "stays", Label: "Business stays", Hint: "ten rooms and more"}}
	return specimen{
		Page: templates.Page{
			Title: "Specimen", Program: templates.Brand{Name: "Northwind Partners", Company: "Northwind Stays", Support: "partners@example.com"},
			User: templates.User{Name: "Marta Silva", Company: "Casa Lumen"}, CSRF: "token", Now: portal.Instant("2026-03-12T10:00:00.000Z"), Zone: time.UTC, Path: "/home",
			Nav:     []templates.NavItem{{Label: "Home", Href: "#main", Icon: "house", Current: true, Badge: "2"}, {Label: "Referrals", Href: "#form", Icon: "users"}},
			Flash:   &templates.Flash{Kind: "ok", Text: "Saved.", Undo: "/undo"},
			Primary: &templates.Button{Label: "Refer a customer", Href: "#form", Icon: "plus"}, SearchHref: "/specimen",
		},
		Figures: []string{"Available to pay out", "Held", "Open pipeline", "Win rate"},
		Chart: templates.Chart{Title: "Revenue by month", Labels: strings.Fields("Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov"), Series: []templates.Series{
			{Name: "Direct", Values: []int64{12, 15, 14, 16, 19, 20, 22, 27, 29, 28, 31, 19}, Texts: strings.Fields("12 15 14 16 19 20 22 27 29 28 31 19")},
			{Name: "Influenced", Values: []int64{6, 7, 6, 11, 12, 9, 16, 18, 18, 14, 16, 12}, Texts: strings.Fields("6 7 6 11 12 9 16 18 18 14 16 12")},
		}},
		Pills:  []templates.Pill{{Kind: "ok", Text: "Won"}, {Kind: "warn", Text: "Needs info"}, {Kind: "bad", Text: "Late"}, {Kind: "info", Text: "Proposal"}, {Kind: "brand", Text: "Core"}, {Text: "Draft"}},
		Pager:  templates.Pager{First: "#main", Next: "#form"},
		Form:   form,
		Scores: []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
		Fields: []templates.Field{
			form.Text("company", "Customer").Must().Hinted("As it is registered."), form.Input("email", "email", "Email").Must(), form.Input("date", "close", "Expected by"),
			form.Select("country", "Country", options), form.Area("note", "Note", 3), form.File("logo", "Logo", "image/png"), form.Check("terms", "The customer agreed"),
			form.Radios("need", "Need", options), form.Checkboxes("markets", "Markets", options), form.Input("password", "password", "Password").Completes("new-password"),
		},
		Steps:   []templates.Step{{Text: "Accepted by Lena Ortiz", Quote: "Good one.", At: "2026-03-11T10:00:00.000Z", When: "11 Mar 2026, 10:00 UTC"}, {Text: "Submitted", At: "2026-03-10T10:00:00.000Z", When: "10 Mar 2026, 10:00 UTC"}},
		Banners: []string{"info", "ok", "warn", "bad"},
	}
}

// TestEveryComponentHoldsTheGates draws the specimen from the portal's own parts and files.
func TestEveryComponentHoldsTheGates(t *testing.T) {
	tab := open(t)
	index, err := assets.New()
	ok(t, err)
	set := template.New("").Funcs(template.FuncMap{
		"asset": index.URL,
		"lower": strings.ToLower,
		"icon": func(name string) template.HTML {
			return template.HTML(fmt.Sprintf(`<svg class="icon" aria-hidden="true" width="16" height="16"><use href="%s#%s"></use></svg>`, index.URL("icons.svg"), name))
		},
	})
	parts, err := filepath.Glob("../../templates/parts/*.html")
	ok(t, err)
	for _, file := range append(parts, "testdata/specimen.html") {
		text, err := os.ReadFile(file)
		ok(t, err)
		name := strings.TrimSuffix(filepath.Base(file), ".html")
		if name != "specimen" {
			name = "parts/" + name
		}
		_, err = set.New(name).Parse(string(text))
		ok(t, err)
	}
	var page bytes.Buffer
	ok(t, set.ExecuteTemplate(&page, "specimen", example()))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /specimen", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", strict)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write(page.Bytes())
	})
	mux.HandleFunc("GET "+assets.Prefix+"{name}", func(w http.ResponseWriter, r *http.Request) {
		file, found := index.Get(r.PathValue("name"))
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", file.Type)
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		if file.Brotli != nil {
			w.Header().Set("Content-Encoding", "br")
			_, _ = w.Write(file.Brotli)
			return
		}
		_, _ = w.Write(file.Body)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	inspect(t, tab, Page{Name: "specimen", Path: "/specimen"}, server.URL, map[string]bool{"/home": true, "/account": true})
}
