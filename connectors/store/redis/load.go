package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"factotum/automations/audit"
	"factotum/automations/state"
)

// Load gives one document for each id, in that order and as of one moment. One
// that does not exist has Version 0.
func (s *Store) Load(ctx context.Context, ids ...string) ([]state.Document, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var values []any
	err := s.run(ctx, func(ctx context.Context, node *redis.Client) (err error) {
		values, err = node.HMGet(ctx, s.keys[2], ids...).Result()
		return err
	})
	documents := make([]state.Document, len(ids))
	for i, value := range values {
		documents[i].ID = ids[i]
		if text, found := value.(string); found {
			documents[i], err = decodeDocument(ids[i], text)
		}
		if err != nil {
			break
		}
	}
	if err != nil {
		return nil, failure("load", err)
	}
	return documents, nil
}

// decodeDocument reads version, length of the number, number and body.
func decodeDocument(id, value string) (state.Document, error) {
	first, rest, _ := strings.Cut(value, " ")
	version, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return state.Document{}, damaged(fmt.Errorf("document %q: %w", id, err))
	}
	number, body, err := cut(rest)
	return state.Document{ID: id, Version: version, Number: number, Body: bytes(body)}, err
}

// Lookup gives the id of the document with a number such as EXP-12, however
// its letters are typed; "" when there is none.
func (s *Store) Lookup(ctx context.Context, number string) (id string, err error) {
	return s.field(ctx, "lookup", s.keys[3], strings.Map(upper, number))
}

// upper changes only the letters that the script changes.
func upper(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

// Holder tells who holds a claim; "" when it is free.
func (s *Store) Holder(ctx context.Context, claim string) (string, error) {
	return s.field(ctx, "holder", s.keys[4], claim)
}

func (s *Store) field(ctx context.Context, doing, key, field string) (value string, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) (err error) {
		value, err = node.HGet(ctx, key, field).Result()
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	return value, failure(doing, err)
}

// Log gives up to limit records after a position, in order. What is asked for
// one after the other needs no script to be of one moment: entries only ever come
// to the end of the log, each together with its payload.
func (s *Store) Log(ctx context.Context, after int64, limit int) ([]audit.Record, error) {
	if limit <= 0 {
		return nil, nil
	}
	after = max(after, 0)
	var entries []string
	var payloads []any
	err := s.run(ctx, func(ctx context.Context, node *redis.Client) (err error) {
		entries, err = node.LRange(ctx, s.keys[7], after, after+int64(limit)-1).Result()
		if err != nil || len(entries) == 0 {
			return err // nothing new is the usual answer, and costs next to nothing
		}
		positions := make([]string, len(entries))
		for i := range positions {
			positions[i] = strconv.FormatInt(after+int64(i)+1, 10)
		}
		payloads, err = node.HMGet(ctx, s.keys[8], positions...).Result()
		return err
	})
	if err != nil {
		return nil, failure("log", err)
	}
	records := make([]audit.Record, len(entries))
	for i, entry := range entries {
		if records[i].Entry, err = audit.Read([]byte(entry)); err != nil {
			return nil, failure("log", damaged(err))
		}
		records[i].Position = after + int64(i) + 1
		if typed, found := payloads[i].(string); found {
			records[i].Payload = bytes(typed)
		}
	}
	return records, nil
}
