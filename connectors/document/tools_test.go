package document

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/invoice"
)

// tool runs one of the programs that deploy/test installs.
func tool(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	require.NoError(t, err)
	return out
}

func onDisk(t *testing.T, raw []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "in.pdf")
	require.NoError(t, os.WriteFile(file, raw, 0o600))
	return file
}

// scanned is a PDF whose page is a picture of the first page of another, under
// uneven light and askew by some degrees.
func scanned(t *testing.T, raw []byte, degrees float64) (pdf, photo []byte) {
	t.Helper()
	g, err := readPGM(tool(t, "pdftoppm", "-r", "200", "-gray", "-f", "1", "-l", "1", onDisk(t, raw)))
	require.NoError(t, err)
	g = turn(g, bend{angle: degrees})
	for y := range g.Bounds().Dy() {
		for x := range g.Bounds().Dx() {
			at := y*g.Stride + x
			g.Pix[at] = uint8(int(g.Pix[at]) * (120 + 100*x/g.Bounds().Dx()) / 255)
		}
	}
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, g, &jpeg.Options{Quality: 80}))
	size := g.Bounds().Size()
	return pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", stream("", "595 0 0 842 0 0 cm /I Do"),
		stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", size.X, size.Y), b.String())), b.Bytes()
}

func TestScansAndPhotosAreRecognised(t *testing.T) {
	t.Parallel()
	r := setup(t, func(o *Options) { o.Limits.Wall *= 3 }) // other tests run beside it
	pdf, photo := scanned(t, bill("2026-0042"), 2)
	for name, raw := range map[string][]byte{"scan.pdf": pdf, "photo.jpg": photo} {
		result := read(t, r, name, raw, Ask{Picture: true})
		require.Len(t, result.Found, 1, "%s: %v", name, result.Refused)
		got := result.Found[0].Invoice.Values
		assert.Equal(t, "2026-0042", got[invoice.Number].Text, name)
		assert.Equal(t, "2026-03-03", got[invoice.IssueDate].Text, name)
		assert.Equal(t, "120.00", got[invoice.TotalGross].Text, name)
		assert.Equal(t, invoice.OCR, got[invoice.TotalGross].Source, name)
		size, err := png.DecodeConfig(bytes.NewReader(result.Picture))
		require.NoError(t, err)
		assert.Equal(t, 800, size.Width, name)
	}
}

func TestEncryptionIsTakenOffWhereNoPasswordIsNeeded(t *testing.T) {
	t.Parallel()
	r := setup(t, nil)
	for _, bits := range []string{"128", "256"} {
		for password, code := range map[string]fault.Code{"": "", "secret": fault.Denied} {
			out := filepath.Join(t.TempDir(), "out.pdf")
			args := []string{"--encrypt", password, "owner", bits}
			if bits == "128" {
				args = append(args, "--use-aes=y")
			}
			tool(t, "qpdf", append(args, "--", onDisk(t, bill("A-1")), out)...)
			raw, err := os.ReadFile(out)
			require.NoError(t, err)
			result := read(t, r, "x.pdf", raw, Ask{})
			if code != "" {
				require.Len(t, result.Refused, 1)
				assert.Equal(t, code, result.Refused[0].Code)
				continue
			}
			require.Len(t, result.Found, 1, "%v", result.Refused)
			assert.False(t, result.Found[0].Invoice.Values[invoice.Number].Uncertain, "encryption is no damage")
		}
	}
}

func TestDamagedFilesAreReadButNothingOfThemIsSure(t *testing.T) {
	t.Parallel()
	good := bill("A-1")
	packed := filepath.Join(t.TempDir(), "packed.pdf")
	tool(t, "qpdf", "--object-streams=generate", onDisk(t, good), packed)
	streams, err := os.ReadFile(packed)
	require.NoError(t, err)
	for name, raw := range map[string][]byte{
		"its table is cut off":   good[:bytes.LastIndex(good, []byte("xref\n0"))],
		"its table is wrong":     bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n1"), 1),
		"its objects are packed": streams[:bytes.LastIndex(streams, []byte("startxref"))],
	} {
		for kind, tools := range map[string]Tools{"alone": {}, "with tools": FindTools(t.Context())} {
			r := setup(t, func(o *Options) { o.Tools = tools })
			result := read(t, r, "x.pdf", raw, Ask{})
			require.Len(t, result.Found, 1, "%s, %s: %v", name, kind, result.Refused)
			inv := result.Found[0].Invoice
			assert.Equal(t, "A-1", inv.Values[invoice.Number].Text)
			assert.True(t, inv.Values[invoice.Number].Uncertain)
			assert.Contains(t, inv.Warnings[len(inv.Warnings)-1], "damaged")
		}
	}
}

func TestAPageThatLiesAskewIsStraightened(t *testing.T) {
	t.Parallel()
	g := image.NewGray(image.Rect(0, 0, 1200, 1600))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for line := 100; line < 1500; line += 60 { // letters of 20 dots
		for x := 100; x < 1100; x += 25 {
			for y := line; y < line+20; y++ {
				for u := x; u < x+12; u++ {
					g.Pix[y*g.Stride+u] = 0
				}
			}
		}
	}
	for _, lies := range []bend{{angle: -5}, {angle: -1}, {}, {angle: 0.2}, {angle: 2.5}, {angle: 6}, {fan: 0.04}, {angle: 2, fan: -0.03, bow: 0.01}} {
		askewed := turn(g, lies)
		found := bendOf(feet(askewed))
		assert.InDelta(t, -lies.angle, found.angle, 0.25)
		assert.InDelta(t, -lies.fan, found.fan, 0.01)
		assert.InDelta(t, -lies.bow, found.bow, 0.004)
		assert.InDelta(t, 0, bendOf(feet(straight(askewed))).angle, 0.35)
	}
}

func TestLightIsMadeEven(t *testing.T) {
	t.Parallel()
	g := image.NewGray(image.Rect(0, 0, 640, 640))
	print := func(x, y int) bool { return x%40 < 6 && y%40 < 20 }
	for y := range 640 {
		for x := range 640 {
			paper, ink := 120+x/8, 30 // a shadow from the left
			if y > 320 && y < 480 {
				paper, ink = 90, 250 // a row with white letters
			}
			g.Pix[y*g.Stride+x] = uint8(paper)
			if print(x, y) {
				g.Pix[y*g.Stride+x] = uint8(ink)
			}
		}
	}
	out := even(unblocked(g))
	for _, row := range []int{100, 400, 600} {
		y := row / 40 * 40
		for x := 40; x < 600; x += 40 {
			assert.Less(t, out.GrayAt(x+2, y+10).Y, uint8(90), "ink at %d, %d", x, y)
			assert.Greater(t, out.GrayAt(x+25, y+10).Y, uint8(220), "paper at %d, %d", x, y)
		}
	}
}

func TestPhotosAreTurnedAsTheyWereHeld(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 30, 20)), nil))
	tagged := func(order string, value ...byte) []byte {
		tiff := map[string]string{
			"MM": "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01", "II": "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00",
		}[order] + string(value) + "\x00\x00\x00\x00\x00\x00"
		block := append([]byte{0xff, 0xe1, 0, byte(8 + len(tiff))}, "Exif\x00\x00"+tiff...)
		return append(append([]byte{0xff, 0xd8}, block...), b.Bytes()[2:]...)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want int
		size image.Point
	}{
		"nothing said":    {b.Bytes(), 1, image.Pt(30, 20)},
		"on its side":     {tagged("MM", 0, 6, 0, 0), 6, image.Pt(20, 30)},
		"on its other":    {tagged("II", 8, 0, 0, 0), 8, image.Pt(20, 30)},
		"upside down":     {tagged("II", 3, 0, 0, 0), 3, image.Pt(30, 20)},
		"without a sense": {tagged("II", 9, 9, 0, 0), 9*256 + 9, image.Pt(30, 20)},
	} {
		img, turned, err := decodePicture(c.raw)
		require.NoError(t, err, name)
		assert.Equal(t, c.want, turned, name)
		assert.Equal(t, c.size, grey(img, turned, longest).Bounds().Size(), name)
	}
}
