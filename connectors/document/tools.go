package document

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Tools are the programs outside that read what the parser alone cannot: full
// paths, empty where a program is not installed.
type Tools struct {
	PDFToText, PDFToPPM, QPDF, Tesseract string
	Languages                            []string // that tesseract knows and that are asked for

	memory uint64 // that each may have
}

// FindTools looks for the programs where the system has them.
func FindTools(ctx context.Context) Tools {
	var t Tools
	for name, path := range map[string]*string{
		"pdftotext": &t.PDFToText, "pdftoppm": &t.PDFToPPM, "qpdf": &t.QPDF, "tesseract": &t.Tesseract,
	} {
		*path, _ = exec.LookPath(name) // not installed
	}
	if t.Tesseract != "" {
		t.Languages = languages(ctx, t.Tesseract)
	}
	if len(t.Languages) == 0 {
		t.Tesseract = ""
	}
	return t
}

// languages are those installed of the ones that invoices in Europe and America
// mostly come in. Each one costs time for every page.
func languages(ctx context.Context, tesseract string) []string {
	ctx, stop := context.WithTimeout(ctx, 30*time.Second)
	defer stop()
	out, err := exec.CommandContext(ctx, tesseract, "--list-langs").Output()
	if err != nil {
		return nil
	}
	installed := strings.Fields(string(out))
	return slices.DeleteFunc(wanted(), func(l string) bool { return !slices.Contains(installed, l) })
}

func wanted() []string { return []string{"fra", "deu", "eng", "spa", "ita", "nld"} }

// Missing are the languages that are read worse without their data.
func (t Tools) Missing() []string {
	return slices.DeleteFunc(wanted(), func(l string) bool { return slices.Contains(t.Languages, l) })
}
