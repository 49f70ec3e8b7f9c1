package books

import (
	"bytes"
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"factotum/automations/dataset"
	"factotum/automations/request"
	"factotum/automations/state"
)

// leaf is what the books take in of a document.
type leaf struct {
	ID      string
	Version int64
	Number  string
	request *request.Request // or
	record  *dataset.Record
	form    digest // of the values of the request, as they are written
	bare    bool   // the request has no files
	had     bool   // an older state of it may be in the books
	fresh   bool   // it changed just now: its cards are looked at in a moment
	place          // where it is in the books; zero where that is not known
}

// leafOf reads a document; false where the books have no place for it.
func leafOf(doc state.Document) (l leaf, wanted bool, err error) {
	l = leaf{ID: doc.ID, Version: doc.Version, Number: doc.Number}
	switch {
	case doc.Version == 0:
		return l, false, nil
	case dataset.Is(doc.ID):
		l.record, wanted = &dataset.Record{}, true
		err = json.Unmarshal(doc.Body, l.record)
	default: // perhaps it is another document, such as what freezes decisions, or a draft
		wanted, err = l.read(doc.Body)
	}
	if err != nil {
		return l, false, fmt.Errorf("books: decode %s: %w", doc.ID, err)
	}
	return l, wanted, nil
}

// gather takes in documents, of which the books have those that are known, and
// some changed just now.
func (w *written) gather(docs []state.Document, known map[string]place, fresh map[string]bool) error {
	for _, doc := range docs {
		l, wanted, err := leafOf(doc)
		if err != nil {
			return err
		}
		l.place = known[doc.ID]
		l.had, l.fresh = l.version > 0, l.request != nil && fresh[doc.ID]
		if wanted {
			w.leaves = append(w.leaves, l)
		}
	}
	return nil
}

// read reads a request. Its values are left as they are written until it is known
// that it is one.
func (l *leaf) read(body []byte) (wanted bool, err error) {
	var r struct {
		request.Request
		Values jsontext.Value `json:"values"`
	}
	if err := jsonv2.Unmarshal(body, &r); err != nil {
		return false, err
	}
	if r.ID != l.ID || r.Submitted.IsZero() {
		return false, nil
	}
	l.request, l.bare = &r.Request, !bytes.Contains(body, []byte(`"files":`))
	l.form.text(textual, string(r.Values))
	if len(r.Values) > 0 {
		err = jsonv2.Unmarshal(r.Values, &l.request.Values)
	}
	return true, err
}
