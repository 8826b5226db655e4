package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Secret is text that never shows itself: formatted, logged or encoded it reads
// [redacted]. Reveal gives the text to the one place that needs it.
type Secret string

const redacted = "[redacted]"

// Reveal is the secret's text.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString keeps %#v from showing the text.
func (s Secret) GoString() string { return `"` + s.String() + `"` }

// LogValue keeps a log from showing the text.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText keeps JSON and its like from showing the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// KeyBytes is the size of every key's secret.
const KeyBytes = 32

// Key is one named secret from which the server derives everything it signs or
// seals with. The name travels in the open, as the kid of a token.
type Key struct {
	ID     string
	secret [KeyBytes]byte
}

// Secret is the key's 32 bytes.
func (k Key) Secret() []byte { return append([]byte(nil), k.secret[:]...) }

func (k Key) String() string { return k.ID + ":" + redacted }

// GoString keeps %#v from showing the bytes.
func (k Key) GoString() string { return k.String() }

// LogValue keeps a log from showing the bytes.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// ParseKeys reads "name:secret,name:secret", each secret 32 bytes in base64.
func ParseKeys(text string) ([]Key, error) {
	var keys []Key
	var problems []error
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, encoded, ok := strings.Cut(part, ":")
		if !ok || name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" || len(name) > 32 {
			problems = append(problems, errors.New("must be name:secret pairs, the name of letters, digits, - and _"))
			continue
		}
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(encoded), "="))
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("%s is not base64", name))
		case len(raw) != KeyBytes:
			problems = append(problems, fmt.Errorf("%s has %d bytes; %d random bytes are needed (openssl rand -base64 32)", name, len(raw), KeyBytes))
		case seen[name]:
			problems = append(problems, fmt.Errorf("%s is there twice", name))
		default:
			keys = append(keys, Key{ID: name, secret: [KeyBytes]byte(raw)})
		}
		seen[name] = true
	}
	return keys, errors.Join(problems...)
}

// KeepKeys reads the keys a server keeps for itself in its data folder, and makes
// them on the first start, readable by its own account only.
func KeepKeys(folder string) ([]Key, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	path := filepath.Join(folder, "keys")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		var secret [KeyBytes]byte
		rand.Read(secret[:])
		line := "k1:" + base64.StdEncoding.EncodeToString(secret[:]) + "\n"
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, fmt.Errorf("keep keys: %w", err)
		}
		_, err = file.WriteString(line)
		if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
			return nil, fmt.Errorf("keep keys: %w", err)
		}
		return ParseKeys(line)
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by other accounts; run: chmod 600 %s", path, path)
	}
	keys, err := ParseKeys(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%s holds no key; restore it from a backup, or remove it to sign everybody out", path)
	}
	return keys, nil
}

func (l *loader) keys(text string) []Key {
	keys, err := ParseKeys(text)
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			l.problem(Keys, "%s", line)
		}
	}
	return keys
}
