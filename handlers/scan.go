package handlers

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// settle is how long after the acknowledgement that brought a view it is
// replaced: the two go different ways, and what Slack has last stays.
const settle = time.Second

// fills is how often it is tried to show what was read.
const fills = 5

// Filled shows what was read to whoever waits for it in an open view. Whoever
// has gone on, or closed the view, finds it in the form.
func (b *Bot) Filled(ctx context.Context, by people.Person, s automations.Scans) {
	var err error
	for range fills {
		select {
		case <-time.After(settle):
		case <-ctx.Done():
			return
		}
		if err = b.fill(ctx, by, s); fault.CodeOf(err) != fault.Unavailable {
			break
		}
	}
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		b.note(ctx, err)
	}
}

// fill shows it once.
func (b *Bot) fill(ctx context.Context, by people.Person, s automations.Scans) error {
	meta := view.DecodeMeta(s.Meta)
	paper, err := b.Desk.Paper(ctx, by, meta.Draft, meta.Kind)
	if err != nil || paper.Scans.View != s.View {
		return err
	}
	v, err := b.next(ctx, paper, by, meta)
	if err != nil {
		return err
	}
	return b.Slack.UpdateView(ctx, s.View, "", v)
}

// overtaken shows what was read before the view that waits for it was there:
// what was shown until then the acknowledgement has put out again.
func (b *Bot) overtaken(ctx context.Context, by people.Person, d automations.Draft) {
	paper, err := b.Desk.Paper(ctx, by, d.ID, d.Kind)
	if err != nil {
		b.note(ctx, err)
		return
	}
	if paper.Scans.View == d.View && len(paper.Scans.Unread()) == 0 {
		b.Filled(ctx, by, paper.Scans)
	}
}

// goOn leaves the screen that waits for files without waiting.
func (b *Bot) goOn(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, meta.Draft, meta.Kind)
	if err == nil { // from here on nobody waits for them
		err = b.Desk.SaveDraft(ctx, by, "go/"+s.Trigger, paper.Draft)
	}
	if err != nil {
		return b.failCheck(ctx, err)
	}
	v, err := b.next(ctx, paper, by, meta)
	if err != nil {
		return b.failCheck(ctx, err)
	}
	return b.update(ctx, v)
}

// next is what follows on a draft: the form where something is missing or
// wrong, else the check-and-send screen.
func (b *Bot) next(ctx context.Context, paper automations.Paper, by people.Person, meta view.Meta) (slack.ModalViewRequest, error) {
	in, err := b.input(paper, by, meta)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	t := typed{FormInput: in}
	_, t.Problems = b.Desk.Read(in.Kind, by, in.Dir, in.Kind.Form.Raw(paper.Values))
	if len(t.Problems) == 0 {
		preview, err := b.Desk.Preview(ctx, by, paper.Draft)
		if err != nil {
			return slack.ModalViewRequest{}, err
		}
		if len(preview.Problems) == 0 {
			return view.Check(preview, t.Meta, by), nil
		}
		t.Problems = preview.Problems
	}
	t.show(t.Problems[0].Path)
	t.Meta.Gen++ // other values stand there now
	return view.Form(t.FormInput), nil
}
