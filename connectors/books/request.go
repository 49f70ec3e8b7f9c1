package books

import (
	"errors"
	"strings"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/request"
)

// request writes all rows of a request.
func (p *page) request(l leaf) {
	r := *l.request
	seq, was := p.place("request", l)
	var step, finished any
	if now, asked := r.Current(); asked {
		step = now.Name
	}
	if r.Finished() {
		finished = momentOf(r.Since)
	}
	moves := []any{l.Version, string(r.State), step, r.Round, stageOf(r.State), momentOf(approved(r)), momentOf(r.Since), momentOf(r.Reminded), finished, opt(r.Closing)}
	kind, err := p.kinds.Kind(r.Kind)
	if l.same {
		p.keep("value", "claimed", "item", "wording", "warning")
	} else {
		p.standing(seq, &l, kind, err == nil)
	}
	p.money(seq, &l, kind)
	p.route(seq, r)
	p.holds(seq, r)
	p.work(seq, r)
	p.clocks(seq, r, kind)
	p.duty(seq, r, kind)
	p.remarks(seq, r)
	if !l.bare {
		p.files(seq, append(r.Files(), r.Attached()...))
	}
	p.requestWords(l.Number, r, l.wording)
	now := p.hang(seq, was)
	now[formed] = l.form.at(formed)
	p.head(seq, l, append(moves, now.bytes()))
	p.deliveries(seq, l)
}

// standing writes what hardly ever changes of a request, and puts it in words.
func (p *page) standing(seq int64, l *leaf, kind catalogue.Kind, known bool) {
	r := *l.request
	p.values(seq, r.Values, p.hides(kind))
	if r.Sum != nil {
		p.lines(seq, r, kind)
	}
	if l.wording = ""; known {
		l.wording = p.shown(kind.Form, r.Values, p.hides(kind))
	}
	if l.wording != "" {
		p.row("wording", seq, l.wording)
	}
}

// head writes the request itself; its columns that stay are not touched, nor
// their indexes, while they are as they were.
func (p *page) head(seq int64, l leaf, moves []any) {
	if l.same {
		p.exec("UPDATE request SET version = ?, state = ?, step = ?, round = ?, stage = ?, approved = ?, since = ?, reminded = ?, finished = ?, closing = ?, prints = ? WHERE seq = ?",
			append(moves, seq))
		return
	}
	r := *l.request
	var total, base, currency, vendor, purchase any
	if r.Sum != nil {
		currency, total = string(r.Sum.Total.Currency), e4(r.Sum.Total.Value)
		if r.Sum.Base != nil {
			base = e4(r.Sum.Base.Value)
		}
	}
	if r.Reading != nil {
		vendor, purchase = opt(r.Reading.Vendor), opt(r.Reading.Order)
	}
	stays := []any{seq, r.ID, opt(l.Number), r.Kind, r.Requester, r.Title, currency, total, base, vendor, purchase, momentOf(r.Created), momentOf(r.Submitted), opt(r.Policy)}
	p.exec(stated, append(stays, moves...))
}

const stated = "INSERT OR REPLACE INTO request (seq, id, number, kind, requester, title, currency, total_e4, base_e4, vendor, purchase, created, submitted, policy," +
	" version, state, step, round, stage, approved, since, reminded, finished, closing, prints) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

// void is the stage of what is neither asked nor agreed.
const void = "void"

// stageOf is where a state stands as far as money and time are concerned.
func stageOf(s request.State) string {
	switch s {
	case request.Draft, request.Pending, request.Returned:
		return "asked"
	case request.Open, request.Waiting, request.Done:
		return "agreed"
	case request.Rejected, request.Withdrawn, request.Expired, request.Cancelled, request.Merged:
	}
	return void
}

// approved is when nothing was left to decide.
func approved(r request.Request) time.Time {
	if r.State == request.Cancelled || r.State == request.Merged || stageOf(r.State) == "agreed" {
		if last, decided := r.LastDecision(); decided && last.Verdict == request.Approved {
			return last.At
		}
		return r.Submitted
	}
	return time.Time{}
}

// route writes the steps, what warned, and what was decided.
func (p *page) route(seq int64, r request.Request) {
	for i, s := range r.Steps {
		rules := make([]string, len(s.Rules))
		for j, rule := range s.Rules {
			rules[j] = rule.Key()
		}
		p.row("step", seq, i, s.Name, strings.Join(rules, " "), s.Need, opt(s.Why))
	}
	for i, w := range r.Warnings {
		p.row("warning", seq, i, opt(w.Path), w.Say)
	}
	since := p.asked(r)
	for i, d := range r.Decisions {
		p.row("decision", seq, i, d.Round, d.Index, d.Step, string(d.Verdict), d.By, d.Why, momentOf(d.At),
			int64(max(d.At.Sub(since[i]), 0).Seconds()), opt(d.Comment))
	}
}

// asked is since when the step of each decision could be decided: since it was
// sent, since the step before it was over, or since the last hold was ended.
func (p *page) asked(r request.Request) []time.Time {
	since := make([]time.Time, len(r.Decisions))
	rounds := p.rounds(r)
	for i, d := range r.Decisions {
		since[i] = rounds[min(d.Round, len(rounds)-1)]
		for _, before := range r.Decisions[:i] {
			if before.Round < d.Round && len(rounds) <= d.Round || before.Round == d.Round && before.Index < d.Index {
				since[i] = latest(since[i], before.At)
			}
		}
		for _, hold := range r.Released {
			if !hold.At.After(d.At) {
				since[i] = latest(since[i], hold.At)
			}
		}
	}
	return since
}

// rounds are the moments at which it was sent, and sent again.
func (p *page) rounds(r request.Request) []time.Time {
	all := []time.Time{r.Submitted}
	if r.Round == 0 || p.err != nil {
		return all
	}
	p.flush()
	again, err := texts(p.ctx, p.tx, "SELECT at FROM move WHERE subject = ? AND move IN ('resubmit', 'refer') ORDER BY position", r.ID)
	p.err = errors.Join(p.err, err)
	for _, text := range again {
		if at, err := time.Parse(moment, text); err == nil {
			all = append(all, at)
		}
	}
	return all
}

// sentAgain tells which moves are those of rounds.
func sentAgain(move string) bool {
	return move == string(request.Resubmit) || move == string(request.Refer)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// holds writes what stands, or stood, in its way.
func (p *page) holds(seq int64, r request.Request) {
	for i, h := range r.Holds {
		p.row("hold", seq, i, string(h.Kind), h.Say, momentOf(h.Since), nil, nil)
	}
	for i, h := range r.Released {
		p.row("hold", seq, len(r.Holds)+i, string(h.Kind), nil, nil, momentOf(h.At), h.By)
	}
}

func (p *page) work(seq int64, r request.Request) {
	w := r.Work
	if w == nil {
		return
	}
	var priority, rating any
	if w.Priority > 0 {
		priority = w.Priority
	}
	if w.Rating != nil {
		rating = w.Rating.Score
	}
	p.row("work", seq, w.Team, w.Desk, opt(w.Assignee), priority, opt(w.Category), opt(w.Due), momentOf(w.First), rating,
		opt(w.By), opt(w.Day), opt(w.Done))
}

func (p *page) remarks(seq int64, r request.Request) {
	for i, m := range r.Thread {
		kind := string(m.Act)
		switch {
		case m.Removed:
			continue
		case m.Internal:
			kind = "internal"
		case m.Question:
			kind = "question"
		case kind == "":
			kind = "answer"
		}
		p.row("remark", seq, i, m.By, momentOf(m.At), kind, m.Text)
	}
}

// requestWords writes the words by which the request is found.
func (p *page) requestWords(number string, r request.Request, texts string) {
	var spoken, notes, names []string
	for _, m := range r.Thread {
		switch {
		case m.Internal:
			notes = append(notes, m.Text)
		default:
			spoken = append(spoken, m.Text)
		}
		for _, f := range m.Files {
			if m.Internal {
				notes = append(notes, f.Name)
			} else {
				names = append(names, f.Name)
			}
		}
	}
	for _, d := range r.Decisions {
		spoken, names = append(spoken, d.Comment), append(names, p.name("person", d.By))
	}
	names = append(names, p.name("person", r.Requester), r.Requester)
	if r.Work != nil {
		names = append(names, p.name("person", r.Work.By), p.name("person", r.Work.Assignee))
	}
	if r.Reading != nil {
		names = append(names, r.Reading.From)
	}
	p.find(number, r.Title, texts, strings.Join(append(spoken, r.Closing), "\n"), strings.Join(names, "\n"), strings.Join(notes, "\n"), strings.Join(tagsOf(r, p.tag), " "))
}
