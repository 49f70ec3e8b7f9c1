package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"factotum/handlers/payload"
)

// deadline is how long a handler has from the arrival on: people hear within
// 2.5 s what is wrong, and Slack shows an error of its own after 3 s. The rest
// is for the way back.
const deadline = 2300 * time.Millisecond

// slackWaits is Slack's own patience (docs.slack.dev/interactivity/handling-user-interaction).
const slackWaits = 3 * time.Second

// least is what an event still gets whose turn comes late.
const least = 500 * time.Millisecond

// Handler is what the desk needs of the house. The context ends with the time
// that Slack gives, and may be over from the start: then nothing is done and the
// answer says why. A Reply is sent when the handler has returned, so what it
// says must be committed. An event whose handler returns an error is not
// acknowledged, and Slack sends it again.
type Handler interface {
	Click(context.Context, payload.Click) payload.Reply
	Command(context.Context, payload.Command) payload.Reply
	Submit(context.Context, payload.Submission) payload.Reply
	Event(context.Context, payload.Event) error
	Foreign(context.Context, payload.Foreign) error
}

// desk takes what has arrived, by whatever way, has it handled in the order of
// each person and answers.
type desk struct {
	client  *Client
	handler Handler
	lanes   *lanes
	seen    *seen
	flood   *flood
	tells   *lanes // answers on their way, so that a slow one holds nobody up
	now     func() time.Time
	log     *slog.Logger
	starved atomic.Int64 // when a handler last ran out of time, in ns since 1970

	strangers strangers
}

// slip is one thing on the desk. ack answers it; an error means that Slack did
// not get the answer.
type slip struct {
	item incoming
	key  string // the same when it comes again
	at   time.Time
	ack  func([]byte) error
	fail func() // it stays unanswered; does nothing after ack, or another time
	here bool   // who brings it waits for the answer
}

func newDesk(c *Client, h Handler) *desk {
	return &desk{client: c, handler: h, lanes: newLanes(), seen: newSeen(), flood: newFlood(), tells: newLanes(), now: c.now, log: c.log}
}

// take queues a slip. Without room it stays unanswered: Slack shows that to the
// person and sends an event again; a command is told in words.
func (d *desk) take(ctx context.Context, s slip) error {
	if _, event := s.item.(payload.Event); !event && !d.flood.allows(byWhom(s.item), d.now()) {
		return d.slow(ctx, s)
	}
	add := d.lanes.add
	if _, click := s.item.(payload.Click); click && s.here { // whose words go another way, however late
		add = d.lanes.here
	}
	if add(laneOf(s.item), func() { d.handle(ctx, s) }) {
		return nil
	}
	if c, ok := s.item.(payload.Command); ok && slash(c) {
		ack, err := ackCommand(payload.Reply{Text: saysBusy})
		if err != nil {
			return err
		}
		return s.ack(ack)
	}
	return fmt.Errorf("slack: no room for one more of %s", byWhom(s.item))
}

// slow tells who does too much at once that this was not done. A click stays
// unanswered besides, so that it does not look done.
func (d *desk) slow(ctx context.Context, s slip) error {
	reply := payload.Reply{Text: saysSlow}
	var ack []byte
	var err error
	switch v := s.item.(type) {
	case payload.Submission:
		ack, err = ackSubmission(keepOpen(v, saysSlow))
	case payload.Command:
		if !slash(v) {
			d.tell(ctx, mouth{v.ResponseURL, v.Trigger, ""}, reply, func(bool) {})
			s.fail()
			return nil
		}
		ack, err = ackCommand(reply)
	case payload.Click:
		d.tell(ctx, mouth{v.ResponseURL, v.Trigger, v.View.Type}, reply, func(bool) {})
		s.fail()
		return nil
	}
	return errors.Join(err, s.ack(ack))
}

func byWhom(item incoming) string {
	switch v := item.(type) {
	case payload.Click:
		return v.By
	case payload.Command:
		return v.By
	case payload.Submission:
		return v.By
	case payload.Event:
		return v.By
	default:
		return ""
	}
}

// laneOf is what a slip waits in. Events have one of their own, so that they
// hold up nobody's clicks: Slack promises no order between the two.
func laneOf(item incoming) string {
	if e, ok := item.(payload.Event); ok {
		return "events of " + e.By
	}
	return byWhom(item)
}

// slash tells a slash command from a shortcut, which cannot be answered in its
// acknowledgement.
func slash(c payload.Command) bool { return strings.HasPrefix(c.Name, "/") }

// handle does one slip to its end.
func (d *desk) handle(ctx context.Context, s slip) {
	if err := d.answer(ctx, s); err != nil {
		d.log.ErrorContext(ctx, "slack: not answered", "account", byWhom(s.item), "what", fmt.Sprintf("%T", s.item), "error", err)
	}
}

func (d *desk) answer(ctx context.Context, s slip) error {
	if ack, again := d.seen.get(s.key); again {
		return s.ack(ack)
	}
	switch v := s.item.(type) {
	case payload.Click:
		return d.click(ctx, s, v)
	case payload.Command:
		if !slash(v) {
			return d.shortcut(ctx, s, v)
		}
	}
	defer s.fail()
	switch v := s.item.(type) {
	case payload.Event:
		return d.event(ctx, s, v)
	case payload.Command:
		return d.command(ctx, s, v)
	case payload.Submission:
		return d.submit(ctx, s, v)
	default:
		return s.ack(nil)
	}
}

// event runs late rather than not at all: Slack repeats it, and the repetition
// is then answered from memory. Where time ran out for others meanwhile it would
// for this one: then the handler only says so.
func (d *desk) event(ctx context.Context, s slip, e payload.Event) error {
	left := d.left(s)
	if !d.starvedSince(s.at) {
		left = max(left, least)
	}
	err := d.within(ctx, left, func(ctx context.Context) error { return d.handler.Event(ctx, e) })
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	return d.done(s, nil)
}

func (d *desk) click(ctx context.Context, s slip, c payload.Click) error {
	reply, err := d.ask(ctx, s, func(ctx context.Context) payload.Reply { return d.handler.Click(ctx, c) })
	return d.say(ctx, s, mouth{c.ResponseURL, c.Trigger, c.View.Type}, reply, err)
}

// shortcut answers a command that cannot be answered in its acknowledgement.
func (d *desk) shortcut(ctx context.Context, s slip, c payload.Command) error {
	reply, err := d.ask(ctx, s, func(ctx context.Context) payload.Reply { return d.handler.Command(ctx, c) })
	return d.say(ctx, s, mouth{c.ResponseURL, c.Trigger, ""}, reply, err)
}

// command answers a slash command in the acknowledgement if it fits there and
// still reaches Slack; everything else goes to the response address.
func (d *desk) command(ctx context.Context, s slip, c payload.Command) error {
	reply, err := d.ask(ctx, s, func(ctx context.Context) payload.Reply { return d.handler.Command(ctx, c) })
	ack, unfit := ackCommand(reply)
	lost := d.done(s, ack)
	silent := reply.Text == "" && len(reply.Blocks) == 0
	if !silent && (unfit != nil || lost != nil || d.now().Sub(s.at) > slackWaits) {
		d.tell(ctx, mouth{c.ResponseURL, c.Trigger, ""}, reply, func(bool) {})
	}
	if errors.Is(unfit, errLarge) {
		unfit = nil
	}
	return errors.Join(err, unfit, lost)
}

func (d *desk) submit(ctx context.Context, s slip, v payload.Submission) error {
	reply, err := d.ask(ctx, s, func(ctx context.Context) payload.Reply { return d.handler.Submit(ctx, v) })
	if err != nil {
		reply = keepOpen(v, reply.Text)
	}
	ack, unfit := ackSubmission(reply)
	if unfit != nil {
		sentence := saysBroken
		if errors.Is(unfit, errLarge) {
			sentence = saysLarge
		}
		var again error
		ack, again = ackSubmission(keepOpen(v, sentence))
		err = errors.Join(err, unfit, again)
	}
	err = errors.Join(err, d.done(s, ack))
	if reply.Then != nil && !d.tells.add(v.Trigger, func() { reply.Then(ctx) }) {
		err = errors.Join(err, errors.New("too much follows from answers"))
	}
	return err
}

// done remembers the answer and sends it.
func (d *desk) done(s slip, ack []byte) error {
	d.seen.put(s.key, ack)
	return s.ack(ack)
}

var errLate = errors.New("its time was over before its turn came")

// ask runs a handler within the time that is left since the arrival. When none
// is left it does nothing any more: where time ran out for others meanwhile the
// handler says what is wrong, and otherwise there was too much to do. An error
// comes with a reply that says so.
func (d *desk) ask(ctx context.Context, s slip, run func(context.Context) payload.Reply) (payload.Reply, error) {
	left := d.left(s)
	if left <= 0 && !d.starvedSince(s.at) {
		return payload.Reply{Text: saysLate}, errLate
	}
	var reply payload.Reply
	err := d.within(ctx, left, func(ctx context.Context) error {
		reply = run(ctx)
		return nil
	})
	if err != nil {
		return payload.Reply{Text: saysBroken}, err
	}
	return reply, nil
}

// left is how much of its time a slip has, counted from its arrival.
func (d *desk) left(s slip) time.Duration { return deadline - d.now().Sub(s.at) }

// within runs a handler for so long at most and notes when that was not enough.
func (d *desk) within(ctx context.Context, left time.Duration, run func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	err := safely(func() error { return run(ctx) })
	if ctx.Err() != nil {
		d.starved.Store(d.now().UnixNano())
	}
	return err
}

// starvedSince tells whether a handler has run out of time since a moment.
func (d *desk) starvedSince(at time.Time) bool { return d.starved.Load() > at.UnixNano() }
