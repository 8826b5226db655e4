package portal

import (
	"slices"
	"strings"
	"time"
)

// Session is one device on which a person is signed in.
type Session struct {
	ID        string  `json:"id"`
	StartedAt Instant `json:"started_at"`
	SeenAt    Instant `json:"seen_at"` // when its refresh token was last used
	Device    string  `json:"device"`  // "Firefox on Linux"
	Address   string  `json:"address"`
	Factor    bool    `json:"factor"`  // a second factor was given
	Refresh   string  `json:"refresh"` // SHA-256 of the refresh token that is good now
}

const (
	// SessionLife is how long a session lasts at most, however much it is used.
	SessionLife = 30 * 24 * time.Hour
	// SessionIdle is how long a session lasts without being used.
	SessionIdle = 7 * 24 * time.Hour
	// MaxSessions is how many devices one person may be signed in on; the one
	// that was used longest ago makes room.
	MaxSessions = 20
)

// Live reports whether the session still counts.
func (s Session) Live(now Instant) bool {
	return now < s.StartedAt.Add(SessionLife) && now < s.SeenAt.Add(SessionIdle)
}

// Session returns the person's live session with an id.
func (u User) Session(id string, now Instant) (Session, bool) {
	for _, s := range u.Sessions {
		if s.ID == id && s.Live(now) {
			return s, true
		}
	}
	return Session{}, false
}

// SignIn adds a session and drops the ones that have ended.
func (u User) SignIn(s Session, now Instant) User {
	live := slices.DeleteFunc(slices.Clone(u.Sessions), func(s Session) bool { return !s.Live(now) })
	slices.SortStableFunc(live, func(a, b Session) int { return strings.Compare(string(a.SeenAt), string(b.SeenAt)) })
	if over := len(live) + 1 - MaxSessions; over > 0 {
		live = live[over:]
	}
	u.Sessions = append(live, s)
	return u
}

// KnownDevice is a browser on which a person has signed in: a mark that it keeps, and
// what it said of itself, which a copied mark does not bring along.
type KnownDevice struct {
	Mark   string  `json:"mark"`   // a hash of what the browser keeps
	Device string  `json:"device"` // "Firefox on Linux"
	SeenAt Instant `json:"seen_at"`
}

// maxKnownDevices is how many are remembered; the one that was used longest ago makes room.
const maxKnownDevices = 30

// SeeDevice notes that the person signs in on a device. fresh reports one that was not
// seen before, unless it is the first of all.
func (u User) SeeDevice(mark, device string, now Instant) (next User, fresh bool) {
	i := slices.IndexFunc(u.Devices, func(d KnownDevice) bool { return d.Mark == mark && d.Device == device })
	fresh = i < 0 && len(u.Devices) > 0
	u.Devices = slices.Clone(u.Devices)
	if i >= 0 {
		u.Devices = slices.Delete(u.Devices, i, i+1)
	}
	u.Devices = append(u.Devices, KnownDevice{Mark: mark, Device: device, SeenAt: now})
	if over := len(u.Devices) - maxKnownDevices; over > 0 {
		u.Devices = u.Devices[over:]
	}
	return u, fresh
}

// Refresh moves a session on to its next refresh token.
func (u User) Refresh(id, hash, address string, now Instant) User {
	u.Sessions = slices.Clone(u.Sessions)
	for i := range u.Sessions {
		if u.Sessions[i].ID == id {
			u.Sessions[i].Refresh, u.Sessions[i].SeenAt, u.Sessions[i].Address = hash, now, address
		}
	}
	return u
}

// SignOut ends one session; ok is false when there is none with that id.
func (u User) SignOut(id string) (next User, ok bool) {
	before := len(u.Sessions)
	u.Sessions = slices.DeleteFunc(slices.Clone(u.Sessions), func(s Session) bool { return s.ID == id })
	return u, len(u.Sessions) < before
}

// SignOutOthers ends every session but one.
func (u User) SignOutOthers(keep string) User {
	u.Sessions = slices.DeleteFunc(slices.Clone(u.Sessions), func(s Session) bool { return s.ID != keep })
	return u
}

// Device names a browser the way people know it, from what it says of itself.
func Device(agent string) string {
	browser, system := "A browser", ""
	for _, b := range [][2]string{
		{"Edg/", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	} {
		if strings.Contains(agent, b[0]) {
			browser = b[1]
			break
		}
	}
	for _, s := range [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Mac OS X", "Mac"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	} {
		if strings.Contains(agent, s[0]) {
			system = s[1]
			break
		}
	}
	if system == "" {
		return browser
	}
	return browser + " on " + system
}
