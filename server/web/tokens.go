package web

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"tandem/portal"
)

// accessLife is how long an access token is good: the time after which a session's
// refresh token is asked for.
const accessLife = 10 * time.Minute

// accessType keeps other tokens signed with the same keys from being taken for an access token.
const accessType = "access+jwt"

// keyBytes is the least a key's secret may have.
const keyBytes = 32

// Key is one named secret of the process. The first of a list signs, all verify.
type Key struct {
	ID     string
	Secret []byte
}

// derive makes a key for one use from a secret: no two uses share a key.
func derive(secret []byte, use string, size int) ([]byte, error) {
	if len(secret) < keyBytes {
		return nil, fmt.Errorf("a key has %d bytes, %d are needed", len(secret), keyBytes)
	}
	return hkdf.Key(sha256.New, secret, nil, "tandem "+use, size)
}

// tokens makes and reads access tokens: EdDSA only, keys from a fixed set, every
// claim required.
type tokens struct {
	id      string
	private ed25519.PrivateKey
	public  map[string]ed25519.PublicKey
	issuer  string
	now     func() time.Time
	parser  *jwt.Parser

	mu       sync.Mutex
	verified map[[sha256.Size]byte]verifiedToken
}

type verifiedToken struct {
	user    portal.UserID
	session string
	expires time.Time
}

// maxVerified bounds the memory of tokens whose signature has been checked.
const maxVerified = 20_000

type accessClaims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

func newTokens(keys []Key, base string, now func() time.Time) (*tokens, error) {
	if len(keys) == 0 {
		return nil, errors.New("there is no key to sign with")
	}
	t := &tokens{
		id: keys[0].ID, public: map[string]ed25519.PublicKey{}, issuer: base, now: now,
		verified: map[[sha256.Size]byte]verifiedToken{},
	}
	for i, key := range keys {
		seed, err := derive(key.Secret, "access tokens", ed25519.SeedSize)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", key.ID, err)
		}
		private := ed25519.NewKeyFromSeed(seed)
		if i == 0 {
			t.private = private
		}
		t.public[key.ID] = private.Public().(ed25519.PublicKey)
	}
	t.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(base), jwt.WithAudience(base),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(now), jwt.WithStrictDecoding(),
	)
	return t, nil
}

// issue makes the access token of a session.
func (t *tokens) issue(user portal.UserID, session string) (string, error) {
	now := t.now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{t.issuer}, Subject: string(user),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(accessLife)),
		},
		Session: session,
	})
	token.Header["kid"], token.Header["typ"] = t.id, accessType
	return token.SignedString(t.private)
}

// read returns whose session a token is for; ok is false for anything that this
// portal did not sign as an access token, or that has expired.
func (t *tokens) read(token string) (user portal.UserID, session string, ok bool) {
	if token == "" || len(token) > 2000 {
		return "", "", false
	}
	sum := sha256.Sum256([]byte(token))
	t.mu.Lock()
	known, found := t.verified[sum]
	t.mu.Unlock()
	if found {
		if t.now().Before(known.expires) {
			return known.user, known.session, true
		}
		return "", "", false
	}
	var claims accessClaims
	if _, err := t.parser.ParseWithClaims(token, &claims, t.key); err != nil {
		return "", "", false
	}
	if claims.Subject == "" || claims.Session == "" || claims.IssuedAt == nil || claims.ExpiresAt.Sub(claims.IssuedAt.Time) > accessLife {
		return "", "", false
	}
	known = verifiedToken{user: portal.UserID(claims.Subject), session: claims.Session, expires: claims.ExpiresAt.Time}
	t.remember(sum, known)
	return known.user, known.session, true
}

// key finds the key a token names, when its header says nothing that it should not.
func (t *tokens) key(token *jwt.Token) (any, error) {
	for name := range token.Header {
		if name != "alg" && name != "typ" && name != "kid" {
			return nil, fmt.Errorf("header %s is not ours", name)
		}
	}
	if token.Header["typ"] != accessType {
		return nil, errors.New("not an access token")
	}
	id, _ := token.Header["kid"].(string)
	public, ok := t.public[id]
	if !ok {
		return nil, errors.New("no such key")
	}
	return public, nil
}

func (t *tokens) remember(sum [sha256.Size]byte, known verifiedToken) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.verified) >= maxVerified {
		now := t.now()
		for key, old := range t.verified {
			if !now.Before(old.expires) {
				delete(t.verified, key)
			}
		}
		if len(t.verified) >= maxVerified {
			clear(t.verified)
		}
	}
	t.verified[sum] = known
}

// formTokens ties a form to the session, or the guest's cookie, it was shown in.
type formTokens struct {
	keys [][]byte
}

func newFormTokens(keys []Key) (formTokens, error) {
	var f formTokens
	for _, key := range keys {
		derived, err := derive(key.Secret, "form tokens", keyBytes)
		if err != nil {
			return f, fmt.Errorf("key %s: %w", key.ID, err)
		}
		f.keys = append(f.keys, derived)
	}
	return f, nil
}

// of is a holder's token. It is masked with other random bytes each time, so that
// compressed pages say nothing about it by their lengths.
func (f formTokens) of(holder string) string {
	masked := make([]byte, 2*sha256.Size)
	rand.Read(masked[:sha256.Size])
	subtle.XORBytes(masked[sha256.Size:], formSum(f.keys[0], holder), masked[:sha256.Size])
	return base64.RawURLEncoding.EncodeToString(masked)
}

// good reports whether a token is the holder's.
func (f formTokens) good(holder, token string) bool {
	masked, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(masked) != 2*sha256.Size || holder == "" {
		return false
	}
	sum := make([]byte, sha256.Size)
	subtle.XORBytes(sum, masked[sha256.Size:], masked[:sha256.Size])
	return f.made(holder, sum)
}

// made reports whether any of the keys makes the sum of a text.
func (f formTokens) made(text string, sum []byte) bool {
	made := false
	for _, key := range f.keys {
		made = hmac.Equal(formSum(key, text), sum) || made
	}
	return made
}

func formSum(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// sign makes text that only this portal can have made, for one use.
func (f formTokens) sign(use, text string) string {
	encoded := base64.RawURLEncoding.EncodeToString([]byte(text))
	return encoded + "." + base64.RawURLEncoding.EncodeToString(formSum(f.keys[0], use+" "+encoded))
}

// signed opens what sign made.
func (f formTokens) signed(use, value string) (string, bool) {
	encoded, signature, ok := strings.Cut(value, ".")
	sum, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	if !ok || err != nil || !f.made(use+" "+encoded, sum) {
		return "", false
	}
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	return string(text), err == nil
}
