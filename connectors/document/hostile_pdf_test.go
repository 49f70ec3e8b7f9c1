package document

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math/rand/v2"
	"strings"
)

// hostilePDF are documents made to hang a reader, to take all memory or to end
// the process: those that real parsers fell for, and what one may think of.
func hostilePDF() map[string][]byte {
	files := map[string][]byte{}
	for name, raw := range brokenSkeletons() {
		files["skeleton: "+name] = raw
	}
	for name, raw := range bombs() {
		files["bomb: "+name] = raw
	}
	good := bill("2026-0042")
	for percent := 10; percent < 100; percent += 10 {
		files[fmt.Sprintf("cut at %d %%", percent)] = good[:len(good)*percent/100]
	}
	for seed := range uint64(30) {
		chance := rand.New(rand.NewPCG(seed, 7))
		bad := bytes.Clone(good)
		from := 0
		if seed%3 == 2 {
			from = len(bad) * 3 / 4 // the table of contents
		}
		for range 1 << (seed % 8) {
			bad[from+chance.IntN(len(bad)-from)] ^= 1 << chance.IntN(8)
		}
		files[fmt.Sprintf("flipped bits %d", seed)] = bad
	}
	return files
}

func brokenSkeletons() map[string][]byte {
	good := string(bill("1"))
	swap := func(old, with string) []byte { return []byte(strings.Replace(good, old, with, 1)) }
	xref := strings.Index(good, "xref\n")
	xrefStream := func(dict string) []byte {
		return []byte(fmt.Sprintf("%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n5 0 obj\n<</Type/XRef/W[1 2 1]/Root 1 0 R%s/Length 4>>\nstream\n\x01\x00\x09\x00\nendstream\nendobj\nstartxref\n54\n%%%%EOF\n", dict))
	}
	return map[string][]byte{
		"a table that leads to itself":          swap("/Root 1 0 R", fmt.Sprintf("/Root 1 0 R/Prev %d", xref)),
		"a table in the middle of nowhere":      swap("startxref\n", "startxref\n9999999"),
		"a table at a negative place":           swap("startxref\n", "startxref\n-"),
		"pages within themselves":               swap("/Kids[3 0 R]", "/Kids[2 0 R 2 0 R 2 0 R]"),
		"pages without end":                     swap("/Count 1", "/Count 2147483647"),
		"a page that is its own parent":         swap("/Parent 2 0 R", "/Parent 3 0 R"),
		"no pages":                              swap("/Kids[3 0 R]", "/Kids[]     "),
		"a root that is a number":               swap("<</Type/Catalog/Pages 2 0 R>>", "42                           "),
		"a size of a thousand million":          swap("/Size 6", "/Size 1000000000"),
		"an index of two thousand million":      xrefStream("/Size 5/Index[0 2000000000]"),
		"an index that begins far out":          xrefStream("/Size 5/Index[4000000000 1]"),
		"an index below zero":                   xrefStream("/Size 5/Index[-5 1]"),
		"a table of a thousand million":         xrefStream("/Size 1000000000"),
		"wide numbers in the table":             xrefStream("/Size 5/W[2000000000 2 1]"),
		"a length that is itself":               pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Contents 4 0 R>>", "<</Length 4 0 R>>\nstream\nBT ET\nendstream"),
		"a length below zero":                   onePage(helvetica, "", "<</Length -5>>\nstream\nBT ET\nendstream"),
		"a length of everything":                pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Contents 4 0 R>>", "<</Length 99999999999>>\nstream\nBT ET\nendstream"),
		"a filter that nobody knows":            onePage("/Contents 6 0 R", "", stream("/Filter/Magic", "x")),
		"a thousand filters":                    onePage("/Contents 6 0 R", "", stream("/Filter["+strings.Repeat("/FlateDecode", 1000)+"]", deflate("x"))),
		"columns of two thousand million":       onePage("/Contents 6 0 R", "", stream("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>", deflate("x"))),
		"packed objects that extend each other": objectStream("/Extends 3 0 R", "9 0 <<>>"),
		"packed objects without any":            objectStream("", ""),
		"encrypted beyond recognition":          swap("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -1/Length 128>>/ID[(a)(a)]"),
		"encrypted by a stranger":               swap("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Mine/V 9>>"),
		"a hexadecimal string without end":      []byte(good[:xref] + "9 0 obj <AB"),
		"only a head":                           []byte("%PDF-1.7\n"),
		"a head and an end":                     []byte("%PDF-1.7\n%%EOF\n"),
		"zeros after a head":                    append([]byte("%PDF-1.7\n"), make([]byte, 1<<20)...),
		"outlines in a circle":                  pdfFile("<</Type/Catalog/Pages 2 0 R/Outlines 3 0 R>>", "<</Type/Pages/Kids[]/Count 0>>", "<</First 3 0 R/Next 3 0 R/Parent 3 0 R>>"),
		"names in a circle":                     pdfFile("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>", "<</Type/Pages/Kids[4 0 R]/Count 1>>", "<</Kids[3 0 R 3 0 R 3 0 R]>>", "<</Type/Page>>"),
		"a script, a program and a launch":      pdfFile("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(while(1);)>>]>>/EmbeddedFiles<</Names[(run.exe)3 0 R]>>>>>>", "<</Type/Pages/Kids[]/Count 0>>", "<</F(run.exe)/EF<</F 4 0 R>>>>", stream("", "MZ\x90\x00")),
	}
}

// objectStream is a file whose catalog lies in an object stream.
func objectStream(dict, content string) []byte {
	body := stream("/Type/ObjStm/N 1/First 4"+dict, content)
	head := "%PDF-1.7\n3 0 obj\n" + body + "\nendobj\n"
	return []byte(head + fmt.Sprintf("5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Index[1 1 3 1]/Length 8>>\nstream\n\x02\x00\x03\x00\x01\x00\x09\x00\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(head)))
}

// inflating unpacks to so many MiB of the text. It has no checksum, which nobody
// comes to look at.
func inflating(text string, mib int) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // the level is one that there is
	_, _ = w.Write([]byte(strings.Repeat(text, 1<<20/len(text))))
	_ = w.Flush() // a buffer takes everything
	return "\x78\xda" + strings.Repeat(b.String(), mib)
}

func bombs() map[string][]byte {
	zeros := inflating("\x00", 1024)
	operands := inflating("1 ", 256)
	nested := strings.Repeat("[", 4_000_000)
	form := func(content string) string {
		return stream("/Type/XObject/Subtype/Form/Resources<</XObject<</A 6 0 R/B 7 0 R>>>>", content)
	}
	var kids strings.Builder
	for range 10_000 {
		kids.WriteString("3 0 R ")
	}
	attached := func(content string) []byte {
		return pdfFile("<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page>>",
			"<</F(factur-x.xml)/EF<</F 5 0 R>>>>", stream("/Filter/FlateDecode", content))
	}
	return map[string][]byte{
		"zeros":                          onePage("/Contents 6 0 R", "", stream("/Filter/FlateDecode", zeros)),
		"zeros within zeros":             onePage("/Contents 6 0 R", "", stream("/Filter[/FlateDecode/FlateDecode]", deflate(zeros))),
		"operands":                       onePage("/Contents 6 0 R", "", stream("/Filter/FlateDecode", operands)),
		"lists within lists":             onePage(helvetica, nested),
		"lists within lists in pieces":   pdfFile("<</Type/Catalog/Pages 2 0 R/X "+nested+">>", "<</Type/Pages/Kids[]/Count 0>>"),
		"dictionaries within each other": pdfFile("<</Type/Catalog/Pages 2 0 R/X "+strings.Repeat("<</A", 1_000_000)+">>", "<</Type/Pages/Kids[]/Count 0>>"),
		"objects within objects":         []byte("%PDF-1.7\n" + strings.Repeat("1 0 obj ", 1_000_000)),
		"a form within itself":           onePage("/Resources<</XObject<</A 6 0 R>>>>", "/A Do", form(strings.Repeat("/A Do ", 100)), form("")),
		"forms that call each other":     onePage("/Resources<</XObject<</A 6 0 R>>>>", "/A Do", form(strings.Repeat("/B Do ", 1000)), form(strings.Repeat("/A Do ", 1000))),
		"graphics states":                onePage(helvetica, strings.Repeat("q ", 4_000_000)),
		"letters":                        onePage(helvetica, "BT /F1 10 Tf "+strings.Repeat("(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ", 200_000)+"ET"),
		"a word of letters":              onePage(helvetica, "BT /F1 10 Tf ("+strings.Repeat("a", 8<<20)+") Tj ET"),
		"ten thousand pages":             pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+kids.String()+"]/Count 10000>>", "<</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", stream("", printed(strings.Repeat("page ", 500))), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
		"an attachment":                  attached(zeros),
		"an attachment of tags":          attached(inflating("<a>", 256)),
		"what codes mean":                onePage("/Resources<</Font<</F1<</Type/Font/Subtype/Type1/ToUnicode 6 0 R>>>>>>", "BT /F1 10 Tf (abc) Tj ET", stream("/Filter/FlateDecode", inflating("beginbfrange <00> <ffffffff> <0041> ", 256))),
		"differences":                    onePage("/Resources<</Font<</F1<</Type/Font/Subtype/Type1/Encoding<</Differences["+strings.Repeat("1/a ", 1<<18)+"]>>>>>>>>", "BT /F1 10 Tf ("+strings.Repeat("abcdefgh", 1000)+") Tj ET"),
		"widths":                         onePage("/Resources<</Font<</F1<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W["+strings.Repeat("0 65535 500 ", 1<<18)+"]>>]>>>>>>", "BT /F1 10 Tf ("+strings.Repeat("abcdefgh", 1000)+") Tj ET"),
		"pieces of contents":             onePage("/Contents["+strings.Repeat("6 0 R ", 100_000)+"]", "", stream("/Filter/FlateDecode", deflate(strings.Repeat("q Q ", 10_000)))),
		"notes on a page":                onePage("/Annots["+strings.Repeat("6 0 R ", 100_000)+"]", "", stream("/Subtype/Widget/Rect[0 0 9 9]/AP<</N 6 0 R>>/BBox[0 0 9 9]", strings.Repeat("q Q ", 10_000))),
		"a page as wide as the world":    onePage("/MediaBox[0 0 1e300 9999999999999999999]"+helvetica, printed("wide")),
		"a page without size":            onePage("/MediaBox[0 0 0 0]"+helvetica, printed("flat")),
		"numbers beyond all":             onePage(helvetica, "BT /F1 99999999999999999999 Tf 1 0 0 1 999999999999999999999999999 .0 Tm (a) Tj 9999999999999999999999999999999 Tz (b) Tj ET"),
		"packed objects":                 objectStream("/Filter/FlateDecode", zeros),
	}
}
