package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tandem/server/demo"
)

// door is the portal's sign-in page, opened in one browser by many people.
type door struct {
	base   string
	client *http.Client
	guest  string // the cookie that the form is tied to
	token  string
}

var hiddenToken = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// openDoor asks for the sign-in page. most is how many go through at once.
func openDoor(ctx context.Context, base string, most int) (*door, error) {
	d := &door{base: base, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: most, MaxConnsPerHost: most, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/signin", nil)
	if err != nil {
		return nil, fmt.Errorf("ask for the sign-in page: %w", err)
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask for the sign-in page: %w", err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("read the sign-in page: %w", err)
	}
	token := hiddenToken.FindSubmatch(page)
	if token == nil {
		return nil, errors.New("the sign-in page has no form")
	}
	d.guest, d.token = jar(answer), string(token[1])
	return d, nil
}

// jar is what an answer sets as cookies, as the next request carries them.
func jar(answer *http.Response) string {
	var kept []string
	for _, cookie := range answer.Cookies() {
		if cookie.Value != "" {
			kept = append(kept, cookie.Name+"="+cookie.Value)
		}
	}
	return strings.Join(kept, "; ")
}

// enter signs one person in and returns the cookies of the session.
func (d *door) enter(ctx context.Context, email string) (cookies string, err error) {
	form := url.Values{"_token": {d.token}, "email": {email}, "password": {demo.Password}}
	answer, err := d.post(ctx, d.base+"/signin", form)
	if err != nil {
		return "", err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("signing %s in is answered with %d", email, answer.StatusCode)
	}
	return jar(answer), nil
}

// post sends a form and reads the answer to its end.
func (d *door) post(ctx context.Context, address string, form url.Values) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("send a form: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Cookie", d.guest)
	answer, err := d.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("send a form: %w", err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return nil, fmt.Errorf("read the answer to a form: %w", err)
	}
	return answer, nil
}

// crowd does something for each of some people, so many at once, and returns how
// long all took. The first who fails ends it.
func crowd(people []string, atOnce int, do func(who string) error) (time.Duration, error) {
	var next atomic.Int64
	var failure atomic.Pointer[error]
	var all sync.WaitGroup
	began := time.Now()
	for range atOnce {
		all.Go(func() {
			for failure.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(people) {
					return
				}
				if err := do(people[i]); err != nil {
					failure.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	if err := failure.Load(); err != nil {
		return took, *err
	}
	return took, nil
}

// sessions signs people in and returns the cookies of each session.
func (d *door) sessions(ctx context.Context, people []string) ([]string, error) {
	var mu sync.Mutex
	var list []string
	_, err := crowd(people, 4, func(who string) error {
		cookies, err := d.enter(ctx, who)
		mu.Lock()
		defer mu.Unlock()
		list = append(list, cookies)
		return err
	})
	return list, err
}
