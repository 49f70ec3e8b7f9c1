package automations

import (
	"context"
	"encoding/json"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"factotum/automations/state"
)

// encode gives what is written into a document.
func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("automations: encode %T: %w", v, err)
	}
	return body, nil
}

// decodeInto reads what a document holds. One that is not there leaves everything as
// it is.
func decodeInto(doc state.Document, v any) error {
	if doc.Version == 0 {
		return nil
	}
	if err := json.Unmarshal(doc.Body, v); err != nil {
		return fmt.Errorf("automations: decode %s: %w", doc.ID, err)
	}
	return nil
}

// decodeOften reads what nearly every click needs, in half the time. The store has what
// an encoder wrote: no name stands twice in it, and none is looked for.
func decodeOften(doc state.Document, v any) error {
	if err := jsonv2.Unmarshal(doc.Body, v, jsontext.AllowDuplicateNames(true)); err != nil {
		return fmt.Errorf("automations: decode %s: %w", doc.ID, err)
	}
	return nil
}

// loadInto reads a document of its own, and gives it as it is to be written over.
func (d *Desk) loadInto(ctx context.Context, id string, v any) (state.Document, error) {
	docs, err := d.Store.Load(ctx, id)
	if err != nil {
		return state.Document{}, err
	}
	return docs[0], decodeInto(docs[0], v)
}
