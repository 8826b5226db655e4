package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/portal/store/docs"
	"tandem/server/config"
)

func environment(pairs ...string) func(string) string {
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return values[name] }
}

func TestCommands(t *testing.T) {
	tests := []struct {
		args []string
		env  []string
		want string // in the output
		fail string // in the error
	}{
		{[]string{"version"}, nil, "tandem ", ""},
		{[]string{"check-config"}, nil, "base url: http://localhost:8080", ""},
		{[]string{"check-config"}, []string{config.Listen, "x", config.BaseURL, "y"}, "", config.BaseURL},
		{[]string{"check-config"}, []string{config.Listen, "0.0.0.0:8080"}, "", config.BaseURL + " is required when " + config.Listen},
		{[]string{"verify"}, []string{config.Data, t.TempDir()}, "every invariant holds", ""},
		{[]string{"fly"}, nil, "", "check-config"},
		{[]string{"serve"}, []string{config.Listen, "x"}, "", config.Listen},
	}
	for _, test := range tests {
		var out bytes.Buffer
		err := run(t.Context(), test.args, environment(test.env...), &out)
		if !strings.Contains(out.String(), test.want) {
			t.Errorf("%v: output %q", test.args, out.String())
		}
		if (err != nil) != (test.fail != "") || err != nil && !strings.Contains(err.Error(), test.fail) {
			t.Errorf("%v: %v, want %q", test.args, err, test.fail)
		}
	}
	if err := run(t.Context(), []string{"fly"}, environment(), &bytes.Buffer{}); !errors.Is(err, errUsage) {
		t.Errorf("got %v", err)
	}
}

// lockedBuffer takes the log of a server that writes while the test reads.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// started runs the server until the test ends and returns its address and what it prints.
func started(t *testing.T, env ...string) (address string, out *lockedBuffer, stop func() error) {
	t.Helper()
	address, out = freeAddress(t), &lockedBuffer{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"serve"}, environment(append([]string{config.Listen, address}, env...)...), out)
	}()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() { _ = stop() })
	for deadline := time.Now().Add(20 * time.Second); ; {
		if status, _ := fetch(t, "http://"+address+"/readyz"); status == 200 {
			return address, out, stop
		}
		if time.Now().After(deadline) {
			t.Fatalf("never ready\n%s", out.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func fetch(t *testing.T, address string) (status int, body string) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, ""
	}
	return response.StatusCode, string(text)
}

func TestServeAnswersAndStops(t *testing.T) {
	metrics, folder := freeAddress(t), t.TempDir()
	if err := run(t.Context(), []string{"create-admin", "boss@x.com", "Bo Ss"}, environment(config.Data, folder), io.Discard); err != nil {
		t.Fatal(err)
	}
	address, out, stop := started(t, config.Data, folder, config.MetricsListen, metrics)
	if status, _ := fetch(t, "http://"+address+"/signin"); status != 200 {
		t.Errorf("the sign-in page: %d", status)
	}
	if status, body := fetch(t, "http://"+address+"/readyz"); status != 200 || !strings.HasPrefix(body, "ready\nledger ") {
		t.Errorf("ready: %d %q", status, body)
	}
	if status, body := fetch(t, "http://"+metrics+"/metrics"); status != 200 || !strings.Contains(body, `tandem_request_seconds_count{method="GET",route="/signin",status="2xx"} 1`) {
		t.Errorf("metrics: %d\n%s", status, body)
	}
	if status, body := fetch(t, "http://"+address+"/metrics"); status != 404 || strings.Contains(body, "tandem_request") {
		t.Errorf("metrics on the public address: %d", status)
	}
	if err := stop(); err != nil {
		t.Errorf("stop: %v\n%s", err, out.String())
	}
	if _, err := net.Dial("tcp", metrics); err == nil {
		t.Error("metrics are still served")
	}
}

// TestABusyMetricsAddressStopsTheStart holds that the portal is never ready without its figures.
func TestABusyMetricsAddressStopsTheStart(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	folder, out := t.TempDir(), &lockedBuffer{}
	if err := run(t.Context(), []string{"create-admin", "boss@x.com", "Bo Ss"}, environment(config.Data, folder), io.Discard); err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), []string{"serve"}, environment(config.Data, folder, config.Listen, freeAddress(t), config.MetricsListen, taken.Addr().String()), out)
	if err == nil || !strings.Contains(err.Error(), "listen for metrics on "+taken.Addr().String()) || strings.Contains(out.String(), `"serving"`) {
		t.Errorf("got %v\n%s", err, out.String())
	}
}

func TestAFolderInUseIsSaid(t *testing.T) {
	folder := t.TempDir()
	if err := run(t.Context(), []string{"create-admin", "first@x.com", "Fi Rst"}, environment(config.Data, folder), io.Discard); err != nil {
		t.Fatal(err) // without anybody the portal waits at its set-up page
	}
	started(t, config.Data, folder)
	err := run(t.Context(), []string{"create-admin", "boss@x.com", "Bo Ss"}, environment(config.Data, folder), &bytes.Buffer{})
	if !errors.Is(err, docs.ErrInUse) {
		t.Errorf("got %v", err)
	}
}

func TestTheFirstAdminIsMadeAtTheConsole(t *testing.T) {
	settings := environment(config.Data, t.TempDir(), config.BaseURL, "https://partners.example.com")
	tests := []struct {
		args []string
		want string
		fail string
	}{
		{[]string{"create-admin", "boss@x.com", "Bo Ss"}, "https://partners.example.com/reset/", ""},
		{[]string{"create-admin", "boss@x.com", "Bo Ss"}, "", "already"},
		{[]string{"create-admin", "boss"}, "", "usage"},
		{[]string{"reset-password", "boss@x.com"}, "https://partners.example.com/reset/", ""},
		{[]string{"reset-password", "nobody@x.com"}, "", "no account"},
		{[]string{"reset-password"}, "", "usage"},
	}
	for _, test := range tests {
		var out bytes.Buffer
		err := run(t.Context(), test.args, settings, &out)
		if !strings.Contains(out.String(), test.want) || (err != nil) != (test.fail != "") || err != nil && !strings.Contains(err.Error(), test.fail) {
			t.Errorf("%v: %q, %v", test.args, out.String(), err)
		}
	}
}

// TestANewPortalIsSetUpByTheLinkInItsLog walks from the first start to signing in,
// and sees the company's own name after the next start too.
func TestANewPortalIsSetUpByTheLinkInItsLog(t *testing.T) {
	folder := t.TempDir()
	address, out, stop := started(t, config.Data, folder)
	base := "http://" + address
	if status, body := fetch(t, base+"/"); status != 503 || !strings.Contains(body, "not set up yet") {
		t.Errorf("before: %d", status)
	}
	if status, _ := fetch(t, base+"/signin"); status != 404 {
		t.Errorf("a sign-in page of nothing: %d", status)
	}
	link := regexp.MustCompile(`/setup/[A-Za-z0-9._-]+`).FindString(out.String())
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	page, err := browser.Get(base + link)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := io.ReadAll(page.Body)
	if err != nil || page.StatusCode != 200 {
		t.Fatalf("the page: %d, %v", page.StatusCode, err)
	}
	token := regexp.MustCompile(`name="_token" value="([^"]+)"`).FindStringSubmatch(string(shown))
	var logo bytes.Buffer
	if err := png.Encode(&logo, image.NewGray(image.Rect(0, 0, 600, 400))); err != nil {
		t.Fatal(err)
	}
	post := func(password string) (int, string) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for name, value := range map[string]string{
			"_token": token[1], "name": "Acme Partners", "company": "Acme", "tagline": "Send us customers.", "site": "https://acme.example",
			"support": "help@acme.example", "colour": "#7a1f3d", "currency": "USD", "admin_name": "Bo Ss", "admin_email": "boss@acme.example", "password": password,
		} {
			if err := form.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
		file, err := form.CreateFormFile("logo", "logo.png")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = file.Write(logo.Bytes())
		_ = form.Close()
		answer, err := browser.Post(base+link, form.FormDataContentType(), &body)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		return answer.StatusCode, string(text)
	}
	if status, text := post("short"); status != 422 || !strings.Contains(text, "At least 12 characters") || !strings.Contains(text, `value="Acme Partners"`) {
		t.Errorf("a short password: %d", status)
	}
	if status, text := post("seven brown otters swim"); status != 200 || !strings.Contains(text, "Your portal is ready") {
		t.Fatalf("set up: %d\n%s", status, text)
	}
	signIn := func(base string) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			if status, text := fetch(t, base+"/signin"); status == 200 {
				if !strings.Contains(text, "Acme Partners") || strings.Contains(text, "Northwind") {
					t.Errorf("the page is not Acme's:\n%s", text)
				}
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("no sign-in page\n%s", out.String())
			}
		}
	}
	signIn(base)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	again, _, _ := started(t, config.Data, folder)
	signIn("http://" + again)
}
