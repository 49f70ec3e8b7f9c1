package catalogue

import (
	"time"

	"factotum/automations/level"
)

// Levels is how fast the work of a kind is to be done, and how long it waits for
// an answer. Days are working days of the team that has it; 0 is never.
type Levels struct {
	level.Promise
	Nudge  int // days of silence after which who asked is reminded of a question
	Lapse  int // days after which it ends because nobody answered
	Settle int // days after which what was done is not taken up again
}

// Priorities are the names of the priorities, the most urgent first. The number
// of a priority is its place, from 1 on.
func Priorities() []string { return []string{"urgent", "high", "normal", "low"} }

// unranked is the priority whose promise holds where none was given.
const unranked = 3

type levelsText struct {
	Warn   int         `yaml:"warn"` // percent
	Urgent *targetText `yaml:"urgent"`
	High   *targetText `yaml:"high"`
	Normal *targetText `yaml:"normal"`
	Low    *targetText `yaml:"low"`
	Nudge  int         `yaml:"nudge"`
	Lapse  int         `yaml:"lapse"`
	Settle int         `yaml:"settle"`
}

type targetText struct {
	First string `yaml:"first"` // working time until the first answer: 1h
	Solve string `yaml:"solve"`
}

// mostDays bounds days of waiting.
const mostDays = 250

// levels reads the service levels.
func (r *reader) levels() *Levels {
	in := r.in.Levels
	if in == nil {
		return nil
	}
	if r.in.Work == nil || r.in.Work.Ticket == nil {
		r.wrong("levels", "only the time of tickets is counted: write work: with ticket: {} in it, or take levels: away")
	}
	if in.Warn < 0 || in.Warn > 99 {
		r.wrong("levels.warn", "%d is no share of the time: write percent from 1 to 99, such as warn: 75", in.Warn)
	}
	l := &Levels{Promise: level.Promise{Warn: in.Warn, Targets: map[int]level.Target{}}, Nudge: in.Nudge, Lapse: in.Lapse, Settle: in.Settle}
	for i, t := range []*targetText{in.Urgent, in.High, in.Normal, in.Low} {
		if t != nil {
			at := "levels." + Priorities()[i]
			l.Targets[i+1] = level.Target{First: r.span(at+".first", t.First), Solve: r.span(at+".solve", t.Solve)}
		}
	}
	l.Targets[0] = l.Targets[unranked]
	for name, days := range map[string]int{"nudge": in.Nudge, "lapse": in.Lapse, "settle": in.Settle} {
		if days < 0 || days > mostDays {
			r.wrong("levels."+name, "%d are no working days to wait: write a number from 1 to %d, such as %s: 5", days, mostDays, name)
		}
	}
	if in.Lapse > 0 && in.Nudge >= in.Lapse {
		r.wrong("levels.nudge", "who asked is reminded after %d days, but it ends after %d: remind them earlier", in.Nudge, in.Lapse)
	}
	return l
}

// span reads working time; nothing is no promise.
func (r *reader) span(path, text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Minute || d > 2000*time.Hour {
		r.wrong(path, "%q is no working time: write for example 30m or 8h", text)
		return 0
	}
	return d
}

// PriorityName is how a priority is called; nothing where none was given.
func PriorityName(priority int) string {
	if priority < 1 || priority > len(Priorities()) {
		return ""
	}
	return Priorities()[priority-1]
}
