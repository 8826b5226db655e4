package web

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"tandem/portal"
)

type sampleForm struct {
	Name   string        `form:"name,max=10"`
	Note   string        `form:"note,max=5000"`
	Secret string        `form:"secret,raw"`
	Roles  []portal.Role `form:"roles"`
	Count  int64         `form:"count"`
	Agreed bool          `form:"agreed"`
	Tier   portal.Tier   `form:"tier"`
	Hidden string        // never filled: it has no tag
}

func TestFormsFillWhatIsTaggedAndRefuseTheRest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       sampleForm
		refused    bool   // 400: no form of ours
		field      string // the field that is wrong
	}{
		{
			"all", "name=Ana&roles=manager&roles=finance&count=3&agreed=on&tier=elite",
			sampleForm{Name: "Ana", Roles: []portal.Role{"manager", "finance"}, Count: 3, Agreed: true, Tier: "elite"},
			false, "",
		},
		{"empty", "", sampleForm{}, false, ""},
		{"trimmed", "name=+Ana+&note=a%0D%0Ab", sampleForm{Name: "Ana", Note: "a\nb"}, false, ""},
		{"raw", "secret=+a+", sampleForm{Secret: " a "}, false, ""},
		{"unknown key", "name=Ana&is_admin=true", sampleForm{}, true, ""},
		{"field without a tag", "Hidden=x", sampleForm{}, true, ""},
		{"struct name of a field", "Name=Ana", sampleForm{}, true, ""},
		{"twice", "name=Ana&name=Bo", sampleForm{}, true, ""},
		{"operator", "name[$gt]=", sampleForm{}, true, ""},
		{"operator as a value", "name=%7B%22%24gt%22%3A%22%22%7D", sampleForm{Name: `{"$gt":""}`}, false, ""}, // text like any other
		{"array syntax", "roles[]=admin", sampleForm{}, true, ""},
		{"semicolon", "name=a;note=b", sampleForm{}, true, ""},
		{"NUL", "name=a%00b", sampleForm{}, true, ""},
		{"not UTF-8", "name=%ff%fe", sampleForm{}, true, ""},
		{"broken escape", "name=%zz", sampleForm{}, true, ""},
		{"too long", "name=" + strings.Repeat("a", 11), sampleForm{}, false, "name"},
		{"eleven letters of two bytes", "name=" + strings.Repeat("%C3%A4", 11), sampleForm{}, false, "name"},
		{"ten letters of two bytes", "name=" + strings.Repeat("%C3%A4", 10), sampleForm{Name: strings.Repeat("ä", 10)}, false, ""},
		{"not a number", "count=many", sampleForm{}, false, "count"},
		{"a fraction", "count=1.5", sampleForm{}, false, "count"},
		{"a number too large", "count=99999999999999999999", sampleForm{}, false, "count"},
		{"neither on nor off", "agreed=maybe", sampleForm{}, true, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			values, err := url.ParseQuery(test.body)
			var got sampleForm
			if err == nil {
				err = decode(values, nil, &got, true)
			} else {
				err = fiber.ErrBadRequest
			}
			if refused := err == fiber.ErrBadRequest; refused != test.refused {
				t.Fatalf("got %v", err)
			}
			if test.refused {
				return
			}
			problem, _ := err.(*portal.Error)
			if (test.field != "") != (problem != nil) || problem != nil && problem.Fields[test.field] == "" {
				t.Fatalf("got %v, want a problem with %q", err, test.field)
			}
			if err == nil && !reflect.DeepEqual(normal(got), normal(test.want)) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func normal(f sampleForm) sampleForm {
	if len(f.Roles) == 0 {
		f.Roles = nil
	}
	return f
}

func TestQueriesLeaveStrangersAlone(t *testing.T) {
	t.Parallel()
	var got sampleForm
	if err := decode(url.Values{"name": {"Ana"}, "utm_source": {"x"}}, nil, &got, false); err != nil || got.Name != "Ana" {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := decode(url.Values{"name": {"Ana", "Bo"}}, nil, &got, false); err != fiber.ErrBadRequest {
		t.Errorf("a value twice: %v", err)
	}
}
