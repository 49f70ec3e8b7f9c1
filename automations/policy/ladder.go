package policy

import (
	"fmt"
	"time"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Rung is one step of a ladder as it is written in YAML: what happens when nobody
// has decided for so much working time.
type Rung struct {
	After  string `yaml:"after"` // 16h
	Remind bool   `yaml:"remind"`
	Add    any    `yaml:"add"` // substitute, managers_manager, or like an approver: {role: director}
	To     any    `yaml:"to"`  // likewise, instead of those asked
	Expire bool   `yaml:"expire"`
}

// rung is that, compiled.
type rung struct {
	after time.Duration
	do    request.Climb
	word  string
	whom  Approver
}

// CheckLadder says what is wrong with a ladder that stands at a path of the YAML
// text.
func CheckLadder(at string, ladder []Rung, f form.Form) []form.Problem {
	_, problems := compileLadder(at, ladder, f)
	return problems
}

func compileLadder(at string, ladder []Rung, f form.Form) ([]rung, []form.Problem) {
	var all []rung
	var problems []form.Problem
	for i, in := range ladder {
		path := fmt.Sprintf("%s[%d]", at, i)
		one, say := in.compile(f)
		switch {
		case say != "":
		case len(all) > 0 && one.after <= all[len(all)-1].after:
			say = "every rung comes later than the one before: order them by after"
		case len(all) > 0 && all[len(all)-1].do == request.LastRung:
			say = "nothing comes after expire: make that the last"
		}
		if say != "" {
			problems = append(problems, form.Problem{Path: path, Say: say})
		}
		all = append(all, one)
	}
	return all, problems
}

// compile reads a rung, or says what is wrong with it.
func (r Rung) compile(f form.Form) (rung, string) {
	after, err := time.ParseDuration(r.After)
	if err != nil || after < time.Minute {
		return rung{}, fmt.Sprintf("%q is no working time: write for example after: 16h", r.After)
	}
	one := rung{after: after}
	does := 0
	for _, d := range []struct {
		do   request.Climb
		here bool
		whom any
	}{{request.Nudge, r.Remind, nil}, {request.AddRung, r.Add != nil, r.Add}, {request.MoveRung, r.To != nil, r.To}, {request.LastRung, r.Expire, nil}} {
		if !d.here {
			continue
		}
		does, one.do = does+1, d.do
		if d.whom == nil {
			continue
		}
		var say string
		if one.word, one.whom, say = whom(d.whom, f); say != "" {
			return one, say
		}
	}
	if does != 1 {
		return one, "write exactly one of remind: true, add:, to: or expire: true beside after:"
	}
	return one, ""
}

// whom reads of whom it is asked then.
func whom(in any, f form.Form) (word string, a Approver, say string) {
	wrong := "write substitute, managers_manager, or one of person, role, team, manager_of and owner_of, such as {role: director}"
	switch in := in.(type) {
	case string:
		if in == request.Substitutes || in == request.NextManager {
			return in, a, ""
		}
	case map[string]any:
		into := map[string]*string{"person": &a.Person, "role": &a.Role, "team": &a.Team, "manager_of": &a.ManagerOf, "owner_of": &a.OwnerOf}
		for key, value := range in {
			text, ok := value.(string)
			if into[key] == nil || !ok {
				return "", a, wrong
			}
			*into[key] = text
		}
		return "", a, a.problem(f)
	}
	return "", a, wrong
}

// frozen is the ladder of a step that is asked of people. Where all have to
// agree nobody is added: they would have to agree too.
func frozen(ladder []rung, all bool, by people.Person, values form.Values) []request.Rung {
	var rungs []request.Rung
	for _, one := range ladder {
		if all && one.do == request.AddRung {
			continue
		}
		rung := request.Rung{Minutes: int(one.after / time.Minute), Do: one.do, Word: one.word}
		if one.whom != (Approver{}) {
			rung.Rules = one.whom.rules(by, values)
		}
		rungs = append(rungs, rung)
	}
	return rungs
}

// Climbed are the people of a rung that is due: for a word they follow from those
// who are asked by the step and have not answered.
func Climbed(r request.Request, rung request.Rung, dir people.Directory) []request.Rule {
	rules := rung.Rules
	for _, p := range idle(r, dir) {
		switch rung.Word {
		case request.Substitutes:
			if p.Substitute != "" {
				rules = append(rules, request.Rule{Kind: request.ByPerson, Of: p.Substitute, For: p.ID})
			}
		case request.NextManager:
			rules = append(rules, request.Rule{Kind: request.ManagerOf, Of: p.ID})
		}
	}
	return rules
}

// idle are those of whom the step itself asks, and who have not answered; those
// who stand in count as who they stand in for.
func idle(r request.Request, dir people.Directory) []people.Person {
	var all []people.Person
	for _, c := range Open(r, dir) {
		p := c.Person
		if away, ok := dir.Person(c.Reason.For); ok {
			p = away
		}
		all = append(all, p)
	}
	return all
}
