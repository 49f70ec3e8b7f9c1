package practice

import (
	"crypto/rand"
	"fmt"
	"regexp"
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

// spend uses up a trigger. Returns the person it belongs to, or Slack's error name.
func (w *Workspace) spend(id string) (user, code string) {
	t := w.triggers[id]
	switch {
	case t == nil && regexp.MustCompile(`^\d+\.\d+\.[0-9a-z]+$`).MatchString(id):
		return "", "expired_trigger_id"
	case t == nil:
		return "", "invalid_trigger_id"
	case t.used:
		return "", "exchanged_trigger_id"
	case w.now().Sub(t.born) > triggerLife:
		return "", "expired_trigger_id"
	}
	t.used = true
	return t.user, ""
}
