package automations

import (
	"cmp"
	"context"
	"slices"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Replayed is a past request with those who were asked, by the steps that were
// frozen when it was sent, and those who would be, by a catalogue as it is now.
// Behind both stand people as they are in one directory, so that only the policy
// makes a difference.
type Replayed struct {
	Number  string
	Kind    catalogue.Kind
	Request request.Request
	Was     []StepPreview
	Would   []StepPreview
	Refused string // why it could not be sent now; empty: it could
}

// Same tells whether the policy would ask the same people in the same order.
func (r Replayed) Same() bool {
	return r.Refused == "" && slices.EqualFunc(r.Was, r.Would, func(a, b StepPreview) bool {
		return a.Step.Need == b.Step.Need && slices.Equal(asked(a), asked(b))
	})
}

// asked are the ids of those whom a step asks, in a fixed order.
func asked(step StepPreview) []string {
	var all []string
	for _, c := range step.Asked {
		all = append(all, c.Person.ID)
	}
	slices.Sort(all)
	return all
}

// Replay asks a catalogue about a request that was sent before; false for what
// is no request, or was never sent. Requests that are judged by their sum are
// looked up. An error means that the store failed.
func Replay(ctx context.Context, from Paged, c *catalogue.Catalogue, dir people.Directory, doc state.Document) (Replayed, bool, error) {
	f, err := decode(doc)
	if err != nil || f.Number == "" || f.Request.Submitted.IsZero() {
		return Replayed{}, false, nil //nolint:nilerr // it is something else
	}
	r := Replayed{Number: f.Number, Request: f.Request, Was: steps(f.Request, f.Request.Steps, dir)}
	if r.Kind, err = c.Kind(f.Request.Kind); err != nil {
		r.Refused = fault.Say(err)
		return r, true, nil
	}
	before, err := earlier(ctx, from, f.Request, r.Kind, f.Request.Submitted)
	if err != nil {
		return r, false, err
	}
	return r.asks(c, dir, before), true, nil
}

// asks is what a catalogue makes of it, and of those before it that count with it.
func (r Replayed) asks(c *catalogue.Catalogue, dir people.Directory, before []catalogue.Earlier) Replayed {
	by, ok := dir.Person(r.Request.Requester)
	if !ok {
		r.Refused = "Who asked for it is no longer in the directory."
		return r
	}
	sent := r.Request.Submitted
	m := catalogue.Moment{By: by, Dir: dir, Now: sent, Today: calendar.DateOf(sent, zone(by)), Earlier: before}
	if r.Request.Sum != nil {
		m.Rates = r.Request.Sum.Rates
	}
	if r.Kind.Duty != nil {
		if len(r.Was) > 0 { // somebody has brought evidence: nobody is asked before
			r.Would = steps(r.Request, []request.Step{signOff(r.Kind, c)}, dir)
		}
		return r
	}
	would, problems, err := r.Kind.Prepare(r.Request.Values, m)
	switch {
	case err != nil:
		r.Refused = fault.Say(err)
	case len(problems) > 0 && typed(r.Request, by) && r.Kind.Hash != r.Request.Policy:
		r.Refused = problems[0].Say
	case len(would.Holds) > 0 && len(r.Was) > 0:
		r.Refused = would.Holds[0].Say
	default:
		r.Would = steps(r.Request, would.Steps, dir)
	}
	return r
}

// typed tells whether a person sent it by a form, which refuses what is not
// complete. What comes as a document or by itself is completed later.
func typed(r request.Request, by people.Person) bool { return r.Reading == nil && !by.Service }

// steps are those of a request with the people whom each would ask if it came to
// it.
func steps(r request.Request, all []request.Step, dir people.Directory) []StepPreview {
	var previews []StepPreview
	for _, step := range all {
		r.State, r.Steps, r.Step = request.Pending, []request.Step{step}, 0
		r.Holds, r.Decisions = nil, nil
		previews = append(previews, StepPreview{Step: step, Asked: policy.Asked(r, dir)})
	}
	return previews
}

// Differing puts those first whom the policy would treat otherwise, the newest
// before the others.
func Differing(all []Replayed) {
	rank := func(r Replayed) int {
		if r.Same() {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b Replayed) int {
		return cmp.Or(rank(a)-rank(b), b.Request.Submitted.Compare(a.Request.Submitted))
	})
}

// Staffed gives the people whom a store knows, for those who only read it. Who
// is away is not looked at.
func Staffed(ctx context.Context, load func(ctx context.Context, ids ...string) ([]state.Document, error)) (people.Directory, error) {
	docs, err := load(ctx, people.DirectoryID)
	if err != nil {
		return people.Directory{}, err
	}
	return decodeDirectory(docs[0])
}
