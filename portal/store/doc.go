// Package store keeps the program's values in documents: one file per
// collection, with the document's shape, its indexes and its queries.
//
// A document is the domain value plus the keys its indexes need. Every query
// names an index, so its cost is known from the code. What must be unique is an
// id, of the thing itself or of a guard ([Guards]). Nothing here decides anything:
// rules live in package portal, and who may do what in package program.
package store
