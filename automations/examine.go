package automations

import (
	"context"
	"slices"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Examiner judges what came as a document beside what its kind checks: which
// vendor and order it belongs to, whether it is like another one, what holds it.
// It is asked again whenever fields change or somebody asks for it.
type Examiner func(ctx context.Context, in Examined) (Finding, error)

// Examined is a submission that is judged.
type Examined struct {
	ID     string // of the request
	Kind   catalogue.Kind
	Dir    people.Directory
	Now    time.Time
	Before request.Request    // as it stands; the zero one when it arrives
	Sent   request.Submission // with its Reading, and the holds found so far

	Unasked bool // nobody waits for the answer who could be told that it is refused
}

// Finding is the submission with what was found: Reading.Vendor, Order, Matched
// and Keys, further Warnings, and further Holds, made by Kind.Hold. Holds that
// somebody has ended before may be among them: they do not come again. Guards
// are the documents that this stands on.
type Finding struct {
	Sent   request.Submission
	Guards []state.Guard
}

// examined completes a submission: with what the examiner finds, and the hold for
// fields that a person is to look at.
func (d *Desk) examined(ctx context.Context, in Examined) (Finding, error) {
	if in.Sent.Reading == nil {
		return Finding{Sent: in.Sent}, nil
	}
	found := Finding{Sent: in.Sent}
	if d.Examine != nil {
		var err error
		if found, err = d.Examine(ctx, in); err != nil {
			return found, err
		}
	}
	if unsure := found.Sent.Reading.Unsure; len(unsure) > 0 {
		found.Sent.Holds = append(slices.Clip(found.Sent.Holds), in.Kind.Hold(request.UnsureHold, "", unsureOf(in.Kind, unsure, found.Sent.Values), in.Now))
	}
	return found, nil
}

// unsureOf says which fields a person is to look at: what stands there may be
// wrong, or nothing does.
func unsureOf(kind catalogue.Kind, paths []string, values form.Values) string {
	raw := kind.Form.Raw(values)
	var lacking, unread, unsure []string
	for _, path := range paths {
		field, _ := kind.Form.Field(path)
		in := raw[path]
		switch empty := in.Text == "" && len(in.List) == 0 && len(in.Files) == 0; {
		case empty && field.Required:
			lacking = append(lacking, path)
		case empty && field.Type != form.Lines:
			unread = append(unread, path)
		default:
			unsure = append(unsure, path)
		}
	}
	var say []string
	add := func(paths []string, one, many string) {
		switch labels := labelsOf(kind, paths); len(labels) {
		case 0:
		case 1:
			say = append(say, labels[0]+one)
		default:
			say = append(say, List(labels)+many)
		}
	}
	add(lacking, " was not found on the document and is needed", " were not found on the document and are needed")
	add(unread, " could not be read", " could not be read")
	add(unsure, " was not read for sure", " were not read for sure")
	return strings.Join(say, "; ")
}

// labelsOf names fields as people know them, each once and in their order.
func labelsOf(kind catalogue.Kind, paths []string) []string {
	var labels []string
	for _, f := range kind.Form.Fields() {
		if slices.ContainsFunc(paths, func(p string) bool { return p == f.Key || strings.HasPrefix(p, f.Key+".") }) {
			labels = append(labels, f.Label)
		}
	}
	return labels
}

// problematic adds to the fields to be looked at those that the form refuses.
func problematic(unsure []string, problems []form.Problem) []string {
	for _, p := range problems {
		if p.Path != "" && !slices.Contains(unsure, p.Path) {
			unsure = append(slices.Clip(unsure), p.Path)
		}
	}
	return unsure
}
