package document

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strconv"
	"sync"
	"time"

	"factotum/automations/invoice/page"
)

// Pages are recognised at 300 dots an inch, at which letters of print are as
// high as those that tesseract was trained on; a poster with fewer.
const (
	scanDots = 300
	scanLong = 4200 // dots of the longer side at most
)

// scan is the picture of a page, made legible.
type scan struct {
	picture *image.Gray
	dots    float64 // to an inch
}

// scan recognises the pages, two at a time, while there is time for more: the
// first, which says who and when, the last, which says how much, and those
// between them.
func (r *reading) scan(file string, sizes []page.Page) (page.Document, []scan, error) {
	order := []int{0}
	if n := len(sizes); n > 1 {
		order = append(order, n-1)
		for i := 1; i < n-1; i++ {
			order = append(order, i)
		}
	}
	pages, scans := make([]*page.Page, max(1, len(sizes))), make([]scan, max(1, len(sizes)))
	var first error
	for len(order) > 0 {
		begun := time.Now()
		pair := order[:min(2, len(order))]
		order = order[len(pair):]
		errs := make([]error, len(pair))
		var work sync.WaitGroup
		for i, n := range pair {
			work.Go(func() { pages[n], scans[n], errs[i] = r.scanPage(file, n, sizes) })
		}
		work.Wait()
		r.took = time.Since(begun)
		if first = errors.Join(errs...); first != nil || r.left() < 5*r.took/4 {
			break
		}
		if len(sizes) > againPages {
			clear(scans) // they are large
		}
	}
	doc := page.Document{Scanned: true}
	for _, p := range pages {
		if p != nil {
			doc.Pages = append(doc.Pages, *p)
		}
	}
	scans = slices.DeleteFunc(scans, func(s scan) bool { return s.picture == nil })
	return doc, scans, first
}

// scanPage recognises one page, counted from 0; nil where there is none.
func (r *reading) scanPage(file string, n int, sizes []page.Page) (*page.Page, scan, error) {
	var size page.Page
	if n < len(sizes) {
		size = sizes[n]
	}
	img, dots, err := r.tools.render(r.ctx, file, n+1, size)
	if err != nil || img == nil {
		return nil, scan{}, err
	}
	if white(img) {
		return &page.Page{Width: size.Width, Height: size.Height}, scan{}, nil
	}
	s := scan{legible(img), dots}
	p, err := r.tools.recognise(r.ctx, s.picture, s.dots, asBlock)
	if err != nil {
		return nil, scan{}, r.slow(err)
	}
	return &p, s, nil
}

// render draws one page, counted from 1, and says at how many dots an inch; nil
// where there is no such page.
func (t Tools) render(ctx context.Context, file string, n int, size page.Page) (*image.Gray, float64, error) {
	at, dots := strconv.Itoa(n), float64(scanDots)
	args := []string{"-r", strconv.Itoa(scanDots)}
	if long := max(size.Width, size.Height); long <= 0 || long/72*scanDots > scanLong {
		args = []string{"-scale-to", strconv.Itoa(scanLong)}
		dots = max(1, scanLong/max(long, 842)*72) // of a page whose size nobody knows: as if it were A4
	}
	out, err := t.run(ctx, nil, t.PDFToPPM, append(args, "-gray", "-f", at, "-l", at, file)...)
	if err != nil || len(out) == 0 {
		return nil, 0, err
	}
	img, err := readPGM(out)
	return img, dots, err
}

// white tells whether nothing is printed on a page: fewer dots are dark than a
// single letter has.
func white(g *image.Gray) bool {
	dark := 0
	for _, light := range g.Pix {
		if light < 160 {
			if dark++; dark > 100 {
				return false
			}
		}
	}
	return true
}

// readPGM reads what pdftoppm writes: "P5", two sizes, "255", the dots.
func readPGM(raw []byte) (*image.Gray, error) {
	var w, h, depth int
	n, err := fmt.Sscanf(string(raw[:min(len(raw), 32)]), "P5\n%d %d\n%d\n", &w, &h, &depth)
	if err != nil || n != 3 || w < 1 || h < 1 || depth != 255 || w > maxDots/h || len(raw) < w*h {
		return nil, fmt.Errorf("%w: not a page of %d by %d dots", errPicture, w, h)
	}
	return &image.Gray{Pix: raw[len(raw)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}, nil
}
