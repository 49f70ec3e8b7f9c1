package handlers

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// start opens the empty form of a kind, filled in as far as words go. The view
// opens before anything is written, since the trigger lives 3 s.
func (b *Bot) start(ctx context.Context, trigger string, by people.Person, kind catalogue.Kind, words string) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, b.NewID(), kind.Key)
	if err != nil {
		return b.fail(ctx, err)
	}
	dir := paper.File.Dir
	in := view.FormInput{Kind: kind, By: by, Dir: dir, Now: b.Desk.Now(), Meta: view.Meta{Kind: kind.Key, Draft: paper.ID}}
	in.Values, in.Problems = b.Desk.Fill(kind, by, dir, words, nil)
	if err := b.Slack.OpenView(ctx, trigger, view.Form(in)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

func (b *Bot) startByButton(ctx context.Context, c payload.Click, by people.Person, key string) payload.Reply {
	kind, err := b.Desk.Catalogue.Kind(key)
	if err != nil {
		return b.fail(ctx, err)
	}
	words := c.Value // what they said, where the button answers words
	if words == key {
		words = ""
	}
	return b.start(ctx, c.Trigger, by, kind, words)
}

// edit opens the form of a draft or of a returned request.
func (b *Bot) edit(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, id, "")
	if err != nil {
		return b.fail(ctx, err)
	}
	meta := view.Meta{Kind: paper.Kind, Draft: id, From: from(c.View)}
	if clash, found := b.clash(ctx, by, meta); found {
		return b.open(ctx, c, clash)
	}
	in, err := b.input(paper, by, meta)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Form(in))
}

// input is what the form shows of a draft.
func (b *Bot) input(paper automations.Paper, by people.Person, meta view.Meta) (view.FormInput, error) {
	kind, err := b.Desk.Catalogue.Kind(paper.Kind)
	if err != nil {
		return view.FormInput{}, err
	}
	meta.Read = paper.Scans.Read()
	in := view.FormInput{
		Kind: kind, By: by, Dir: paper.File.Dir, Now: b.Desk.Now(), Values: paper.Values, Meta: meta, Number: paper.File.Number,
		Notes: b.Desk.Notes(paper, kind, by, paper.Values),
	}
	if last, ok := paper.File.Request.LastDecision(); ok && last.Verdict == request.SentBack {
		in.Returned = last.Comment
	}
	return in, nil
}

// sendDraft sends a draft as it stands: nobody decides on it, so there is nothing
// to look through before.
func (b *Bot) sendDraft(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, id, "")
	if err != nil {
		return b.fail(ctx, err)
	}
	if _, err := b.Desk.Submit(ctx, by, c.Once, paper.Draft); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// discard ends a draft.
func (b *Bot) discard(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	if err := b.Desk.Discard(ctx, by, c.Once, id); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// recast makes a draft one of the kind that its card offers.
func (b *Bot) recast(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	if err := b.Desk.Recast(ctx, by, c.Once, id); err != nil {
		return b.fail(ctx, err)
	}
	return b.after(ctx, c.View, by, id)
}

// typed is an open form with what is in it now, and the sources of the files
// that are yet to be read.
type typed struct {
	view.FormInput
	unread []string
}

// typed joins what was kept of a draft with what stands in the form: the form
// shows one line at a time, the draft has all of them.
func (b *Bot) typed(ctx context.Context, by people.Person, meta view.Meta, inputs payload.Inputs) (typed, error) {
	paper, err := b.Desk.Paper(ctx, by, meta.Draft, meta.Kind)
	if err != nil {
		return typed{}, err
	}
	in, err := b.input(paper, by, meta)
	if err != nil {
		return typed{}, err
	}
	raw := in.Kind.Form.Raw(paper.Values)
	fields := view.Fields(inputs, in.Kind, in.Dir, raw)
	if meta.Read != paper.Scans.Read() { // what was read since the form was drawn is not emptied by it
		maps.DeleteFunc(fields, func(path string, input form.Input) bool {
			return input.Text == "" && raw[path].Text != "" && in.Kind.Reads(path)
		})
	}
	maps.Copy(raw, fields)
	t := typed{FormInput: in}
	t.Values, t.Problems = b.Desk.Read(in.Kind, by, in.Dir, raw)
	t.Notes, t.unread = b.Desk.Notes(paper, in.Kind, by, t.Values), b.Desk.Unread(paper, in.Kind, by, t.Values)
	t.Problems = slices.DeleteFunc(t.Problems, func(p form.Problem) bool { return in.Kind.Awaits(p.Path, raw, t.unread) })
	return t, nil
}

// write answers what somebody does inside an open form: adds, opens or removes
// a line, goes back to the form, or changes a field on which others depend.
func (b *Bot) write(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	meta := view.DecodeMeta(c.View.Metadata)
	t, err := b.typed(ctx, by, meta, c.Inputs)
	if err != nil {
		return b.fail(ctx, err)
	}
	t.move(c)
	err = b.Desk.SaveDraft(ctx, by, c.Once, automations.Draft{ID: meta.Draft, Kind: meta.Kind, Values: t.Values})
	if err != nil {
		return b.fail(ctx, err)
	}
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.Form(t.FormInput)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// move does to the lines what the button says. A line with something wrong in
// it stays open, so that nothing typed is lost.
func (t *typed) move(c payload.Click) {
	key, ok := view.LinesKey(t.Kind)
	if !ok {
		t.Problems = nil
		return
	}
	lines := t.Values[key]
	at, _ := strconv.Atoi(c.Value)
	wrong := t.problemsOf(key)
	t.Problems = nil
	switch c.Action {
	case view.ActionAddLine, view.ActionEditLine:
		if len(wrong) > 0 {
			t.Problems = wrong
			return
		}
		if c.Action == view.ActionAddLine {
			at = len(lines.Lines)
		}
		t.Meta.Line = at
	case view.ActionRemoveLine:
		if at >= 0 && at < len(lines.Lines) {
			t.Values = maps.Clone(t.Values)
			t.Values[key] = form.Value{Lines: slices.Delete(slices.Clone(lines.Lines), at, at+1)}
		}
		if t.Meta.Line >= at {
			t.Meta.Line = max(t.Meta.Line-1, 0)
		}
	default: // back from the check, or a field on which others depend: same lines
		return
	}
	t.Meta.Gen++ // other lines stand there now: Slack must not keep what was typed
}

// problemsOf are the problems of the line that is open.
func (t *typed) problemsOf(key string) []form.Problem {
	prefix := key + "." + strconv.Itoa(t.Meta.Line) + "."
	var problems []form.Problem
	for _, p := range t.Problems {
		if strings.HasPrefix(p.Path, prefix) {
			problems = append(problems, p)
		}
	}
	return problems
}

// submitForm reads the form. What is wrong is said beside its field; if nothing
// is, the check-and-send screen follows, once the files that came with it were
// read.
func (b *Bot) submitForm(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	t, err := b.typed(ctx, by, meta, s.Inputs)
	if err != nil {
		return b.failForm(ctx, s, "Not kept", err)
	}
	if len(t.Problems) > 0 {
		return b.wrong(ctx, s, t)
	}
	draft := automations.Draft{ID: meta.Draft, Kind: meta.Kind, Values: t.Values}
	if len(t.unread) > 0 {
		draft.View, draft.Meta = s.View.ID, meta.Encode()
	}
	if err := b.Desk.SaveDraft(ctx, by, "form/"+s.Trigger, draft); err != nil {
		return b.failForm(ctx, s, "Not kept", err)
	}
	if len(t.unread) > 0 {
		reply := b.update(ctx, view.Reading(t.Kind, len(t.unread), meta))
		reply.Then = func(ctx context.Context) { b.overtaken(ctx, by, draft) }
		return reply
	}
	preview, err := b.Desk.Preview(ctx, by, draft)
	if err != nil {
		if clash, found := b.clash(ctx, by, meta); found {
			return b.update(ctx, clash)
		}
		return b.failForm(ctx, s, "Not kept", err)
	}
	if len(preview.Problems) > 0 {
		t.Problems = preview.Problems
		return b.wrong(ctx, s, t)
	}
	return b.update(ctx, view.Check(preview, meta, by))
}

// wrong says what is wrong: beside the inputs where all of them are on the
// screen, else by showing the form anew with the line in question open. A form
// that was shown with remarks is too, since they would stay; and one where a
// record is met, which a button opens.
func (b *Bot) wrong(ctx context.Context, s payload.Submission, t typed) payload.Reply {
	errors, anew := map[string]string{}, t.Meta.Told
	for _, p := range t.Problems {
		if _, shown := s.Inputs[p.Path]; shown && errors[p.Path] == "" {
			errors[p.Path] = p.Say
		}
		anew = anew || p.Met != ""
	}
	if len(errors) > 0 && !anew {
		return payload.Reply{Errors: errors}
	}
	t.show(t.Problems[0].Path)
	return b.update(ctx, view.Form(t.FormInput))
}

// show opens the line in which a field stands.
func (t *typed) show(path string) {
	key, ok := view.LinesKey(t.Kind)
	rest, in := strings.CutPrefix(path, key+".")
	number, _, _ := strings.Cut(rest, ".")
	if line, err := strconv.Atoi(number); ok && in && err == nil && line != t.Meta.Line {
		t.Meta.Line = line
		t.Meta.Gen++
	}
}

// send sends what the check-and-send screen showed.
func (b *Bot) send(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	paper, err := b.Desk.Paper(ctx, by, meta.Draft, meta.Kind)
	if err != nil {
		return b.failCheck(ctx, err)
	}
	sent, err := b.Desk.Submit(ctx, by, "send/"+s.View.ID, paper.Draft)
	if err != nil {
		if clash, found := b.clash(ctx, by, meta); found {
			return b.update(ctx, clash)
		}
		return b.failCheck(ctx, err)
	}
	b.refreshHome(ctx, by, meta.From)
	if len(by.Accounts) > 0 && s.By != by.Accounts[0] { // nothing appears where they are
		return b.update(ctx, view.Said("Sent", sent.Name()+" was sent. You find its card in the messages of your other account, and here on Home."))
	}
	return payload.Reply{Clear: true}
}
