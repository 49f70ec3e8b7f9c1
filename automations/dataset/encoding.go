package dataset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"factotum/automations/fault"
)

// Encodings are those that a table may be said to be in, the usual ones first.
func Encodings() []string {
	return []string{"UTF-8", "UTF-16", "Windows-1252", "Windows-1250", "Macintosh"}
}

// Text gives a table as UTF-8, and how it was encoded: as it is said to be, or, for
// "", as it seems to be. What is no text at all is refused as invalid.
func Text(body []byte, as string) ([]byte, string, error) {
	marked := bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff"))
	switch {
	case as == "" && marked, as == "UTF-16" && len(body) > 1:
		return utf16Text(body), "UTF-16", nil
	case bytes.IndexByte(body, 0) >= 0:
		return nil, "", fault.New(fault.Invalid, "The file holds no text. Save it as CSV or XLSX in your spreadsheet.")
	case utf8.Valid(body) && (as == "" || as == "UTF-8"):
		return bytes.TrimPrefix(body, []byte("\ufeff")), "UTF-8", nil
	case as == "UTF-8":
		return nil, "", fault.New(fault.Invalid, "The file is not in UTF-8. Save it as “CSV UTF-8” in your spreadsheet, or say otherwise how it is written.")
	}
	page, name := charmap.Windows1252, "Windows-1252"
	switch as {
	case "Windows-1250":
		page, name = charmap.Windows1250, as
	case "Macintosh":
		page, name = charmap.Macintosh, as
	}
	text, err := page.NewDecoder().Bytes(body)
	if err != nil {
		return nil, "", fault.Wrap(err, fault.Invalid, "The letters of the file cannot be read. Save it as “CSV UTF-8” in your spreadsheet.")
	}
	return text, name, nil
}

// utf16Text reads UTF-16 (RFC 2781): behind its byte order mark, little endian
// where it has none.
func utf16Text(body []byte) []byte {
	order := binary.ByteOrder(binary.LittleEndian)
	switch {
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		order, body = binary.BigEndian, body[2:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		body = body[2:]
	}
	units := make([]uint16, 0, len(body)/2)
	for i := 0; i+1 < len(body); i += 2 {
		units = append(units, order.Uint16(body[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}
