package automations

import (
	"context"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Preview is the check-and-send screen: what warns, who will decide and why.
type Preview struct {
	Kind     catalogue.Kind
	Sent     request.Submission
	Problems []form.Problem
	Asked    []StepPreview
	Dir      people.Directory
	Again    bool // a returned request is sent again
	Notes    []catalogue.Note
	Alike    []dataset.Record // that may be the one which is to be added
	Was      form.Values      // of the record that is changed; nil for a new one
	guards   []state.Guard
}

// StepPreview is a step with the people who would be asked now.
type StepPreview struct {
	Step  request.Step
	Asked []policy.Candidate
}

// moment is the world as it is now, for the pure packages.
func (d *Desk) moment(by people.Person, dir people.Directory) catalogue.Moment {
	now := d.Now().UTC()
	return catalogue.Moment{By: by, Dir: dir, Now: now, Today: calendar.DateOf(now, d.zones.of(by))}
}

// Preview shows what sending the values would do. It changes nothing.
func (d *Desk) Preview(ctx context.Context, by people.Person, draft Draft) (Preview, error) {
	paper, err := d.Paper(ctx, by, draft.ID, draft.Kind)
	if err != nil {
		return Preview{}, err
	}
	p, err := d.prepare(ctx, paper.File, draft.Values)
	if err == nil {
		p.Notes = d.Notes(paper, p.Kind, by, draft.Values)
	}
	return p, err
}

// prepare makes the submission and finds who would be asked.
func (d *Desk) prepare(ctx context.Context, f File, values form.Values) (Preview, error) {
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return Preview{}, err
	}
	if values, err = d.unveiled(ctx, kind, f, values); err != nil {
		return Preview{}, err
	}
	sent, problems, err := d.submission(ctx, f, kind, keepCopies(values, f.Request.Values))
	if err != nil {
		return Preview{}, err
	}
	entry, wrong, err := d.against(ctx, f, kind, &sent)
	if err != nil {
		return Preview{}, err
	}
	problems = append(problems, wrong...)
	switch {
	case sent.Reading != nil:
		sent.Reading = looked(*sent.Reading, kind, form.Changed(f.Request.Values, values))
	case len(kind.Material) > 0:
		sent.Reading = &request.Reading{}
	}
	found, err := d.examined(ctx, Examined{ID: f.Request.ID, Kind: kind, Dir: f.Dir, Now: d.Now().UTC(), Before: f.Request, Sent: sent})
	if err != nil {
		return Preview{}, err
	}
	sent = found.Sent
	p := Preview{Kind: kind, Sent: sent, Problems: problems, Dir: f.Dir, Again: f.Request.State == request.Returned, Alike: entry.alike, Was: entry.before.Values, guards: found.Guards}
	for _, step := range sent.Steps {
		would := request.Request{
			State: request.Pending, Requester: sent.Requester, Excluded: sent.Excluded, Steps: []request.Step{step},
		}
		p.Asked = append(p.Asked, StepPreview{Step: step, Asked: policy.Asked(would, f.Dir)})
	}
	return p, nil
}

// against checks a submission against what is there already: records that it
// names, requests like it, the dataset that it is for.
func (d *Desk) against(ctx context.Context, f File, kind catalogue.Kind, sent *request.Submission) (entry entering, wrong []form.Problem, err error) {
	if len(kind.Refers) > 0 {
		if sent.Values, wrong, err = d.referring().of(ctx, dataset.Dataset{Form: kind.Form, Refers: kind.Refers}, sent.Values); err != nil {
			return entering{}, nil, err
		}
	}
	known, err := d.known(ctx, kind, f.Request.ID, *sent)
	if err != nil {
		return entering{}, nil, err
	}
	wrong = append(wrong, known...)
	if kind.Dataset != "" {
		var more []form.Problem
		if entry, more, err = d.entering(ctx, kind, f, sent.Values); err != nil {
			return entering{}, nil, err
		}
		sent.Values, wrong = entry.values, append(wrong, more...)
	}
	if kind.Key == catalogue.ImportKind {
		err = d.ordering(ctx, f.Request.ID, requesterOf(f), sent)
	}
	return entry, wrong, err
}

// keepCopies takes over the hashes of files that were copied before.
func keepCopies(values, before form.Values) form.Values {
	hashes := map[string]string{}
	for _, f := range form.Files(before) {
		hashes[f.Source] = f.Hash
	}
	return form.MapFiles(values, func(f form.File) form.File {
		if f.Hash == "" {
			f.Hash = hashes[f.Source]
		}
		return f
	})
}

// Submit sends a draft, or a returned request again. It is acknowledged only
// once everything is committed. Returns invalid when the values are refused or
// when nobody could decide.
func (d *Desk) Submit(ctx context.Context, by people.Person, once string, draft Draft) (File, error) {
	var done File
	busy := fault.New(fault.Conflict, "This request is being changed from two places at once. Nothing was sent; please try again.")
	err := d.persist(busy, nil, func() error {
		paper, err := d.Paper(ctx, by, draft.ID, draft.Kind)
		if done = paper.File; err != nil {
			return err
		}
		paper.Team, paper.Called = draft.Team, draft.Called
		done, err = d.send(ctx, paper, by, once, draft.Values)
		return err
	})
	return done, err
}

func (d *Desk) send(ctx context.Context, paper Paper, by people.Person, once string, values form.Values) (File, error) {
	f := paper.File
	p, err := d.prepare(ctx, f, values)
	if err != nil {
		return f, err
	}
	if len(p.Problems) > 0 {
		return f, fault.New(fault.Invalid, "%s was not sent: %s", p.Kind.Title, p.Problems[0].Say)
	}
	p.Sent.Called = paper.Called
	if p.Sent.Work != nil && paper.Team != "" {
		p.Sent.Work.Team = paper.Team
	}
	for _, s := range p.Asked {
		if len(s.Asked) == 0 {
			return f, fault.New(fault.Invalid, "%s was not sent: nobody else may decide the step “%s”. Ask your Factotum administrator to name somebody for it.", p.Kind.Title, s.Step.Name)
		}
	}
	action := request.Resubmit
	if !p.Again {
		action = request.Submit
		f.Request.Shown = nil // a draft is not in the log, so the move names all who see it
	}
	forgotten, err := paper.Scans.forgotten(paper.ID)
	if err != nil {
		return f, err
	}
	forgotten.Guards = p.guards
	dealt, err := d.dealNew(ctx, f, &p.Sent)
	if err != nil {
		return f, err
	}
	forgotten = with(forgotten, dealt)
	done, err := d.commit(ctx, f, state.Once{Key: once, Keep: keepSlack}, act{
		move:   request.Move{Action: action, By: by.ID, At: d.Now().UTC(), Sent: &p.Sent},
		timers: []string{remindTimer, copyTimer, dueTimer},
		prefix: p.Kind.Prefix, also: forgotten,
	})
	return done, d.explain(f, by, d.taken(ctx, d.same(ctx, err)))
}

// KeepPolicies stores the text of every kind and dataset under its hash, so that
// an auditor can read the rule that decided.
func (d *Desk) KeepPolicies(ctx context.Context) error {
	for _, kind := range d.Catalogue.Kinds() {
		if err := d.keepPolicy(ctx, "kind", kind.Key, kind.Hash, kind.Text); err != nil {
			return err
		}
	}
	for _, duty := range d.Catalogue.Duties() {
		if err := d.keepPolicy(ctx, "obligation", duty.Duty.Key, duty.Hash, duty.Text); err != nil {
			return err
		}
	}
	for _, ds := range d.Catalogue.Datasets() {
		if err := d.keepPolicy(ctx, "dataset", ds.Key, ds.Hash, ds.Text); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) keepPolicy(ctx context.Context, of, key, hash string, text []byte) error {
	id := "policy/" + hash
	docs, err := d.Store.Load(ctx, id)
	if err != nil || docs[0].Version > 0 {
		return err
	}
	body, err := encode(map[string]string{of: key, "text": string(text)})
	if err != nil {
		return err
	}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: id}, Documents: []state.Document{{ID: id, Body: body}}})
	return err
}
