package store

import (
	"context"
	"errors"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// PaymentFiles are the facts of files made for banks, without their bytes.
type PaymentFiles struct {
	table[portal.PaymentFileID, portal.PaymentFile, portal.PaymentFile]
}

var paymentFilesSchema = docs.Collection{Name: "payment_files", Indexes: []docs.Index{
	{Name: "by_batch", Fields: []string{"batch", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newPaymentFiles(engine docs.Engine) PaymentFiles {
	return PaymentFiles{facts(engine, paymentFilesSchema, func(f *portal.PaymentFile) *portal.PaymentFileID { return &f.ID })}
}

// OfBatch returns every file of a batch, oldest first.
func (s PaymentFiles) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.PaymentFile, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// Since returns a page of files from the moment they were made on, oldest first.
func (s PaymentFiles) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.PaymentFile], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// PaymentDownloads are the facts of who had which of them.
type PaymentDownloads struct {
	table[string, portal.PaymentDownload, portal.PaymentDownload]
}

var paymentDownloadsSchema = docs.Collection{Name: "payment_downloads", Indexes: []docs.Index{
	{Name: "by_batch", Fields: []string{"batch", "at"}},
	{Name: "by_time", Fields: []string{"at"}},
}}

func newPaymentDownloads(engine docs.Engine) PaymentDownloads {
	return PaymentDownloads{facts(engine, paymentDownloadsSchema, func(d *portal.PaymentDownload) *string { return &d.ID })}
}

// OfBatch returns every download of a batch's files, oldest first.
func (s PaymentDownloads) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.PaymentDownload, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// Since returns a page of downloads from a moment on, oldest first.
func (s PaymentDownloads) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.PaymentDownload], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// SealedFile is the bytes of a file, sealed: of one for a bank under their SHA-256, of one
// on a referral under its own name.
type SealedFile struct {
	ID     string `json:"-"`
	Sealed string `json:"sealed"`
}

// SealedFiles are the bytes of files with accounts in them, and of files on referrals.
type SealedFiles struct {
	table[string, SealedFile, SealedFile]
}

var sealedFilesSchema = docs.Collection{Name: "sealed_files"}

func newSealedFiles(engine docs.Engine) SealedFiles {
	return SealedFiles{facts(engine, sealedFilesSchema, func(f *SealedFile) *string { return &f.ID })}
}

// Remove deletes the bytes of a file that nobody needs any more; none is fine too.
func (s SealedFiles) Remove(ctx context.Context, id string) error {
	there, err := s.engine.Get(ctx, s.name, id)
	if err == nil {
		err = s.engine.Delete(ctx, s.name, id, there.Version)
	}
	if errors.Is(err, docs.ErrNotFound) {
		return nil
	}
	return s.failed("delete", id, err)
}
