package program

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"

	"tandem/portal"
)

// Argon2id as OWASP's password storage sheet sets it: 19 MiB, two passes, one lane.
const (
	hashMemory = 19 << 10 // KiB
	hashPasses = 2
	hashBytes  = 32
	saltBytes  = 16
)

// hashWait is how long a sign-in waits for its turn to hash before it is told to come again.
const hashWait = 5 * time.Second

// hasher hashes at most one password per core at a time: memory stays bounded, and
// a crowd at the door does not starve the pages of those inside.
type hasher struct {
	turns chan struct{}
	wait  time.Duration
	count atomic.Int64
	dummy string // the hash that an unknown account's password is compared with
}

func newHasher() *hasher {
	h := &hasher{turns: make(chan struct{}, runtime.GOMAXPROCS(0)), wait: hashWait}
	var salt [saltBytes]byte
	rand.Read(salt[:])
	h.dummy = phc(salt[:], make([]byte, hashBytes))
	return h
}

// Hashes is how many passwords have been hashed since the start.
func (p *Program) Hashes() int64 { return p.hashes.count.Load() }

func phc(salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, hashMemory, hashPasses,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// hash makes the stored form of a password, with a salt of its own.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	var salt [saltBytes]byte
	rand.Read(salt[:])
	sum, err := h.sum(ctx, password, salt[:], hashMemory, hashPasses, hashBytes)
	if err != nil {
		return "", err
	}
	return phc(salt[:], sum), nil
}

// matches reports whether a password has the stored hash. The work is the same
// whether it has or not.
func (h *hasher) matches(ctx context.Context, stored, password string) (bool, error) {
	var version int
	var memory, passes uint32
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("a stored password has an unknown form")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &passes); err != nil || version != argon2.Version {
		return false, fmt.Errorf("a stored password has unknown parameters")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("a stored password's salt: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 {
		return false, fmt.Errorf("a stored password's sum is unreadable")
	}
	got, err := h.sum(ctx, password, salt, memory, passes, uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

func (h *hasher) sum(ctx context.Context, password string, salt []byte, memory, passes, size uint32) ([]byte, error) {
	wait := time.NewTimer(h.wait)
	defer wait.Stop()
	select {
	case h.turns <- struct{}{}:
	case <-wait.C:
		return nil, portal.Errorf(portal.Unavailable, "Many people are signing in right now. Try again in a moment.")
	case <-ctx.Done():
		return nil, portal.Errorf(portal.Unavailable, "Many people are signing in right now. Try again in a moment.").Because(ctx.Err())
	}
	defer func() { <-h.turns }()
	h.count.Add(1)
	return argon2.IDKey([]byte(password), salt, passes, memory, 1, size), nil
}
