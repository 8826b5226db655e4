package web

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func testKeys() []Key {
	return []Key{{ID: "k1", Secret: []byte(strings.Repeat("1", keyBytes))}, {ID: "k0", Secret: []byte(strings.Repeat("0", keyBytes))}}
}

// TestOnlyOurAccessTokensAreBelieved walks through the ways a token is forged.
func TestOnlyOurAccessTokensAreBelieved(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const base = "https://partners.example.com"
	ours, err := newTokens(testKeys(), base, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(ours.public["k1"])
	if err != nil {
		t.Fatal(err)
	}
	retired, err := newTokens(testKeys()[1:], base, ours.now)
	if err != nil {
		t.Fatal(err)
	}
	claims := func(change func(jwt.MapClaims)) jwt.MapClaims {
		c := jwt.MapClaims{"iss": base, "aud": base, "sub": "u1", "sid": "s1", "iat": now.Unix(), "exp": now.Add(accessLife).Unix()}
		if change != nil {
			change(c)
		}
		return c
	}
	header := func(change func(map[string]any)) map[string]any {
		h := map[string]any{"typ": accessType, "kid": "k1"}
		if change != nil {
			change(h)
		}
		return h
	}
	sign := func(method jwt.SigningMethod, key any, head map[string]any, body jwt.MapClaims) string {
		token := jwt.NewWithClaims(method, body)
		alg := token.Header["alg"]
		token.Header = head
		if _, set := head["alg"]; !set {
			token.Header["alg"] = alg
		}
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	good := sign(jwt.SigningMethodEdDSA, ours.private, header(nil), claims(nil))
	parts := strings.Split(good, ".")
	encode := func(v any) string {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	ed := func(head func(map[string]any), body func(jwt.MapClaims)) string {
		return sign(jwt.SigningMethodEdDSA, ours.private, header(head), claims(body))
	}
	tests := []struct {
		name  string
		token string
		want  bool
	}{
		{"ours", good, true},
		{"ours, signed with a retired key", sign(jwt.SigningMethodEdDSA, retired.private, header(func(h map[string]any) { h["kid"] = "k0" }), claims(nil)), true},
		{"empty", "", false},
		{"not a token", "a.b.c", false},
		{"alg none", encode(map[string]any{"alg": "none", "typ": accessType, "kid": "k1"}) + "." + parts[1] + ".", false},
		{"alg None with our signature", encode(map[string]any{"alg": "None", "typ": accessType, "kid": "k1"}) + "." + parts[1] + "." + parts[2], false},
		{"signature left out", parts[0] + "." + parts[1] + ".", false},
		{"another body", parts[0] + "." + encode(claims(func(c jwt.MapClaims) { c["sub"] = "u2" })) + "." + parts[2], false},
		{"a stranger's key", sign(jwt.SigningMethodEdDSA, stranger, header(nil), claims(nil)), false},
		{"HS256 with the public key", sign(jwt.SigningMethodHS256, public, header(nil), claims(nil)), false},
		{"HS256 with the raw public key", sign(jwt.SigningMethodHS256, []byte(ours.public["k1"]), header(nil), claims(nil)), false},
		{"RS256", sign(jwt.SigningMethodRS256, rsaKey, header(nil), claims(nil)), false},
		{"no kid", ed(func(h map[string]any) { delete(h, "kid") }, nil), false},
		{"unknown kid", ed(func(h map[string]any) { h["kid"] = "k9" }, nil), false},
		{"kid of the retired key", ed(func(h map[string]any) { h["kid"] = "k0" }, nil), false},
		{"kid as a path", ed(func(h map[string]any) { h["kid"] = "../../dev/null" }, nil), false},
		{"kid as an object", ed(func(h map[string]any) { h["kid"] = map[string]any{"$gt": ""} }, nil), false},
		{"jku", ed(func(h map[string]any) { h["jku"] = "https://evil.example/keys" }, nil), false},
		{"x5u", ed(func(h map[string]any) { h["x5u"] = "https://evil.example/cert" }, nil), false},
		{"jwk", ed(func(h map[string]any) { h["jwk"] = map[string]any{"kty": "OKP"} }, nil), false},
		{"crit", ed(func(h map[string]any) { h["crit"] = []string{"exp"} }, nil), false},
		{"typ JWT", ed(func(h map[string]any) { h["typ"] = "JWT" }, nil), false},
		{"no typ", ed(func(h map[string]any) { delete(h, "typ") }, nil), false},
		{"no exp", ed(nil, func(c jwt.MapClaims) { delete(c, "exp") }), false},
		{"expired", ed(nil, func(c jwt.MapClaims) { c["exp"], c["iat"] = now.Unix(), now.Add(-accessLife).Unix() }), false},
		{"exp far away", ed(nil, func(c jwt.MapClaims) { c["exp"] = now.Add(accessLife + time.Second).Unix() }), false},
		{"exp as text", ed(nil, func(c jwt.MapClaims) { c["exp"] = "9999999999" }), false},
		{"no iat", ed(nil, func(c jwt.MapClaims) { delete(c, "iat") }), false},
		{"iat in the future", ed(nil, func(c jwt.MapClaims) {
			c["iat"], c["exp"] = now.Add(time.Minute).Unix(), now.Add(2*time.Minute).Unix()
		}), false},
		{"no iss", ed(nil, func(c jwt.MapClaims) { delete(c, "iss") }), false},
		{"another iss", ed(nil, func(c jwt.MapClaims) { c["iss"] = "https://evil.example" }), false},
		{"no aud", ed(nil, func(c jwt.MapClaims) { delete(c, "aud") }), false},
		{"another aud", ed(nil, func(c jwt.MapClaims) { c["aud"] = "https://other.example" }), false},
		{"no sub", ed(nil, func(c jwt.MapClaims) { delete(c, "sub") }), false},
		{"no session", ed(nil, func(c jwt.MapClaims) { delete(c, "sid") }), false},
		{"padded", parts[0] + "=." + parts[1] + "." + parts[2], false},
		{"very long", good + strings.Repeat("A", 5000), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for round := range 2 { // the second time the answer comes from the cache
				user, session, ok := ours.read(test.token)
				if ok != test.want || ok && (user != "u1" || session != "s1") {
					t.Errorf("round %d: %q %q %t, want %t", round, user, session, ok, test.want)
				}
			}
		})
	}
	now = now.Add(accessLife)
	if _, _, ok := ours.read(good); ok {
		t.Error("a remembered token outlived its time")
	}
}

func TestShortKeysAreRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	short := []Key{{ID: "k1", Secret: []byte(strings.Repeat("1", keyBytes-1))}}
	if _, err := newTokens(short, "https://x", time.Now); err == nil {
		t.Error("a short signing key was accepted")
	}
	if _, err := newFormTokens(short); err == nil {
		t.Error("a short form key was accepted")
	}
	if _, err := newTokens(nil, "https://x", time.Now); err == nil {
		t.Error("no key was accepted")
	}
}

func TestVerifiedTokensStayBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ours, err := newTokens(testKeys(), "https://x", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxVerified + 10 {
		var sum [32]byte
		sum[0], sum[1], sum[2] = byte(i), byte(i>>8), byte(i>>16)
		ours.remember(sum, verifiedToken{expires: now.Add(time.Minute)})
	}
	if n := len(ours.verified); n > maxVerified {
		t.Errorf("%d tokens are remembered", n)
	}
}

func TestFlashTextIsOursAndForItsUse(t *testing.T) {
	t.Parallel()
	f, err := newFormTokens(testKeys())
	if err != nil {
		t.Fatal(err)
	}
	value := f.sign("flash", "ok")
	if text, ok := f.signed("flash", value); !ok || text != "ok" {
		t.Errorf("got %q, %t", text, ok)
	}
	for _, bad := range []string{"", ".", value[:len(value)-1], "x" + value, strings.Split(value, ".")[0] + ".", f.sign("other", "ok")} {
		if text, ok := f.signed("flash", bad); ok {
			t.Errorf("%q opened as %q", bad, text)
		}
	}
}

func TestFormTokensBelongToOneHolder(t *testing.T) {
	t.Parallel()
	f, err := newFormTokens(testKeys())
	if err != nil {
		t.Fatal(err)
	}
	old, err := newFormTokens(testKeys()[1:])
	if err != nil {
		t.Fatal(err)
	}
	token := f.of("s1")
	if again := f.of("s1"); again == token {
		t.Error("a token is the same twice: compressed pages could tell it")
	}
	for _, test := range []struct {
		holder, token string
		want          bool
	}{
		{"s1", token, true},
		{"s1", old.of("s1"), true},
		{"s2", token, false},
		{"", f.of(""), false},
		{"s1", "", false},
		{"s1", token[:20], false},
	} {
		if got := f.good(test.holder, test.token); got != test.want {
			t.Errorf("%q %q: %t", test.holder, test.token, got)
		}
	}
}
