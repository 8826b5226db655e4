package store

import (
	"context"

	"tandem/portal"
	"tandem/portal/store/docs"
)

// CollectionImports are the files of collections that were recorded.
type CollectionImports struct {
	table[portal.ImportID, portal.CollectionImport, portal.CollectionImport]
}

var collectionImportsSchema = docs.Collection{Name: "collection_imports", Indexes: []docs.Index{{Name: "by_time", Fields: []string{"at"}}}}

func newCollectionImports(engine docs.Engine) CollectionImports {
	return CollectionImports{table[portal.ImportID, portal.CollectionImport, portal.CollectionImport]{
		engine: engine, name: collectionImportsSchema.Name,
		id:      func(i portal.CollectionImport) portal.ImportID { return i.ID },
		version: func(i portal.CollectionImport) int64 { return i.Version },
		doc:     func(i portal.CollectionImport) portal.CollectionImport { return i },
		value: func(i portal.CollectionImport, id portal.ImportID, version int64) portal.CollectionImport {
			i.ID, i.Version = id, version
			return i
		},
	}}
}

// Latest returns the newest imports.
func (s CollectionImports) Latest(ctx context.Context, limit int) ([]portal.CollectionImport, error) {
	page, err := s.scan(ctx, docs.Query{Index: "by_time", Descending: true, Limit: limit})
	return page.Rows, err
}
