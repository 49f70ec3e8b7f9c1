package document

import (
	"context"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"factotum/automations/invoice/page"
)

// keep writes a file for a program that wants one, into the child's folder.
func keep(raw []byte) (string, error) {
	f, err := os.CreateTemp(".", "in-*.pdf")
	if err != nil {
		return "", fmt.Errorf("document: keeping a file: %w", err)
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("document: keeping a file: %w", err)
	}
	return f.Name(), nil
}

// repair gives the file with its skeleton rebuilt and without encryption, where
// it opens without a password.
func (t Tools) repair(ctx context.Context, raw []byte) ([]byte, error) {
	in, err := keep(raw)
	if err != nil {
		return nil, err
	}
	out := in + ".fixed"
	defer func() { _, _ = os.Remove(in), os.Remove(out) }() // the folder goes with the child
	said := &bounded{left: 1 << 20}
	_, err = t.runInto(ctx, said, nil, t.QPDF, "--decrypt", "--object-streams=disable", "--warning-exit-0", in, out)
	var exit *exec.ExitError
	if errors.As(err, &exit) && strings.Contains(said.String(), "invalid password") {
		return nil, errLocked
	}
	if err != nil {
		return nil, fmt.Errorf("document: repairing: %w", err)
	}
	if info, err := os.Stat(out); err != nil || info.Size() > MaxSize {
		return nil, errTooMuch
	}
	return os.ReadFile(out)
}

// boxes reads the words that pdftotext -bbox writes, a line each.
func boxes(out string) page.Document {
	var doc page.Document
	words := 0
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "<page "):
			n := numbers(line, "width", "height")
			doc.Pages = append(doc.Pages, page.Page{Width: n[0], Height: n[1]})
		case strings.HasPrefix(line, "<word ") && len(doc.Pages) > 0 && words < maxWords*maxPages/10:
			words++
			_, text, _ := strings.Cut(line, ">")
			text, _, _ = strings.Cut(text, "<")
			if text = tidy(html.UnescapeString(text)); strings.TrimFunc(text, empty) == "" {
				continue
			}
			n := numbers(line, "xMin", "yMin", "xMax", "yMax")
			last := &doc.Pages[len(doc.Pages)-1]
			last.Words = append(last.Words, page.Word{Text: text, X0: n[0], Y0: n[1], X1: n[2], Y1: n[3]})
		}
	}
	return doc
}

// numbers are the values of attributes; what is none is 0.
func numbers(line string, names ...string) []float64 {
	out := make([]float64, len(names))
	for i, name := range names {
		if _, rest, ok := strings.Cut(line, " "+name+`="`); ok {
			value, _, _ := strings.Cut(rest, `"`)
			out[i], _ = strconv.ParseFloat(value, 64)
		}
	}
	return out
}
