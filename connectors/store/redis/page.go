package redis

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/state"
)

// Page merges the indexes in the order of (Sort, ID) and gives up to limit
// entries after the cursor with their documents. An id that stands in several
// places comes once, at the first of them. The cursor names a place, not a
// row: entries that come and go neither repeat nor hide others.
func (s *Store) Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error) {
	from, err := base64.RawURLEncoding.DecodeString(after)
	if err == nil && after != "" && !strings.Contains(string(from), "\x00") {
		err = errors.New("no separator")
	}
	if err != nil {
		return state.Page{}, badCursor(err)
	}
	if len(indexes) == 0 || limit <= 0 {
		return state.Page{}, nil
	}
	keys := slices.Clone(s.keys)
	for i, name := range indexes {
		if !slices.Contains(indexes[:i], name) {
			entries, places := s.index(name)
			keys = append(keys, entries, places)
		}
	}
	r, err := s.read(ctx, s.scripts.page, keys, limit, from)
	if err != nil {
		return state.Page{}, failure("page", err)
	}
	page, err := decodePage(r)
	return page, failure("page", err)
}

func decodePage(r reply) (page state.Page, err error) {
	if page.Total, err = strconv.Atoi(r[1]); err != nil {
		return page, err
	}
	more, last := r[2] == "1", ""
	r = r[2:]
	err = r.each(2, func(values []string) error {
		last = values[0]
		if values[1] == "" {
			return nil // an entry without a document
		}
		_, id, _ := strings.Cut(last, "\x00")
		d, err := decodeDocument(id, values[1])
		page.Documents = append(page.Documents, d)
		return err
	})
	if more {
		page.Next = base64.RawURLEncoding.EncodeToString([]byte(last))
	}
	return page, err
}

func badCursor(err error) error {
	return fault.Wrap(err, fault.Invalid, "This page of the list does not exist. Open the list again from its beginning.")
}
