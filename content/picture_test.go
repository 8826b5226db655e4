package content

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"tandem/portal"
)

// photo is a JPEG whose left half is red and whose right half is blue, held as EXIF says; 0 for no EXIF.
func photo(t *testing.T, width, height, how int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.Set(x, y, map[bool]color.RGBA{true: {200, 30, 30, 255}, false: {30, 30, 200, 255}}[x < width/2])
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	if how == 0 {
		return out.Bytes()
	}
	var order binary.AppendByteOrder = binary.LittleEndian
	tiff := []byte("II*\x00\x08\x00\x00\x00\x02\x00")
	for _, tag := range []uint16{0x010f, 0x0112} {
		tiff = order.AppendUint16(tiff, tag)
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint32(tiff, uint32(how))
	}
	segment := append([]byte("Exif\x00\x00"), append(tiff, "38.7223 N, 9.1393 W"...)...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(segment)+2))
	return append(append(head, segment...), out.Bytes()[2:]...)
}

func TestAPhotographIsKeptUprightAndWithoutItsPlace(t *testing.T) {
	for how, want := range map[int]struct {
		width, height int
		x, y          int // of a red point
	}{
		0: {60, 40, 5, 20}, 1: {60, 40, 5, 20}, 2: {60, 40, 55, 20}, 3: {60, 40, 55, 20}, 4: {60, 40, 5, 20},
		5: {40, 60, 20, 5}, 6: {40, 60, 20, 5}, 7: {40, 60, 20, 55}, 8: {40, 60, 20, 55},
	} {
		img, err := ReadPicture("IMG 0042.JPG", photo(t, 60, 40, how))
		if err != nil {
			t.Fatal(err)
		}
		if img.Width != want.width || img.Height != want.height || !strings.HasPrefix(img.Name, "img-0042.") || bytes.Contains(img.Bytes, []byte("38.7223")) {
			t.Errorf("held %d: %s, %d by %d", how, img.Name, img.Width, img.Height)
		}
		picture, _, err := image.Decode(bytes.NewReader(img.Bytes))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, b, _ := picture.At(want.x, want.y).RGBA(); r < b {
			t.Errorf("held %d: the point %d, %d is not red", how, want.x, want.y)
		}
	}
}

func TestAPictureIsKeptSmall(t *testing.T) {
	noise := image.NewNRGBA(image.Rect(0, 0, 2400, 1600))
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a picture that does not compress
	for i := range noise.Pix {
		noise.Pix[i] = uint8(random.UintN(256)) | map[bool]uint8{true: 255}[i%4 == 3]
	}
	var heavy bytes.Buffer
	if err := jpeg.Encode(&heavy, noise, nil); err != nil {
		t.Fatal(err)
	}
	img, err := ReadPicture("noise.jpg", heavy.Bytes())
	if err != nil || len(img.Bytes) > maxImage || img.Width != 1024 || img.Height != 682 || img.Type != "image/jpeg" {
		t.Errorf("%d bytes, %d by %d, %s, %v", len(img.Bytes), img.Width, img.Height, img.Type, err)
	}
	clearParts := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	clearParts.Set(3, 3, color.NRGBA{1, 2, 3, 255})
	var out bytes.Buffer
	if err := png.Encode(&out, clearParts); err != nil {
		t.Fatal(err)
	}
	if img, err = ReadPicture(`C:\fakepath\Café Terraço.webp`, out.Bytes()); err != nil || img.Name != "cafe-terraco.png" || img.Type != "image/png" {
		t.Errorf("%s, %s, %v", img.Name, img.Type, err)
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	big := image.NewGray(image.Rect(0, 0, 9000, 20))
	var wide bytes.Buffer
	if err := png.Encode(&wide, big); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file   string
		upload []byte
		want   string
	}{
		"nothing": {"a.png", nil, "Choose a file."},
		"text":    {"a.png", []byte("hello"), "This is not a PNG"},
		"script":  {"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "script"},
		"cut off": {"a.jpg", photo(t, 60, 40, 6)[:150], "cannot be read"},
		"wide":    {"a.png", wide.Bytes(), "8,192 pixels"},
		"heavy":   {"a.png", make([]byte, MaxPictureBytes+1), "larger than 8 MB"},
		"no name": {"____.png", photo(t, 60, 40, 0), "Give the file a name"},
	} {
		_, err := ReadPicture(c.file, c.upload)
		if portal.KindOf(err) != portal.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	for i := range 150 { // no cut of a photograph's head makes anything fall over
		if how := orientation(photo(t, 60, 40, 6)[:i]); how != 1 && how != 6 {
			t.Errorf("cut at %d it is held %d", i, how)
		}
	}
}

func TestAHungPictureIsAPictureOfTheLibrary(t *testing.T) {
	l, err := Load(with(t, map[string]string{"library/sample.md": sample + "\nText.\n"}))
	if err != nil {
		t.Fatal(err)
	}
	img, err := ReadPicture("terrace.jpg", photo(t, 400, 300, 0))
	if err != nil {
		t.Fatal(err)
	}
	img.Focus = &Focus{10, 20}
	there, err := l.Picture("rooftops.svg")
	if err != nil {
		t.Fatal(err)
	}
	other := img
	other.Name = there.Name
	hung := l.Hang([]Image{img, other})
	if _, err := l.Picture(img.Name); portal.KindOf(err) != portal.NotFound {
		t.Errorf("the library itself changed: %v", err)
	}
	if got, _ := hung.Picture(there.Name); got.Hash != there.Hash {
		t.Error("an upload took the place of a file")
	}
	source := strings.Replace(sample, "kind:", "cover: "+img.Name+"\nkind:", 1) + "\n![A terrace](" + img.Name + ")\n"
	laid, wrong := hung.Lay([]Text{{Slug: "sample", Locale: "en", Source: []byte(source)}})
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	a := asset(t, laid, "sample", "en")
	if names := laid.Shows(a); len(names) != 1 || names[0] != img.Name || a.Cover != img.Name {
		t.Errorf("shows %q, cover %q", names, a.Cover)
	}
	if a.Focus != (Focus{10, 20}) {
		t.Errorf("cut at %v", a.Focus)
	}
	page, err := laid.RenderPage(a, casa(), base)
	if err != nil || !bytes.Contains(page, []byte(`alt="A terrace" width="400" height="300"`)) {
		t.Errorf("not in the page: %v", err)
	}
	if _, wrong := l.Lay([]Text{{Slug: "sample", Locale: "en", Source: []byte(source)}}); len(wrong) == 0 {
		t.Error("a text shows a picture that is not there")
	}
}
