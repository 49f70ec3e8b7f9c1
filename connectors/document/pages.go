package document

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"strconv"
	"time"
	"unicode"

	"factotum/automations/fault"
	"factotum/automations/invoice/page"
)

// parsing is the part of the time that is left, in tenths, which our own parser may
// take before other means are tried: 3 s of the usual 10. It reads a hundred pages
// in a tenth of that.
const parsing = 3

// fewLetters is less than any invoice prints: its pages are pictures.
const fewLetters = 25

// contents is what a PDF gave.
type contents struct {
	raw      []byte // the file, or its repaired copy
	doc      page.Document
	attached []attachment
	lost     int    // letters that the fonts do not tell
	torn     bool   // parts of the file are missing
	unread   int    // pages for which there was no time
	readable bool   // the words are all that the pages print
	scans    []scan // what the words were recognised in
}

// paper reads a PDF by the gentlest means that works: our own parser, the same
// on a repaired copy, pdftotext, and tesseract on pictures of the pages.
func (r *reading) paper(raw []byte) (contents, error) {
	c := contents{raw: raw}
	err := r.parse(&c)
	if errors.Is(err, errLocked) {
		return c, locked(err)
	}
	if cut := len(c.attached) == 0 && !bytes.Contains(raw[max(0, len(raw)-2048):], []byte("%%EOF")); err != nil || cut {
		fixed, failure := r.fixed(raw)
		if errors.Is(failure, errLocked) {
			return c, locked(failure)
		}
		if failure == nil {
			// Encryption alone is no damage.
			fixed.torn = fixed.torn || cut || !bytes.Contains(raw, []byte("/Encrypt"))
			c, err = fixed, nil
		}
	}
	if err != nil || c.letters() < fewLetters || c.lost*4 > c.letters() {
		err = errors.Join(err, r.otherwise(&c))
	}
	c.readable = c.letters() >= fewLetters
	if !c.readable && len(c.attached) == 0 && r.ctx.Err() != nil {
		return c, r.slow(err)
	}
	if !c.readable && len(c.attached) == 0 && err != nil {
		return c, fault.Wrap(err, fault.Invalid, "The PDF is damaged, and nothing can be read in it. Ask the sender for another copy.")
	}
	return c, nil
}

// fixed reads what can be made of a damaged file: by qpdf, which knows most ways
// of damage and encryption, or with a table of contents made anew.
func (r *reading) fixed(raw []byte) (contents, error) {
	if r.Salvage || r.result.Spent {
		return contents{}, errParse
	}
	err := errParse
	if r.tools.QPDF != "" {
		var copied []byte
		copied, err = r.tools.repair(r.ctx, raw)
		c := contents{raw: copied}
		if errors.Is(err, errLocked) || err == nil && r.parse(&c) == nil {
			return c, err
		}
	}
	if copied := rebuild(raw); copied != nil {
		c := contents{raw: copied}
		err = r.parse(&c)
		return c, err
	}
	return contents{}, errors.Join(err, errParse)
}

func locked(err error) error {
	return fault.Wrap(err, fault.Denied, "The PDF opens with a password only. Ask the sender for one without.")
}

func (c contents) letters() int {
	n := 0
	for _, p := range c.doc.Pages {
		for _, w := range p.Words {
			for _, l := range w.Text {
				if unicode.IsLetter(l) || unicode.IsDigit(l) {
					n++
				}
			}
		}
	}
	return n
}

var errParse = errors.New("document: the parser does not come to an end")

// parse lets our own parser work for a while. It cannot be stopped, only left
// behind, together with this process.
func (r *reading) parse(c *contents) error {
	if r.Salvage || r.result.Spent {
		return errParse
	}
	type outcome struct {
		contents
		err error
	}
	done := make(chan outcome, 1)
	raw, xml := c.raw, !r.PageOnly
	go func() {
		o := outcome{contents: contents{raw: raw}}
		var p *paper
		if p, o.err = openPDF(raw); o.err == nil {
			if xml {
				o.attached = p.invoices()
			}
			o.doc, o.lost, o.torn = p.text()
		}
		done <- o
	}()
	select {
	case o := <-done:
		*c = o.contents
		return o.err
	case <-time.After(r.left() * parsing / 10):
		r.result.Spent = true
		return errParse
	}
}

// otherwise reads the pages with the programs outside.
func (r *reading) otherwise(c *contents) error {
	file, err := keep(c.raw)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file) }() // the folder goes with the child
	if r.tools.PDFToText != "" {
		out, failure := r.tools.run(r.ctx, nil, r.tools.PDFToText, "-bbox", "-l", strconv.Itoa(maxPages), file, "-")
		doc := boxes(string(out))
		switch {
		case failure != nil:
			err = failure
		case (contents{doc: doc}).letters() >= max(fewLetters, c.letters()):
			c.doc, c.lost = doc, 0
			return nil
		case len(c.doc.Pages) == 0:
			c.doc = doc // the sizes of its pages
		}
	}
	if r.tools.Tesseract == "" || r.tools.PDFToPPM == "" || c.letters() >= fewLetters && c.lost*4 <= c.letters() {
		return err
	}
	doc, scans, err := r.scan(file, c.doc.Pages)
	if (contents{doc: doc}).letters() > c.letters() {
		c.unread = max(0, len(c.doc.Pages)-len(doc.Pages))
		c.doc, c.lost, c.scans = doc, 0, scans
	}
	return err
}

// front is the first page as a picture for a card; nil where it cannot be had.
func (t Tools) front(ctx context.Context, raw []byte) []byte {
	if t.PDFToPPM == "" {
		return nil
	}
	file, err := keep(raw)
	if err != nil {
		return nil
	}
	defer func() { _ = os.Remove(file) }() // the folder goes with the child
	out, err := t.run(ctx, nil, t.PDFToPPM, "-png", "-f", "1", "-l", "1", "-singlefile",
		"-scale-to-x", strconv.Itoa(shownWide), "-scale-to-y", "-1", file)
	if err != nil || len(out) > maxPicture {
		return nil
	}
	return framed(out)
}

// maxPicture is what a picture on a card may have.
const maxPicture = 4 << 20

func thumbnail(g *image.Gray) []byte {
	size := g.Bounds().Size()
	var out bytes.Buffer
	small := grey(g, 1, max(shownWide, shownWide*size.Y/size.X))
	if err := png.Encode(&out, small); err != nil || out.Len() > maxPicture {
		return nil
	}
	return framed(out.Bytes())
}
