package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// listen serves an app on a loopback port for the length of a test.
func listen(t *testing.T, o Options) (address string) {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if o.BaseURL == "" {
		o.BaseURL = "http://" + ln.Addr().String()
	}
	o.Keys = testKeys()
	app, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- app.Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return ln.Addr().String()
}

// exchange writes raw bytes and reads one answer; status 0 when the server just hung up.
func exchange(t *testing.T, address, raw string) (status int, header http.Header, body string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, raw); err != nil {
		return 0, nil, ""
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, nil, ""
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text)
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	address := listen(t, Options{})
	for name, raw := range map[string]string{
		"page":        "GET /healthz HTTP/1.1\r\nHost: " + address + "\r\n\r\n",
		"not found":   "GET /nowhere HTTP/1.1\r\nHost: " + address + "\r\n\r\n",
		"wrong host":  "GET /nowhere HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"wrong verb":  "DELETE / HTTP/1.1\r\nHost: " + address + "\r\n\r\n",
		"no verb":     "BREW / HTTP/1.1\r\nHost: " + address + "\r\n\r\n",
		"not http":    "hello\r\n\r\n",
		"long header": "GET / HTTP/1.1\r\nHost: " + address + "\r\nX: " + strings.Repeat("a", 20<<10) + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			status, header, _ := exchange(t, address, raw)
			if status == 0 {
				t.Fatal("no answer")
			}
			for _, want := range securityHeaders("http://x") {
				if got := header.Get(want[0]); got != want[1] {
					t.Errorf("%d: %s = %q", status, want[0], got)
				}
			}
			if header.Get("Cache-Control") != noStore || len(header.Get(requestIDHeader)) != 16 {
				t.Errorf("%d: cache %q, id %q", status, header.Get("Cache-Control"), header.Get(requestIDHeader))
			}
			if header.Get("Server") != "" {
				t.Errorf("Server: %q", header.Get("Server"))
			}
		})
	}
}

func TestOnlyHTTPSAsksForHTTPS(t *testing.T) {
	t.Parallel()
	has := func(base string) bool {
		return slices.ContainsFunc(securityHeaders(base), func(h [2]string) bool { return h[0] == "Strict-Transport-Security" })
	}
	if !has("https://partners.example.com") || has("http://localhost:8080") {
		t.Error("HSTS does not follow the base URL")
	}
}

// TestBrokenClientsAreAnsweredOrDropped holds the server against requests that no
// well-meaning client sends. It must refuse each and still answer the next.
func TestBrokenClientsAreAnsweredOrDropped(t *testing.T) {
	t.Parallel()
	address := listen(t, Options{ReadTimeout: 300 * time.Millisecond})
	post := func(headers, body string) string {
		return "POST /healthz HTTP/1.1\r\nHost: " + address + "\r\n" + headers + "\r\n" + body
	}
	tests := []struct{ name, raw string }{
		{"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!")},
		{"length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
		{"negative length", post("Content-Length: -1\r\n", "")},
		{"length with a sign", post("Content-Length: +5\r\n", "hello")},
		{"odd transfer encoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
		{"bad chunk size", post("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n")},
		{"NUL in a header", "GET /healthz HTTP/1.1\r\nHost: " + address + "\r\nX: a\x00b\r\n\r\n"},
		{"NUL in the path", "GET /health\x00z HTTP/1.1\r\nHost: " + address + "\r\n\r\n"},
		{"space before the colon", "GET /nowhere HTTP/1.1\r\nHost: " + address + "\r\nX : a\r\n\r\n"},
		{"folded header", "GET /nowhere HTTP/1.1\r\nHost: " + address + "\r\nX: a\r\n b\r\n\r\n"},
		{"two hosts", "GET /nowhere HTTP/1.1\r\nHost: " + address + "\r\nHost: evil.example\r\n\r\n"},
		{"no host", "GET /nowhere HTTP/1.1\r\n\r\n"},
		{"path upwards", "GET /../../etc/passwd HTTP/1.1\r\nHost: " + address + "\r\n\r\n"},
		{"compressed body", post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "xx")},
		{"body too large", post("Content-Length: 2000000\r\n", "x")},
		{"headers that never end", "GET /healthz HTTP/1.1\r\nHost: " + address + "\r\nX: "},
		{"a body that never comes", post("Content-Length: 10\r\n", "abc")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, _, body := exchange(t, address, test.raw)
			if status != 0 && (status < 400 || status >= 500) {
				t.Errorf("status %d", status)
			}
			if strings.Contains(body, "fasthttp") || strings.Contains(body, "goroutine") || strings.Contains(body, "root:") {
				t.Errorf("the answer tells of the inside: %s", body)
			}
			if status, _, _ := exchange(t, address, "GET /healthz HTTP/1.1\r\nHost: "+address+"\r\n\r\n"); status != 200 {
				t.Fatalf("the next request got %d", status)
			}
		})
	}
}

// TestATrickledRequestEnds sends one byte at a time: the whole request has one
// deadline, not each byte.
func TestATrickledRequestEnds(t *testing.T) {
	t.Parallel()
	address := listen(t, Options{ReadTimeout: 300 * time.Millisecond})
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, conn) // until the server hangs up
		close(ended)
	}()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(5 * time.Second)
	for i := 0; ; i++ {
		select {
		case <-ended:
			return
		case <-limit:
			t.Fatal("still reading after 5 seconds")
		case <-tick.C:
			_, _ = fmt.Fprintf(conn, "%c", "GET /healthz HTTP/1.1\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"[i%60])
		}
	}
}

func TestUnknownHostsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		base, host string
		want       bool
	}{
		{"https://partners.example.com", "partners.example.com", true},
		{"https://partners.example.com", "PARTNERS.example.com", true},
		{"https://partners.example.com", "partners.example.com:443", true},
		{"https://partners.example.com", "partners.example.com:80", false},
		{"https://partners.example.com", "evil.example", false},
		{"https://partners.example.com", "partners.example.com.evil.example", false},
		{"https://partners.example.com", "localhost", false},
		{"https://partners.example.com", "", false},
		{"https://partners.example.com:8443", "partners.example.com:8443", true},
		{"https://partners.example.com:8443", "partners.example.com", false},
		{"http://localhost:8080", "127.0.0.1:8080", true},
		{"http://localhost:8080", "[::1]:8080", true},
		{"http://localhost:8080", "localhost:8081", false},
	}
	for _, test := range tests {
		if got := allowedHosts(test.base)[strings.ToLower(test.host)]; got != test.want {
			t.Errorf("%s at %s: %t, want %t", test.host, test.base, got, test.want)
		}
	}
	address := listen(t, Options{BaseURL: "https://partners.example.com"})
	for _, raw := range []string{
		"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: partners.example.com\r\n\r\n",
		"GET http://evil.example/ HTTP/1.1\r\nHost: partners.example.com\r\n\r\n",
	} {
		if status, _, body := exchange(t, address, raw); status != 421 || strings.Contains(body, "evil") {
			t.Errorf("%q: %d %s", raw, status, body)
		}
	}
	if status, _, _ := exchange(t, address, "GET /healthz HTTP/1.1\r\nHost: 10.0.0.9:8080\r\n\r\n"); status != 200 {
		t.Errorf("a health check by address: %d", status)
	}
}

func TestClientAddressIsNeverTheOneAClientWrote(t *testing.T) {
	t.Parallel()
	p := proxies{trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	tests := []struct {
		name, peer string
		headers    []string
		want       string
	}{
		{"no proxy", "203.0.113.7", nil, "203.0.113.7"},
		{"a header without a proxy", "203.0.113.7", []string{"198.51.100.1"}, "203.0.113.7"},
		{"one proxy", "10.1.1.1", []string{"203.0.113.7"}, "203.0.113.7"},
		{"a forged first hop", "10.1.1.1", []string{"198.51.100.1, 203.0.113.7"}, "203.0.113.7"},
		{"a forged first header", "10.1.1.1", []string{"198.51.100.1", "203.0.113.7"}, "203.0.113.7"},
		{"two proxies", "10.1.1.1", []string{"198.51.100.1, 203.0.113.7, 10.2.2.2"}, "203.0.113.7"},
		{"rubbish", "10.1.1.1", []string{"203.0.113.7, unknown"}, "10.1.1.1"},
		{"empty", "10.1.1.1", nil, "10.1.1.1"},
		{"mapped", "::ffff:10.1.1.1", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
		{"v6", "fd00::1", []string{"2001:db8::5"}, "2001:db8::5"},
	}
	for _, test := range tests {
		if got := p.client(netip.MustParseAddr(test.peer), test.headers); got.String() != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	address := listen(t, Options{})
	tests := []struct {
		name, headers string
		refused       bool
	}{
		{"same origin", "Sec-Fetch-Site: same-origin\r\n", false},
		{"typed by hand", "Sec-Fetch-Site: none\r\n", false},
		{"cross site", "Sec-Fetch-Site: cross-site\r\n", true},
		{"same site, other host", "Sec-Fetch-Site: same-site\r\n", true},
		{"cross site with our origin", "Sec-Fetch-Site: cross-site\r\nOrigin: http://" + address + "\r\n", true},
		{"old browser, our origin", "Origin: http://" + address + "\r\n", false},
		{"old browser, other origin", "Origin: https://evil.example\r\n", true},
		{"old browser, no origin told", "Origin: null\r\n", true},
		{"no browser", "", false},
	}
	for _, test := range tests {
		status, _, _ := exchange(t, address, "POST /nowhere HTTP/1.1\r\nHost: "+address+"\r\n"+test.headers+"Content-Length: 0\r\n\r\n")
		if (status == 403) != test.refused {
			t.Errorf("%s: %d", test.name, status)
		}
	}
}

// TestEveryRouteIsInTheTable compares what the router answers with the table, both ways.
func TestEveryRouteIsInTheTable(t *testing.T) {
	t.Parallel()
	app, err := New(Options{BaseURL: "http://localhost:8080", Keys: testKeys()})
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]bool{}
	for _, r := range routes() {
		table[r.method+" "+r.path] = true
	}
	known := map[string]bool{}
	for _, r := range app.fiber.GetRoutes(true) {
		if r.Method == fiber.MethodHead {
			continue
		}
		known[r.Method+" "+r.Path] = true
		if !table[r.Method+" "+r.Path] {
			t.Errorf("%s %s is answered and not in routes.go", r.Method, r.Path)
		}
	}
	for name := range table {
		if !known[name] {
			t.Errorf("%s is in routes.go and not answered", name)
		}
	}
	for _, r := range routes() {
		if r.access.name == "" {
			t.Errorf("%s %s says nothing about who may", r.method, r.path)
		}
	}
}

func TestStopFinishesRequestsUnderWay(t *testing.T) {
	t.Parallel()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app, err := New(Options{BaseURL: "http://" + ln.Addr().String(), Keys: testKeys()})
	if err != nil {
		t.Fatal(err)
	}
	entered, release := make(chan struct{}), make(chan struct{})
	inner := app.fiber.Server().Handler
	app.fiber.Server().Handler = func(ctx *fasthttp.RequestCtx) {
		close(entered)
		<-release
		inner(ctx)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- app.Serve(ctx, ln) }()
	answer := make(chan int, 1)
	go func() {
		response, err := http.Get("http://" + ln.Addr().String() + healthPath)
		if err != nil {
			answer <- 0
			return
		}
		response.Body.Close()
		answer <- response.StatusCode
	}()
	<-entered
	cancel()
	select {
	case err := <-done:
		t.Fatalf("stopped with a request under way: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(release)
	if got := <-answer; got != 200 {
		t.Errorf("the request under way got %d", got)
	}
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
	}
}
