package automations

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Digest tells every team in the morning, where it works on tickets, how many
// are open.
type Digest struct {
	Desk      *Desk
	Messenger Messenger
}

// late is how long after the morning nobody wants to hear of it any more.
const late = 3 * time.Hour

// Run posts what is due. It is for every few minutes: each team is told once a
// working day, by whichever replica comes first.
func (g *Digest) Run(ctx context.Context) error {
	dir, err := g.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, team := range dir.Teams() {
		if place, ok := dir.Place(team.Key, false); ok {
			failed = append(failed, g.tell(ctx, team.Key, place))
		}
	}
	return errors.Join(failed...)
}

// tell posts to one team, where its day has just begun.
func (g *Digest) tell(ctx context.Context, team string, place people.Person) error {
	now, shift := g.Desk.Now(), g.Desk.shift(team)
	today := calendar.DateOf(now, shift.Location)
	opens := shift.Opens(today.In(shift.Location))
	if now.Before(opens) || now.Sub(opens) > late {
		return nil
	}
	text, err := g.text(ctx, team)
	if err != nil || text == "" {
		return err
	}
	once := state.Once{Key: "digest/" + team + "/" + today.String(), Keep: keepSlack}
	r, err := g.Desk.write(ctx, state.Change{Once: once})
	if err != nil || r.Repeated {
		return err
	}
	_, _, err = g.Messenger.Post(ctx, outbox.Message{Key: once.Key, To: place.Accounts[0], Text: text})
	return err
}

// text is what there is to tell; empty for nothing.
func (g *Digest) text(ctx context.Context, team string) (string, error) {
	rule := request.Rule{Kind: request.ByTeam, Of: team}.Key()
	count := func(part string) (int, error) {
		page, err := g.Desk.Store.Page(ctx, []string{queueIndex(rule, part)}, "", 1)
		return max(page.Total, len(page.Documents)), err
	}
	open, err := count("")
	if err != nil || open == 0 {
		return "", err
	}
	var parts []string
	for _, p := range []struct{ part, say string }{
		{strconv.Itoa(request.Urgent), "🔴 %d urgent"}, {strconv.Itoa(request.High), "🟠 %d high"}, {free, "📬 %d that nobody has"},
	} {
		n, err := count(p.part)
		if err != nil {
			return "", err
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf(p.say, n))
		}
	}
	text := fmt.Sprintf("☀️ Good morning. *%d open tickets*", open)
	if open == 1 {
		text = "☀️ Good morning. *1 open ticket*"
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, " · ")
	}
	return text + ". They are listed on Home and by /desk queue.", nil
}
