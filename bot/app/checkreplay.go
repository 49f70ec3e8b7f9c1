package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/people"
)

// span reads for how long back requests are replayed: 90d or 12w. Returns
// invalid for anything else.
func span(text string) (time.Duration, error) {
	m := regexp.MustCompile(`^([0-9]{1,4})(d|w)$`).FindStringSubmatch(text)
	if m == nil {
		return 0, fault.New(fault.Invalid, "%q is no time to look back: write --replay 90d for 90 days, or --replay 12w for 12 weeks.", text)
	}
	n, _ := strconv.Atoi(m[1]) // four digits
	days := map[string]int{"d": 1, "w": 7}[m[2]]
	return time.Duration(n*days) * 24 * time.Hour, nil
}

// Replay is the command: it prints who was asked for the requests of the last
// days or weeks, such as 90d, and who would be by the policy as it is written now,
// what differs first. It reads beside the bot and changes nothing. With any
// mistake in the configuration it prints those instead, and how many there are.
func Replay(ctx context.Context, config string, env func(string) string, back string, now time.Time, out io.Writer) (int, error) {
	far, err := span(back)
	if err != nil {
		return 0, err
	}
	list := findings{out: out}
	s, sound := list.configured(config, env)
	if !sound {
		return list.count, list.err
	}
	unsaid := findings{out: io.Discard}
	err = list.replay(ctx, s, unsaid.slack(ctx, s, env), now.Add(-far))
	return list.count, errors.Join(err, list.err)
}

func (f *findings) replay(ctx context.Context, s *Settings, accounts []people.Account, since time.Time) (err error) {
	store, err := s.Store.read(ctx)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "There is nothing to replay: %s cannot be read.", s.Store)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	dir, err := automations.Staffed(ctx, store.Load)
	if err != nil {
		return err
	}
	if accounts != nil {
		dir, _ = s.roster.join(accounts, true)
	} else {
		f.note("People are as the bot last knew them: what changed in their files since is not looked at before Slack can be asked.")
	}
	ids, err := sentSince(ctx, store, since)
	if err != nil {
		return err
	}
	var all []automations.Replayed
	for len(ids) > 0 {
		n := min(len(ids), 100)
		docs, err := store.Load(ctx, ids[:n]...)
		if err != nil {
			return err
		}
		for _, doc := range docs {
			r, ok, err := automations.Replay(ctx, store, s.Catalogue, dir, doc)
			if err != nil {
				return err
			}
			if ok && !r.Request.Submitted.Before(since) {
				all = append(all, r)
			}
		}
		ids = ids[n:]
	}
	automations.Differing(all)
	f.replayed(all, dir, since)
	return nil
}

// sentSince are the ids of what moved since a moment.
func sentSince(ctx context.Context, store records, since time.Time) ([]string, error) {
	after, err := automations.LogSince(ctx, store, since)
	if err != nil {
		return nil, err
	}
	var ids []string
	seen := map[string]bool{}
	return ids, eachPage(ctx, store, after, func(records []audit.Record) error {
		for _, r := range records {
			if r.Version != 0 && !dataset.Is(r.Subject) && !seen[r.Subject] {
				seen[r.Subject] = true
				ids = append(ids, r.Subject)
			}
		}
		return nil
	})
}

// replayed prints what came of it.
func (f *findings) replayed(all []automations.Replayed, dir people.Directory, since time.Time) {
	others, refused := 0, 0
	for _, r := range all {
		switch {
		case r.Refused != "":
			refused++
		case !r.Same():
			others++
		}
	}
	f.line("", "%d requests since %s: %d would be asked of others, %d could not be sent as they are, %d as they were.",
		len(all), since.Format("2 Jan 2006"), others, refused, len(all)-others-refused)
	for _, r := range all {
		switch {
		case r.Same():
			f.line("same    ", "%s\n    was asked  %s", what(r, dir), route(r.Was))
		case r.Refused != "":
			f.line("differs ", "%s\n    was asked  %s\n    would be refused: “%s”", what(r, dir), route(r.Was), r.Refused)
		default:
			f.line("differs ", "%s\n    was asked  %s\n    would be   %s", what(r, dir), route(r.Was), route(r.Would))
		}
	}
}

// what names a request: its number, kind, amount, requester and title.
func what(r automations.Replayed, dir people.Directory) string {
	parts := []string{r.Number, r.Kind.Title}
	if r.Request.Sum != nil {
		parts = append(parts, r.Request.Sum.Total.String())
	}
	who := r.Request.Requester
	if p, ok := dir.Person(who); ok {
		who = p.Name
	}
	parts = append(parts, who, r.Request.Submitted.Format("2 Jan 2006"))
	return strings.Join(parts, ", ") + ": " + r.Request.Title
}

// route are steps as people read them: who is asked, in order, and why.
func route(steps []automations.StepPreview) string {
	var parts []string
	for _, s := range steps {
		var names []string
		for _, c := range s.Asked {
			names = append(names, c.Person.Name)
		}
		text := "nobody"
		if len(names) > 0 {
			text = strings.Join(names, ", ")
		}
		text = fmt.Sprintf("%s (%s)", s.Step.Name, text)
		if s.Step.Why != "" {
			text += " because " + s.Step.Why
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "nobody is asked"
	}
	return strings.Join(parts, ", then ")
}
