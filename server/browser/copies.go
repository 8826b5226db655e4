package browser

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"tandem/content"
	"tandem/portal"
)

// Brands are the partners whose copies are looked at: one as usual, and what is long,
// wide, missing or written from right to left.
func Brands() (map[string]content.CoBrand, error) {
	logo := func(width, height int) ([]byte, portal.Logo, error) {
		img := image.NewNRGBA(image.Rect(0, 0, width, height))
		for i := range width * height {
			img.SetNRGBA(i%width, i/width, color.NRGBA{20, 60, 120, 255})
		}
		var out bytes.Buffer
		if err := png.Encode(&out, img); err != nil {
			return nil, portal.Logo{}, fmt.Errorf("make a logo: %w", err)
		}
		return out.Bytes(), portal.Logo{Hash: "x", Width: width, Height: height, Type: "image/png"}, nil
	}
	kit := portal.BrandKit{Name: "Casa Lumen", Primary: "#f2b705", Contact: "Inés Muñoz", Email: "ines@casalumen.example", Site: "https://casalumen.example", Phone: "+351 21 555 01 00"}
	usual := content.CoBrand{Slug: "casa-lumen", Link: "https://portal.example/r/casa-lumen", Kit: kit, Tier: portal.Core, Markets: []string{"PT"}, Today: "2026-11-23"}
	bare := usual
	wide := usual
	var err, wrong error
	usual.Logo, usual.Kit.Logo, err = logo(160, 48)
	wide.Logo, wide.Kit.Logo, wrong = logo(1600, 60)
	long := bare
	long.Kit.Primary = "#000000"
	long.Kit.Name = "Donaudampfschifffahrtsgesellschaft Reisevermittlung & Partner Kongresshotelbetriebe mbH"
	arabic := long
	arabic.Kit.Name, arabic.Kit.Contact, arabic.Kit.Primary = "شركة السفر العربية", "ليلى حداد", "#fff36b"
	return map[string]content.CoBrand{"usual": usual, "none": bare, "wide": wide, "long": long, "arabic": arabic}, errors.Join(err, wrong)
}

var errMail = errors.New("the message shows a picture that it does not have, or nothing")

// Mailed is the HTML part of a message with its pictures inside, as a mail program puts
// them together.
func Mailed(message []byte) ([]byte, error) {
	read, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	page := ""
	pictures := map[string]string{}
	if err := eachPart(read.Header.Get("Content-Type"), read.Body, func(kind, id string, part io.Reader) error {
		switch {
		case kind == "text/html":
			data, err := io.ReadAll(quotedprintable.NewReader(part))
			page = string(data)
			return err
		case strings.HasPrefix(kind, "image/"):
			data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
			pictures[id] = "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data)
			return err
		}
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read a message: %w", err)
	}
	for id, address := range pictures {
		page = strings.ReplaceAll(page, "cid:"+id, address)
	}
	if page == "" || strings.Contains(page, "cid:") {
		return nil, errMail
	}
	return []byte(page), nil
}

// eachPart goes through the parts of a message, and the parts of those.
func eachPart(contentType string, body io.Reader, do func(kind, id string, part io.Reader) error) error {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	for parts := multipart.NewReader(body, parameters["boundary"]); ; {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			return err
		}
		if strings.HasPrefix(kind, "multipart/") {
			err = eachPart(part.Header.Get("Content-Type"), part, do)
		} else {
			err = do(kind, strings.Trim(part.Header.Get("Content-Id"), "<>"), part)
		}
		if err != nil {
			return err
		}
	}
}
