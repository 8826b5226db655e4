package render

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func opened(t *testing.T, o Options) *Cache {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func key(n int) string { return fmt.Sprintf("%064x", n) }

func TestTwoWhoAskAtOnceGetOneRendering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := opened(t, Options{})
		var made atomic.Int32
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				got, err := c.Get(t.Context(), key(1), func(context.Context) ([]byte, error) {
					made.Add(1)
					time.Sleep(time.Second)
					return []byte("page"), nil
				})
				if string(got) != "page" || err != nil {
					t.Errorf("got %q, %v", got, err)
				}
			})
		}
		group.Wait()
		if made.Load() != 1 {
			t.Errorf("made %d times, want once", made.Load())
		}
	})
}

func TestARenderingThatTakesTooLongIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := opened(t, Options{})
		start := time.Now()
		told := false
		_, err := c.Get(t.Context(), key(1), func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			told = true
			time.Sleep(time.Minute) // it does not listen
			return []byte("late"), nil
		})
		if !errors.Is(err, ErrTooLong) || time.Since(start) != 10*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		time.Sleep(2 * time.Minute)
		if got, err := c.Get(t.Context(), key(1), func(context.Context) ([]byte, error) { return []byte("next"), nil }); string(got) != "next" || err != nil || !told {
			t.Errorf("the next one gets %q, %v", got, err)
		}
	})
}

func TestWhoLeavesDoesNotEndItForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := opened(t, Options{})
		render := func(ctx context.Context) ([]byte, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Second):
				return []byte("page"), nil
			}
		}
		leaving, leave := context.WithCancel(t.Context())
		go func() {
			time.Sleep(100 * time.Millisecond)
			leave()
		}()
		if _, err := c.Get(leaving, key(1), render); !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
		if got, err := c.Get(t.Context(), key(1), render); string(got) != "page" || err != nil {
			t.Errorf("who stayed got %q, %v", got, err)
		}
	})
}

func TestAPanicIsAnErrorAndNothingMore(t *testing.T) {
	c := opened(t, Options{Folder: t.TempDir()})
	for range 40 { // each gives its place back
		if _, err := c.Get(t.Context(), key(1), func(context.Context) ([]byte, error) { panic("broken font") }); err == nil || !strings.Contains(err.Error(), "broken font") {
			t.Fatalf("got %v", err)
		}
	}
	if got, err := c.Get(t.Context(), key(1), func(context.Context) ([]byte, error) { return []byte("page"), nil }); string(got) != "page" || err != nil {
		t.Errorf("the next one gets %q, %v", got, err)
	}
}

func TestRenderingsOutliveAStart(t *testing.T) {
	folder := t.TempDir()
	never := func(context.Context) ([]byte, error) { return nil, errors.New("made again") }
	if _, err := opened(t, Options{Folder: folder}).Get(t.Context(), key(1), func(context.Context) ([]byte, error) { return []byte("page"), nil }); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, key(2)+".part"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(filepath.Join(folder, key(2)+".part"), long, long); err != nil {
		t.Fatal(err)
	}
	if got, err := opened(t, Options{Folder: folder}).Get(t.Context(), key(1), never); string(got) != "page" || err != nil {
		t.Errorf("after a start: %q, %v", got, err)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("%d files are left, want the half one gone", len(left))
	}
	if err := os.WriteFile(filepath.Join(folder, key(1)), []byte("damaged in the night, whatever it was before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(t, Options{Folder: folder}).Get(t.Context(), key(1), never); err == nil {
		t.Error("a damaged file is served")
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	folder := t.TempDir()
	c := opened(t, Options{Folder: folder, Memory: 10_000, Disk: 20_000})
	for i := range 100 {
		if _, err := c.Get(t.Context(), key(i), func(context.Context) ([]byte, error) { return make([]byte, 1000), nil }); err != nil {
			t.Fatal(err)
		}
	}
	if c.size > 10_000 || len(c.kept) > 10 {
		t.Errorf("%d bytes of %d renderings are in memory", c.size, len(c.kept))
	}
	files, size := 0, int64(0)
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		files, size = files+1, size+info.Size()
	}
	if size > 20_000 || files < 10 {
		t.Errorf("%d bytes in %d files are on disk", size, files)
	}
	if _, err := c.Get(t.Context(), "../escape", nil); err == nil {
		t.Error("a key that is no hash is taken")
	}
}
