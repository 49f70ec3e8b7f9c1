package document

import (
	"bytes"
	"encoding/binary"
)

// orientation reads the tag 0x0112 of a JPEG's Exif block; 1 without one.
func orientation(raw []byte) int {
	for at := 2; at+4 < len(raw) && raw[at] == 0xff && raw[at+1] != 0xda; {
		size := int(binary.BigEndian.Uint16(raw[at+2:]))
		if size < 2 || at+2+size > len(raw) {
			return 1
		}
		if body, ok := bytes.CutPrefix(raw[at+4:at+2+size], []byte("Exif\x00\x00")); raw[at+1] == 0xe1 && ok {
			return firstDirectory(body)
		}
		at += 2 + size
	}
	return 1
}

// firstDirectory looks through the entries of a TIFF header's first directory,
// 12 bytes each.
func firstDirectory(tiff []byte) int {
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
	count := int(order.Uint16(tiff[at:]))
	for i := range count {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			return int(order.Uint16(tiff[entry+8:]))
		}
	}
	return 1
}
