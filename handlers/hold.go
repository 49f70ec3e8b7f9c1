package handlers

import (
	"context"
	"errors"
	"maps"
	"strconv"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// askCorrect opens the form of what was read.
func (b *Bot) askCorrect(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	in := b.corrected(sight, view.Meta{Kind: sight.Kind.Key, Action: c.Action, Ref: c.Value, From: from(c.View)})
	return b.open(ctx, c, view.Correct(sight, in))
}

func (b *Bot) corrected(s automations.Sight, meta view.Meta) view.FormInput {
	return view.FormInput{
		Kind: s.Kind, By: s.Reader, Dir: s.File.Dir, Now: s.Now, Values: s.File.Request.Values, Meta: meta, Number: s.File.Number,
	}
}

// askReconsider opens the form for the reason for which something approved is
// decided anew.
func (b *Bot) askReconsider(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Reconsider(sight, view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}))
}

func (b *Bot) submitReconsider(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	id, _ := view.ParseRef(meta.Ref)
	_, err := b.Desk.Reconsider(ctx, by, "view/"+s.View.ID, id, s.Inputs[view.BlockText].Text)
	return b.closed(ctx, by, meta, err)
}

// onboard opens the form by which the vendor of an invoice is taken on, filled
// with what the invoice says.
func (b *Bot) onboard(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	kind, values, err := b.Desk.Onboarding(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	paper, err := b.Desk.Paper(ctx, by, b.NewID(), kind.Key)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Form(view.FormInput{
		Kind: kind, By: by, Dir: paper.File.Dir, Now: b.Desk.Now(), Values: values,
		Meta: view.Meta{Kind: kind.Key, Draft: paper.ID, From: from(c.View)},
	}))
}

// reading is the form of what was read with what stands in it now.
func (b *Bot) reading(ctx context.Context, by people.Person, meta view.Meta, inputs payload.Inputs) (automations.Sight, view.FormInput, error) {
	id, _ := view.ParseRef(meta.Ref)
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return sight, view.FormInput{}, err
	}
	in := b.corrected(sight, meta)
	raw := in.Kind.Form.Raw(in.Values)
	maps.Copy(raw, view.Fields(inputs, in.Kind, in.Dir, raw))
	in.Values, in.Problems = b.Desk.Read(in.Kind, by, in.Dir, raw)
	return sight, in, nil
}

// writeCorrect draws the form anew when a field changed on which others depend,
// or when other lines are to be seen.
func (b *Bot) writeCorrect(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	meta := view.DecodeMeta(c.View.Metadata)
	if at, err := strconv.Atoi(c.Value); err == nil && c.Action == view.ActionEditLine {
		meta.Line, meta.Gen, c.Inputs = at, meta.Gen+1, nil
	}
	sight, in, err := b.reading(ctx, by, meta, c.Inputs)
	if err != nil {
		return b.fail(ctx, err)
	}
	in.Problems = nil
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.Correct(sight, in)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// submitCorrect saves what somebody has looked at.
func (b *Bot) submitCorrect(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	return b.submitRead(ctx, s, by, meta, "Not saved", view.Correct, func(id, stage string, values form.Values) error {
		_, err := b.Desk.Correct(ctx, by, "correct/"+s.Trigger, id, stage, values)
		return err
	})
}

// submitRead takes a form of what a request holds. What is wrong is said beside
// its field, or where that is not shown in the form drawn anew; title stands above
// a sentence for which there is no form.
func (b *Bot) submitRead(
	ctx context.Context, s payload.Submission, by people.Person, meta view.Meta, title string,
	draw func(automations.Sight, view.FormInput) slack.ModalViewRequest, save func(id, stage string, values form.Values) error,
) payload.Reply {
	sight, in, err := b.reading(ctx, by, meta, s.Inputs)
	if err != nil {
		return b.failForm(ctx, s, title, err)
	}
	if len(in.Problems) == 0 {
		id, stage := view.ParseRef(meta.Ref)
		err = save(id, stage, in.Values)
		var wrong *automations.Problems
		switch {
		case err == nil:
			return b.closed(ctx, by, meta, nil)
		case !errors.As(err, &wrong):
			return b.failForm(ctx, s, title, err)
		}
		in.Problems = wrong.List
	}
	said := map[string]string{}
	for _, p := range in.Problems {
		if _, shown := s.Inputs[p.Path]; shown && said[p.Path] == "" {
			said[p.Path] = p.Say
		}
	}
	if len(said) > 0 {
		return payload.Reply{Errors: said}
	}
	return b.update(ctx, draw(sight, in))
}

// askHold opens the form for the words with which a hold ends.
func (b *Bot) askHold(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	_, hold := view.ParseHoldRef(c.Value)
	h, ok := sight.File.Request.HoldBy(hold)
	if !ok {
		return b.fail(ctx, fault.New(fault.Conflict, "What held %s has been ended already. Please look at it again.", sight.File.Name()))
	}
	meta := view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}
	if c.Action == view.ActionConfirm {
		return b.open(ctx, c, view.Confirm(sight, h, meta))
	}
	return b.open(ctx, c, view.Release(sight, h, meta))
}

// submitHold ends a hold, or confirms it as one of several.
func (b *Bot) submitHold(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	ref, hold := view.ParseHoldRef(meta.Ref)
	id, _ := view.ParseRef(ref)
	once, text := "view/"+s.View.ID, s.Inputs[view.BlockText].Text
	var err error
	if s.View.Callback == view.CallbackConfirm {
		_, err = b.Desk.ConfirmAccount(ctx, by, once, id, hold, text)
	} else {
		_, err = b.Desk.Release(ctx, by, once, id, hold, s.Inputs[view.BlockChoice].Text, text)
	}
	return b.closed(ctx, by, meta, err)
}

// askBatch opens the form for what is done in batches.
func (b *Bot) askBatch(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	rows, err := b.Desk.ToDo(ctx, by, "", view.MaxBatch)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Batch(rows, by, b.Desk.Now(), view.Meta{Action: c.Action, From: from(c.View)}))
}

// submitBatch marks all that were chosen, and says what became of each.
func (b *Bot) submitBatch(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	marked := b.Desk.ResolveAll(ctx, by, "view/"+s.View.ID, s.Inputs[view.BlockChosen].List, finish(s))
	for _, m := range marked {
		if m.Err != nil {
			b.note(ctx, m.Err)
		}
	}
	b.refreshHome(ctx, by, meta.From)
	return b.update(ctx, view.Marked(marked))
}

// finish is what was said of finished work.
func finish(s payload.Submission) automations.Finish {
	day, _ := calendar.Parse(s.Inputs[view.BlockDay].Text) // a date picker gives a day or nothing
	return automations.Finish{Note: s.Inputs[view.BlockText].Text, Day: day}
}
