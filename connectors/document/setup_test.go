package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// asChild is what this test program is called with to be a child.
const asChild = "be-a-child"

// TestMain makes the test program a child of itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == asChild {
		if err := Child(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	tidyUp()
	os.Exit(code)
}

// setup gives a reader with the tools of this machine.
func setup(t *testing.T, change func(*Options)) *Reader {
	t.Helper()
	o := Options{Command: command(t), Jobs: 2, Limits: Usual(), Tools: FindTools(t.Context())}
	if change != nil {
		change(&o)
	}
	r := New(o)
	t.Cleanup(r.Close)
	return r
}

func read(t *testing.T, r *Reader, name string, body []byte, ask Ask) Result {
	t.Helper()
	result, err := r.Read(t.Context(), Source{Name: name, Size: int64(len(body)), Body: bytes.NewReader(body)}, ask)
	require.NoError(t, err)
	return result
}

// pdfFile writes a PDF of objects, the first of which is the catalog.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// stream is a stream object.
func stream(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

func deflate(content string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(content)) // a buffer takes everything
	_ = z.Close()
	return b.String()
}

// onePage is a PDF of one page, 595 by 842, with the fonts F1 (Helvetica) and F2
// (Helvetica-Bold), whose objects begin at 6.
func onePage(page, content string, more ...string) []byte {
	return pdfFile(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + page + ">>",
		stream("", content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}, more...)...)
}

const helvetica = "/Resources<</Font<</F1 5 0 R>>>>"

// printed writes lines one under another.
func printed(lines ...string) string {
	var b strings.Builder
	b.WriteString("BT /F1 10 Tf 14 TL 50 780 Td\n")
	for _, line := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", strings.NewReplacer("(", `\(`, ")", `\)`).Replace(line))
	}
	return b.String() + "ET\n"
}

// bill is an invoice that anybody can read.
func bill(number string) []byte {
	return onePage(helvetica, printed("Example Supplies Ltd", "12 Sample Street, Sampletown", "VAT number GB999999973", "",
		"Invoice number: "+number, "Invoice date: 3 March 2026", "", "Paper, 10 boxes 100.00", "",
		"Net total 100.00", "VAT 20% 20.00", "Total due GBP 120.00"))
}

// wordsOf opens a PDF in this process.
func wordsOf(t *testing.T, raw []byte) string {
	t.Helper()
	p, err := openPDF(raw)
	require.NoError(t, err)
	doc, _, _ := p.text()
	var pages []string
	for _, p := range doc.Pages {
		pages = append(pages, texts(p))
	}
	return strings.Join(pages, "#")
}
