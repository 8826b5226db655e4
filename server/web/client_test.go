package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"tandem/portal"
	"tandem/portal/program"
)

// browser is a client that nobody has signed in with.
func (s *site) browser() *client {
	c := &client{site: s, cookies: map[string]string{}, agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
	c.http = &http.Client{
		Transport:     &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return s.dial() }, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// client is one browser with its cookies.
type client struct {
	site    *site
	http    *http.Client
	agent   string
	cookies map[string]string
	header  map[string]string // sent with each request
	who     program.Who
}

// signIn starts a session for a person as the sign-in page does.
func (c *client) signIn(t testing.TB, user portal.User, factor bool) {
	t.Helper()
	p := c.site.program
	from := program.Client{Address: "0.0.0.0", Agent: c.agent}
	in, err := p.SignIn(t.Context(), program.SignIn{Email: user.Email, Password: sitePassword, Client: from})
	if err != nil {
		t.Fatalf("sign in %s: %v", user.Email, err)
	}
	if c.who, err = p.Authenticate(t.Context(), in.User, in.Session, ""); err != nil {
		t.Fatal(err)
	}
	if factor {
		setUp, err := p.FactorSetUp(t.Context(), c.who)
		if err != nil {
			t.Fatal(err)
		}
		code, err := totp.GenerateCode(strings.ReplaceAll(setUp.Secret, " ", ""), *c.site.clock.Load())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.SetFactor(t.Context(), c.who, code); err != nil {
			t.Fatal(err)
		}
		if c.who, err = p.Authenticate(t.Context(), in.User, in.Session, ""); err != nil {
			t.Fatal(err)
		}
	}
	access, err := c.site.tokens.issue(in.User, in.Session)
	if err != nil {
		t.Fatal(err)
	}
	c.cookies[c.site.App.cookies.access], c.cookies[c.site.App.cookies.refresh] = access, in.Refresh
}

// answer is what came back.
type answer struct {
	status   int
	header   http.Header
	body     string
	location string
}

func (c *client) get(t testing.TB, path string) answer {
	t.Helper()
	return c.do(t, http.MethodGet, path, "", nil)
}

// post sends a form with its token.
func (c *client) post(t testing.TB, path string, form url.Values) answer {
	t.Helper()
	values := url.Values{formTokenField: {c.token(t)}}
	for key, list := range form {
		values[key] = list
	}
	return c.do(t, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
}

// token is what a form shown to this browser carries.
func (c *client) token(t testing.TB) string {
	t.Helper()
	if c.who.Session != "" {
		return c.site.forms.of("session " + c.who.Session)
	}
	name := c.site.App.cookies.guest
	if c.cookies[name] == "" {
		c.get(t, "/signin")
	}
	return c.site.forms.of("guest " + c.cookies[name])
}

func (c *client) do(t testing.TB, method, path, kind string, body io.Reader) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, "http://partners.example.com"+path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", c.agent)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
	for name, value := range c.cookies {
		request.Header.Add("Cookie", name+"="+value)
	}
	response, err := c.http.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if cookie.Value == "" {
			delete(c.cookies, cookie.Name)
		} else {
			c.cookies[cookie.Name] = cookie.Value
		}
	}
	return answer{response.StatusCode, response.Header, string(text), response.Header.Get("Location")}
}

// path is where a letter's link leads, in this portal.
func path(t testing.TB, l program.Letter) string {
	t.Helper()
	p, ok := strings.CutPrefix(l.Link, siteBase)
	if !ok {
		t.Fatalf("the link %s leaves the portal", l.Link)
	}
	return p
}

// sent is a file that goes with a form.
type sent struct {
	field, name string
	content     []byte
}

// send sends a form with files.
func (c *client) send(t *testing.T, path string, fields map[string]string, files ...sent) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField(formTokenField, c.token(t))
	for key, value := range fields {
		err = errors.Join(err, form.WriteField(key, value))
	}
	for _, file := range files {
		part, partErr := form.CreateFormFile(file.field, file.name)
		if err = errors.Join(err, partErr); partErr == nil {
			_, partErr = part.Write(file.content)
			err = errors.Join(err, partErr)
		}
	}
	if err = errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	return c.do(t, http.MethodPost, path, form.FormDataContentType(), &body)
}
