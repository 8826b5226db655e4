package browser

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// Request is one thing a page fetched.
type Request struct {
	URL    string
	Kind   network.ResourceType
	Status int64
	Bytes  int64 // of the body on the wire
	Cached bool  // came from the browser's own cache: nothing was asked

	headers int64
	done    bool
	loader  cdp.LoaderID // the page that asked
}

// awaited reports whether the page is not whole without the request: the browser
// asks for an icon when it likes, and a page that was left gets no answers.
func (r Request) awaited(page cdp.LoaderID) bool {
	return !r.done && r.loader == page && r.Kind != network.ResourceTypeOther
}

// Font reports whether the request fetched a typeface.
func (r Request) Font() bool { return r.Kind == network.ResourceTypeFont }

// hear keeps what the gates ask about later. It runs inside the loop that reads
// the browser's messages, so it only notes.
func (t *Tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, "data:") || strings.HasPrefix(e.Request.URL, "blob:") {
			return
		}
		if before := t.requests[e.RequestID]; before != nil { // a redirect keeps the id
			before.done = true
		}
		r := &Request{URL: e.Request.URL, Kind: e.Type, loader: e.LoaderID}
		if e.Type == network.ResourceTypeDocument {
			t.visit.loader = e.LoaderID
		}
		t.requests[e.RequestID] = r
		t.visit.requests = append(t.visit.requests, r)
	case *network.EventRequestServedFromCache:
		if r := t.requests[e.RequestID]; r != nil {
			r.Cached = true
		}
	case *network.EventResponseReceived:
		if r := t.requests[e.RequestID]; r != nil {
			r.Status, r.Kind, r.headers = e.Response.Status, e.Type, int64(e.Response.EncodedDataLength)
			r.Cached = r.Cached || e.Response.FromDiskCache
		}
	case *network.EventLoadingFinished:
		if r := t.requests[e.RequestID]; r != nil {
			r.done = true
			if r.Cached = r.Cached || e.EncodedDataLength == 0; !r.Cached { // not even a head came: the page had it
				r.Bytes = max(0, int64(e.EncodedDataLength)-r.headers)
			}
		}
	case *network.EventLoadingFailed:
		if r := t.requests[e.RequestID]; r != nil {
			r.done = true
			t.complain("%s did not load: %s %s", pathOf(r.URL), e.ErrorText, e.BlockedReason)
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		t.complain("exception: %s", text)
	case *runtime.EventConsoleAPICalled:
		switch e.Type {
		case runtime.ConsoleAPICalledTypeError, runtime.ConsoleAPICalledTypeWarning, runtime.ConsoleAPICalledTypeAssert:
			var parts []string
			for _, arg := range e.Args {
				parts = append(parts, string(arg.Value)+arg.Description)
			}
			t.complain("console.%s: %s", e.Type, strings.Join(parts, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			t.complain("%s %s: %s (%s)", e.Entry.Source, e.Entry.Level, e.Entry.Text, pathOf(e.Entry.URL))
		}
	case *page.EventJavascriptDialogOpening:
		t.visit.dialogs = append(t.visit.dialogs, e.Message)
		go func() { // a dialog holds the page, and this loop, until it is answered
			_, _ = call(t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

func (t *Tab) complain(format string, args ...any) {
	t.visit.complaints = append(t.visit.complaints, strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// Complaints are what the browser held against the page since it was opened:
// errors and warnings of the console, violations of the policy, loads that failed.
func (t *Tab) Complaints() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.visit.complaints...)
}

// Dialogs are the messages of alert, confirm and prompt since the page was opened.
func (t *Tab) Dialogs() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.visit.dialogs...)
}

// Requests are what the page fetched since it was opened, in order.
func (t *Tab) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []Request
	for _, r := range t.visit.requests {
		list = append(list, *r)
	}
	return list
}

func pathOf(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Path
	}
	return address
}
