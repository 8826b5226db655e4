package program

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// seal encrypts a field for the store. purpose and owner are bound to it: a sealed
// value copied to another field or another person's document does not open.
func (p *Program) seal(purpose, owner, plain string) (string, error) {
	aead, err := aead(p.keys.Sealed)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	sealed := aead.Seal(nonce, nonce, []byte(plain), []byte(purpose+"\x00"+owner))
	return "s1." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

// ErrClosed says that a sealed field was sealed with a key that is not here.
var ErrClosed = errors.New("a sealed field opens with none of the keys")

// unseal opens what seal made; keys that were retired still open.
func (p *Program) unseal(purpose, owner, sealed string) (string, error) {
	if len(sealed) < 3 || sealed[:3] != "s1." {
		return "", errors.New("a sealed field has an unknown form")
	}
	raw, err := base64.RawURLEncoding.DecodeString(sealed[3:])
	if err != nil {
		return "", fmt.Errorf("a sealed field: %w", err)
	}
	for _, key := range append([][]byte{p.keys.Sealed}, p.keys.SealedBefore...) {
		aead, err := aead(key)
		if err != nil {
			return "", err
		}
		if len(raw) < aead.NonceSize() {
			break
		}
		plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], []byte(purpose+"\x00"+owner))
		if err == nil {
			return string(plain), nil
		}
	}
	return "", ErrClosed
}

func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("sealing key: %w", err)
	}
	return cipher.NewGCM(block)
}

// keyed is a keyed hash for what is looked up or compared but never read back: an
// address in a counter, a recovery code.
func (p *Program) keyed(purpose, value string) string {
	mac := hmac.New(sha256.New, p.keys.Links)
	mac.Write([]byte(purpose + "\x00" + value))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// Sealed counts the sealed fields of the store, by whether the keys here open them.
type Sealed struct{ Open, Closed int }

// CheckSealed tries the keys on every sealed field: after a restore, the wrong ones
// would show only when somebody wants to sign in or to be paid.
func (p *Program) CheckSealed(ctx context.Context) (Sealed, error) {
	var found Sealed
	try := func(purpose, owner, sealed string) {
		if sealed == "" {
			return
		}
		if _, err := p.unseal(purpose, owner, sealed); err != nil {
			found.Closed++
		} else {
			found.Open++
		}
	}
	partners, err := p.store.Partners.All(ctx)
	if err != nil {
		return found, err
	}
	for _, partner := range partners {
		try(payToPurpose, string(partner.ID), partner.PayTo.Sealed)
		try(payToPurpose, string(partner.ID), partner.PayToNext.Sealed)
		try(taxPurpose, string(partner.ID), partner.Tax.Sealed)
	}
	files, err := p.store.SealedFiles.All(ctx)
	if err != nil {
		return found, err
	}
	for _, file := range files {
		try(filePurpose, file.ID, file.Sealed)
	}
	users, err := p.store.Users.All(ctx)
	for _, user := range users {
		if user.Factor != nil {
			try("factor", string(user.ID), user.Factor.Secret)
		}
	}
	return found, err
}
