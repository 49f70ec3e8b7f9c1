package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"factotum/automations/fault"
	"factotum/automations/invoice"
	"factotum/automations/invoice/einvoice"
	"factotum/automations/invoice/page"
)

// reading is the work on one document, within a child.
type reading struct {
	ctx    context.Context
	tools  Tools
	pages  *page.Reader
	result Result
	nested int           // mails that were attached as files, so far
	given  int           // bytes of parts that are in the result
	front  []byte        // picture of the part at hand
	took   time.Duration // what it took to recognise the last pages
	request
}

// file reads one file into the result.
func (r *reading) file(name string, raw []byte) {
	name = Label(name)
	sum := sha256.Sum256(raw)
	hash := hex.EncodeToString(sum[:])
	var inv invoice.Invoice
	var err error
	r.front = nil
	f := sniff(raw)
	switch f {
	case formMail:
		r.mail(raw)
		return
	case formXML:
		inv, err = einvoice.Parse(raw)
	case formPDF:
		inv, err = r.pdf(raw)
	case formPicture:
		inv, err = r.picture(raw)
	default:
		err = unopened(f)
	}
	if r.result.Picture == nil {
		r.result.Picture = r.front
	}
	if err != nil {
		r.refuse(name, hash, err)
		if last := &r.result.Refused[len(r.result.Refused)-1]; last.Code == fault.NotFound {
			last.Body = r.body(raw)
		}
		return
	}
	found := Found{Label: name, Hash: hash, Invoice: inv, Body: r.body(raw), bare: f == formXML}
	if r.Bodies {
		found.Picture = r.front
	}
	r.result.Found = append(r.result.Found, found)
}

// body is a part to answer with, where it is wanted and fits.
func (r *reading) body(raw []byte) []byte {
	if !r.Bodies || len(raw) > maxBodies-r.given {
		return nil
	}
	r.given += len(raw)
	return raw
}

func (r *reading) refuse(name, hash string, err error) {
	f := fault.Wrap(err, fault.Invalid, "The file is damaged. Look at it by hand, or ask the sender for another copy.")
	_ = errors.As(err, &f)
	r.result.Refused = append(r.result.Refused, Refused{Label: name, Hash: hash, Code: f.Code, Say: f.Say})
}

// unopened says why a file is left alone.
func unopened(f form) error {
	switch f {
	case formArchive:
		return fault.New(fault.Invalid, "Archives and office files are not opened. Ask the sender for the PDF or XML by itself.")
	case formWinmail:
		return fault.New(fault.Invalid, "Outlook packed the attachments into a winmail.dat, which is not opened. Ask the sender to write as HTML or plain text and send the file again.")
	case formPhoto:
		return fault.New(fault.Invalid, "This kind of picture is not read. Send it as JPEG or PNG.")
	default:
		return fault.New(fault.NotFound, "This is neither a PDF, an XML file, a mail nor a picture. Send the invoice as one of these.")
	}
}

// pdf reads the XML inside and what the pages print.
func (r *reading) pdf(raw []byte) (invoice.Invoice, error) {
	got, err := r.paper(raw)
	if err != nil {
		return invoice.Invoice{}, err
	}
	if r.Words {
		r.result.Words = &got.doc
	}
	if r.pictured() {
		r.front = r.tools.front(r.ctx, got.raw)
	}
	if !r.PageOnly {
		for _, a := range got.attached {
			if inv, err := einvoice.Parse(a.body); err == nil {
				return r.bothFaces(inv, got), nil
			}
		}
	}
	switch {
	case !got.readable && r.tools.Tesseract != "" && r.tools.PDFToPPM != "":
		return invoice.Invoice{}, fault.New(fault.NotFound, "Nothing is printed on its pages that can be read. Look at the file by hand.")
	case !got.readable:
		return invoice.Invoice{}, fault.New(fault.Unavailable, "Its pages are pictures, and tesseract with pdftoppm, which would read them, is not installed here. Type what it says.")
	}
	return r.fromPage(got)
}

// picture reads a photo or a scan.
func (r *reading) picture(raw []byte) (invoice.Invoice, error) {
	img, turn, err := decodePicture(raw)
	if err != nil {
		return invoice.Invoice{}, fault.Wrap(err, fault.Invalid, "The picture cannot be read. Send it again, as JPEG or PNG with at most 40 megapixels.")
	}
	plain := grey(img, turn, longest)
	if r.pictured() {
		r.front = thumbnail(plain)
	}
	if r.tools.Tesseract == "" {
		return invoice.Invoice{}, fault.New(fault.Unavailable, "tesseract, which reads pictures, is not installed here. Type what it says.")
	}
	plain = legible(resized(calm(plain)))
	// A photo has no size; this one makes its letters about as high as print.
	c := contents{scans: []scan{{picture: plain, dots: scanDots}}}
	if narrow(plain) {
		c.doc, err = r.recogniseReceipt(c.scans)
	} else {
		c.doc, err = r.recognise(c.scans, asBlock)
	}
	if err != nil {
		return invoice.Invoice{}, r.slow(err)
	}
	if r.Words {
		r.result.Words = &c.doc
	}
	return r.fromPage(c)
}

// slow tells apart what took too long from what went wrong.
func (r *reading) slow(err error) error {
	if r.ctx.Err() != nil {
		return fault.Wrap(err, fault.Invalid, "Reading it took too long, so it was stopped. Send a smaller or clearer picture, or a PDF.")
	}
	return fault.Wrap(err, fault.Invalid, "No text could be recognised in it. Send a clearer picture, or a PDF.")
}

// pictured tells whether a picture of the part is wanted: of the first one, and
// of each where the parts are wanted too.
func (r *reading) pictured() bool { return r.Picture && (r.Bodies || r.result.Picture == nil) }

// left is the time that is left for this document.
func (r *reading) left() time.Duration {
	end, _ := r.ctx.Deadline()
	return time.Until(end)
}
