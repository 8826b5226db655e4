package mongodb_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"tandem/portal/store/docs"
	"tandem/portal/store/mongodb"
)

// fate is what happens to one command on its way.
type fate int

const (
	passed         fate = iota
	requestLost         // the connection ends before the server sees it
	answerLost          // the server does it, the connection ends before the answer
	deliveredTwice      // the server does it twice, the second answer comes back
	deadlocked          // the server says so and has not done it
	deadlockedLate      // the server says so, and has done it
)

// lossyLine stands between an engine and the server, and decides about each write.
type lossyLine struct {
	upstream string
	mu       sync.Mutex
	decide   func(command string) fate
}

// lossy returns an engine behind a line that first only passes, in the database that is behind plain.
func lossy(t *testing.T) (*mongodb.Engine, *lossyLine) {
	t.Helper()
	if os.Getenv("TEST_MONGODB_URI") == "" {
		t.Skip("TEST_MONGODB_URI is not set; scripts/mongodb start prints one")
	}
	uri, err := url.Parse(os.Getenv("TEST_MONGODB_URI"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(uri.Host, ",") || uri.Scheme != "mongodb" || uri.Query().Has("tls") {
		t.Skip("the line in between needs one plain server")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	line := &lossyLine{upstream: uri.Host, decide: func(string) fate { return passed }}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go line.carry(client)
		}
	}()
	uri.Host, uri.Path = listener.Addr().String(), "/lossy_"+fmt.Sprint(rand.Uint64())
	uri.RawQuery = "directConnection=true"
	e, err := mongodb.Open(t.Context(), uri.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		line.set(func(string) fate { return passed })
		if err := errors.Join(e.Drop(context.Background()), e.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := e.Ensure(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return e, line
}

func (l *lossyLine) set(decide func(command string) fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.decide = decide
}

func (l *lossyLine) fate(command string) fate {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.decide(command)
}

// carry takes one message at a time to the server and its answer back.
func (l *lossyLine) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", l.upstream)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		request, err := message(client)
		if err != nil {
			return
		}
		what := passed
		if command := commandOf(request); command == "insert" || command == "update" || command == "delete" {
			what = l.fate(command)
		}
		answer := deadlock(request)
		if what != requestLost && what != deadlocked {
			for range map[bool]int{false: 1, true: 2}[what == deliveredTwice] {
				if _, err := server.Write(request); err != nil {
					return
				}
				reply, err := message(server)
				if err != nil {
					return
				}
				if what != deadlockedLate {
					answer = reply
				}
			}
		}
		if what == requestLost || what == answerLost {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

func message(from io.Reader) ([]byte, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(from, head); err != nil {
		return nil, err
	}
	all := make([]byte, binary.LittleEndian.Uint32(head))
	copy(all, head)
	_, err := io.ReadFull(from, all[4:])
	return all, err
}

// commandOf is the first key of an OP_MSG: 16 bytes header, 4 flags, 1 kind, 4 length, 1 type.
func commandOf(m []byte) string {
	if len(m) < 27 || binary.LittleEndian.Uint32(m[12:]) != 2013 {
		return ""
	}
	name, _, _ := strings.Cut(string(m[26:]), "\x00")
	return name
}

// deadlock answers a request as the test server reports one.
func deadlock(request []byte) []byte {
	body, err := bson.Marshal(bson.D{{Key: "ok", Value: 0.0}, {Key: "code", Value: int32(1)}, {Key: "codeName", Value: "InternalError"}, {Key: "errmsg", Value: "ERROR: deadlock detected (SQLSTATE 40P01)"}})
	if err != nil {
		panic(err)
	}
	m := binary.LittleEndian.AppendUint32(nil, uint32(21+len(body)))
	m = append(m, 0, 0, 0, 0)
	m = append(m, request[4:8]...) // the id of the request it answers
	m = binary.LittleEndian.AppendUint32(m, 2013)
	m = append(m, 0, 0, 0, 0, 0)
	return append(m, body...)
}

func TestAWriteHappensOnceWhateverTheLineDoes(t *testing.T) {
	e, line := lossy(t)
	for what, most := range map[fate]int{requestLost: 1, answerLost: 2, deliveredTwice: 1, deadlocked: 3, deadlockedLate: 3} {
		for times := range most {
			left := 0
			trouble := func() {
				left = times + 1
				line.set(func(string) fate {
					if left--; left >= 0 {
						return what
					}
					return passed
				})
			}
			id := fmt.Sprintf("fate %d times %d", what, times)
			d := docs.Document{ID: id, Body: []byte(`{"n":1}`)}
			trouble()
			if err := e.Insert(t.Context(), "deals", d); err != nil {
				t.Fatalf("%s: insert: %v", id, err)
			}
			if err := e.Insert(t.Context(), "deals", d); !errors.Is(err, docs.ErrDuplicate) {
				t.Errorf("%s: insert by another: %v", id, err)
			}
			trouble()
			d.Version, d.Body = 1, []byte(`{"n":2}`)
			if err := e.Replace(t.Context(), "deals", d); err != nil {
				t.Fatalf("%s: replace: %v", id, err)
			}
			if err := e.Replace(t.Context(), "deals", d); !errors.Is(err, docs.ErrConflict) {
				t.Errorf("%s: replace by another: %v", id, err)
			}
			if got, err := e.Get(t.Context(), "deals", id); err != nil || got.Version != 2 || string(got.Body) != `{"n":2}` {
				t.Errorf("%s: %d %s %v", id, got.Version, got.Body, err)
			}
			if what != deliveredTwice && what != deadlockedLate { // a delete leaves nothing to tell whose it was
				trouble()
				if err := e.Delete(t.Context(), "deals", id, 2); err != nil {
					t.Errorf("%s: delete: %v", id, err)
				}
			}
		}
	}
}

// Of writers that count up on a line that breaks and a server that deadlocks, each acknowledged step is
// there once; steps whose outcome is not known are few, and said to be so.
func TestCountingOnABadLineIsExact(t *testing.T) {
	e, line := lossy(t)
	random := rand.New(rand.NewPCG(3, 5))
	line.set(func(string) fate {
		if random.IntN(8) > 0 {
			return passed
		}
		return []fate{requestLost, answerLost, deadlocked}[random.IntN(3)]
	})
	if err := e.Insert(t.Context(), "deals", docs.Document{ID: "sum", Body: []byte(`{"done":[]}`)}); err != nil {
		t.Fatal(err)
	}
	type sum struct {
		Done []string `json:"done"`
	}
	const writers, each = 6, 8
	var group sync.WaitGroup
	acknowledged := make(chan string, writers*each)
	for writer := range writers {
		group.Go(func() {
			for i := range each {
				step := fmt.Sprint(writer, "/", i)
				for {
					d, err := e.Get(t.Context(), "deals", "sum")
					if err != nil {
						t.Error(err)
						return
					}
					var s sum
					if err := json.Unmarshal(d.Body, &s); err != nil {
						t.Error(err)
						return
					}
					s.Done = append(s.Done, step)
					d.Body, _ = json.Marshal(s)
					err = e.Replace(t.Context(), "deals", d)
					if errors.Is(err, docs.ErrConflict) {
						continue
					}
					if err == nil {
						acknowledged <- step
					} else if !strings.Contains(err.Error(), "not known") {
						t.Error(err)
					}
					break
				}
			}
		})
	}
	group.Wait()
	close(acknowledged)
	d, err := e.Get(t.Context(), "deals", "sum")
	if err != nil {
		t.Fatal(err)
	}
	var s sum
	if err := json.Unmarshal(d.Body, &s); err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, step := range s.Done {
		if times[step]++; times[step] > 1 {
			t.Errorf("step %s was done twice", step)
		}
	}
	n := 0
	for step := range acknowledged {
		n++
		if times[step] != 1 {
			t.Errorf("step %s was acknowledged and done %d times", step, times[step])
		}
	}
	t.Logf("%d steps, %d acknowledged, %d in the document", writers*each, n, len(s.Done))
	if n < writers*each/2 {
		t.Errorf("only %d of %d steps were acknowledged", n, writers*each)
	}
}

func TestBadURIsAreNamed(t *testing.T) {
	for _, uri := range []string{"", "http://x", "mongodb://", "mongodb://user:secret@[::1"} {
		_, err := mongodb.Open(t.Context(), uri)
		if err == nil || !strings.Contains(err.Error(), "the MongoDB URI") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v", uri, err)
		}
	}
}
