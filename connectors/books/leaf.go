package books

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"factotum/automations/dataset"
	"factotum/automations/request"
	"factotum/automations/state"
)

// leaf is what the books take in of a document.
type leaf struct {
	ID       string
	Version  int64
	Number   string
	request  *request.Request // or
	record   *dataset.Record
	form     digest         // of what hardly ever changes of a request
	same     bool           // the books have that already
	values   jsontext.Value // of the request, as they are written
	sum      jsontext.Value
	warnings jsontext.Value
	bare     bool // the request has no files
	had      bool // an older state of it may be in the books
	fresh    bool // it changed just now: its cards are looked at in a moment
	place         // where it is in the books; zero where that is not known
}

// leafOf reads a document that the books have at a place, to be written anew or
// not; false where they have none for it.
func leafOf(doc state.Document, at place, anew bool) (l leaf, wanted bool, err error) {
	l = leaf{ID: doc.ID, Version: doc.Version, Number: doc.Number, had: at.version > 0, place: at}
	switch {
	case doc.Version == 0:
		return l, false, nil
	case dataset.Is(doc.ID):
		l.record, wanted = &dataset.Record{}, true
		err = json.Unmarshal(doc.Body, l.record)
	default: // perhaps it is another document, such as what freezes decisions, or a draft
		wanted, err = l.read(doc.Body, anew)
	}
	if err != nil {
		return l, false, fmt.Errorf("books: decode %s: %w", doc.ID, err)
	}
	return l, wanted, nil
}

// gather takes in documents, of which the books have those that are known. Some
// are written anew, and some changed just now.
func (w *written) gather(docs []state.Document, known map[string]place, anew, fresh map[string]bool) error {
	for _, doc := range docs {
		l, wanted, err := leafOf(doc, known[doc.ID], anew[doc.ID])
		if err != nil {
			return err
		}
		l.fresh = l.request != nil && fresh[doc.ID]
		if wanted {
			w.leaves = append(w.leaves, l)
		}
	}
	return nil
}

// read reads a request. What the books have already is not taken apart.
func (l *leaf) read(body []byte, anew bool) (wanted bool, err error) {
	var r struct {
		request.Request
		Values   jsontext.Value `json:"values"`
		Previous jsontext.Value `json:"previous"` // the books have no use for it
		Sum      jsontext.Value `json:"sum"`
		Reading  jsontext.Value `json:"reading"`
		Warnings jsontext.Value `json:"warnings"`
	}
	if err := decode(body, &r); err != nil {
		return false, err
	}
	if r.ID != l.ID || r.Submitted.IsZero() {
		return false, nil
	}
	l.request, l.values, l.sum, l.warnings, l.bare = &r.Request, r.Values, r.Sum, r.Warnings, !bytes.Contains(body, []byte(`"files":`))
	for _, text := range []string{l.Number, r.Kind, r.Requester, r.Title, r.Policy} {
		mixed(&l.form, textual, text)
	}
	for _, part := range []jsontext.Value{r.Values, r.Sum, r.Reading, r.Warnings} {
		mixed(&l.form, textual, part)
	}
	l.form.number(uint64(r.Created.UnixNano()))
	l.form.number(uint64(r.Submitted.UnixNano()))
	l.form.value(stageOf(r.State) == void)
	l.same = !anew && l.form.at(formed) == readPrints(l.prints)[formed]
	switch {
	case !l.same || !l.bare:
		err = l.open()
	case r.Work != nil: // perhaps it was paid
		err = unfold(r.Sum, &l.request.Sum)
	}
	return true, errors.Join(err, unfold(r.Reading, &l.request.Reading))
}

// open takes apart what hardly ever changes.
func (l *leaf) open() error {
	return errors.Join(unfold(l.values, &l.request.Values), unfold(l.sum, &l.request.Sum), unfold(l.warnings, &l.request.Warnings))
}

// unfold reads what a request may have.
func unfold(body jsontext.Value, into any) error {
	if len(body) == 0 {
		return nil
	}
	return decode(body, into)
}

// decode reads what the store has. It was written by an encoder: no name stands
// twice in it, which would cost a tenth of the time to look for.
func decode(body []byte, into any) error {
	return jsonv2.Unmarshal(body, into, jsontext.AllowDuplicateNames(true))
}
