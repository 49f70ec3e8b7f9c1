package handlers

import (
	"context"
	"strings"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// rowsOnHome is how many rows a list on Home shows at a time.
const rowsOnHome = 10

// openHome shows Home as it was chosen last, brought up to date: unless it was
// drawn anew meanwhile, since then something else was chosen there.
func (b *Bot) openHome(ctx context.Context, e payload.Event, by people.Person) error {
	err := b.home(ctx, by, e.By, view.Pages{Filter: e.View.Metadata}, e.View.Hash)
	if fault.CodeOf(err) == fault.Conflict {
		return nil
	}
	return err
}

// home makes and publishes the person's Home. With the hash of a view it returns
// conflict when that is not what Home shows any more.
func (b *Bot) home(ctx context.Context, by people.Person, account string, at view.Pages, hash string) (err error) {
	in := view.HomeInput{
		Reader: by, Kinds: b.Desk.Catalogue.Offered(), Now: b.Desk.Now(), Admin: automations.IsAdmin(by), At: at,
		Categories: b.Desk.Catalogue.Categories(), Calendar: len(b.Desk.Catalogue.Duties()) > 0,
	}
	if in.Own, in.Covered, err = b.Desk.Absences(ctx, by); err != nil { // first: what waits for whom follows from it
		return err
	}
	if err := b.homeRows(ctx, by, &in); err != nil {
		return err
	}
	if in.Dir, err = b.Desk.Directory(ctx); err != nil {
		return err
	}
	if in.Boards, err = b.Desk.Boards(ctx, by); err != nil {
		return err
	}
	if in.Troubles, err = b.Desk.Troubles(ctx, by, rowsOnHome); err != nil {
		return err
	}
	if in.Admin {
		in.Health = b.Health(ctx)
		if in.Undelivered, err = b.Desk.Undelivered(ctx, by, rowsOnHome); err != nil {
			return err
		}
	}
	return b.Slack.PublishHome(ctx, account, view.Home(in), hash)
}

// homeRows adds the requests and duties that stand on somebody's Home.
func (b *Bot) homeRows(ctx context.Context, by people.Person, in *view.HomeInput) (err error) {
	if in.Waiting, err = b.Desk.Waiting(ctx, by, in.At.Waiting, rowsOnHome); err != nil {
		return err
	}
	if in.Mine, err = b.Desk.Mine(ctx, by, in.At.Mine, rowsOnHome); err != nil {
		return err
	}
	if in.ToDo, err = b.Desk.ToDo(ctx, by, "", rowsOnHome); err != nil {
		return err
	}
	if in.Queue, in.Queues, err = b.Desk.Queue(ctx, by, view.QueueOf(in.At.Filter), in.At.Queue, rowsOnHome); err != nil {
		return err
	}
	if in.Duties, err = b.Desk.Obliged(ctx, by, false, in.At.Duties, rowsOnHome); err != nil {
		return err
	}
	in.Late, err = b.Desk.LateUnder(ctx, by, rowsOnHome)
	return err
}

// turn shows another page of Home.
func (b *Bot) turn(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if err := b.home(ctx, by, c.By, view.ParsePages(c.Value), ""); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// redeliver puts a failed delivery back and shows what is left.
func (b *Bot) redeliver(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if err := b.Desk.Redeliver(ctx, by, c.Value); err != nil {
		return b.fail(ctx, err)
	}
	if err := b.home(ctx, by, c.By, view.Pages{Filter: c.View.Metadata}, ""); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// refreshHome brings Home up to date when somebody acted from there. What they
// did is committed, so a failure here is only noted.
func (b *Bot) refreshHome(ctx context.Context, by people.Person, from string) {
	if strings.HasPrefix(from, outbox.LetterKey(by.ID, "")) {
		if err := b.Desk.Redraw(ctx, by, from); err != nil {
			b.note(ctx, err) // what was asked for is done; only the message is behind
		}
		return
	}
	at, opened := view.ParseFrom(from)
	if !opened || len(by.Accounts) == 0 {
		return
	}
	if err := b.home(ctx, by, by.Accounts[0], at, ""); err != nil {
		b.note(ctx, err)
	}
}
