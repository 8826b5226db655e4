package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// clients is how many connections ask at once: enough to keep two cores busy.
const clients = 8

// ask is one request, asked over and over, and what its answer must be.
type ask struct {
	url     string
	headers map[string]string
	cookies func() string // of whoever is signed in; nil for nobody
	status  int
	same    bool   // every answer has the same bytes
	holds   string // words in every answer, once it is inflated; in the first when all are the same
}

// work is what one slice of requests did.
type work struct {
	requests int
	took     time.Duration
	bytes    int // of one answer's body on the wire
}

// run asks until count answers came or the time is over. The first wrong answer ends it.
func (a ask) run(count int, limit time.Duration) (work, error) {
	host := fasthttp.HostClient{
		Addr: string(uri(a.url).Host()), MaxConns: clients, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		NoDefaultUserAgentHeader: true, DisablePathNormalizing: true, MaxResponseBodySize: 8 << 20, ReadBufferSize: 16 << 10,
	}
	defer host.CloseIdleConnections()
	var left, done, size atomic.Int64
	left.Store(int64(count))
	var first atomic.Pointer[[sha256.Size]byte]
	var failure atomic.Pointer[error]
	began := time.Now()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			defer fasthttp.ReleaseRequest(request)
			defer fasthttp.ReleaseResponse(response)
			request.SetRequestURI(a.url)
			for name, value := range a.headers {
				request.Header.Set(name, value)
			}
			for left.Add(-1) >= 0 && failure.Load() == nil && time.Since(began) < limit {
				if a.cookies != nil {
					request.Header.DelAllCookies() // setting them adds
					request.Header.Set("Cookie", a.cookies())
				}
				err := host.Do(request, response)
				if err == nil {
					err = a.check(response, &first)
				}
				if err != nil {
					failure.CompareAndSwap(nil, &err)
					return
				}
				size.Store(int64(len(response.Body())))
				done.Add(1)
			}
		})
	}
	all.Wait()
	w := work{requests: int(done.Load()), took: time.Since(began), bytes: int(size.Load())}
	if err := failure.Load(); err != nil {
		return w, fmt.Errorf("%s: %w", a.url, *err)
	}
	if w.requests == 0 {
		return w, fmt.Errorf("%s: no answer in %s", a.url, limit)
	}
	return w, nil
}

func (a ask) check(response *fasthttp.Response, first *atomic.Pointer[[sha256.Size]byte]) error {
	if response.StatusCode() != a.status {
		return fmt.Errorf("answers %d, want %d", response.StatusCode(), a.status)
	}
	if a.same {
		sum := sha256.Sum256(response.Body())
		if !first.CompareAndSwap(nil, &sum) {
			if *first.Load() != sum {
				return errors.New("answers with other bytes than before")
			}
			return nil
		}
	}
	if a.holds == "" {
		return nil
	}
	body, err := response.BodyUncompressed()
	if err != nil {
		return fmt.Errorf("inflate the answer: %w", err)
	}
	if !bytes.Contains(body, []byte(a.holds)) {
		return fmt.Errorf("answers without %q", a.holds)
	}
	return nil
}

func uri(address string) *fasthttp.URI {
	u := &fasthttp.URI{}
	if err := u.Parse(nil, []byte(address)); err != nil {
		panic(err)
	}
	return u
}
