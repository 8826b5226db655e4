package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/jpeg" // a logo may be a JPEG
	"image/png"
	"net/http"

	_ "golang.org/x/image/webp" // or a WebP

	"tandem/portal"
)

// Limits of a logo as it is uploaded.
const (
	MaxLogoBytes = 2 << 20
	maxLogoSide  = 4096
	maxLogoArea  = 8 << 20
	minLogoSide  = 16
	keptLogoSide = 1600 // of the longer side, as it is kept
)

// ReadLogo turns an upload (PNG, JPEG, WebP or SVG) into the PNG that is kept.
// The dimensions are read before anything is decoded, and nothing of the upload
// itself survives but its pixels. What cannot be used is Invalid, at the field "logo".
func ReadLogo(upload []byte) ([]byte, portal.Logo, error) {
	if len(upload) == 0 {
		return nil, portal.Logo{}, wrongLogo("Choose a file.")
	}
	if len(upload) > MaxLogoBytes {
		return nil, portal.Logo{}, wrongLogo("The file is larger than 2 MB. Save the logo smaller.")
	}
	var picture image.Image
	var err error
	if looksLikeSVG(upload) {
		picture, err = rasterise(upload, keptLogoSide)
	} else {
		picture, err = decodeUpload(upload, bounds{maxLogoSide, maxLogoArea, "The picture is larger than 4,096 pixels on a side or 8 million in all. Save it smaller."})
		if err == nil {
			picture = shrunk(picture, keptLogoSide)
		}
	}
	if err != nil {
		return nil, portal.Logo{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, portal.Logo{}, wrongLogo("The picture cannot be read. Save it as PNG and try again.")
	}
	sum := sha256.Sum256(out.Bytes())
	size := picture.Bounds()
	return out.Bytes(), portal.Logo{Hash: hex.EncodeToString(sum[:]), Width: size.Dx(), Height: size.Dy(), Type: "image/png"}, nil
}

func wrongLogo(sentence string) error { return portal.Problems{"logo": sentence}.Err() }

// bounds are how large the pixels of an upload may be, and what is said of larger ones.
type bounds struct {
	side, area int
	larger     string
}

// decodeUpload reads the pixels of an upload; its size is looked at first. What cannot be
// used is Invalid, at the field "logo".
func decodeUpload(upload []byte, most bounds) (image.Image, error) {
	switch http.DetectContentType(upload) {
	case "image/png", "image/jpeg", "image/webp":
	default:
		return nil, wrongLogo("This is not a PNG, JPEG, WebP or SVG file.")
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(upload))
	if err != nil {
		return nil, wrongLogo("The picture cannot be read. Save it as PNG and try again.")
	}
	if head.Width > most.side || head.Height > most.side || head.Width*head.Height > most.area {
		return nil, wrongLogo(most.larger)
	}
	if head.Width < minLogoSide || head.Height < minLogoSide {
		return nil, wrongLogo("The picture is smaller than 16 pixels on a side. Use a larger one.")
	}
	picture, _, err := image.Decode(bytes.NewReader(upload))
	if err != nil {
		return nil, wrongLogo("The picture cannot be read. Save it as PNG and try again.")
	}
	return picture, nil
}
