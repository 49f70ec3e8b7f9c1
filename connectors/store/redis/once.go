package redis

import (
	"strconv"
	"strings"
	"time"

	"factotum/automations/state"
)

// memory is what a once key keeps of a change, as far as its caller knows the
// numbers: the outcome, then document and number in turn.
func memory(c state.Change) string {
	values := []string{string(c.Outcome)}
	for _, d := range c.Documents {
		if d.Number != "" {
			values = append(values, d.ID, d.Number)
		}
	}
	return remember(values...)
}

// remember writes each value after its length and a space.
func remember(values ...string) string {
	var b strings.Builder
	for _, value := range values {
		b.WriteString(strconv.Itoa(len(value)))
		b.WriteByte(' ')
		b.WriteString(value)
	}
	return b.String()
}

// recall reads what remember wrote.
func recall(kept string) (values []string, err error) {
	for kept != "" {
		var value string
		if value, kept, err = cut(kept); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, nil
}

// until is when a once key is forgotten, for the list of their names.
func until(d time.Duration) any {
	if d <= 0 {
		return "inf"
	}
	return time.Now().Add(d).UnixMilli()
}

// keep is a time to live, for which Redis takes no less than a millisecond.
func keep(d time.Duration) int64 {
	if d <= 0 {
		return 0
	}
	return max(d.Milliseconds(), 1)
}
