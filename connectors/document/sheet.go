package document

import (
	"bytes"
	"fmt"
	"io"

	"github.com/ledongthuc/pdf"
)

// maxContent bounds what one page or form may decode to: the parser keeps every
// operand of a content stream until an operator comes.
const maxContent = 16 << 20

// streamOf reads a stream, or an array of streams as one with blanks between
// them (ISO 32000-1, 7.8.2), up to limit bytes. What cannot be decoded ends it,
// which is told.
func streamOf(v pdf.Value, limit int64) (content []byte, whole bool) {
	var out bytes.Buffer
	whole = true
	parts := []pdf.Value{v}
	if v.Kind() == pdf.Array {
		parts = parts[:0]
		for i := range min(v.Len(), 10_000) {
			parts = append(parts, v.Index(i))
		}
	}
	for _, part := range parts {
		if part.Kind() != pdf.Stream {
			continue
		}
		sound := guard(func() {
			_, err := io.Copy(&out, io.LimitReader(part.Reader(), limit-int64(out.Len())))
			whole = whole && err == nil
		})
		whole = whole && sound
		out.WriteByte('\n')
		if int64(out.Len()) >= limit {
			break
		}
	}
	return out.Bytes(), whole && int64(out.Len()) < limit
}

// guard keeps what the parser throws at damage, strings and errors alike, from
// ending the page. It tells whether nothing was thrown.
func guard(do func()) (sound bool) {
	defer func() { sound = recover() == nil }()
	do()
	return
}

// sheet wraps content in the smallest file that the parser takes, so that its
// interpreter sees one stream without what it trips over.
func sheet(content []byte) (pdf.Value, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-1.4\n1 0 obj\n<</Length %d>>\nstream\n", len(content))
	b.Write(content)
	b.WriteString("\nendstream\nendobj\n")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref)
	r, err := pdf.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return pdf.Value{}, fmt.Errorf("document: wrapping content: %w", err)
	}
	return r.Trailer().Key("Root"), nil
}
