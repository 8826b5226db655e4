package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
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
	metrics := freeAddress(t)
	address, out, stop := started(t, config.Data, t.TempDir(), config.MetricsListen, metrics)
	if status, _ := fetch(t, "http://"+address+"/signin"); status != 200 {
		t.Errorf("the sign-in page: %d", status)
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

func TestAFolderInUseIsSaid(t *testing.T) {
	folder := t.TempDir()
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
