package practice

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// triggerLife: "trigger_ids expire in three seconds", docs.slack.dev/interactivity.
const triggerLife = 3 * time.Second

// trigger lets the app open one view for a person who just did something.
type trigger struct {
	user string
	born time.Time
	used bool
}

func (w *Workspace) newTrigger(user string) string {
	now := w.now()
	for id, t := range w.triggers {
		if now.Sub(t.born) > time.Minute {
			delete(w.triggers, id)
		}
	}
	id := fmt.Sprintf("%d.%d.%s", now.UnixMilli(), 1700000000, strings.ToLower(rand.Text()))
	w.triggers[id] = &trigger{user: user, born: now}
	return id
}

// spend uses up a trigger. Returns the person it belongs to, or Slack's refusal.
func (w *Workspace) spend(id string) (user string, bad reply) {
	t := w.triggers[id]
	switch {
	case t == nil && !regexp.MustCompile(`^\d+\.\d+\.[0-9a-z]+$`).MatchString(id):
		return "", invalid("invalid_arguments", []string{"invalid `trigger_id` [json-pointer:/trigger_id]"})
	case t == nil && w.now().Sub(bornAt(id)) > triggerLife:
		return "", fail("expired_trigger_id")
	case t == nil:
		return "", fail("invalid_trigger_id")
	case t.used:
		return "", fail("exchanged_trigger_id")
	case w.now().Sub(t.born) > triggerLife:
		return "", fail("expired_trigger_id")
	}
	t.used = true
	return t.user, nil
}

// bornAt reads when a trigger was made out of its id, for those that are forgotten.
func bornAt(id string) time.Time {
	millis, _, _ := strings.Cut(id, ".")
	n, _ := strconv.ParseInt(millis, 10, 64)
	return time.UnixMilli(n)
}
