package browser

import (
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"tandem/portal"
)

// Demo is the setting that fills the portal with the demo program.
const Demo = "TANDEM_DEMO=on"

// Desk opens a tab in which somebody with the role is signed in: with the account
// that the sign-in page of the demo names for it, by the page's own form, and for
// staff with the second step set up.
func (p *Portal) Desk(chromium *Chromium, role portal.Role) (*Tab, error) {
	return desk(chromium, p.Base, role, accountOfDemo)
}

// desk opens a tab and signs in with the address and password that account finds.
func desk(chromium *Chromium, base string, role portal.Role, account func(t *Tab, base string, role portal.Role) (email, password string, err error)) (*Tab, error) {
	tab, err := chromium.Tab()
	if err != nil || role == Visitor {
		return tab, err
	}
	enter := func() error {
		email, password, err := account(tab, base, role)
		if err != nil {
			return err
		}
		if err := tab.SignIn(base, email, password); err != nil {
			return err
		}
		if role.Staff() {
			return tab.secondStep(base)
		}
		return nil
	}
	if err := enter(); err != nil {
		tab.Close()
		return nil, fmt.Errorf("sign in as %s: %w", role, err)
	}
	return tab, nil
}

// accountOfDemo reads the sign-in page's list of accounts.
func accountOfDemo(tab *Tab, base string, role portal.Role) (email, password string, err error) {
	if _, err := tab.Open(base + "/signin"); err != nil {
		return "", "", err
	}
	account, err := Ask[[]string](tab, fmt.Sprintf(`[...document.querySelectorAll('main details dl > div')]
		.filter(row => row.querySelector('dt').textContent.trim() === %q)
		.flatMap(row => [...row.querySelectorAll('.mono')].map(m => m.textContent.trim())).slice(0, 2)`, role.Label()))
	if err != nil {
		return "", "", fmt.Errorf("read the accounts of the demo: %w", err)
	}
	if len(account) != 2 {
		return "", "", fmt.Errorf("the sign-in page names no account for %q", role.Label())
	}
	return account[0], account[1], nil
}

// SignIn signs in by the sign-in page.
func (t *Tab) SignIn(base, email, password string) error {
	if _, err := t.Open(base + "/signin"); err != nil {
		return err
	}
	if err := t.Fill(map[string]string{"email": email, "password": password}); err != nil {
		return err
	}
	if _, err := t.Press("Sign in"); err != nil {
		return err
	}
	at, err := t.Path()
	if err == nil && at == "/signin" {
		err = fmt.Errorf("the pair %s is refused", email)
	}
	return err
}

// secondStep turns the second factor on with the code that the demo shows; nothing when it is on.
func (t *Tab) secondStep(base string) error {
	if _, err := t.Open(base + "/account/second-step"); err != nil {
		return err
	}
	code, err := Ask[string](t, `(document.querySelector('form[action="/account/second-step"]') && document.querySelector('.banner strong.mono') || {}).textContent || ''`)
	if err != nil || code == "" {
		return err
	}
	if err := t.Fill(map[string]string{"code": code}); err != nil {
		return err
	}
	_, err = t.Press("Turn it on")
	return err
}

// Path is where the tab is.
func (t *Tab) Path() (string, error) { return Ask[string](t, "location.pathname") }

// Fill writes into the fields of the page, by their names: the text of a field, the
// value or the words of the option, the value of the radio to choose, "on" or "" for a checkbox. It is typing
// without keys: what a page listens to on keys does not happen.
func (t *Tab) Fill(fields map[string]string) error {
	values, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("fill the form: %w", err)
	}
	problem, err := Ask[string](t, fmt.Sprintf(`((fields) => {
		for (const [name, value] of Object.entries(fields)) {
			const all = [...document.querySelectorAll('[name="' + CSS.escape(name) + '"]')].filter(el => el.type !== 'hidden' && el.checkVisibility());
			if (!all.length) return 'no field ' + name;
			const fired = el => ['input', 'change'].forEach(kind => el.dispatchEvent(new Event(kind, { bubbles: true })));
			if (all[0].type === 'radio' || all[0].type === 'checkbox' && all.length > 1) {
				const one = all.find(el => el.value === value);
				if (!one) return 'no choice ' + value + ' of ' + name + ': ' + all.map(el => el.value).join(', ');
				one.checked = true;
				fired(one);
			} else if (all[0].type === 'checkbox') {
				all[0].checked = value !== '';
				fired(all[0]);
			} else {
				const option = [...all[0].options || []].find(o => o.value === value || o.text.trim() === value);
				all[0].value = option ? option.value : value;
				if (all[0].value !== value && !option) return 'the field ' + name + ' does not take ' + value + (all[0].options ? ': ' + [...all[0].options].map(o => o.text.trim() || o.value).join(', ') : '');
				fired(all[0]);
			}
		}
		return '';
	})(%s)`, values))
	if err != nil {
		return fmt.Errorf("fill the form: %w", err)
	}
	if problem != "" {
		return fmt.Errorf("fill the form: %s", problem)
	}
	return nil
}

// Attach chooses a file of this machine for a file field.
func (t *Tab) Attach(name, file string) error {
	field := fmt.Sprintf(`document.querySelector('input[type=file][name="%s"]')`, name)
	found, err := call(t, runtime.Evaluate, runtime.EvaluateParams{Expression: field})
	if err == nil {
		_, err = call(t, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, ObjectID: found.Result.ObjectID})
	}
	if err != nil {
		return fmt.Errorf("attach %s: %w", file, err)
	}
	return nil
}

// Press clicks the button or the link with these words, or else one that begins with
// them, of the page's own part before its frame, and waits for the page it leads to.
func (t *Tab) Press(words string) (status int, err error) {
	x, y, err := t.find(words)
	if err != nil {
		return 0, err
	}
	return t.Leave(chromedp.MouseClickXY(x, y))
}

// Touch clicks what Press would, where that leads to no other page: it opens a fold or a dialog.
func (t *Tab) Touch(words string) error {
	x, y, err := t.find(words)
	if err != nil {
		return err
	}
	if err := t.do(chromedp.MouseClickXY(x, y)); err != nil {
		return fmt.Errorf("touch %q: %w", words, err)
	}
	return t.settle()
}

// find brings what says these words into view and returns the middle of it.
func (t *Tab) find(words string) (x, y float64, err error) {
	at, err := Ask[[]float64](t, fmt.Sprintf(`(() => {
		const plain = el => (el.getAttribute('aria-label') || el.innerText).trim().replace(/\s+/g, ' ').replaceAll(' :', ':'); // what is only heard stands on a line of its own
		const words = %q;
		const all = ['dialog[open]', 'main', 'body'].flatMap(part => [...document.querySelectorAll(part + ' :is(button, a, summary)')]).filter(el => el.checkVisibility());
		const it = all.find(el => plain(el) === words) || all.find(el => plain(el).startsWith(words + ' '));
		if (!it) return [];
		it.scrollIntoView({ block: 'center' });
		const box = it.getBoundingClientRect();
		return [box.left + box.width / 2, box.top + box.height / 2];
	})()`, words))
	if err != nil {
		return 0, 0, fmt.Errorf("find %q: %w", words, err)
	}
	if len(at) != 2 {
		path, _ := t.Path()
		return 0, 0, fmt.Errorf("nothing to press says %q on %s", words, path)
	}
	return at[0], at[1], nil
}
