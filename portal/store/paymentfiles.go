package store

import (
	"context"

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
	return PaymentFiles{table[portal.PaymentFileID, portal.PaymentFile, portal.PaymentFile]{
		engine: engine, name: paymentFilesSchema.Name,
		id:  func(f portal.PaymentFile) portal.PaymentFileID { return f.ID },
		doc: func(f portal.PaymentFile) portal.PaymentFile { return f },
		value: func(f portal.PaymentFile, id portal.PaymentFileID, _ int64) portal.PaymentFile {
			f.ID = id
			return f
		},
	}}
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
	return PaymentDownloads{table[string, portal.PaymentDownload, portal.PaymentDownload]{
		engine: engine, name: paymentDownloadsSchema.Name,
		id:  func(d portal.PaymentDownload) string { return d.ID },
		doc: func(d portal.PaymentDownload) portal.PaymentDownload { return d },
		value: func(d portal.PaymentDownload, id string, _ int64) portal.PaymentDownload {
			d.ID = id
			return d
		},
	}}
}

// OfBatch returns every download of a batch's files, oldest first.
func (s PaymentDownloads) OfBatch(ctx context.Context, batch portal.BatchID) ([]portal.PaymentDownload, error) {
	return s.all(ctx, docs.Query{Index: "by_batch", Equal: []any{string(batch)}})
}

// Since returns a page of downloads from a moment on, oldest first.
func (s PaymentDownloads) Since(ctx context.Context, from portal.Instant, after string) (Page[portal.PaymentDownload], error) {
	return s.scan(ctx, docs.Query{Index: "by_time", From: string(from), Limit: 200, After: after})
}

// SealedFile is the bytes of a file under their SHA-256, sealed.
type SealedFile struct {
	ID     string `json:"-"`
	Sealed string `json:"sealed"`
}

// SealedFiles are the bytes of files with accounts in them.
type SealedFiles struct {
	table[string, SealedFile, SealedFile]
}

var sealedFilesSchema = docs.Collection{Name: "sealed_files"}

func newSealedFiles(engine docs.Engine) SealedFiles {
	return SealedFiles{table[string, SealedFile, SealedFile]{
		engine: engine, name: sealedFilesSchema.Name,
		id:  func(f SealedFile) string { return f.ID },
		doc: func(f SealedFile) SealedFile { return f },
		value: func(f SealedFile, id string, _ int64) SealedFile {
			f.ID = id
			return f
		},
	}}
}

// Keep stores bytes unless those of the hash are there: two seals of them differ and open alike.
func (s SealedFiles) Keep(ctx context.Context, f SealedFile) error {
	err := s.Insert(ctx, f)
	if portal.KindOf(err) == portal.Conflict {
		return nil
	}
	return err
}
