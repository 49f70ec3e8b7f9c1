package books

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/find"
)

// patience is how long a search may take: who asked waits for it.
const patience = 2 * time.Second

// window is how many of the newest hits are put in order: what is not over before
// what is, of these what has the words in its number or title, then the newest.
// To order all that was ever found takes too long where a word stands everywhere.
const window = 100

// placeBits is where, in a place, the rowid stands that its window begins below;
// what is left says how much of the window was given already.
const placeBits = 8

// Find gives what has all words and fits all filters, among what the reader may
// be led to, window by window from the newest and in each the best first. It may
// be more than they may see; as long as nothing moves it is never less. Returns
// unavailable when it takes too long.
func (b *Books) Find(ctx context.Context, q find.Query) ([]find.Hit, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	match := matching(q)
	if match == "" || q.Limit <= 0 {
		return nil, nil
	}
	var hits []find.Hit
	for begin, given := q.After>>placeBits, int(q.After&(1<<placeBits-1)); ; given = 0 {
		all, err := b.window(ctx, q, match, begin)
		if err != nil {
			return nil, late(ctx, err)
		}
		for i := min(given, len(all)); i < len(all); i++ {
			if len(hits) == q.Limit {
				return hits, nil
			}
			hits = append(hits, find.Hit{ID: all[i].id, Place: begin<<placeBits | int64(i+1)})
		}
		if len(all) < window {
			return hits, nil
		}
		begin = slices.MinFunc(all, func(a, c candidate) int { return cmp.Compare(a.row, c.row) }).row
	}
}

// candidate is a hit before it is put in order.
type candidate struct {
	row  int64
	id   string
	over bool // nobody does anything about it any more
	name bool // it is called so
}

// window gives the newest hits below a row, 0 for all, the best first.
func (b *Books) window(ctx context.Context, q find.Query, match string, below int64) ([]candidate, error) {
	query, args := narrowed(q, below)
	var all []candidate
	err := each(ctx, b.eyes, func(rows *sql.Rows) error {
		var c candidate
		err := rows.Scan(&c.row, &c.id, &c.over)
		all = append(all, c)
		return err
	}, query, append([]any{match}, args...)...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if err := b.entitle(ctx, q.Words, all); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, c candidate) int { return cmp.Compare(a.rank(), c.rank()) })
	return all, nil
}

func (c candidate) rank() int {
	rank := 0
	if c.over {
		rank += 2
	}
	if !c.name {
		rank++
	}
	return rank
}

// entitle finds which of them are called as the words say. They come by row.
func (b *Books) entitle(ctx context.Context, words []find.Word, all []candidate) error {
	if len(words) == 0 {
		return nil
	}
	titles := make([]string, len(words))
	for i, w := range words {
		titles[i] = phrase(w)
	}
	called := map[int64]bool{}
	err := each(ctx, b.eyes, func(rows *sql.Rows) error {
		var row int64
		err := rows.Scan(&row)
		called[row] = true
		return err
	}, "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?",
		"{number title} : ("+strings.Join(titles, " AND ")+")", all[len(all)-1].row, all[0].row)
	for i := range all {
		all[i].name = called[all[i].row]
	}
	return err
}

func late(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fault.Wrap(fmt.Errorf("books: find: %w", err), fault.Unavailable, "This search takes too long. Add words or filters, such as since:30d, and look again.")
	}
	return fmt.Errorf("books: find: %w", err)
}

// narrowed is the query beside the words: what is compared.
func narrowed(q find.Query, below int64) (query string, args []any) {
	where := []string{"words MATCH ?"}
	add := func(condition string, arg any) { where, args = append(where, condition), append(args, arg) }
	if below > 0 {
		add("words.rowid < ?", below)
	}
	if !q.Since.IsZero() {
		add("coalesce(request.created, record.created) >= ?", momentOf(q.Since))
	}
	if !q.Until.IsZero() {
		add("coalesce(request.created, record.created) < ?", momentOf(q.Until))
	}
	if !q.Late.IsZero() {
		add("request.state = 'open' AND EXISTS (SELECT 1 FROM clock WHERE clock.request = words.rowid AND clock.ended IS NULL AND clock.due < ?)", momentOf(q.Late))
	}
	if q.Over != nil {
		add("request.base_e4 >= ?", e4(*q.Over))
	}
	if q.Under != nil {
		add("request.base_e4 <= ?", e4(*q.Under))
	}
	return fmt.Sprintf("SELECT words.rowid, coalesce(request.id, record.id), coalesce(request.state NOT IN ('pending', 'returned', 'open', 'waiting'), FALSE) FROM words LEFT JOIN request ON request.seq = words.rowid "+
		"LEFT JOIN record ON record.seq = words.rowid WHERE %s ORDER BY words.rowid DESC LIMIT %d", strings.Join(where, " AND "), window), args
}

// matching is the query of words and tags; empty where the reader can see
// nothing at all.
func matching(q find.Query) string {
	open := either(kindTag, q.Reader.Kinds)
	led := either(leadTag, q.Reader.Names)
	if open == "" && led == "" {
		return ""
	}
	all := []string{"tags : (" + strings.Join(some(open, led), " OR ") + ")"}
	for _, filter := range []struct {
		about  string
		values []string
	}{{kindTag, q.Kinds}, {stateTag, q.States}, {fromTag, q.From}, {teamTag, q.Teams}, {withTag, q.With}, {rankTag, q.Ranks}} {
		if one := either(filter.about, filter.values); one != "" {
			all = append(all, "tags : ("+one+")")
		}
	}
	notes := either(noteTag, q.Reader.Notes)
	for _, w := range q.Words {
		text := phrase(w)
		public := "{number title texts remarks names} : " + text
		if notes != "" {
			public = "(" + public + " OR (notes : " + text + " AND tags : (" + notes + ")))"
		}
		all = append(all, public)
	}
	return strings.Join(all, " AND ")
}

// either are the tags of values, parted by OR.
func either(about string, values []string) string {
	tags := make([]string, len(values))
	for i, v := range values {
		tags[i] = `"` + tag(about, v) + `"`
	}
	return strings.Join(tags, " OR ")
}

func some(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// phrase is a word as FTS5 reads it: nothing in it is more than text
// (sqlite.org/fts5.html#fts5_strings).
func phrase(w find.Word) string {
	text := `"` + strings.ReplaceAll(w.Text, `"`, `""`) + `"`
	if !w.Whole {
		text += " *"
	}
	return text
}
