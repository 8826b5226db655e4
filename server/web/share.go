package web

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"tandem/assets"
	"tandem/content"
)

const sharePath = "/share.png"

// share is the picture that goes with links to the public pages: drawn when it is
// first asked for, and kept. Its version is of what it shows.
type share struct {
	version string
	file    func() (assets.File, error)
}

func newShare(library *content.Library) share {
	if library == nil {
		return share{}
	}
	p := library.Program
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Name, p.Tagline, p.Company, p.Site, p.Colour, library.Logo().Hash}, "\x00")))
	version := hex.EncodeToString(sum[:5])
	return share{version: version, file: sync.OnceValues(func() (assets.File, error) {
		picture, err := library.SharePicture()
		return assets.File{Name: "share.png", Type: "image/png", ETag: `"` + version + `"`, Body: picture}, err
	})}
}

func (a *App) sharePicture(r *request) error {
	if a.brand.share.file == nil {
		return fiber.ErrNotFound
	}
	file, err := a.brand.share.file()
	if err != nil {
		return err
	}
	r.Set(fiber.HeaderCacheControl, "no-cache")
	if r.Query("v") == a.brand.share.version {
		r.Set(fiber.HeaderCacheControl, forever)
	}
	r.Set(fiber.HeaderContentType, file.Type)
	return r.sendFile(file)
}
