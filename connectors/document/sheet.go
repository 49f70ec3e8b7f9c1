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
// them (ISO 32000-1, 7.8.2), up to limit bytes. What cannot be decoded ends it.
func streamOf(v pdf.Value, limit int64) []byte {
	var out bytes.Buffer
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
		guard(func() {
			_, _ = io.Copy(&out, io.LimitReader(part.Reader(), limit-int64(out.Len()))) // what came until the damage counts
		})
		out.WriteByte('\n')
		if int64(out.Len()) >= limit {
			break
		}
	}
	return out.Bytes()
}

// guard keeps what the parser throws at damage from ending the page.
func guard(do func()) {
	defer func() {
		_ = recover() // the parser panics with strings and errors alike
	}()
	do()
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
