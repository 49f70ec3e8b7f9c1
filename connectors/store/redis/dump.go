package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"factotum/automations/state"
)

const (
	tries  = 3    // of a dump without holding anybody up
	stride = 1000 // how much is read at once
)

// errMoved tells that something was written while everything was read.
var errMoved = errors.New("the store changed meanwhile")

// Dump gives everything that the workspace keeps as of one moment, row by row.
// It reads beside those who write, and when nothing was written until it is
// through, that was one moment; else it begins anew (state.BeginRow), the
// fourth time holding everybody else's writes back until it has ended: they
// wait for their patience, then are told to try again. What put returns ends
// it. Only the notices that wait are sorted in memory.
func (s *Store) Dump(ctx context.Context, put func(state.Row) error) error {
	for range tries {
		if err := s.dump(ctx, put); !errors.Is(err, errMoved) {
			return failure("dump", err)
		}
	}
	return failure("dump", s.hold(ctx, func(ctx context.Context, _ string) error { return s.dump(ctx, put) }))
}

// dump reads everything, and looks after each part whether anything moved.
func (s *Store) dump(ctx context.Context, put func(state.Row) error) error {
	before, err := s.stamp(ctx)
	if err != nil {
		return err
	}
	if err := put(state.Row{Kind: state.BeginRow}); err != nil {
		return err
	}
	for _, part := range []func(context.Context, func(state.Row) error) error{
		s.dumpDocuments, s.dumpCounters, s.dumpClaims, s.dumpEntries, s.dumpTimers, s.dumpOnces, s.dumpLog, s.dumpNotices, s.dumpFailed,
	} {
		if err := part(ctx, put); err != nil {
			return err
		}
		if now, err := s.stamp(ctx); err != nil || now != before {
			return cmp.Or(err, errMoved)
		}
	}
	return nil
}

// stamp counts the changes.
func (s *Store) stamp(ctx context.Context) (string, error) {
	return s.field(ctx, "stamp", s.keys[0], "change")
}

// scan reads a hash in parts.
func (s *Store) scan(ctx context.Context, key string, do func(name, value string) error) error {
	for cursor := uint64(0); ; {
		var list []string
		err := s.run(ctx, func(ctx context.Context, node *redis.Client) error {
			found, next, err := node.HScan(ctx, key, cursor, "", stride).Result()
			if err == nil {
				list, cursor = found, next
			}
			return err
		})
		for i := 0; err == nil && i < len(list); i += 2 {
			err = do(list[i], list[i+1])
		}
		if err != nil || cursor == 0 {
			return err
		}
	}
}

func (s *Store) dumpDocuments(ctx context.Context, put func(state.Row) error) error {
	return s.scan(ctx, s.keys[2], func(id, value string) error {
		d, err := decodeDocument(id, value)
		if err != nil {
			return err
		}
		return put(state.Row{Kind: state.DocumentRow, Cells: []string{id, strconv.FormatInt(d.Version, 10), d.Number, string(d.Body)}})
	})
}

// dumpCounters leaves out what only this store counts.
func (s *Store) dumpCounters(ctx context.Context, put func(state.Row) error) error {
	return s.scan(ctx, s.keys[0], func(name, value string) error {
		if name != "token" && !strings.HasPrefix(name, "number/") {
			return nil
		}
		return put(state.Row{Kind: state.CounterRow, Cells: []string{name, value}})
	})
}

func (s *Store) dumpClaims(ctx context.Context, put func(state.Row) error) error {
	return s.scan(ctx, s.keys[4], func(key, holder string) error {
		return put(state.Row{Kind: state.ClaimRow, Cells: []string{key, holder}})
	})
}

func (s *Store) dumpTimers(ctx context.Context, put func(state.Row) error) error {
	return s.scan(ctx, s.keys[6], func(key, value string) error {
		t, err := decodeTimer(key, value)
		if err != nil {
			return err
		}
		return put(state.Row{Kind: state.TimerRow, Cells: []string{key, strconv.FormatInt(t.At.UnixMilli(), 10), t.Subject, t.Name}})
	})
}

func (s *Store) dumpLog(ctx context.Context, put func(state.Row) error) error {
	for after := int64(0); ; {
		records, err := s.Log(ctx, after, stride)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			row, err := state.Logged(r)
			if err == nil {
				err = put(row)
			}
			if err != nil {
				return err
			}
			after = r.Position
		}
	}
}

// lexical is the next part of a set whose scores are all equal.
func lexical(key, from string) redis.ZRangeArgs {
	return redis.ZRangeArgs{Key: key, Start: from, Stop: "+", ByLex: true, Count: stride}
}

// dumpEntries goes through the names of the indexes, many at once: most hold
// one entry.
func (s *Store) dumpEntries(ctx context.Context, put func(state.Row) error) error {
	for from := "-"; ; {
		var names []string
		err := s.run(ctx, func(ctx context.Context, node *redis.Client) (err error) {
			names, err = node.ZRangeArgs(ctx, lexical(s.keys[14], from)).Result()
			return err
		})
		if err != nil || len(names) == 0 {
			return err
		}
		from = "(" + names[len(names)-1]
		after := make([]string, len(names)) // "" once an index is through
		for i := range after {
			after[i] = "-"
		}
		for more := true; more; {
			if more, err = s.dumpIndexes(ctx, names, after, put); err != nil {
				return err
			}
		}
	}
}

// dumpIndexes gives the next entries of each index and moves after on.
func (s *Store) dumpIndexes(ctx context.Context, names, after []string, put func(state.Row) error) (more bool, err error) {
	lists := make([]*redis.StringSliceCmd, len(names))
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		_, err := node.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, name := range names {
				if after[i] != "" {
					entries, _ := s.index(name)
					lists[i] = p.ZRangeArgs(ctx, lexical(entries, after[i]))
				}
			}
			return nil
		})
		return err
	})
	if err != nil {
		return false, err
	}
	for i, list := range lists {
		if list == nil {
			continue
		}
		for _, entry := range list.Val() {
			sort, id, _ := strings.Cut(entry, "\x00")
			if err := put(state.Row{Kind: state.EntryRow, Cells: []string{names[i], sort, id}}); err != nil {
				return false, err
			}
		}
		after[i] = ""
		if n := len(list.Val()); n == stride {
			after[i], more = "("+list.Val()[n-1], true
		}
		lists[i] = nil
	}
	return more, nil
}

func (s *Store) dumpOnces(ctx context.Context, put func(state.Row) error) error {
	for from := int64(0); ; from += stride {
		var names []redis.Z
		err := s.run(ctx, func(ctx context.Context, node *redis.Client) (err error) {
			names, err = node.ZRangeWithScores(ctx, s.keys[15], from, from+stride-1).Result()
			return err
		})
		if err != nil || len(names) == 0 {
			return err
		}
		keys := slices.Clone(s.keys)
		for _, z := range names {
			keys = append(keys, s.once(fmt.Sprint(z.Member)))
		}
		kept, err := s.read(ctx, s.scripts.onces, keys)
		for i := 0; err == nil && i < len(names); i++ {
			err = dumpOnce(names[i], kept[i+1], put)
		}
		if err != nil {
			return err
		}
	}
}

func dumpOnce(name redis.Z, kept string, put func(state.Row) error) error {
	if kept == "" {
		return nil // its time is over
	}
	until := ""
	if !math.IsInf(name.Score, 1) {
		until = strconv.FormatFloat(name.Score, 'f', 0, 64)
	}
	values, err := recall(kept)
	if err != nil {
		return err
	}
	return put(state.Row{Kind: state.OnceRow, Cells: append([]string{fmt.Sprint(name.Member), until}, values...)})
}

// dumpNotices sorts them as they were committed.
func (s *Store) dumpNotices(ctx context.Context, put func(state.Row) error) error {
	waiting := map[int64][]string{} // a hash may give a field twice
	for cursor := "0"; ; {
		r, err := s.read(ctx, s.scripts.notices, s.keys, cursor, stride)
		if err != nil {
			return err
		}
		cursor, r = r[1], r[1:]
		err = r.each(9, func(values []string) error {
			place, err := strconv.ParseInt(values[0], 10, 64)
			waiting[place] = slices.Clone(values[1:])
			return err
		})
		if err != nil {
			return err
		}
		if cursor == "0" {
			break
		}
	}
	places := make([]int64, 0, len(waiting))
	for place := range waiting {
		places = append(places, place)
	}
	slices.Sort(places)
	for _, place := range places {
		if err := put(state.Row{Kind: state.NoticeRow, Cells: waiting[place]}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) dumpFailed(ctx context.Context, put func(state.Row) error) error {
	for from := "0"; ; {
		r, err := s.read(ctx, s.scripts.failed, s.keys, from, stride)
		if err != nil || len(r) == 1 {
			return err
		}
		err = r.each(6, func(values []string) error {
			from = values[0]
			return put(state.Row{Kind: state.FailedRow, Cells: slices.Clone(values[1:])})
		})
		if err != nil {
			return err
		}
	}
}
