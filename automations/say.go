package automations

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Saying is a sentence of the conversation about a ticket.
type Saying struct {
	Ticket   string // id of the request
	ID       string // of the sentence; of a message in Slack: Spot
	Text     string
	Files    []form.File
	Internal bool      // for those only who work on it; their words may say so too
	Removed  bool      // Amend: it is taken back
	At       time.Time // Amend: when it was changed; the zero time: now
}

// Spot is the id of what was said by a message: where that stands.
func Spot(channel, ts string) string { return channel + "-" + ts }

// Say takes a sentence of the conversation, once by its id, and brings it to all
// who take part. Who asked opens what waits for them, or was done, by answering.
func (d *Desk) Say(ctx context.Context, by people.Person, s Saying) (File, error) {
	var err error
	if s.Ticket, err = d.goesOn(ctx, by, s); err != nil {
		return File{}, err
	}
	once := saidOnce(s.ID)
	f, err := d.update(ctx, s.Ticket, once, func(f File) (act, error) {
		m, err := d.saying(f, by, s)
		return act{move: m, timers: []string{copyTimer}}, err
	})
	if repeated(err) {
		return f, nil
	}
	if err != nil {
		return f, d.refused(ctx, f, by, once.Key, string(request.Say), err)
	}
	return f, nil
}

func saidOnce(id string) state.Once { return state.Once{Key: "say/" + id, Keep: keepSlack} }

// repeated tells whether a sentence was said before.
func repeated(err error) bool {
	var refusal *request.Refusal
	return errors.As(err, &refusal) && refusal.Cause == request.Twice && refusal.Action != request.Approve
}

// saying is the move of a sentence by this person.
func (d *Desk) saying(f File, by people.Person, s Saying) (request.Move, error) {
	r := f.Request
	m := request.Move{
		Action: request.Say, By: by.ID, At: d.Now().UTC(), Files: s.Files, Remark: s.ID, Staff: policy.Works(r, by, f.Dir),
	}
	m.Text, m.Internal = s.words(m.Staff)
	switch {
	case !onDesk(r):
		return m, fault.New(fault.Conflict, "%s is no ticket, so nothing was added. Use the buttons on its card.", f.Name())
	case m.Staff:
	case m.Internal:
		return m, fault.New(fault.Denied, "Internal notes are for those who work on %s, so nothing was added. Write it without “note:” to answer.", f.Name())
	case policy.Speaks(r, by, f.Dir):
		m.Action = answering(f, s)
	case by.External || by.Guest || !slices.Contains(r.Work.Followers, by.ID):
		return m, fault.New(fault.Denied, "You do not take part in %s, so what you wrote was not passed on. Ask one of those who work on it to let you follow it.", f.Name())
	}
	return m, nil
}

// inside begins a sentence for those only who work on it: a lock, or “note” or
// “internal note” before a colon or a dash, in bold, quoted or plain. A hyphen
// within a word, as in “note-taking”, is none.
var inside = regexp.MustCompile(`(?i)^(?:[\s\p{Z}\p{Cf}*_~>` + "`" + `]|&gt;)*(?:🔒|:lock:|(?:internal[\s\p{Z}]+notes?|notes?|internal)[\s\p{Z}*_~` + "`" + `]*(?:[:：–—]|[\s\p{Z}*_~]-|-[\s\p{Z}*_~]))[\s\p{Z}*_~` + "`" + `\x{FE0F}]*`)

// Noted tells whether words begin as a note does for those only who work on it.
func Noted(text string) bool { return inside.MatchString(strings.TrimSpace(text)) }

// words are what is said, and whether it is for those only who work on it: their
// words may begin so. Who asked may begin a sentence so too.
func (s Saying) words(staff bool) (text string, internal bool) {
	if !staff {
		return s.Text, s.Internal
	}
	text = strings.TrimSpace(s.Text)
	if mark := inside.FindString(text); mark != "" {
		return strings.TrimSpace(text[len(mark):]), true
	}
	return text, s.Internal
}

// answering is what a sentence of the requester does.
func answering(f File, s Saying) request.Action {
	switch r := f.Request; {
	case r.State == request.Waiting:
		return request.Resume
	case r.State == request.Done && !onlyThanks(f, s): // where that is not possible any more they hear so
		return request.Reopen
	}
	return request.Say
}

// Amend changes a sentence, or takes it back, everywhere it was brought. One
// that has not come yet is taken as it is now: Slack promises no order. What was
// changed later already stays.
func (d *Desk) Amend(ctx context.Context, by people.Person, once string, s Saying) (File, error) {
	var err error
	if s.Ticket, err = d.goesOn(ctx, by, s); err != nil {
		return File{}, err
	}
	f, err := d.open(ctx, s.Ticket)
	if err != nil {
		return f, err
	}
	if _, known := f.Request.Said(s.ID); !known {
		if s.Removed {
			_, err := d.write(ctx, state.Change{Once: saidOnce(s.ID)})
			return f, err
		}
		return d.Say(ctx, by, s)
	}
	if now := d.Now().UTC(); s.At.IsZero() || s.At.After(now) {
		s.At = now
	}
	f, err = d.updateRead(ctx, f, s.Ticket, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		was, _ := f.Request.Said(s.ID)
		if !was.Amended.Before(s.At) && !s.Removed {
			return act{}, errOvertaken
		}
		text, internal := s.words(policy.Works(f.Request, by, f.Dir))
		return act{timers: []string{copyTimer}, move: request.Move{
			Action: request.Amend, By: by.ID, At: s.At.UTC(), Text: text, Files: kept(s.Files, was.Files), Remark: s.ID,
			Internal: internal, Removed: s.Removed,
		}}, nil
	})
	if errors.Is(err, errOvertaken) {
		return f, nil
	}
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Amend), err)
	}
	return f, nil
}

// errOvertaken ends what has nothing to do any more.
var errOvertaken = errors.New("automations: it was changed later already")

// kept are files with the hashes of those that were there.
func kept(files, before []form.File) []form.File {
	files = slices.Clone(files)
	for i, f := range files {
		at := slices.IndexFunc(before, func(b form.File) bool { return b.Source == f.Source })
		if f.Hash == "" && at >= 0 {
			files[i].Hash = before[at].Hash
		}
	}
	return files
}
