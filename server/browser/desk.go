package browser

import (
	"errors"

	"tandem/portal"
)

// Demo is the setting that fills the portal with the demo program.
const Demo = "TANDEM_DEMO=on"

// Desk opens a tab in which somebody with the role is signed in, by the sign-in
// page, as people do.
func (p *Portal) Desk(chromium *Chromium, role portal.Role) (*Tab, error) {
	tab, err := chromium.Tab()
	if err != nil || role == Visitor {
		return tab, err
	}
	tab.Close()
	return nil, errors.New("the portal has no sign-in page yet")
}
