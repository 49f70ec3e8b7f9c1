package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/uuid"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// event is one line of demo/history.yaml: who did what, how long ago.
type event struct {
	At    string            `yaml:"at"`    // working days ago and the time of day: 9 10:15
	By    string            `yaml:"by"`    // the part of the address before @
	Ask   string            `yaml:"ask"`   // kind of a new request
	Draft string            `yaml:"draft"` // kind of a draft that is not sent
	As    string            `yaml:"as"`    // its name in this file
	On    string            `yaml:"on"`    // the request this is about
	Do    string            `yaml:"do"`
	Text  string            `yaml:"text"`
	Form  map[string]string `yaml:"form"`
	Files map[string]string `yaml:"files"` // path of a field to a file below demo/receipts
	when  time.Time
	rest  []string // who approves then what still waits, one after the other
}

// teller makes what is written in the history happen, through the verbs that
// people use and at its time.
type teller struct {
	*program
	clock     *clock
	workspace http.Handler
	dir       people.Directory
	folder    string // of the demonstration
	long      bool   // a year lies behind the company
	begun     bool   // its duties
	entered   bool   // what it renews, and its risks
	stocked   bool   // its vendors, whose invoices are in that year, and what it owns
	today     calendar.Date
	last      calendar.Date // what is due after it is not all done
}

// awaitedMost is more than ever comes due between two events.
const awaitedMost = 1000

// relive makes a history happen, that of the sample company where none is
// given, and a year before it where that is wanted, before the real clock goes on.
func relive(ctx context.Context, p *program, c *clock, workspace http.Handler, o DemoOptions) error {
	var err error
	past := o.Past
	if past == nil {
		if past, err = sample.ReadFile("demo/history.yaml"); err != nil {
			return fmt.Errorf("app: read it: %w", err)
		}
	}
	var events []event
	if err := yaml.UnmarshalWithOptions(past, &events, yaml.Strict()); err != nil {
		return fmt.Errorf("app: read it: %w", err)
	}
	t := &teller{program: p, clock: c, workspace: workspace, folder: o.Folder, long: o.Year}
	if t.dir, err = p.desk.Directory(ctx); err != nil {
		return err
	}
	now := c.real()
	if o.Year {
		events = append(events, t.year(now)...)
	}
	for i := range events {
		if events[i].when, err = t.when(events[i].At, now); err != nil {
			return err
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.when.Compare(b.when) })
	defer c.release()
	for _, e := range events {
		if err := t.live(ctx, e, now); err != nil {
			return err
		}
	}
	return nil
}

// live goes on to a moment and lets happen what happens then.
func (t *teller) live(ctx context.Context, e event, now time.Time) error {
	if err := t.await(ctx, e.when); err != nil {
		return err
	}
	t.clock.reach(e.when)
	if err := t.obliged(ctx, now); err != nil {
		return err
	}
	if err := t.happen(ctx, e); err != nil {
		return fmt.Errorf("app: %s, %s: %w", e.By, e.At, err)
	}
	return t.deliver(ctx)
}

// await lets reminders that come due before a moment come at their time: a company
// in which each of them was late would look as if nothing worked.
func (t *teller) await(ctx context.Context, at time.Time) error {
	for {
		due, err := t.desk.Store.Due(ctx, at, awaitedMost)
		if err != nil {
			return err
		}
		next := slices.IndexFunc(due, func(d state.Timer) bool { return automations.Reminds(d) && d.At.After(t.clock.Now()) })
		if next < 0 {
			return nil
		}
		t.clock.reach(due[next].At)
		if err := t.deliver(ctx); err != nil {
			return err
		}
	}
}

// when reads a moment of the history: so many working days of the company ago,
// at a time of its day.
func (t *teller) when(text string, now time.Time) (time.Time, error) {
	var days, hour, minute int
	if _, err := fmt.Sscanf(text, "%d %d:%d", &days, &hour, &minute); err != nil {
		return time.Time{}, fmt.Errorf("app: %q is no moment of the history: %w", text, err)
	}
	office := t.settings.offices.of(people.Person{})
	day := office.AddWorkingDays(calendar.DateOf(now, office.Location), -days)
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, office.Location), nil
}

// deliver fires what is due and posts what it leaves, one by one and letting the
// time pass that Slack wants between two messages: nobody waits for it then.
func (t *teller) deliver(ctx context.Context) error {
	if err := t.desk.Wake(ctx); err != nil {
		return err
	}
	one := *t.courier
	one.Workers, one.Store = 1, t.desk.Store
	for {
		took, err := one.Deliver(ctx)
		if err != nil || took == 0 {
			return err
		}
		t.clock.pass(2 * time.Second)
	}
}

// happen makes one event happen.
func (t *teller) happen(ctx context.Context, e event) error {
	by, err := t.person(e.By)
	if err != nil {
		return err
	}
	once := "history/" + e.As + e.On + "/" + e.Do + "/" + e.At
	switch {
	case e.As != "":
		return t.ask(ctx, e, by, once)
	case e.Do == string(request.Withdraw):
		_, err = t.desk.Withdraw(ctx, by, once, id(e.On))
	case e.Do == string(request.Answer):
		_, err = t.desk.Answer(ctx, by, once, automations.Saying{Ticket: id(e.On), ID: once, Text: e.Text})
	case e.Do == string(request.Assign):
		_, err = t.desk.Assign(ctx, by, once, id(e.On), automations.Handover{To: by.ID})
	case e.Do == string(request.Await):
		_, err = t.desk.Await(ctx, by, once, id(e.On), e.Text)
	case e.Do == string(request.Say):
		_, err = t.desk.Say(ctx, by, automations.Saying{Ticket: id(e.On), ID: once, Text: e.Text})
	case e.Do == string(request.Rate):
		score, _ := strconv.Atoi(e.Text) // what is no number is refused as a rating
		_, err = t.desk.Rate(ctx, by, once, id(e.On), score, "")
	case e.Do == string(request.Resolve):
		_, err = t.desk.Resolve(ctx, by, once, id(e.On), automations.Finish{Note: e.Text})
	default:
		err = t.decide(ctx, e, by, once)
	}
	return err
}

// id is the id of a request of the history, the same in every demonstration.
func id(name string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("factotum:demo/"+name)).String()
}

// ask fills the form of a kind in and sends it, or keeps it as a draft.
func (t *teller) ask(ctx context.Context, e event, by people.Person, once string) error {
	kind, err := t.desk.Catalogue.Kind(e.Ask + e.Draft)
	if err != nil {
		return err
	}
	raw := form.Raw{}
	for path, typed := range e.Form {
		raw[path] = form.Input{Text: typed}
	}
	for path, name := range e.Files {
		file, err := t.upload(ctx, by, name)
		if err != nil {
			return err
		}
		raw[path] = form.Input{Files: []form.File{file}}
	}
	values, problems := t.desk.Read(kind, by, t.dir, raw)
	draft := automations.Draft{ID: id(e.As), Kind: kind.Key, Values: values, Card: e.Draft != ""}
	if e.Draft != "" {
		return t.desk.SaveDraft(ctx, by, once, draft)
	}
	if len(problems) > 0 {
		return fmt.Errorf("app: %s: %s", problems[0].Path, problems[0].Say)
	}
	_, err = t.desk.Submit(ctx, by, once, draft)
	return err
}

func (t *teller) person(name string) (people.Person, error) {
	if p, ok := t.dir.Person(name + "@harbourpine.example"); ok {
		return p, nil
	}
	return people.Person{}, fmt.Errorf("app: nobody is called %s", name)
}

// receipts is the channel of the sample company in which everybody, the bot
// too, sees what is put there.
const receipts = "C05RECEIPTS"

// upload puts a receipt into the workspace as its owner.
func (t *teller) upload(ctx context.Context, by people.Person, name string) (form.File, error) {
	body, err := sample.ReadFile(path.Join("demo/receipts", name))
	if err != nil {
		return form.File{}, fmt.Errorf("app: read the receipt: %w", err)
	}
	account := by.Accounts[0]
	query := url.Values{"as": {account}, "name": {name}}
	file, err := t.act(ctx, "upload?"+query.Encode(), body)
	if err != nil {
		return form.File{}, err
	}
	message, err := json.Marshal(map[string]any{"as": account, "channel": receipts, "files": []string{file}})
	if err != nil {
		return form.File{}, fmt.Errorf("app: encode the receipt: %w", err)
	}
	if _, err := t.act(ctx, "send", message); err != nil {
		return form.File{}, err
	}
	return form.File{Name: name, Type: "application/pdf", Size: int64(len(body)), Source: file}, nil
}

// act does in the workspace what a person does, and gives the id of what came
// of it.
func (t *teller) act(ctx context.Context, what string, body []byte) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://127.0.0.1/control/"+what, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("app: %s: %w", what, err)
	}
	var w heard
	t.workspace.ServeHTTP(&w, r)
	var answer struct{ ID, Error string }
	if err := json.Unmarshal(w.body.Bytes(), &answer); err != nil || answer.Error != "" {
		return "", fmt.Errorf("app: %s: %s", what, w.body.String())
	}
	return answer.ID, nil
}

// heard takes an answer within the process.
type heard struct {
	head http.Header
	body bytes.Buffer
}

// Header is thrown away.
func (h *heard) Header() http.Header {
	if h.head == nil {
		h.head = http.Header{}
	}
	return h.head
}

// Write keeps the answer.
func (h *heard) Write(p []byte) (int, error) { return h.body.Write(p) }

// WriteHeader is of no interest: the answer says itself what went wrong.
func (h *heard) WriteHeader(int) {}
