package main

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestAStatLineIsReadWhateverTheName(t *testing.T) {
	line := "123 (a (b) c) S 45 1 1 0 -1 4194560 100 0 0 0 250 50 7 8 20 0 9 0 1000 0 0"
	p, err := parseStat(line)
	if err != nil || p.pid != 123 || p.parent != 45 || p.cpu != 3*time.Second {
		t.Errorf("%+v %v", p, err)
	}
	for _, broken := range []string{"", "123 S 45", "123 (a) S 45 1"} {
		if _, err := parseStat(broken); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
}

func TestAProcessSpendsTime(t *testing.T) {
	before, err := spent(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; {
		after, err := spent(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if after > before {
			break
		}
		if time.Now().After(end) {
			t.Fatal("no processor time in 10 seconds of work")
		}
	}
	if _, err := tree(-1); err == nil {
		t.Error("a process that is none has a tree")
	}
}

func TestAServerSettles(t *testing.T) {
	sleeper := exec.CommandContext(t.Context(), "sleep", "60")
	if err := sleeper.Start(); err != nil {
		t.Skip(err)
	}
	if err := settled(t.Context(), sleeper.Process.Pid, 10*time.Millisecond); err != nil {
		t.Error(err)
	}
	_ = sleeper.Process.Kill()
	_ = sleeper.Wait()
	if err := settled(t.Context(), sleeper.Process.Pid, 10*time.Millisecond); err == nil {
		t.Error("a server that is gone settles")
	}
}

func TestMemoryIsReadInBytes(t *testing.T) {
	got, err := parseMemory("Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n", "VmRSS")
	if err != nil || got != 1<<20 {
		t.Errorf("%d %v", got, err)
	}
	if _, err := parseMemory("Name:\tx\n", "VmRSS"); err == nil {
		t.Error("found what is not there")
	}
}

func TestAVerdictNeedsRoundsThatAgree(t *testing.T) {
	for name, test := range map[string]struct {
		line line
		want string
	}{
		"under":              {line{Value: 1.0, Most: 1.15, Spread: 0.03}, "holds"},
		"over":               {line{Value: 1.3, Most: 1.15, Spread: 0.03}, "MISSED"},
		"at the limit":       {line{Value: 1.15, Most: 1.15, Spread: 0.01}, "holds"},
		"limit in the noise": {line{Value: 1.1, Most: 1.15, Spread: 0.1}, "noisy: no verdict"},
		"rounds disagree":    {line{Value: 4, Most: 8, Spread: 0.4}, "noisy: no verdict"},
		"far from the limit": {line{Value: 4, Most: 8, Spread: 0.1}, "holds"},
		"at least":           {line{Value: 1.3, Most: 1, Least: true, Spread: 0.02}, "holds"},
		"less than least":    {line{Value: 0.8, Most: 1, Least: true, Spread: 0.02}, "MISSED"},
		"nothing":            {line{Value: math.NaN(), Most: 1, Spread: math.Inf(1)}, "not measured"},
	} {
		if got := test.line.judged().Verdict; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestMedianAndSpread(t *testing.T) {
	if got := median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("median %v", got)
	}
	if got := median([]float64{4, 1, 2, 3}); got != 2.5 {
		t.Errorf("median %v", got)
	}
	if got := spread([]float64{2, 2, 2, 2, 2, 2, 9}); got != 0 {
		t.Errorf("one bad round counts: %v", got)
	}
	if !math.IsInf(spread([]float64{1, 1}), 1) || !math.IsNaN(median(nil)) {
		t.Error("too few rounds say something")
	}
	if got := ratios([]slice{{PerRequest: 4}, {PerRequest: 6}}, []slice{{PerRequest: 2}, {PerRequest: 0}}); len(got) != 1 || got[0] != 2 {
		t.Errorf("ratios %v", got)
	}
}

func TestAGoalIsJudgedByTheMedianOfItsRounds(t *testing.T) {
	figures := map[string][]slice{
		"ours": {{PerRequest: 10}, {PerRequest: 22}, {PerRequest: 30}, {PerRequest: 80}},
		"raw":  {{PerRequest: 10}, {PerRequest: 20}, {PerRequest: 30}}, // the round without a partner does not count
	}
	l := against(figures, "P1", "ours", "raw", 1.15, "noted")
	if l.Value != 1 || l.What != "ours / raw" || l.Unit != "x" || l.Goal != "P1" || l.Note != "noted" || math.Abs(l.Spread-0.1) > 1e-9 {
		t.Errorf("%+v", l)
	}
	if l.Verdict != "noisy: no verdict" { // the limit is within three spreads
		t.Errorf("%s", l.Verdict)
	}
	if l := against(figures, "P2", "ours", "raw", 8, ""); l.Verdict != "holds" {
		t.Errorf("%+v", l)
	}
	if l := against(figures, "P3", "ours", "nobody", 8, ""); l.Verdict != "not measured" {
		t.Errorf("%+v", l)
	}
}

func TestASliceHasItsOwnLimit(t *testing.T) {
	l := limits{requests: 50}
	for most, want := range map[int]int{0: 50, 20: 20, 100: 50} {
		if got := (subject{most: most}).count(l); got != want {
			t.Errorf("at most %d: %d, want %d", most, got, want)
		}
	}
}

func TestACrowdDoesEachThingOnceAndStopsAtAFailure(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	people := []string{"a", "b", "c", "d", "e"}
	took, err := crowd(people, 3, func(who string) error {
		mu.Lock()
		defer mu.Unlock()
		seen[who]++
		return nil
	})
	if err != nil || took <= 0 || len(seen) != 5 || seen["a"] != 1 {
		t.Errorf("%v %v %v", seen, took, err)
	}
	calls := 0
	_, err = crowd(people, 1, func(string) error {
		calls++
		return errors.New("refused")
	})
	if err == nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// TestTheDoorIsEnteredByItsForm signs in at a stand-in for the portal, which says no to one.
func TestTheDoorIsEnteredByItsForm(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /signin", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "guest", Value: "g"})
		_, _ = io.WriteString(w, `<form method="post"><input type="hidden" name="_token" value="tok-en"></form>`)
	})
	mux.HandleFunc("POST /signin", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "guest=g" || r.PostFormValue("_token") != "tok-en" || r.PostFormValue("email") != "a@example.com" {
			w.WriteHeader(http.StatusUnprocessableEntity)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "access", Value: "1"})
		http.SetCookie(w, &http.Cookie{Name: "code", Value: "", MaxAge: -1})
		http.SetCookie(w, &http.Cookie{Name: "refresh", Value: "2"})
		w.WriteHeader(http.StatusSeeOther)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	d, err := openDoor(t.Context(), server.URL, 2)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := d.sessions(t.Context(), []string{"a@example.com"}); err != nil || len(list) != 1 || list[0] != "access=1; refresh=2" {
		t.Errorf("%q %v", list, err)
	}
	if _, err := d.enter(t.Context(), "b@example.com"); err == nil {
		t.Error("a refused sign-in passes")
	}
}

// TestMeasureChecksEveryAnswer runs against a real peer, a small one.
func TestMeasureChecksEveryAnswer(t *testing.T) {
	go func() { _ = serve(rawPeer, "127.0.0.1:39417") }()
	address := "http://127.0.0.1:39417/"
	l := limits{rounds: 3, requests: 50, longest: 2 * time.Second}
	measured := func(a ask) (map[string][]slice, error) {
		return measure(t.Context(), []subject{{name: "one", server: os.Getpid(), ask: a}, {name: "two", server: os.Getpid(), ask: a}}, l)
	}
	var figures map[string][]slice
	var err error
	for range 200 { // until it listens
		if figures, err = measured(ask{url: address, status: 200, same: true, holds: "Twenty"}); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(figures["one"]) != 3 || figures["two"][0].Bytes != len(bare) || figures["one"][0].PerSecond <= 0 {
		t.Errorf("%+v", figures)
	}
	if _, err := measured(ask{url: address, status: 304}); err == nil {
		t.Error("a wrong status passes")
	}
	for _, same := range []bool{true, false} {
		if _, err := measured(ask{url: address, status: 200, same: same, holds: "thirty"}); err == nil {
			t.Error("wrong words pass")
		}
	}
}

func TestTheReportHasTablesAndJSON(t *testing.T) {
	r := report{
		Suite: "pages", Machine: here(), Versions: map[string]string{"x": "1"},
		Lines:   []line{line{Goal: "P1", What: "a page", Value: math.NaN(), Most: 1}.judged()},
		Figures: map[string][]slice{"raw": {{PerRequest: 10, PerSecond: 1000, Bytes: 5}}},
		Skipped: []string{"nginx"},
	}
	var out bytes.Buffer
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	if err := r.save(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"raw", "P1", "not measured", "skipped: nginx", `"value": -1`, `"cores"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

// TestTheMoneySuiteProvesWhatItMeasures runs all of it over a small ledger.
func TestTheMoneySuiteProvesWhatItMeasures(t *testing.T) {
	r, err := money(t.Context(), t.TempDir(), limits{entries: 2000, mongodb: os.Getenv("TEST_MONGODB_URI")})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, l := range r.Lines {
		seen[l.Goal]++
		if l.Value <= 0 || l.Verdict == "" || l.Verdict != figure && l.Most <= 0 {
			t.Errorf("%+v", l)
		}
	}
	if seen["accrue"] != 4 || seen["what-if"] != 2 || seen["verify"] < 2 {
		t.Errorf("the lines are %v", seen)
	}
	var out bytes.Buffer
	if err := r.print(&out); err != nil || !strings.Contains(out.String(), "entries a second, by files of finance") {
		t.Errorf("%s, %v", out.String(), err)
	}
}

func TestEveryRenderingOfTheGoalsIsMade(t *testing.T) {
	list, err := renderings()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, one := range list {
		made, err := one.make(t.Context(), 0)
		if err != nil || len(made) == 0 || names[one.name] {
			t.Errorf("%s: %d bytes, %v", one.name, len(made), err)
		}
		if names[one.name] = true; one.name == printedName && len(pageObject.FindAll(made, -1)) != printedPages {
			t.Errorf("the file has %d pages, want %d", len(pageObject.FindAll(made, -1)), printedPages)
		}
	}
	var out strings.Builder
	if err := first(t.Context(), "HTML", &out); err != nil || strings.TrimSpace(out.String()) == "" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if err := first(t.Context(), "a poster", &out); err == nil {
		t.Error("what there is not is made")
	}
}

// watched says that the race detector is at work.
var watched bool

// What a rendering may cost at the most, in processor time: the least of a few runs, so
// that neither other work nor a collection of garbage counts.
func TestRenderingsStayBelowTheirCeilings(t *testing.T) {
	if watched {
		t.Skip("NOT MEASURED: the race detector is at work; scripts/test measures without it as a step of its own")
	}
	list, err := renderings()
	if err != nil {
		t.Fatal(err)
	}
	ceilings := map[string]time.Duration{
		"HTML": 20 * time.Millisecond, printedName: 60 * time.Millisecond, "PNG card 1200x630": 120 * time.Millisecond,
		"vector QR": 5 * time.Millisecond, "cache hit": 3 * time.Millisecond,
	}
	for _, one := range list {
		ceiling, ok := ceilings[one.name]
		if !ok {
			continue
		}
		delete(ceilings, one.name)
		least := time.Hour
		for n := range 6 {
			before := processor(syscall.RUSAGE_SELF)
			if _, err := one.make(t.Context(), n); err != nil {
				t.Fatal(err)
			}
			least = min(least, processor(syscall.RUSAGE_SELF)-before)
		}
		if least > ceiling {
			t.Errorf("%s takes %v of the processor, %v at the most", one.name, least, ceiling)
		}
	}
	if len(ceilings) > 0 {
		t.Errorf("nothing is measured for %v", ceilings)
	}
}
