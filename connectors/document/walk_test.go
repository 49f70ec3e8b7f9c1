package document

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatOtherReadersMiss has a document for each defect that the walker is
// there to cure.
func TestWhatOtherReadersMiss(t *testing.T) {
	t.Parallel()
	identity := "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 400/W[1[500 600] 3 4 700]>>]/ToUnicode 7 0 R>>"
	toUnicode := stream("", "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0001> <0031> <0002> <20AC> endbfchar 1 beginbfrange <0003> <0004> <0041> endbfrange 1 beginbfrange <0005> <0006> [<0066006C> <0058>] endbfrange")
	form := func(content string) string {
		return stream("/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 10 0]/Resources<</Font<</F1 5 0 R>>>>", content)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"text in a form":                {onePage("/Resources<</XObject<</X 6 0 R>>>>", "q /X Do Q", form(printed("Total 12.50"))), "Total|12.50"},
		"a form within itself":          {onePage("/Resources<</XObject<</X 6 0 R>>>>", "/X Do", stream("/Type/XObject/Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>", printed("once")+"/X Do")), "once"},
		"strings side by side":          {onePage(helvetica, "BT /F1 10 Tf 50 700 Td (275,00) Tj 60 0 Td (7) Tj 40 0 Td (19,25) Tj ET"), "275,00|7|19,25"},
		"kerned":                        {onePage(helvetica, "BT /F1 10 Tf 50 700 Td [(Rec)10(hn)-20(ung)-300(Nr)] TJ ET"), "Rechnung|Nr"},
		"codes of two bytes":            {onePage("/Resources<</Font<</F1 6 0 R>>>>", "BT /F1 10 Tf 50 700 Td <000100020003000400050006> Tj ET", identity, toUnicode), "1€ABflX"},
		"unbalanced and without sense":  {onePage(helvetica, "Q Q 1 Tf /F1 Tf cm Tm Td "+printed("still")+"Q"), "still"},
		"an escape that is none":        {onePage(helvetica, `BT /F1 10 Tf 50 700 Td (50\% off \777\.) Tj ET`), "50%|off|ÿ."},
		"a picture within the text":     {onePage(helvetica, "BI /W 2 /H 1 /BPC 8 /CS /G ID )>\x00( EI\n"+printed("after")), "after"},
		"a string that never ends":      {onePage(helvetica, printed("before")+"BT /F1 10 Tf 50 600 Td (open Tj ET"), "before"},
		"typed into a field":            {onePage(helvetica+"/Annots[<</Subtype/Widget/Rect[100 500 200 520]/AP<</N 6 0 R>>>>]", printed("Name"), stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf 2 5 Td (Ada) Tj ET")), "Name|Ada"},
		"glyphs by name":                {onePage("/Resources<</Font<</F1 6 0 R>>>>", "BT /F1 10 Tf 50 700 Td (ABCD) Tj ET", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/Euro/uni0041/five/f_i]>>>>"), "€A5D"},
		"a leading that is set":         {onePage(helvetica, "BT /F1 10 Tf 50 700 Td 12 TL (a) Tj (b) ' 1 0 (c) \" T* (d) Tj ET"), "a|b|c|d"},
		"spaced wide":                   {onePage(helvetica, "BT /F1 10 Tf 5 Tw 50 700 Td (Net 10) Tj ET"), "Net|10"},
		"bytes before and behind":       {append([]byte("\r\nHTTP/1.1 200 OK\r\n\r\n"), append(onePage(helvetica, printed("inside")), "\r\n--boundary--\x00\x00"...)...), "inside"},
		"a version of its own":          {append([]byte("%PDF-2.0\n"), onePage(helvetica, printed("two"))[9:]...), "two"},
		"a page tree in a circle":       {pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>", "<</Type/Page/Parent 3 0 R/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>", stream("", printed("here")), "<</Type/Font/Subtype/Type1/BaseFont/Times-Bold>>"), "here"},
		"contents in pieces":            {onePage(helvetica+"/Contents[6 0 R 7 0 R]", "", stream("", "BT /F1 10 Tf 50 700 Td (one)"), stream("", "Tj ET")), "one"},
		"fonts that change their names": {pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>", "<</Type/Page/Contents 4 0 R/Resources<</Font<</F1<</Subtype/Type1/BaseFont/Courier/Encoding<</Differences[65/B]>>>>>>>>>>", stream("", "BT /F1 9 Tf 50 700 Td (A) Tj ET"), "<</Type/Page/Contents 4 0 R/Resources<</Font<</F1<</Subtype/Type1/BaseFont/Courier/Encoding<</Differences[65/C]>>>>>>>>>>"), "B#C"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := c.want
			if name == "a form within itself" {
				p, err := openPDF(c.raw)
				require.NoError(t, err)
				doc, _, _ := p.text()
				assert.Equal(t, want, doc.Pages[0].Words[0].Text)
				return
			}
			assert.Equal(t, want, wordsOf(t, c.raw))
		})
	}
}

func TestWordsStandWhereTheyArePrinted(t *testing.T) {
	t.Parallel()
	at := "BT /F1 10 Tf 100 700 Td (Hello) Tj ET"
	for name, c := range map[string]struct {
		page   string
		x0, y0 float64
		width  float64
	}{
		"upright":          {"", 100, 842 - 700 - 7.5, 595},
		"within a crop":    {"/CropBox[50 100 550 800]", 50, 100 - 7.5, 500},
		"upside down":      {"/Rotate 180", 100, 842 - 700 - 7.5, 595},
		"on its left side": {"/Rotate 90", 100, 842 - 700 - 7.5, 595},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := openPDF(onePage(helvetica+c.page, at))
			require.NoError(t, err)
			doc, lost, _ := p.text()
			require.Zero(t, lost)
			require.Len(t, doc.Pages[0].Words, 1)
			w := doc.Pages[0].Words[0]
			// A page that is turned with its text is turned back: it reads upright.
			assert.InDelta(t, c.width, doc.Pages[0].Width, 0.1)
			assert.InDelta(t, c.x0, w.X0, 0.1)
			assert.InDelta(t, c.y0, w.Y0, 0.1)
			assert.InDelta(t, 22.78, w.X1-w.X0, 0.1) // H 7.22, e 5.56, l 2.22 twice, o 5.56
		})
	}
}

func TestTheXMLInsideIsFound(t *testing.T) {
	t.Parallel()
	file := func(name, body string) []string {
		return []string{fmt.Sprintf("<</Type/Filespec/F(%s)/UF(%s)/EF<</F %%d 0 R>>>>", name, name), stream("/Filter/FlateDecode", deflate(body))}
	}
	x, y := file("FACTUR-X.xml", "<a/>"), file("terms.xml", "<b/>")
	base := []string{"", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page>>"}
	for name, c := range map[string]struct {
		catalog string
		want    []string
	}{
		"by the names of files":    {"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Kids[<</Names[(b)6 0 R(a)4 0 R]>>]>>>>>>", []string{"FACTUR-X.xml", "terms.xml"}},
		"by what belongs to it":    {"<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>", []string{"FACTUR-X.xml"}},
		"once, though named twice": {"<</Type/Catalog/Pages 2 0 R/AF[4 0 R]/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>>>", []string{"FACTUR-X.xml"}},
		"names in a circle":        {"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 8 0 R>>>>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			objects := append(append([]string(nil), base...), fmt.Sprintf(x[0], 5), x[1], fmt.Sprintf(y[0], 7), y[1], "<</Kids[8 0 R]>>")
			objects[0] = c.catalog
			p, err := openPDF(pdfFile(objects...))
			require.NoError(t, err)
			var got []string
			for _, a := range p.invoices() {
				got = append(got, a.name)
			}
			assert.Equal(t, c.want, got)
		})
	}
}
