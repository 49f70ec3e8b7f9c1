// Package policy owns who decides: it turns the facts of a request into steps,
// finds the people behind a step at the moment they are needed, and says why
// somebody may decide or may not. It must not know how a request moves on
// (request) or where people and rules come from.
package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Step is one stage of a route as it is written in YAML.
type Step struct {
	Name      string     `yaml:"step"`
	Approvers []Approver `yaml:"approvers"`
	Otherwise []Approver `yaml:"otherwise"` // when the approvers are nobody who may decide
	Quorum    string     `yaml:"quorum"`    // any (default), all, or a number
	When      string     `yaml:"when"`      // condition over the facts; empty: always
	Why       string     `yaml:"why"`       // said to the approver: "the amount is above 500 EUR"
	Again     bool       `yaml:"again"`     // asked also of whom approved the step before; else one person decides once
	Escalate  []Rung     `yaml:"escalate"`  // what happens when nobody decides
}

// Approver names people in exactly one way.
type Approver struct {
	Person    string `yaml:"person"`     // e-mail address, or the key of a person field
	Role      string `yaml:"role"`       //
	Team      string `yaml:"team"`       // key of a team, or of a team field
	ManagerOf string `yaml:"manager_of"` // "requester", or the key of a person field
	OwnerOf   string `yaml:"owner_of"`   // cost centre: "requester", or a field such as lines.cost_centre
}

// Route is a compiled list of steps.
type Route struct{ steps []compiled }

// Empty tells whether nobody ever decides.
func (r Route) Empty() bool { return len(r.steps) == 0 }

type compiled struct {
	Step
	when   form.Condition
	need   int
	ladder []rung
}

// Compile checks the steps against the fields and sample facts of a kind. A
// problem's path is route[2].when.
func Compile(steps []Step, f form.Form, sample map[string]any) (Route, []form.Problem) {
	var route Route
	var problems []form.Problem
	for i, s := range steps {
		at := fmt.Sprintf("route[%d]", i)
		if strings.TrimSpace(s.Name) == "" {
			problems = append(problems, form.Problem{Path: at + ".step", Say: "every step needs a name people understand: write for example `step: Manager`"})
		}
		if len(s.Approvers) == 0 {
			problems = append(problems, form.Problem{Path: at + ".approvers", Say: "nobody is asked: write for example `approvers: [{manager_of: requester}]`"})
		}
		problems = append(problems, CheckApprovers(at+".approvers", s.Approvers, f)...)
		problems = append(problems, CheckApprovers(at+".otherwise", s.Otherwise, f)...)
		need, err := quorum(s.Quorum)
		if err != nil {
			problems = append(problems, form.Problem{Path: at + ".quorum", Say: err.Error()})
		}
		when, err := form.CompileCondition(s.When, sample)
		if err != nil {
			problems = append(problems, form.Problem{Path: at + ".when", Say: err.Error()})
		}
		ladder, wrong := compileLadder(at+".escalate", s.Escalate, f)
		problems = append(problems, wrong...)
		route.steps = append(route.steps, compiled{Step: s, when: when, need: need, ladder: ladder})
	}
	return route, problems
}

func quorum(text string) (int, error) {
	switch text {
	case "", "any":
		return 1, nil
	case "all":
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 20 {
		return 0, fmt.Errorf("%q is no quorum: write any, all, or a number from 1 to 20", text)
	}
	return n, nil
}

// CheckApprovers says what is wrong with approvers that stand at a path of the
// YAML text.
func CheckApprovers(at string, approvers []Approver, f form.Form) []form.Problem {
	var problems []form.Problem
	for i, a := range approvers {
		if say := a.problem(f); say != "" {
			problems = append(problems, form.Problem{Path: fmt.Sprintf("%s[%d]", at, i), Say: say})
		}
	}
	return problems
}

// problem says what is wrong with the approver, or "".
func (a Approver) problem(f form.Form) string {
	set := slices.DeleteFunc([]string{a.Person, a.Role, a.Team, a.ManagerOf, a.OwnerOf}, func(s string) bool { return s == "" })
	if len(set) != 1 {
		return "write exactly one of person, role, team, manager_of or owner_of"
	}
	wants := func(path string, types ...form.Type) bool {
		field, ok := f.Field(path)
		return ok && slices.Contains(types, field.Type)
	}
	switch {
	case a.ManagerOf != "" && a.ManagerOf != requester && !wants(a.ManagerOf, form.Person, form.People):
		return fmt.Sprintf("manager_of: %s is no person field: write requester or the key of a person field", a.ManagerOf)
	case a.OwnerOf != "" && a.OwnerOf != requester && !wants(a.OwnerOf, form.Select, form.MultiSelect):
		return fmt.Sprintf("owner_of: %s is no cost centre field: write requester or a select field such as lines.cost_centre", a.OwnerOf)
	case a.Person != "" && !strings.Contains(a.Person, "@") && !wants(a.Person, form.Person, form.People):
		return fmt.Sprintf("person: %s is neither an e-mail address nor the key of a person field", a.Person)
	}
	return ""
}

// requester is the word for the person who asks, in manager_of and owner_of.
const requester = "requester"

// Steps freezes the steps that the facts call for.
func (r Route) Steps(facts map[string]any, by people.Person, values form.Values) ([]request.Step, error) {
	var steps []request.Step
	for _, s := range r.steps {
		holds, err := s.when.Holds(facts)
		if err != nil {
			return nil, fmt.Errorf("policy: step %s: %w", s.Name, err)
		}
		if holds {
			steps = append(steps, s.freeze(by, values)...)
		}
	}
	return steps, nil
}

// freeze names the rules of a step. A step that asks the owners of several cost
// centres becomes one step for each of them: every owner decides.
func (s compiled) freeze(by people.Person, values form.Values) []request.Step {
	step := request.Step{Name: s.Name, Need: s.need, Why: s.Why, Again: s.Again, Ladder: frozen(s.ladder, s.need == 0, by, values)}
	step.Otherwise = Rules(s.Otherwise, by, values)
	var owners []request.Rule
	for _, a := range s.Approvers {
		rules := a.rules(by, values)
		if a.OwnerOf != "" && len(s.Approvers) == 1 {
			owners = rules
		}
		step.Rules = append(step.Rules, rules...)
	}
	if len(owners) < 2 {
		return []request.Step{step}
	}
	var steps []request.Step
	for _, owner := range owners {
		one := step
		one.Name, one.Rules = fmt.Sprintf("%s %s", s.Name, owner.Of), []request.Rule{owner}
		steps = append(steps, one)
	}
	return steps
}

// Rules are what approvers mean for a request.
func Rules(approvers []Approver, by people.Person, values form.Values) []request.Rule {
	var rules []request.Rule
	for _, a := range approvers {
		rules = append(rules, a.rules(by, values)...)
	}
	return rules
}

// rules are what the approver means for this request.
func (a Approver) rules(by people.Person, values form.Values) []request.Rule {
	switch {
	case a.Role != "":
		return []request.Rule{{Kind: request.ByRole, Of: a.Role}}
	case a.Team != "":
		return named(request.ByTeam, form.Texts(values, a.Team), a.Team)
	case a.ManagerOf == requester:
		return []request.Rule{{Kind: request.ManagerOf, Of: by.ID}}
	case a.ManagerOf != "":
		return named(request.ManagerOf, form.Texts(values, a.ManagerOf), "")
	case a.OwnerOf == requester:
		return named(request.OwnerOf, nil, by.CostCentre)
	case a.OwnerOf != "":
		return named(request.OwnerOf, form.Texts(values, a.OwnerOf), by.CostCentre)
	default:
		return named(request.ByPerson, form.Texts(values, a.Person), strings.ToLower(a.Person))
	}
}

// named makes a rule for each text, or for otherwise when there is none.
func named(kind request.RuleKind, texts []string, otherwise string) []request.Rule {
	if len(texts) == 0 && otherwise != "" {
		texts = []string{otherwise}
	}
	var rules []request.Rule
	for _, text := range texts {
		rules = append(rules, request.Rule{Kind: kind, Of: text})
	}
	return rules
}
