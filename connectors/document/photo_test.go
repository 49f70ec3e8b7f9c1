package document

import (
	"image"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/invoice/page"
)

// typeset prints letters of 20 dots on a sheet, from one edge to another.
func typeset(g *image.Gray, from, to int, ink uint8) *image.Gray {
	for y := 100; y+20 < g.Bounds().Dy()-100; y += 60 {
		for x := from; x+12 < to; x += 25 {
			fill(g, image.Rect(x, y, x+12, y+20), ink)
		}
	}
	return g
}

func TestFadedPrintIsMadeBlack(t *testing.T) {
	t.Parallel()
	g := typeset(sheetOf(600, 600, 210), 100, 500, 165)
	fill(g, image.Rect(0, 400, 600, 600), 210) // bare paper
	fill(g, image.Rect(300, 500, 302, 502), 195)
	got := even(g)
	assert.Less(t, got.GrayAt(105, 110).Y, uint8(60))
	assert.Greater(t, got.GrayAt(120, 110).Y, uint8(230))
	assert.Greater(t, got.GrayAt(300, 500).Y, uint8(200), "a speck stays one")
}

func TestGrainIsSmoothed(t *testing.T) {
	t.Parallel()
	clean := typeset(sheetOf(600, 600, 220), 100, 500, 30)
	assert.Same(t, clean, calm(clean))
	noise := typeset(sheetOf(600, 600, 220), 100, 500, 30)
	for i := range noise.Pix {
		noise.Pix[i] = uint8(int(noise.Pix[i]) + i*i%61 - 30)
	}
	assert.Less(t, grain(calm(noise)), grain(noise)/2)
}

func TestWhatLiesAroundAReceiptIsTakenAway(t *testing.T) {
	t.Parallel()
	g := typeset(sheetOf(900, 900, 255), 200, 700, 0)
	fill(g, image.Rect(0, 0, 60, 900), 20)
	fill(g, image.Rect(0, 850, 900, 900), 20)
	got := unedged(g)
	assert.Equal(t, uint8(255), got.GrayAt(30, 300).Y)
	assert.Equal(t, uint8(255), got.GrayAt(500, 870).Y)
	assert.Zero(t, got.GrayAt(205, 110).Y, "letters stay")
}

func TestAReceiptIsToldFromAPage(t *testing.T) {
	t.Parallel()
	assert.True(t, narrow(typeset(sheetOf(1600, 1200, 255), 300, 900, 0)))
	assert.False(t, narrow(typeset(sheetOf(1600, 1200, 255), 100, 1500, 0)))
	assert.False(t, narrow(sheetOf(1600, 1200, 255)))
}

func TestTheSecondLookFillsGaps(t *testing.T) {
	t.Parallel()
	at := func(text string, x, y float64, unsure bool) page.Word {
		return page.Word{Text: text, X0: x, X1: x + 50, Y0: y, Y1: y + 10, Unsure: unsure}
	}
	got := filled(
		[]page.Word{at("Total", 10, 50, false), at("12.00", 90, 50, false)},
		[]page.Word{at("CAFE", 10, 10, false), at("Tota1", 12, 52, false), at("~", 90, 90, true)},
	)
	assert.Equal(t, []page.Word{at("Total", 10, 50, false), at("12.00", 90, 50, false), at("CAFE", 10, 10, false)}, got)
}
