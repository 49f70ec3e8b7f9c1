package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"factotum/automations"
	"factotum/automations/dataset"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// vault is a store as it is looked into afterwards.
type vault interface {
	automations.Store
	io.Closer
}

// workspaceID is that of the practice workspace.
const workspaceID = "T0PRACTICE"

func (o *office) vault(ctx context.Context) (vault, error) {
	if o.redis != nil {
		return o.database(ctx, 0)
	}
	return sqlite.Open(o.file()) //nolint:contextcheck // opening a file takes no context
}

// database opens what lies in Redis.
func (o *office) database(ctx context.Context, number int) (*redis.Store, error) {
	where := redis.Options{Addresses: []string{filepath.Join(o.redis.master.folder, "s")}, Workspace: workspaceID, Database: number}
	if o.redis.sentinel != nil {
		where.Addresses, where.Master = []string{fmt.Sprint("127.0.0.1:", o.redis.sentinel.port)}, "main"
	}
	return redis.Open(ctx, where)
}

func (o *office) file() string { return filepath.Join(o.folder, "data", "factotum.db") }

// waiting is how many notices are not delivered yet.
func (o *office) waiting(ctx context.Context) (int64, error) {
	var from interface {
		Figures(ctx context.Context) (state.Figures, error)
		io.Closer
	}
	var err error
	if o.redis != nil {
		from, err = o.database(ctx, 0)
	} else {
		from, err = sqlite.OpenReader(o.file()) //nolint:contextcheck // opening a file takes no context
	}
	if err != nil {
		return 0, err
	}
	defer func() { _ = from.Close() }() // it was only read
	f, err := from.Figures(ctx)
	return f.Waiting, err
}

// dump gives everything that the store holds.
func (o *office) dump(ctx context.Context, put func(state.Row) error) error {
	var from interface {
		Dump(ctx context.Context, put func(state.Row) error) error
		io.Closer
	}
	var err error
	if o.redis != nil {
		from, err = o.database(ctx, 0)
	} else {
		from, err = sqlite.OpenReader(o.file()) //nolint:contextcheck // opening a file takes no context
	}
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	return from.Dump(ctx, put)
}

// indexed compares the indexes with what the requests call for.
func (f *findings) indexed(ctx context.Context, o *office, l *ledger) error {
	due, have := map[string]bool{}, map[string]bool{}
	err := o.dump(ctx, func(row state.Row) error {
		switch row.Kind {
		case state.BeginRow:
			due, have = map[string]bool{}, map[string]bool{}
		case state.DocumentRow:
			return owing(due, row, l)
		case state.EntryRow:
			if index := row.Cells[0]; len(index) > 5 && (index[:5] == "mine/" || index[:5] == "waiti") {
				have[index+" "+row.Cells[2]] = true
			}
		case state.CounterRow, state.ClaimRow, state.TimerRow, state.OnceRow, state.AuditRow, state.NoticeRow, state.FailedRow:
		}
		return nil
	})
	f.places = len(have)
	for place := range due {
		if !have[place] {
			f.breaks("TORN: the index lacks %s", place)
		}
	}
	for place := range have {
		if !due[place] {
			f.breaks("TORN: the index holds %s", place)
		}
	}
	return err
}

// owing notes where a request has to stand. A request that was ever sent is in
// the log too, and so is every record.
func owing(due map[string]bool, row state.Row, l *ledger) error {
	if id := row.Cells[0]; dataset.Is(id) && l.records[id] == nil {
		due["no log leads to "+id] = true
	}
	var r request.Request
	if json.Unmarshal([]byte(row.Cells[3]), &r) != nil || r.ID != row.Cells[0] || r.Kind == "" {
		return nil //nolint:nilerr // some other document
	}
	if s := l.stories[r.ID]; s == nil && r.State != request.Draft || s != nil && strconv.FormatInt(s.version, 10) != row.Cells[1] {
		due["no log leads to version "+row.Cells[1]+" of "+r.ID] = true
	}
	due["mine/"+r.Requester+" "+r.ID] = true
	rules := policy.Waiting(r)
	for _, rule := range rules {
		due["waiting/"+rule+" "+r.ID] = true
	}
	if len(rules) > 0 {
		due["waiting/all "+r.ID] = true
	}
	return nil
}
