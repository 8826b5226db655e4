package portal

import (
	"fmt"
	"testing"
)

func TestDeviceIsKnownByItsMarkAndItsName(t *testing.T) {
	var u User
	for _, step := range []struct {
		name, mark, device string
		fresh              bool
	}{
		{"the first of all", "a", "Firefox on Linux", false},
		{"the same", "a", "Firefox on Linux", false},
		{"its mark in another browser", "a", "Chrome on Windows", true},
		{"another mark in the same kind of browser", "b", "Firefox on Linux", true},
		{"the first again", "a", "Firefox on Linux", false},
	} {
		next, fresh := u.SeeDevice(step.mark, step.device, moment("2026-03-02 10:00"))
		if fresh != step.fresh {
			t.Errorf("%s: fresh %t, want %t", step.name, fresh, step.fresh)
		}
		u = next
	}
	if len(u.Devices) != 3 || u.Devices[2].Mark != "a" || u.Devices[2].Device != "Firefox on Linux" {
		t.Errorf("the devices are %+v", u.Devices)
	}
	for i := range 2 * maxKnownDevices {
		u, _ = u.SeeDevice(fmt.Sprint(i), "Safari on Mac", moment("2026-03-03 10:00"))
	}
	if _, fresh := u.SeeDevice("a", "Firefox on Linux", moment("2026-03-04 10:00")); len(u.Devices) != maxKnownDevices || !fresh {
		t.Errorf("%d devices are remembered, the oldest fresh %t", len(u.Devices), fresh)
	}
}
