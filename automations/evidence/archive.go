package evidence

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"

	"factotum/automations/audit"
)

// archivePart is how a mistake of the archive itself is named.
const archivePart = "the archive"

// Verify checks a pack by itself: every part is there, in order and as it was
// made, the entries follow each other, what the pages say follows from them, and
// the log comes to the heads that were published. Returns a BadPartError that
// names the first part, and in the proof the first entry, that is not; invalid
// for a head that does not lie in what the pack holds.
func Verify(in io.ReaderAt, size int64, heads ...audit.Head) (Proved, error) {
	r, err := zip.NewReader(in, size)
	if err != nil {
		return Proved{}, &BadPartError{archivePart, "is not whole: a part of it was cut off or changed"}
	}
	proved, err := verify(r, heads)
	if err == nil {
		err = packed(r, in, size, proved.Contents)
	}
	return proved, err
}

// packed packs the parts again as they lie there, and compares: what stands
// around and between them is not looked at by everybody who unpacks them, and
// may say something else than what was checked.
func packed(r *zip.Reader, in io.ReaderAt, size int64, c Contents) error {
	bad := &BadPartError{archivePart, "is not packed as Factotum packs it: something around its parts was changed"}
	same := &comparing{in: in}
	w := zip.NewWriter(same)
	for _, f := range r.File {
		if !f.Modified.Equal(c.At) || f.Method != zip.Deflate || f.Comment != "" {
			return bad
		}
		raw, err := f.OpenRaw()
		if err != nil {
			return bad
		}
		header := f.FileHeader
		part, err := w.CreateRaw(&header)
		if err != nil {
			return bad
		}
		if _, err := io.Copy(part, raw); err != nil {
			return bad
		}
	}
	if err := w.Close(); err != nil || same.at != size {
		return bad
	}
	return nil
}

// comparing fails where what is written is not what lies there.
type comparing struct {
	in io.ReaderAt
	at int64
}

// Write compares.
func (c *comparing) Write(p []byte) (int, error) {
	there := make([]byte, len(p))
	if n, err := c.in.ReadAt(there, c.at); n < len(p) && err != nil || !bytes.Equal(there, p) {
		return 0, errors.New("evidence: not the same")
	}
	c.at += int64(len(p))
	return len(p), nil
}
