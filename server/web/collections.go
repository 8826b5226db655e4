package web

import (
	"net/url"

	"tandem/portal"
)

const deskCollections = "/desk/collections"

func collectionHref(id portal.CollectionID) string {
	return deskCollections + "/" + url.PathEscape(string(id))
}
