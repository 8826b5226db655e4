package portal

import "time"

// Tries counts attempts at something that must not be guessed: by account, by
// address. It is kept in the store, so a restart or another copy of the server
// does not forget.
type Tries struct {
	ID      string  `json:"-"`
	Version int64   `json:"-"`
	Count   int     `json:"count"`
	At      Instant `json:"at"`    // of the last one
	Until   Instant `json:"until"` // no further one before
}

// TryPolicy is how many attempts are free and how the wait grows afterwards.
type TryPolicy struct {
	Free    int           // attempts without a wait
	First   time.Duration // the wait after the first attempt beyond them; it doubles
	Longest time.Duration
	Forget  time.Duration // quiet time after which the count starts again
}

// Take counts one attempt before it is made. wait is how long to wait instead when it
// comes too early; then nothing is counted.
func (t Tries) Take(policy TryPolicy, now Instant) (next Tries, wait time.Duration) {
	if t.At != "" && now >= t.At.Add(policy.Forget) && now >= t.Until {
		t.Count, t.Until = 0, ""
	}
	if now < t.Until {
		return t, t.Until.Time().Sub(now.Time())
	}
	t.Count++
	t.At = now
	if over := t.Count - policy.Free; over >= 0 {
		delay := policy.Longest
		if over < 30 {
			delay = min(policy.First<<over, policy.Longest)
		}
		t.Until = now.Add(delay)
	}
	return t, 0
}

// GiveBack takes one counted attempt back: it succeeded.
func (t Tries) GiveBack(policy TryPolicy) Tries {
	if t.Count > 0 {
		t.Count--
	}
	if t.Count < policy.Free {
		t.Until = ""
	}
	return t
}
