package catalogue

import (
	"time"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Hold makes a hold of a kind. The kind of request says who ends it and how
// long it stands at least; where it does not, the company's fallback ends it.
// Holds that are a matter of whoever speaks for the requester name nobody.
// Key and say are as request.Hold has them.
func (k Kind) Hold(kind request.HoldKind, key, say string, now time.Time) request.Hold {
	h := request.Hold{Kind: kind, Key: key, Say: say, Since: now, Stays: kind == request.MismatchHold}
	if k.company.Fallback != "" {
		h.Otherwise = []request.Rule{{Kind: request.ByRole, Of: k.company.Fallback}}
	}
	if kind == request.UnsureHold || kind == request.VendorHold {
		return h
	}
	end, said := k.holds[kind]
	rules := policy.Rules([]policy.Approver{end.by}, people.Person{}, nil)
	switch {
	case said && len(rules) > 0:
		h.Release = rules[0]
	case len(h.Otherwise) > 0:
		h.Release = h.Otherwise[0]
	}
	if end.wait > 0 {
		h.NotBefore = now.Add(end.wait)
	}
	return h
}

// DueSay is what is on the day of a reminder: "the discount of 2 % ends".
func (k Kind) DueSay(field string, values form.Values, dir people.Directory) string {
	for _, d := range k.Due {
		if d.Field == field {
			return k.fill(d.say, values, dir)
		}
	}
	return ""
}

// Stewards are the rules for who looks after requests of the kind that somebody
// makes.
func (k Kind) Stewards(by people.Person) []request.Rule { return policy.Rules(k.stewards, by, nil) }
