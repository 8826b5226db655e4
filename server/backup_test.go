package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/portal"
	"tandem/portal/program"
	"tandem/portal/store"
	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
	"tandem/portal/store/sqlite"
	"tandem/server/config"
)

// does runs a command and returns what it prints; a failure ends the test.
func does(t *testing.T, getenv func(string) string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(t.Context(), args, getenv, &out); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return out.String()
}

// small is a data folder with one account in it, and its archive.
func small(t *testing.T) (folder, archive string) {
	t.Helper()
	folder, archive = t.TempDir(), filepath.Join(t.TempDir(), "small.zip")
	does(t, environment(config.Data, folder), "create-admin", "boss@x.com", "Bo Ss")
	does(t, environment(config.Data, folder), "backup", archive)
	return folder, archive
}

func manifestOf(t *testing.T, archive string) store.Manifest {
	t.Helper()
	file, size, err := openFile(archive)
	ok(t, err)
	defer file.Close()
	manifest, err := store.VerifyBackup(file, size)
	ok(t, err)
	return manifest
}

// database is a MongoDB database of the test, or a skip.
func database(t *testing.T) string {
	t.Helper()
	server := os.Getenv("TEST_MONGODB_URI")
	if server == "" {
		t.Skip("TEST_MONGODB_URI is not set")
	}
	uri, err := url.Parse(server)
	ok(t, err)
	uri.Path = "/test_" + rand.Text()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second) // the test's own has ended
		defer cancel()
		e, err := mongodb.Open(ctx, uri.String())
		if err == nil {
			err = errors.Join(e.Drop(ctx), e.Close())
		}
		if err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return uri.String()
}

func TestABackupIsTakenWhileServing(t *testing.T) {
	folder, _ := small(t)
	started(t, config.Data, folder)
	archive := filepath.Join(t.TempDir(), "live.zip")
	said := does(t, environment(config.Data, folder), "backup", archive)
	for _, want := range []string{"users", "digest " + manifestOf(t, archive).Digest, "does not hold the keys", filepath.Join(folder, "keys")} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing says %q:\n%s", want, said)
		}
	}
	if info, err := os.Stat(archive); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(archive), "*")); err != nil || len(left) != 1 {
		t.Errorf("beside the archive: %q, %v", left, err)
	}
	if said := does(t, environment(), "verify-backup", archive); !strings.Contains(said, "is whole") {
		t.Errorf("got %s", said)
	}
	into := environment(config.Data, t.TempDir())
	if said := does(t, into, "restore", archive); !strings.Contains(said, "every invariant holds") {
		t.Errorf("got %s", said)
	}
	does(t, into, "reset-password", "boss@x.com") // the account came along
	if err := run(t.Context(), []string{"restore", archive}, environment(config.Data, folder), io.Discard); !errors.Is(err, docs.ErrInUse) {
		t.Errorf("into a folder that is served: %v", err)
	}
}

// TestARestoreNeedsItsDatabaseEmpty counts collections without documents as empty.
func TestARestoreNeedsItsDatabaseEmpty(t *testing.T) {
	folder, archive := small(t)
	prepared := environment(config.Data, t.TempDir())
	does(t, prepared, "verify") // makes every collection
	does(t, prepared, "restore", archive)
	for name, target := range map[string]func(string) string{"restored": prepared, "the original": environment(config.Data, folder)} {
		before := filepath.Join(t.TempDir(), "before.zip")
		does(t, target, "backup", before)
		if err := run(t.Context(), []string{"restore", archive}, target, io.Discard); portal.KindOf(err) != portal.Conflict {
			t.Errorf("%s: %v, want a conflict", name, err)
		}
		after := filepath.Join(t.TempDir(), "after.zip")
		does(t, target, "backup", after)
		for i, c := range manifestOf(t, before).Collections {
			if got := manifestOf(t, after).Collections[i]; got != c {
				t.Errorf("%s: %s changed", name, c.Name)
			}
		}
	}
}

func TestADamagedArchiveLeavesTheTargetUntouched(t *testing.T) {
	_, archive := small(t)
	whole, err := os.ReadFile(archive)
	ok(t, err)
	bad := map[string][]byte{"empty": nil, "truncated": whole[:len(whole)-30], "half": whole[:len(whole)/2], "no archive": []byte("hello")}
	held, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	ok(t, err)
	for _, file := range held.File { // one bit in the middle of everything that the archive holds
		if file.CompressedSize64 == 0 {
			continue
		}
		at, err := file.DataOffset()
		ok(t, err)
		bad["tampered "+file.Name] = bytes.Clone(whole)
		bad["tampered "+file.Name][at+int64(file.CompressedSize64)/2] ^= 1
	}
	damaged := filepath.Join(t.TempDir(), "damaged.zip")
	for name, content := range bad {
		ok(t, os.WriteFile(damaged, content, 0o600))
		target := filepath.Join(t.TempDir(), "data")
		for _, args := range [][]string{{"verify-backup", damaged}, {"restore", damaged}} {
			if err := run(t.Context(), args, environment(config.Data, target), io.Discard); portal.KindOf(err) != portal.Invalid {
				t.Errorf("%s %s: %v, want it refused", name, args[0], err)
			}
		}
		if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the target was made: %v", name, err)
		}
	}
}

func TestBackupAndRestoreRefuse(t *testing.T) {
	folder, archive := small(t)
	noted, half, empty := t.TempDir(), t.TempDir(), t.TempDir()
	ok(t, os.WriteFile(filepath.Join(noted, demoNote), []byte("{}"), 0o600))
	engine, err := sqlite.Open(t.Context(), half, sqlite.Options{Bulk: true})
	ok(t, err)
	kept, err := store.Open(t.Context(), engine)
	ok(t, err)
	ok(t, kept.Settings.Write(t.Context(), "restoring", "some archive"))
	ok(t, engine.Close())
	does(t, environment(config.Data, empty), "verify")
	out := filepath.Join(t.TempDir(), "out.zip")
	for _, test := range []struct {
		args []string
		env  []string
		want string
	}{
		{[]string{"backup"}, nil, "usage"},
		{[]string{"restore"}, nil, "usage"},
		{[]string{"verify-backup"}, nil, "usage"},
		{[]string{"backup", out}, []string{config.Listen, "x"}, config.Listen},
		{[]string{"restore", archive}, []string{config.Listen, "x"}, config.Listen},
		{[]string{"backup", out}, []string{config.Data, t.TempDir()}, "tandem.db"},
		{[]string{"backup", out}, []string{config.Data, empty}, "nothing to back up"},
		{[]string{"backup", out}, []string{config.Data, half}, "not finished"},
		{[]string{"backup", filepath.Join(folder, "absent", "x.zip")}, []string{config.Data, folder}, "absent"},
		{[]string{"restore", out}, []string{config.Data, t.TempDir()}, "out.zip"},
		{[]string{"restore", archive}, []string{config.Data, t.TempDir(), config.Demo, "on"}, "demo"},
		{[]string{"restore", archive}, []string{config.Data, noted}, "demo"},
		{[]string{"restore", archive}, []string{config.Data, half}, "empty database"},
		{[]string{"serve"}, []string{config.Data, half}, "not finished"},
		{[]string{"verify"}, []string{config.Data, half}, "not finished"},
	} {
		err := run(t.Context(), test.args, environment(test.env...), io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v %v: %v, want %q", test.args, test.env, err, test.want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Fatalf("%v %v left a file", test.args, test.env)
		}
	}
}

// rebuilt are the collections that a restore writes anew or holds back on purpose.
var rebuilt = map[string]bool{"settings": true, "messages": true, "summaries": true, "holdings": true, "leases": true}

// sameFacts wants two archives to hold the same of everything that is not rebuilt.
func sameFacts(t *testing.T, name string, want, got store.Manifest) {
	t.Helper()
	for i, c := range want.Collections {
		if g := got.Collections[i]; g != c && (!rebuilt[c.Name] || g.Name != c.Name) {
			t.Errorf("%s: %+v became %+v", name, c, g)
		}
	}
}

// TestAProgramMovesFromEngineToEngine takes the demo, which has some of everything,
// from SQLite to SQLite, to MongoDB where there is one, and back.
func TestAProgramMovesFromEngineToEngine(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the demo's history is made in the whole suite")
	}
	from := t.TempDir()
	original := environment(config.Data, from, config.Demo, "on")
	does(t, original, "demo")
	archives := t.TempDir()
	first := filepath.Join(archives, "first.zip")
	does(t, original, "backup", first)
	manifest := manifestOf(t, first)
	if documents(manifest) < 2000 {
		t.Fatalf("only %d documents: this proves little", documents(manifest))
	}
	t.Run("with the wrong keys", func(t *testing.T) {
		if said := does(t, environment(config.Data, t.TempDir()), "restore", first); !strings.Contains(said, "KEYS: ") {
			t.Errorf("nobody says that the keys are missing:\n%s", said)
		}
	})
	t.Run("with a file for the bank to make", func(t *testing.T) {
		cut := filepath.Join(archives, "cut.zip")
		into := withKeys(t, from)
		does(t, into, "restore", first)
		loseFiles(t, into(config.Data))
		does(t, into, "backup", cut)
		said := does(t, environment(config.Data, t.TempDir()), "restore", cut)
		if !strings.Contains(said, "unfinished  The batch") || !strings.Contains(said, "KEYS: ") {
			t.Errorf("without the keys the restore says\n%s", said)
		}
		if said := does(t, withKeys(t, from), "restore", cut); !strings.Contains(said, "finished    The batch") || strings.Contains(said, "unfinished") {
			t.Errorf("with the keys the restore says\n%s", said)
		}
	})
	t.Run("to SQLite", func(t *testing.T) {
		into := withKeys(t, from)
		arrives(t, into, first, manifest)
		sendsNothing(t, into)
	})
	t.Run("to MongoDB and back", func(t *testing.T) {
		keys, err := os.ReadFile(filepath.Join(from, "keys"))
		ok(t, err)
		mongo := environment(config.MongoURI, database(t), config.Keys, string(keys), config.Data, t.TempDir())
		second := arrives(t, mongo, first, manifest)
		back := environment(config.Data, t.TempDir(), config.Keys, string(keys))
		arrives(t, back, second, manifest)
		sendsNothing(t, back)
	})
}

// bank is what the demo's files for banks and payment services are made with, as a company writes it.
const bank = `---
wait_days: 3
methods: [bank, ach, paypal, wise]
sepa: {name: Northwind Stays Lda, iban: PT50 0002 0123 1234 5678 9015 4, city: Lisboa, country: PT}
ach: {routing: "021000021", bank: First Harbor Bank, company: Northwind Stays, company_id: "1123456789", class: CCD}
paypal: {currencies: [EUR, USD]}
wise: {currency: EUR}
---
`

// withKeys is a new data folder that has the keys of another, and a content folder with the company's bank.
func withKeys(t *testing.T, other string) func(string) string {
	t.Helper()
	keys, err := os.ReadFile(filepath.Join(other, "keys"))
	ok(t, err)
	folder := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(folder, "keys"), keys, 0o600))
	own := filepath.Join(t.TempDir(), "program")
	ok(t, os.Mkdir(own, 0o700))
	ok(t, os.WriteFile(filepath.Join(own, "payouts.md"), []byte(bank), 0o600))
	return environment(config.Data, folder, config.Content, filepath.Dir(own))
}

// loseFiles takes the files for the bank from the batch that was exported and waits for its results.
func loseFiles(t *testing.T, folder string) {
	t.Helper()
	engine, err := sqlite.Open(t.Context(), folder, sqlite.Options{})
	ok(t, err)
	defer func() { ok(t, engine.Close()) }()
	kept, err := store.Open(t.Context(), engine)
	ok(t, err)
	batches, err := kept.Batches.All(t.Context())
	ok(t, err)
	lost := 0
	for _, batch := range batches {
		if batch.State != portal.BatchExported {
			continue
		}
		files, err := kept.PaymentFiles.OfBatch(t.Context(), batch.ID)
		ok(t, err)
		for _, file := range files {
			ok(t, engine.Delete(t.Context(), "payment_files", string(file.ID), 1))
			lost++
		}
	}
	if lost == 0 {
		t.Fatal("no batch waits for its results: this proves nothing")
	}
}

// arrives restores an archive, wants it to be whole, and returns an archive of what is there then.
func arrives(t *testing.T, into func(string) string, archive string, want store.Manifest) (again string) {
	t.Helper()
	said := does(t, into, "restore", archive)
	if strings.Contains(said, "KEYS: ") || !strings.Contains(said, "sealed fields open") || !strings.Contains(said, "every invariant holds") {
		t.Errorf("the restore says\n%s", said)
	}
	again = filepath.Join(t.TempDir(), "again.zip")
	does(t, into, "backup", again)
	sameFacts(t, "the restored program", want, manifestOf(t, again))
	return again
}

// sendsNothing does the duties of a server that was started on a restored program.
func sendsNothing(t *testing.T, getenv func(string) string) {
	t.Helper()
	settings, err := config.Load(getenv)
	ok(t, err)
	p, err := open(t.Context(), settings, slog.New(slog.DiscardHandler), nil)
	ok(t, err)
	defer func() { ok(t, p.close()) }()
	ok(t, p.program.RecoverEvents(t.Context()))
	ok(t, p.program.DeriveMessages(t.Context()))
	sent, err := p.program.Deliver(t.Context(), func(_ context.Context, l program.Letter) error {
		t.Errorf("%s gets %q again", l.To, l.Subject)
		return nil
	})
	if err != nil || sent != 0 {
		t.Errorf("%d letters, %v", sent, err)
	}
}

// TestABackupOfAnyMomentAddsUp takes archives while fourteen months of history are
// being made, as fast as they can be, and restores each.
func TestABackupOfAnyMomentAddsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the demo's history is made in the whole suite")
	}
	folder := t.TempDir()
	settings, err := config.Load(environment(config.Data, folder, config.Demo, "on"))
	ok(t, err)
	done := make(chan error, 1)
	go func() {
		_, err := fillDemo(context.WithoutCancel(t.Context()), settings, folder)
		done <- err
	}()
	var archives []string
	for making := true; making; {
		select {
		case err := <-done:
			ok(t, err)
			making = false
		case <-time.After(300 * time.Millisecond):
			name := filepath.Join(t.TempDir(), "moment.zip")
			if _, err := backUpTo(t.Context(), settings, name); err == nil {
				archives = append(archives, name)
			} else if len(archives) > 0 { // before the first the schema is not there yet
				t.Error(err)
			}
		}
	}
	if len(archives) == 0 {
		t.Skip("the demo was made before a backup could be taken")
	}
	const most = 4
	for i := range min(most, len(archives)) {
		archive := archives[i*(len(archives)-1)/max(1, min(most, len(archives))-1)]
		said := does(t, withKeys(t, folder), "restore", archive)
		if !strings.Contains(said, "every invariant holds") || strings.Contains(said, "unfinished") {
			t.Errorf("an archive of %d documents:\n%s", documents(manifestOf(t, archive)), said)
		}
	}
}
