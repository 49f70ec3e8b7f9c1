package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/source"
)

// Turn is how a new ticket finds somebody who has it.
type Turn string

// The turns.
const (
	ByHand      Turn = ""             // whoever claims it
	RoundRobin  Turn = "round_robin"  // the next of the team
	LeastLoaded Turn = "least_loaded" // who has the fewest
)

// Reply is an answer that is written once and sent often. The fields of the kind
// stand in braces, and {requester}, {number} and {me}.
type Reply struct {
	Title string `yaml:"title"`
	Text  string `yaml:"text"`
}

// Task is one ticket of a list that a request unfolds into.
type Task struct {
	Title string `yaml:"title"` // "Laptop for {person}"
	Team  string `yaml:"team"`
	Who   string `yaml:"who"`  // e-mail address of one of the team who has it; empty: as other tickets
	Days  int    `yaml:"days"` // calendar days after the day of the list, or before it
	Due   string `yaml:"-"`    // ISO 8601, once the day is known
}

// desk is how work is done that people talk about.
type desk struct {
	category string
	ranks    []ranking
	hands    []handing
	private  *form.Condition
	circle   []policy.Approver
	turn     Turn
	replies  []Reply
	until    string
	tasks    []Task
	from     string
}

type ranking struct {
	priority int
	when     form.Condition
}

type handing struct {
	team string
	when form.Condition
}

// deskText is what a kind says of it.
type deskText struct {
	Category string       `yaml:"category"` // key of a select field
	Priority []rankText   `yaml:"priority"` // the first that holds
	Hand     []handText   `yaml:"hand"`     // to other teams: the first that holds
	Private  *privateText `yaml:"private"`
	Turn     string       `yaml:"turn"` // round_robin or least_loaded
	Replies  []Reply      `yaml:"replies"`
	Until    string       `yaml:"until"` // key of a date field: what was given is taken back then
	Tasks    []Task       `yaml:"tasks"` // tickets that come of it as soon as it is open
	From     string       `yaml:"from"`  // key of the date field that the days of tasks count from
}

type rankText struct {
	Is   string `yaml:"is"` // urgent, high, normal, low
	When string `yaml:"when"`
}

type handText struct {
	Team string `yaml:"team"`
	When string `yaml:"when"`
}

type privateText struct {
	When string            `yaml:"when"`
	By   []policy.Approver `yaml:"by"` // who works on it; empty: the lead of the team
}

// desk compiles it.
func (r *reader) desk(f form.Form, sample map[string]any) desk {
	in := deskText{}
	if r.in.Work.Ticket != nil {
		in = *r.in.Work.Ticket
	}
	d := desk{category: in.Category, turn: Turn(in.Turn), replies: in.Replies, until: in.Until, tasks: in.Tasks, from: in.From}
	if field, ok := f.Field(in.Category); in.Category != "" && (!ok || field.Type != form.Select) {
		r.wrong("work.ticket.category", "%q is no field of type select", in.Category)
	}
	for i, p := range in.Priority {
		at := fmt.Sprintf("work.ticket.priority[%d]", i)
		d.ranks = append(d.ranks, ranking{r.priority(at+".is", p.Is), r.condition(at+".when", p.When, sample)})
	}
	for i, h := range in.Hand {
		at := fmt.Sprintf("work.ticket.hand[%d]", i)
		r.team(at+".team", h.Team, form.Form{})
		d.hands = append(d.hands, handing{h.Team, r.condition(at+".when", h.When, sample)})
	}
	if in.Private != nil {
		when := r.condition("work.ticket.private.when", in.Private.When, sample)
		d.private, d.circle = &when, in.Private.By
		for i, a := range in.Private.By {
			r.team(fmt.Sprintf("work.ticket.private.by[%d].team", i), a.Team, f)
		}
	}
	if d.turn != ByHand && d.turn != RoundRobin && d.turn != LeastLoaded {
		r.wrong("work.ticket.turn", "%q is no turn: write round_robin, least_loaded, or nothing for tickets that people claim", in.Turn)
	}
	r.later(in, f)
	return d
}

// later checks what comes of the work by and by.
func (r *reader) later(in deskText, f form.Form) {
	for i, reply := range in.Replies {
		if at := fmt.Sprintf("work.ticket.replies[%d]", i); strings.TrimSpace(reply.Title) == "" || strings.TrimSpace(reply.Text) == "" {
			r.wrong(at, "a reply needs a title to choose it by and a text")
		}
	}
	for key, name := range map[string]string{"work.ticket.until": in.Until, "work.ticket.from": in.From} {
		if name != "" {
			r.day(key, name, f)
		}
	}
	for i, t := range in.Tasks {
		at := fmt.Sprintf("work.ticket.tasks[%d]", i)
		if r.team(at+".team", t.Team, form.Form{}); strings.TrimSpace(t.Title) == "" {
			r.wrong(at, "a task needs a title, such as: title: Laptop for {person}")
		}
		r.filled(at+".title", t.Title, f)
	}
}

func (r *reader) priority(path, name string) int {
	for i, p := range Priorities() {
		if p == name {
			return i + 1
		}
	}
	r.wrong(path, "%q is no priority%s", name, source.DidYouMean(name, Priorities()))
	return 0
}

func (r *reader) condition(path, text string, sample map[string]any) form.Condition {
	when, err := form.CompileCondition(text, sample)
	if err != nil {
		r.wrong(path, "%s", err)
	}
	return when
}

// put is what the values say of the work: how urgent it is, whose, and who sees it.
func (d desk) put(w *request.Work, facts map[string]any, values form.Values, m Moment) error {
	if !w.Desk {
		return nil
	}
	w.Category, w.Priority = values[d.category].Text, request.Normal
	for _, rank := range d.ranks {
		holds, err := rank.when.Holds(facts)
		if err != nil {
			return err
		}
		if holds {
			w.Priority = rank.priority
			break
		}
	}
	for _, hand := range d.hands {
		holds, err := hand.when.Holds(facts)
		if err != nil {
			return err
		}
		if holds {
			w.Team = hand.team
			break
		}
	}
	return d.conceal(w, facts, values, m)
}

// conceal says who works on what not everybody may see.
func (d desk) conceal(w *request.Work, facts map[string]any, values form.Values, m Moment) error {
	if d.private == nil {
		return nil
	}
	holds, err := d.private.Holds(facts)
	if err != nil || !holds {
		return err
	}
	w.Private, w.Circle = true, d.named(w.Team, values, m)
	return nil
}

// named are the rules that name who works on what is private: those of the kind,
// else the lead of the team.
func (d desk) named(team string, values form.Values, m Moment) []request.Rule {
	circle := policy.Rules(d.circle, m.By, values)
	if t, ok := m.Dir.Team(team); ok && len(circle) == 0 && t.Lead != "" {
		circle = []request.Rule{{Kind: request.ByPerson, Of: t.Lead}}
	}
	return circle
}

// Circle are the rules that name who works on a request of the kind once it is
// private.
func (k Kind) Circle(r request.Request, m Moment) []request.Rule {
	if k.work == nil || r.Work == nil {
		return nil
	}
	return k.work.named(r.Work.Team, r.Values, m)
}

// Turn is how a new ticket of the kind finds somebody who has it.
func (k Kind) Turn() Turn {
	if k.work == nil {
		return ByHand
	}
	return k.work.turn
}

// Replies are the answers that are written already.
func (k Kind) Replies() []Reply {
	if k.work == nil {
		return nil
	}
	return k.work.replies
}

// Say fills a reply: the fields of the kind stand in braces, and who is written
// to, who writes, and the number.
func (k Kind) Say(reply Reply, r request.Request, number, requester, me string, dir people.Directory) string {
	text := strings.NewReplacer("{requester}", requester, "{number}", number, "{me}", me).Replace(reply.Text)
	return k.Form.Braces(text, r.Values, Names(dir))
}

// Tasks are the tickets that come of a request as soon as it is open, each with
// its day where the kind says one.
func (k Kind) Tasks(r request.Request, dir people.Directory) []Task {
	if k.work == nil {
		return nil
	}
	tasks := slices.Clone(k.work.tasks)
	for i, t := range tasks {
		tasks[i].Title = k.fill(t.Title, r.Values, dir)
		if from := r.Values[k.work.from].Date; !from.IsZero() {
			tasks[i].Due = from.AddDays(t.Days).String()
		}
		if t.Team == "" {
			tasks[i].Team = k.work.Team
		}
	}
	return tasks
}

// Until is the last day of what was given; zero for what is given for good.
func (k Kind) Until(r request.Request) calendar.Date {
	if k.work == nil || k.work.until == "" {
		return calendar.Date{}
	}
	return r.Values[k.work.until].Date
}
