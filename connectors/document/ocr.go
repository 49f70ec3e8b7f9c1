package document

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/invoice/page"
)

// The ways in which tesseract looks for lines (its option --psm): as one uniform
// block, which keeps the rows of tables that others drop; as one column of lines of
// any size, which keeps the large name at the top of a receipt; and for text
// anywhere, which finds what stands by itself.
const (
	asBlock  = "6"
	asColumn = "4"
	anywhere = "11"
)

// recognise reads a picture with tesseract. Dots is the resolution in dots an
// inch; it gives the size of the page.
func (t Tools) recognise(ctx context.Context, picture *image.Gray, dots float64, mode string) (page.Page, error) {
	size := picture.Bounds().Size()
	head := fmt.Sprintf("P5\n%d %d\n255\n", size.X, size.Y)
	pgm := io.MultiReader(strings.NewReader(head), bytes.NewReader(picture.Pix)) // every picture of ours is as wide as its stride
	out, err := t.run(ctx, pgm, t.Tesseract, "-", "-", "-l", strings.Join(t.Languages, "+"),
		"--psm", mode, "--dpi", strconv.Itoa(int(dots)), "-c", "tessedit_create_tsv=1")
	if err != nil {
		return page.Page{}, fmt.Errorf("document: recognising text: %w", err)
	}
	scale := 72 / dots
	return level(recognised(string(out)), float64(size.X), float64(size.Y), scale), nil
}

// found is a word of tesseract's table in dots, with the line that it is on.
type found struct {
	line string
	page.Word
}

// recognised reads the table: level, page, block, paragraph, line, word, left,
// top, width, height, confidence, text.
func recognised(table string) []found {
	var out []found
	for row := range strings.Lines(table) {
		f := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(f) != 12 || f[0] != "5" || len(out) == maxWords {
			continue
		}
		var n [4]float64
		for i := range n {
			n[i], _ = strconv.ParseFloat(f[6+i], 64) // 0 for what is no number
		}
		sure, _ := strconv.ParseFloat(f[10], 64)  // likewise
		text := strings.Trim(tidy(f[11]), "|_¦ ") // rules and edges of the paper
		if text == "" || sure < leastSure || sure < 2*leastSure && !strings.ContainsFunc(text, lettered) {
			continue
		}
		out = append(out, found{strings.Join(f[2:5], "/"), page.Word{Text: text, X0: n[0], Y0: n[1], X1: n[0] + n[2], Y1: n[1] + n[3], Unsure: sure < legibly}})
	}
	return out
}

const (
	maxWords  = 20_000
	leastSure = 15 // percent; below it stand the specks of a scan
	legibly   = 80 // percent; digits that were read wrong mostly are below it
)

func lettered(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0xbf
}

// level turns the words of a page that was laid askew on the scanner, so that
// its lines run straight, and gives them in points.
func level(words []found, width, height, scale float64) page.Page {
	tilt := slope(words, width)
	out := page.Page{Width: width * scale, Height: height * scale}
	for _, w := range words {
		cx, cy := (w.X0+w.X1)/2, (w.Y0+w.Y1)/2
		dx, dy := tilt*(cy-height/2), -tilt*(cx-width/2)
		// The box of a tilted word is higher than its letters.
		shrink := min(math.Abs(tilt)*(w.X1-w.X0)/2, (w.Y1-w.Y0)/4)
		out.Words = append(out.Words, page.Word{
			Text: w.Text, Unsure: w.Unsure, X0: (w.X0 + dx) * scale, X1: (w.X1 + dx) * scale,
			Y0: (w.Y0 + dy + shrink) * scale, Y1: (w.Y1 + dy - shrink) * scale,
		})
	}
	return out
}

// slope is how much the lines of a page fall, as most of its long lines say.
func slope(words []found, width float64) float64 {
	lines := map[string][]page.Word{}
	for _, w := range words {
		lines[w.line] = append(lines[w.line], w.Word)
	}
	var slopes []float64
	for _, line := range lines {
		if len(line) < 3 || line[len(line)-1].X1-line[0].X0 < width/4 {
			continue
		}
		var n, sx, sy, sxx, sxy float64
		for _, w := range line {
			x, y := (w.X0+w.X1)/2, w.Y1
			n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
		}
		if spread := n*sxx - sx*sx; spread > 0 {
			slopes = append(slopes, (n*sxy-sx*sy)/spread)
		}
	}
	if len(slopes) < 3 {
		return 0
	}
	slices.Sort(slopes)
	return slopes[len(slopes)/2]
}
