package redis

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"factotum/automations/fault"
	"factotum/automations/state"
)

// A batch of rows ends when it has so many or so many bytes.
const (
	batchRows  = 500
	batchBytes = 1 << 20
)

// Fill puts the rows of a dump into an empty workspace; next ends them with
// io.EOF. Nobody else writes meanwhile. Returns conflict when the workspace is
// not empty. Redis undoes nothing: what was broken off stays marked, and Open
// refuses it.
func (s *Store) Fill(ctx context.Context, next func() (state.Row, error)) error {
	return failure("fill", s.hold(ctx, func(ctx context.Context, token string) error {
		if err := s.begin(ctx); err != nil {
			return err
		}
		f := filler{Store: s, ctx: ctx, token: token}
		for {
			row, err := next()
			if errors.Is(err, io.EOF) {
				err = f.send()
				if err == nil {
					err = s.end(ctx)
				}
				return err
			}
			if err == nil {
				err = row.Check()
			}
			if err == nil {
				err = f.add(row)
			}
			if err != nil {
				return err
			}
		}
	}))
}

// begin refuses a workspace that holds anything and marks an empty one.
func (s *Store) begin(ctx context.Context) error {
	return s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		keys, err := node.Exists(ctx, s.keys[1:16]...).Result()
		if err != nil {
			return err
		}
		names, err := node.HLen(ctx, s.keys[0]).Result() // of a new workspace: its format
		if err != nil {
			return err
		}
		filling, err := node.HExists(ctx, s.keys[0], "filling").Result()
		if err == nil && (keys > 0 || names > 1) && !(filling && names == 2 && keys == 0) {
			return fault.New(fault.Conflict, "There is data of %s in this Redis already, so nothing was restored. Give another database, or remove its keys.", s.options.Workspace)
		}
		if err != nil {
			return err
		}
		return node.HSet(ctx, s.keys[0], "filling", "1").Err()
	})
}

func (s *Store) end(ctx context.Context) error {
	return s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		return node.HDel(ctx, s.keys[0], "filling").Err()
	})
}

// filler gathers rows of one kind and sends them together.
type filler struct {
	*Store
	ctx   context.Context // of one Fill
	token string
	kind  state.Kind
	rows  int
	bytes int
	keys  []string
	args  parts
	named map[string]int // indexes and their place in keys
}

func (f *filler) add(row state.Row) error {
	if row.Kind != f.kind || f.rows >= batchRows || f.bytes >= batchBytes {
		if err := f.send(); err != nil {
			return err
		}
		f.kind, f.named = row.Kind, map[string]int{}
		f.keys, f.args = append([]string{}, f.Store.keys...), parts{f.token, string(row.Kind)}
	}
	cells, err := f.cells(row)
	if err != nil {
		return err
	}
	f.args = append(f.args, len(cells))
	for _, cell := range cells {
		f.args, f.bytes = append(f.args, cell), f.bytes+len(cell)
	}
	f.rows++
	return nil
}

// cells are those of fill.lua.
func (f *filler) cells(row state.Row) ([]string, error) {
	c := row.Cells
	switch row.Kind { //nolint:exhaustive // the others go as they are
	case state.EntryRow:
		n, known := f.named[c[0]]
		if !known {
			n = len(f.named) + 1
			f.named[c[0]] = n
			entries, places := f.index(c[0])
			f.keys = append(f.keys, entries, places)
		}
		return append([]string{strconv.Itoa(n)}, c...), nil
	case state.OnceRow:
		f.keys = append(f.keys, f.once(c[0]))
		return []string{strconv.Itoa(len(f.keys) - len(f.Store.keys)), c[0], c[1], remember(c[2:]...)}, nil
	case state.TimerRow:
		at, err := strconv.ParseInt(c[1], 10, 64)
		return []string{c[0], c[1], encodeTimer(state.Timer{At: time.UnixMilli(at), Subject: c[2], Name: c[3]})}, err
	case state.NoticeRow, state.FailedRow:
		return append([]string{c[0], hash(c[1])}, c[1:]...), nil
	}
	return c, nil
}

func (f *filler) send() error {
	if f.rows == 0 || f.kind == state.BeginRow {
		f.rows = 0
		return nil
	}
	r, err := f.write(f.ctx, f.scripts.fill, f.keys, f.args...)
	if err == nil && r[0] == "lost" {
		err = errLost
	}
	f.rows, f.bytes = 0, 0
	return err
}
