package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"tandem/server/demo"
)

// person is somebody of finance at a browser.
type person struct {
	base, email string
	client      *http.Client

	mu      sync.Mutex
	cookies map[string]string
	token   string // of this session's forms
}

func newPerson(base, email string) *person {
	return &person{base: base, email: email, cookies: map[string]string{}, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: workers, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}}
}

var (
	tokenField = regexp.MustCompile(`name="_token" value="([^"]+)"`)
	demoCode   = regexp.MustCompile(`<strong class="mono">([0-9]{6})</strong>`)
)

// enter signs in, with the second step: what moves money asks for it.
func (p *person) enter(ctx context.Context) error {
	if _, err := p.page(ctx, "/signin"); err != nil { // for the token of its form
		return err
	}
	_, where, err := p.send(ctx, "/signin", url.Values{"email": {p.email}, "password": {demo.Password}})
	if err != nil {
		return err
	}
	step := "/account/second-step"
	if strings.HasPrefix(where, "/signin/code") {
		step = "/signin/code"
	}
	for range 40 { // a code is good once, so another half minute may have to pass
		page, err := p.page(ctx, step)
		if err != nil {
			return err
		}
		code := demoCode.FindStringSubmatch(page)
		if code == nil {
			return fmt.Errorf("%s shows %s no code", step, p.email)
		}
		status, _, err := p.send(ctx, step, url.Values{"code": {code[1]}})
		if err != nil {
			return err
		}
		if status < 400 {
			_, err = p.page(ctx, "/desk/collections/new")
			return err
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("no code lets %s in", p.email)
}

// page reads a page and keeps the token of its forms.
func (p *person) page(ctx context.Context, path string) (string, error) {
	status, _, body, err := p.ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return "", err
	}
	if status != http.StatusOK {
		return "", fmt.Errorf("%s answers %s with %d", path, p.email, status)
	}
	if token := tokenField.FindStringSubmatch(body); token != nil {
		p.mu.Lock()
		p.token = token[1]
		p.mu.Unlock()
	}
	return body, nil
}

// send posts a form and returns the status and where it leads.
func (p *person) send(ctx context.Context, path string, form url.Values) (status int, where string, err error) {
	p.mu.Lock()
	form.Set("_token", p.token)
	p.mu.Unlock()
	status, where, _, err = p.ask(ctx, http.MethodPost, path, form)
	return status, where, err
}

func (p *person) ask(ctx context.Context, method, path string, form url.Values) (status int, where, body string, err error) {
	var content io.Reader
	if form != nil {
		content = strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, method, p.base+path, content)
	if err != nil {
		return 0, "", "", fmt.Errorf("ask for %s: %w", path, err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	p.mu.Lock()
	for name, value := range p.cookies {
		request.Header.Add("Cookie", name+"="+value)
	}
	p.mu.Unlock()
	answer, err := p.client.Do(request)
	if err != nil {
		return 0, "", "", fmt.Errorf("ask for %s: %w", path, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, "", "", fmt.Errorf("read %s: %w", path, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, cookie := range answer.Cookies() {
		if cookie.Value == "" {
			delete(p.cookies, cookie.Name)
		} else {
			p.cookies[cookie.Name] = cookie.Value
		}
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(text), nil
}
