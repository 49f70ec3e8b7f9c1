package document

import (
	"fmt"
	"image"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/invoice"
)

// sheetOf is paper of one light.
func sheetOf(w, h int, level uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	fill(g, g.Bounds(), level)
	return g
}

func fill(g *image.Gray, r image.Rectangle, level uint8) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			g.Pix[y*g.Stride+x] = level
		}
	}
}

func TestBlocksOfWhiteLettersBecomeBlackOnes(t *testing.T) {
	t.Parallel()
	g := sheetOf(800, 400, 250)
	fill(g, image.Rect(100, 50, 700, 110), 120) // the head of a table
	for x := 104; x < 690; x += 30 {
		fill(g, image.Rect(x, 65, x+6, 95), 250)
	}
	fill(g, image.Rect(100, 110, 700, 112), 180) // its frame
	fill(g, image.Rect(100, 200, 700, 202), 180)
	for x := 104; x < 690; x += 30 {
		fill(g, image.Rect(x, 140, x+6, 170), 20)
	}
	fill(g, image.Rect(100, 300, 300, 360), 120) // a block without letters
	unblocked(g)
	assert.Less(t, g.GrayAt(106, 80).Y, uint8(20), "a letter at the edge")
	assert.Less(t, g.GrayAt(406, 80).Y, uint8(20))
	assert.Greater(t, g.GrayAt(420, 80).Y, uint8(240), "the ground is paper")
	assert.Greater(t, g.GrayAt(102, 52).Y, uint8(240), "up to its edge")
	assert.Less(t, g.GrayAt(106, 150).Y, uint8(30), "what was black stays so")
	assert.Equal(t, uint8(120), g.GrayAt(200, 330).Y)
}

func TestRulesOfTablesAreTakenOut(t *testing.T) {
	t.Parallel()
	g := sheetOf(600, 400, 255)
	fill(g, image.Rect(50, 100, 550, 103), 0) // a rule
	fill(g, image.Rect(50, 100, 52, 300), 0)  // another one, down
	fill(g, image.Rect(100, 80, 106, 110), 0) // a letter on the rule
	fill(g, image.Rect(200, 140, 206, 170), 0)
	fill(g, image.Rect(50, 330, 550, 380), 0) // a thick bar is none
	unruled(g)
	assert.Equal(t, uint8(255), g.GrayAt(300, 101).Y)
	assert.Equal(t, uint8(255), g.GrayAt(51, 200).Y)
	assert.Zero(t, g.GrayAt(103, 101).Y, "the letter keeps its stroke")
	assert.Zero(t, g.GrayAt(203, 150).Y)
	assert.Zero(t, g.GrayAt(300, 350).Y)
}

func TestPrintIsBroughtToOneHeight(t *testing.T) {
	t.Parallel()
	for high, factor := range map[int]float64{8: 26.0 / 8, 26: 1, 90: 26.0 / 90} {
		g := sheetOf(1200, 1200, 255)
		for y := 100; y+high < 1100; y += 2 * high {
			for x := 100; x < 1100; x += high {
				fill(g, image.Rect(x, y, x+high/2, y+high), 0)
			}
		}
		got := resized(g).Bounds().Dx()
		assert.InDelta(t, 1200*factor, got, 120, "letters of %d dots", high)
	}
	empty := sheetOf(300, 300, 255)
	assert.Equal(t, empty, resized(empty))
}

// TestWhatTheFirstLookMissesIsLookedForAgain gives a reader a tesseract that finds an
// invoice only when it looks anywhere.
func TestWhatTheFirstLookMissesIsLookedForAgain(t *testing.T) {
	t.Parallel()
	words := func(lines ...[]string) string {
		var out string
		for i, line := range lines {
			for j, word := range line {
				out += fmt.Sprintf(`5\t1\t1\t1\t%d\t%d\t%d\t%d\t%d\t30\t95\t%s\n`, i, j, 100+200*j, 100+60*i, 20*len(word), word)
			}
		}
		return out
	}
	head := [][]string{{"Example", "Supplies", "Ltd"}, {"Invoice", "number:", "A-17"}, {"Invoice", "date:", "3", "March", "2026"}}
	sums := [][]string{{"Net", "total", "100.00"}, {"VAT", "20%", "20.00"}, {"Total", "GBP", "120.00"}}
	program := t.TempDir() + "/tesseract"
	sums[1][1] = "20%%" // it goes through printf
	script := "#!/bin/sh\ncat >/dev/null\ncase \"$*\" in *'psm 11'*) printf '" + words(append(head, sums...)...) + "';; *) printf '" + words(head...) + "';; esac\n"
	require.NoError(t, os.WriteFile(program, []byte(script), 0o700))
	r := setup(t, func(o *Options) { o.Tools = Tools{Tesseract: program, Languages: []string{"eng"}} })
	_, photo := scanned(t, bill("A-17"), 0)
	result := read(t, r, "photo.jpg", photo, Ask{})
	require.Len(t, result.Found, 1, "%v", result.Refused)
	got := result.Found[0].Invoice.Values
	assert.Equal(t, "A-17", got[invoice.Number].Text)
	assert.Equal(t, "120.00", got[invoice.TotalGross].Text)
}

func TestWhatIsNotRecognisedClearlyIsUnsure(t *testing.T) {
	t.Parallel()
	row := "5\t1\t1\t1\t1\t1\t10\t10\t50\t20\t%d\tA-17"
	assert.True(t, recognised(fmt.Sprintf(row, 79))[0].Unsure)
	assert.False(t, recognised(fmt.Sprintf(row, 92))[0].Unsure)
	assert.Empty(t, recognised(fmt.Sprintf(row, 9)))
}

func TestTwoReadingsThatDifferAreDoubted(t *testing.T) {
	t.Parallel()
	value := func(text string) invoice.Value { return invoice.Value{Text: text, Source: invoice.OCR} }
	got := doubted(
		invoice.Invoice{Values: map[invoice.Field]invoice.Value{invoice.Number: value("A-17"), invoice.IssueDate: value("2026-03-03"), invoice.Seller: value("Example Ltd")}},
		invoice.Invoice{Values: map[invoice.Field]invoice.Value{invoice.Number: value("A-11"), invoice.IssueDate: value("2026-03-03"), invoice.Seller: value("Example"), invoice.IBAN: value("X")}},
	).Values
	assert.True(t, got[invoice.Number].Uncertain)
	assert.Equal(t, "A-11", got[invoice.Number].Others[0].Text)
	assert.False(t, got[invoice.IssueDate].Uncertain)
	assert.False(t, got[invoice.Seller].Uncertain)
	assert.True(t, got[invoice.IBAN].Uncertain, "only one of them has it")
}
