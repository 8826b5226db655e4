package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tandem/portal"
)

// hostile is what somebody types who wants a page to run it: it breaks out of
// attributes, text areas, titles, scripts and templates.
const hostile = `"'></textarea></title></script><script>alert('it ran')</script><img src=x onerror=alert('it ran')><svg onload=alert('it ran')>{{.}}${alert('it ran')}`

// TestMarkupInEveryFieldStaysText writes markup into every field of every form that
// any role has, then looks at every page as every role: nothing runs, and the policy
// has nothing to stop.
func TestMarkupInEveryFieldStaysText(t *testing.T) {
	_ = open(t)
	running, err := newStage(t.TempDir())
	ok(t, err)
	t.Cleanup(func() { ok(t, running.stop()) })
	desks := map[portal.Role]*Tab{}
	for _, role := range roles() {
		desks[role] = running.desk(t, role)
	}
	forms, pages := 0, 0
	for _, page := range Pages {
		tab := desks[page.Role]
		address, err := page.Address(tab, running.base)
		if err != nil {
			continue // what led there is gone: the forms before did what they say
		}
		for i := 0; ; i++ {
			_, err := tab.Open(address)
			ok(t, err)
			action, err := Ask[string](tab, fmt.Sprintf(spoil, i, hostile))
			ok(t, err)
			if action == "" {
				break
			}
			if action == "/signout" || strings.HasSuffix(action, "/suspend") || strings.HasSuffix(action, "/end") {
				continue
			}
			forms++
			status, err := tab.Leave(chromedp.Evaluate[chromedp.Void](`HTMLFormElement.prototype.submit.call(document.querySelector('form[data-next]'))`))
			ok(t, err)
			if status >= 500 {
				t.Errorf("%s %s: the form to %s answers %d", page.Role, page.Name, action, status)
			}
			breached(t, tab, fmt.Sprintf("%s %s, after the form to %s", page.Role, page.Name, action))
		}
	}
	for _, page := range Pages {
		tab := desks[page.Role]
		address, err := page.Address(tab, running.base)
		if err != nil {
			continue
		}
		_, err = tab.Open(address)
		ok(t, err)
		breached(t, tab, fmt.Sprintf("%s %s", page.Role, page.Name))
		pages++
	}
	t.Logf("%d forms, %d pages", forms, pages)
	if forms < 30 || pages < 2*len(Pages)/3 {
		t.Errorf("only %d forms and %d pages of %d were reached", forms, pages, len(Pages))
	}
}

// breached fails the test when something ran, or would have.
func breached(t *testing.T, tab *Tab, where string) {
	t.Helper()
	for _, message := range tab.Dialogs() {
		if strings.Contains(message, "it ran") {
			t.Errorf("%s: markup of a field ran", where)
		}
	}
	for _, complaint := range tab.Complaints() {
		if strings.Contains(complaint, "Content Security Policy") || strings.HasPrefix(complaint, "exception") {
			t.Errorf("%s: %s", where, complaint)
		}
	}
}

// spoil fills the form at a place in the page with markup and marks it, so that it is
// found to be sent. It returns where the form goes, "" when there is none.
const spoil = `((place, text) => {
	const form = [...document.querySelectorAll('form')].filter(f => f.method === 'post')[place];
	if (!form) return '';
	form.noValidate = true;
	for (const el of form.elements) {
		if (el.type === 'hidden' || el.type === 'password' || el.disabled) continue; // a password would be taken
		el.removeAttribute('maxlength');
		if (el.type === 'checkbox' || el.type === 'radio') el.checked = true;
		else if (el.localName === 'select') el.selectedIndex = el.options.length - 1;
		else if (el.type === 'url') el.value = "javascript:alert('it ran')";
		else if (el.type === 'email') el.value = '"><img/src=x/onerror=alert(1)>@example.com';
		else if (el.type === 'date') el.value = '2026-12-01';
		else if (el.type === 'number' || el.type === 'range') el.value = '7';
		else if (el.type === 'color') el.value = '#123456';
		else if (el.localName === 'textarea' || el.localName === 'input' && el.type !== 'file') el.value = text;
	}
	form.dataset.next = '';
	const button = [...form.elements].find(el => el.matches('button:not([type=button])'));
	if (button && button.name) { // sent as if it were pressed, without the questions that script asks first
		const said = document.createElement('input');
		said.type = 'hidden'; said.name = button.name; said.value = button.value;
		form.append(said);
	}
	if (button && button.hasAttribute('formaction')) form.action = button.formAction;
	return form.getAttribute('action') || location.pathname;
})(%d, %q)`

// TestMarkupThatRunsIsSeen makes sure that the test above can fail.
func TestMarkupThatRunsIsSeen(t *testing.T) {
	tab := open(t)
	_, err := tab.Open(bench(t, "", fmt.Sprintf(sound, `<script>alert('it ran')</script>`)) + "/")
	ok(t, err)
	if got := tab.Dialogs(); len(got) != 1 || got[0] != "it ran" {
		t.Errorf("dialogs %q", got)
	}
	_, err = tab.Open(bench(t, strict, fmt.Sprintf(sound, `<form method="post" action="/found"><input name="a"><textarea name="b"></textarea><button>Go</button></form>`)) + "/")
	ok(t, err)
	action, err := Ask[string](tab, fmt.Sprintf(spoil, 0, hostile))
	ok(t, err)
	typed, err := Ask[string](tab, `document.querySelector('[name=b]').value`)
	ok(t, err)
	if action != "/found" || typed != hostile {
		t.Errorf("the form to %q has %q", action, typed)
	}
}
