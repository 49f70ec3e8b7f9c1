package practice

import (
	"bytes"
	"fmt"
	"strings"
)

// line is a piece of text on a page of A4. X and y are in points from its lower
// left corner.
type line struct {
	x, y, size float64
	bold       bool
	text       string
}

// pdf writes one page of lines, with an XML file inside unless that is nil
// (Factur-X: an associated file called factur-x.xml).
func pdf(lines []line, xml []byte) []byte {
	var content strings.Builder
	for _, l := range lines {
		font := "F1"
		if l.bold {
			font = "F2"
		}
		fmt.Fprintf(&content, "BT /%s %g Tf %g %g Td (%s) Tj ET\n", font, l.size, l.x, l.y, escaped(l.text))
	}
	catalog := "<< /Type /Catalog /Pages 2 0 R >>"
	objects := []string{
		"", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		stream("", content.String()),
	}
	if xml != nil {
		catalog = "<< /Type /Catalog /Pages 2 0 R /AF [7 0 R] /Names << /EmbeddedFiles << /Names [(factur-x.xml) 7 0 R] >> >> >>"
		objects = append(objects,
			"<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Alternative /EF << /F 8 0 R /UF 8 0 R >> >>",
			stream("/Type /EmbeddedFile /Subtype /text#2Fxml ", string(xml)))
	}
	objects[0] = catalog
	return assembled(objects)
}

func stream(dict, body string) string {
	return fmt.Sprintf("<< %s/Length %d >>\nstream\n%s\nendstream", dict, len(body), body)
}

// assembled numbers the objects and writes where each begins.
func assembled(objects []string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	begins := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, begins)
	return out.Bytes()
}

// escaped writes a text as a string in WinAnsi: Latin 1, and the euro at 0x80
// (ISO 32000-1, annex D).
func escaped(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r == '€':
			out.WriteString(`\200`)
		case r == '(' || r == ')' || r == '\\':
			out.WriteString(`\` + string(r))
		case r < 0x80:
			out.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&out, `\%03o`, r)
		default:
			out.WriteByte('?')
		}
	}
	return out.String()
}
