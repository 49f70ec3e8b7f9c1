package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"factotum/automations/state"
)

// encodeTimer writes all of a timer but its key so that equal timers are equal
// bytes: moment, length of the subject, subject, name.
func encodeTimer(t state.Timer) string {
	return fmt.Sprintf("%d %d %s%s", t.At.UnixMilli(), len(t.Subject), t.Subject, t.Name)
}

func decodeTimer(key, value string) (state.Timer, error) {
	first, rest, _ := strings.Cut(value, " ")
	at, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return state.Timer{}, damaged(err)
	}
	subject, name, err := cut(rest)
	return state.Timer{Key: key, At: time.UnixMilli(at).UTC(), Subject: subject, Name: name}, err
}

// cut takes a text that its length stands before off the front of value.
func cut(value string) (text, rest string, err error) {
	length, rest, _ := strings.Cut(value, " ")
	n, err := strconv.Atoi(length)
	if err != nil || n < 0 || n > len(rest) {
		return "", "", damaged(errors.Join(fmt.Errorf("no text of length %.20q", length), err))
	}
	return rest[:n], rest[n:], nil
}

// Due lists up to limit timers that have come due at now, the oldest first.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]state.Timer, error) {
	r, err := s.read(ctx, s.scripts.due, s.keys, now.UnixMilli(), max(limit, 0))
	if err != nil {
		return nil, failure("due", err)
	}
	var timers []state.Timer
	err = r.each(2, func(values []string) error {
		t, err := decodeTimer(values[0], values[1])
		timers = append(timers, t)
		return err
	})
	return timers, failure("due", err)
}
