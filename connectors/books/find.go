package books

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/find"
	"factotum/automations/request"
)

// patience is how long a search may take: who asked waits for it.
const patience = 2 * time.Second

// Find gives what has all words and fits all filters, among what the reader may
// be led to: what is not over before what is, of these what has the words in its
// number or title before what has them elsewhere, and then the newest first. It may
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
	for rank, one := range ranked(match, q.Words) {
		if place := q.After >> rankBits; rank < int(place) {
			continue
		} else if rank > int(place) {
			q.After = 0 // of this rank nothing was given yet
		}
		more, err := b.ranked(ctx, q, one, int64(rank)<<rankBits)
		if hits = append(hits, more...); err != nil || q.Limit == len(more) {
			return hits, err
		}
		q.Limit -= len(more)
	}
	return hits, nil
}

// rankBits is where the rank of a hit stands in its place: below is its rowid.
const rankBits = 56

// ranked are the queries for a match, the best first.
func ranked(match string, words []find.Word) []string {
	over := make([]string, 0, 6)
	for _, s := range []request.State{request.Done, request.Rejected, request.Withdrawn, request.Expired, request.Cancelled, request.Merged} {
		over = append(over, string(s))
	}
	ended := "(tags : (" + either(stateTag, over) + "))"
	open, done := "("+match+") NOT "+ended, "("+match+") AND "+ended
	if len(words) == 0 {
		return []string{open, done}
	}
	titles := make([]string, len(words))
	for i, w := range words {
		titles[i] = phrase(w)
	}
	title := "({number title} : (" + strings.Join(titles, " AND ") + "))"
	return []string{"(" + open + ") AND " + title, "(" + open + ") NOT " + title, "(" + done + ") AND " + title, "(" + done + ") NOT " + title}
}

// ranked gives the hits of one rank.
func (b *Books) ranked(ctx context.Context, q find.Query, match string, rank int64) ([]find.Hit, error) {
	sql, args := narrowed(q)
	rows, err := b.eyes.QueryContext(ctx, sql, append([]any{match}, args...)...)
	if err != nil {
		return nil, late(ctx, err)
	}
	defer func() { _ = rows.Close() }() // what can fail is told by Err
	var hits []find.Hit
	for rows.Next() {
		var h find.Hit
		if err := rows.Scan(&h.Place, &h.ID); err != nil {
			return nil, late(ctx, err)
		}
		h.Place |= rank
		hits = append(hits, h)
	}
	return hits, late(ctx, rows.Err())
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
func narrowed(q find.Query) (sql string, args []any) {
	where := []string{"words MATCH ?"}
	add := func(condition string, arg any) { where, args = append(where, condition), append(args, arg) }
	if row := q.After & (1<<rankBits - 1); row > 0 {
		add("words.rowid < ?", row)
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
	return fmt.Sprintf("SELECT words.rowid, coalesce(request.id, record.id) FROM words LEFT JOIN request ON request.seq = words.rowid "+
		"LEFT JOIN record ON record.seq = words.rowid WHERE %s ORDER BY words.rowid DESC LIMIT %d", strings.Join(where, " AND "), q.Limit), args
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
