package browser

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tandem/portal"
	"tandem/server/web"
)

// TestNoFormOfAnotherOriginArrives lets a browser in which somebody is signed in post
// to every route that takes a form, from a page of another site and from one of this
// machine's other ports, which is the same site to cookies.
func TestNoFormOfAnotherOriginArrives(t *testing.T) {
	_ = open(t)
	running := reading(t)
	tab := running.desk(t, portal.PartnerAdmin)
	for _, foe := range []string{"127.0.0.1", "localhost"} {
		for _, pattern := range append(web.Patterns(http.MethodPost), "/no-route-at-all") {
			target := running.base + parameter.ReplaceAllString(pattern, "x")
			if got := post(t, tab, foe, target); got != http.StatusForbidden {
				t.Errorf("a page of %s posts to %s: %d, want 403", foe, pattern, got)
			}
		}
	}
	// The proof can fail: the portal's own page is let through to the route.
	if _, err := tab.Open(running.base + "/healthz"); err != nil {
		t.Fatal(err)
	}
	status, err := tab.Leave(submit(running.base + "/no-route-at-all"))
	ok(t, err)
	if status == http.StatusForbidden {
		t.Errorf("the portal's own page is refused like another's")
	}
}

// post sends a form from a page of another host's and returns the status of the answer.
func post(t *testing.T, tab *Tab, host, target string) int {
	t.Helper()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<form id="f" method="post" action="%s"><input name="amount" value="1"><button id="send">Win</button></form>`, target)
	}))
	defer page.Close()
	at, err := url.Parse(page.URL)
	ok(t, err)
	_, port, err := net.SplitHostPort(at.Host)
	ok(t, err)
	_, err = tab.Open("http://" + net.JoinHostPort(host, port) + "/")
	ok(t, err)
	status, err := tab.Leave(chromedp.Click(chromedp.ID("send")))
	ok(t, err)
	return status
}

// submit posts an empty form from the page that is open.
func submit(target string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
		const form = document.createElement('form');
		form.method = 'post';
		form.action = %q;
		document.body.append(form);
		form.submit();
	})()`, target))
}

// roleName is how tests call a role.
func roleName(role portal.Role) string {
	if role == Visitor {
		return "visitor"
	}
	return strings.ReplaceAll(string(role), "_", "-")
}
