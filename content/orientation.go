package content

import (
	"bytes"
	"encoding/binary"
)

// orientation is how a camera was held, from a JPEG's EXIF: the value of the tag
// Orientation (0x0112) of its first directory, 1 to 8, or 1 where nothing says so.
// EXIF 2.32 (CIPA DC-008), 4.5 and 4.6.
func orientation(upload []byte) int {
	if !bytes.HasPrefix(upload, []byte{0xff, 0xd8}) {
		return 1
	}
	for at := 2; at+4 <= len(upload) && upload[at] == 0xff; {
		marker, size := upload[at+1], int(binary.BigEndian.Uint16(upload[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(upload) { // the pixels begin, or it is cut off
			return 1
		}
		if segment := upload[at+4 : at+2+size]; marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return orientationTag(segment[6:])
		}
		at += 2 + size
	}
	return 1
}

// orientationTag reads the tag from a TIFF header and the directory that it leads to.
func orientationTag(tiff []byte) int {
	const tag, entry = 0x0112, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	many := int(order.Uint16(tiff[at:]))
	for i := range many {
		from := at + 2 + i*entry
		if from+entry > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[from:]) == tag {
			if how := int(order.Uint16(tiff[from+8:])); how >= 1 && how <= 8 {
				return how
			}
			return 1
		}
	}
	return 1
}
