package program

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tandem/portal"
)

// PaymentFile is a file for the bank, as it was made: the same bytes each time. That
// somebody had it is recorded first. Needs finance.
func (p *Program) PaymentFile(ctx context.Context, actor portal.Actor, id portal.PaymentFileID) (File, error) {
	if err := actor.Must(portal.Finance); err != nil {
		return File{}, err
	}
	fact, err := p.store.PaymentFiles.Get(ctx, id)
	if err != nil {
		return File{}, err
	}
	files, err := p.store.PaymentFiles.OfBatch(ctx, fact.Batch)
	if err != nil {
		return File{}, err
	}
	current, _ := portal.CurrentFiles(files)
	if !slices.ContainsFunc(current, func(f portal.PaymentFile) bool { return f.ID == id }) {
		return File{}, portal.Errorf(portal.Conflict, "This file was made again. Sent beside the new one it would pay twice, so it can no longer be had.")
	}
	sealed, err := p.store.SealedFiles.Get(ctx, fact.SHA256)
	if err != nil {
		return File{}, fmt.Errorf("bytes of %s: %w", id, err)
	}
	data, err := p.openFile(fact.SHA256, fact.SHA256, sealed.Sealed)
	if err != nil {
		return File{}, fmt.Errorf("bytes of %s: %w", id, err)
	}
	download := fact.Downloaded(actor, p.Now())
	if _, err := p.store.PaymentDownloads.Put(ctx, download); err != nil {
		return File{}, err
	}
	return File{Name: fact.Name, Type: fact.Type, Data: data}, p.record(ctx, download.Event())
}

// filePurpose binds sealed bytes to the name that they are kept under.
const filePurpose = "payment_file"

func (p *Program) sealFile(name string, data []byte) (string, error) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(data); err != nil {
		return "", fmt.Errorf("pack: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("pack: %w", err)
	}
	return p.seal(filePurpose, name, packed.String())
}

// openFile opens sealed bytes and holds them to their hash.
func (p *Program) openFile(name, sum, sealed string) ([]byte, error) {
	packed, err := p.unseal(filePurpose, name, sealed)
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, errors.New("the bytes are not those of the hash")
	}
	return data, nil
}
