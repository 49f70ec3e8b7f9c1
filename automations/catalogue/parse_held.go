package catalogue

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/source"
)

// stewards checks who speaks for the requester.
func (r *reader) stewards(f form.Form) []policy.Approver {
	r.add(policy.CheckApprovers("stewards", r.in.Stewards, f))
	for i, a := range r.in.Stewards {
		r.team(fmt.Sprintf("stewards[%d].team", i), a.Team, f)
	}
	if r.in.Steward != nil {
		r.wrong("steward", "there may be several: write stewards:")
	}
	return r.in.Stewards
}

// holds reads who ends which kind of hold.
func (r *reader) holds(f form.Form) map[request.HoldKind]ending {
	known := []string{string(request.BankHold), string(request.DuplicateHold), string(request.MismatchHold), string(request.OrderHold)}
	all := map[request.HoldKind]ending{}
	for _, name := range slices.Sorted(maps.Keys(r.in.Holds)) {
		h, at := r.in.Holds[name], "holds."+name
		if !slices.Contains(known, name) {
			r.wrong(at, "there is no hold %q to give to anybody%s", name, source.DidYouMean(name, known))
		}
		r.add(policy.CheckApprovers(at+".by", []policy.Approver{h.By}, f))
		r.team(at+".by.team", h.By.Team, f)
		wait, err := time.ParseDuration("0" + h.Wait)
		if h.Wait == "" {
			wait, err = 0, nil
		}
		if err != nil || wait < 0 || wait > 30*24*time.Hour {
			r.wrong(at+".wait", "%q is no time to wait: write for example 24h", h.Wait)
		}
		all[request.HoldKind(name)] = ending{by: h.By, wait: wait}
	}
	return all
}

// due reads before which days people are reminded.
func (r *reader) due(f form.Form) []Due {
	var all []Due
	for i, d := range r.in.Due {
		at := fmt.Sprintf("due[%d]", i)
		r.day(at+".field", d.Field, f)
		r.filled(at+".say", d.Say, f)
		if strings.TrimSpace(d.Say) == "" {
			r.wrong(at, "say what is on that day: say: it is due")
		}
		if d.Before < 0 || d.Before > 60 {
			r.wrong(at+".before", "%d is no number of days before: write 0 to 60", d.Before)
		}
		all = append(all, Due{Field: d.Field, Before: d.Before, say: d.Say})
	}
	return all
}

// day checks that a date field is named.
func (r *reader) day(path, key string, f form.Form) {
	if field, ok := f.Field(key); !ok || field.Type != form.Date || strings.Contains(key, ".") {
		r.wrong(path, "%q is no field of type date outside of lines", key)
	}
}

// filled checks the fields that stand in braces in a sentence.
func (r *reader) filled(path, text string, f form.Form) {
	for _, key := range form.Braced(text) {
		if _, ok := f.Field(key); !ok || strings.Contains(key, ".") {
			r.wrong(path, "there is no field %q to put in the %s: write the key of a field outside of lines", key, path[strings.LastIndexByte(path, '.')+1:])
		}
	}
}
