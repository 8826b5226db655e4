package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// ImportID is the fingerprint of a file of collections: the same bytes have the same.
type ImportID string

// ImportIDOf is the fingerprint of a file.
func ImportIDOf(file []byte) ImportID {
	sum := sha256.Sum256(file)
	return ImportID(hex.EncodeToString(sum[:])[:20])
}

// CollectionImport is a file of collections that was recorded, so that it can be taken
// out again as a whole. The same file once more adds what it records then.
type CollectionImport struct {
	ID           ImportID       `json:"-"`
	Version      int64          `json:"-"`
	Cash         []CollectionID `json:"cash"`    // what it set out to record; its own is what names it ([Collection.Import])
	Refunds      int            `json:"refunds"` // that it recorded; they cannot be taken out again
	At           Instant        `json:"at"`
	By           UserID         `json:"by,omitempty"`
	ByName       string         `json:"by_name"`
	UndoneAt     Instant        `json:"undone_at,omitempty"`
	UndoneByName string         `json:"undone_by_name,omitempty"`
}

// NewImport is the import of the rows of a file that have no problem.
func NewImport(id ImportID, rows []ImportRow, by Actor, now Instant) CollectionImport {
	i := CollectionImport{ID: id, At: now, By: by.User, ByName: by.Name}
	for _, row := range rows {
		switch row.State {
		case ImportNew:
			i.Cash = append(i.Cash, row.Collection.ID)
		case ImportRefund:
			i.Refunds++
		case ImportKnown, ImportProblem:
		}
	}
	return i
}

// Join is the import with what the same file records another time.
func (i CollectionImport) Join(again CollectionImport) CollectionImport {
	i.Cash = slices.Clone(i.Cash)
	for _, id := range again.Cash {
		if !slices.Contains(i.Cash, id) {
			i.Cash = append(i.Cash, id)
		}
	}
	i.Refunds += again.Refunds
	return i
}

// mistakeNote is the note of a refund that takes out what an import recorded.
const mistakeNote = "Recorded by mistake."

// TakenOut is the refund that takes out of the books what is left of a collection that
// was recorded by mistake: on the collection's own day, as if it had never come.
func (c Collection) TakenOut(left Money) CollectionInput {
	number := "undo-" + c.ExternalID
	if len(number) > maxExternalID {
		number = "undo-" + string(ImportIDOf([]byte(c.ExternalID)))
	}
	return CollectionInput{Source: c.Source, ExternalID: number, Amount: left, CollectedOn: c.CollectedOn, Note: mistakeNote}
}
