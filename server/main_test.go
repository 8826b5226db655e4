package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

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

func TestServeAnswersAndStops(t *testing.T) {
	address := freeAddress(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out lockedBuffer
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"serve"}, environment(config.Listen, address, config.Data, t.TempDir()), &out)
	}()
	for deadline := time.Now().Add(10 * time.Second); ; {
		response, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == 200 {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("never ready: %v\n%s", err, out.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
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
