package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/source"
	"factotum/connectors/books"
	"factotum/handlers"
)

// Settings are a configuration that was read whole, with everything it names.
type Settings struct {
	Name      string // of the company
	Catalogue *catalogue.Catalogue
	Data      string // folder
	Morning   int    // hour of the morning message of who does not say; 0: none
	Store     Place
	Tokens    Tokens
	AppID     string // of the Slack app; empty: as Slack says
	Web       *Web   // nil: Socket Mode
	Health    string // where the health page listens; empty: nowhere
	Feed      string // address under which calendars are fetched from outside; empty: none
	Inboxes   []Inbox
	unread    []Inbox // that the configuration does not say how to read
	Webhooks  Webhooks
	Reports   Reports
	Ways      handlers.Ways
	Budgets   []books.Budget
	Channel   string // id of the Slack channel in which the head of the log is published; empty: none
	offices   *offices
	roster    roster
}

// Tokens are Slack's; empty ones were not given.
type Tokens struct{ App, Bot string }

// reader reads one configuration and collects what is wrong with it.
type reader struct {
	source.Text
	dir      string // of factotum.yaml, from which paths are read
	env      func(string) string
	in       text
	company  catalogue.Company
	staffed  []string // the roles and teams that anybody has
	unsure   bool     // the people's files have mistakes, so teams and cost centres are not known
	problems []source.Problem
}

// wrong says what is wrong at a path; where something is missing altogether,
// at the first line.
func (r *reader) wrong(path, say string, args ...any) {
	p := r.At(path, say, args...)
	p.Line = max(p.Line, 1)
	r.problems = append(r.problems, p)
}

// Load reads the configuration in a file and everything it names. All mistakes
// are reported at once; with any of them there are no settings.
func Load(path string, env func(string) string) (*Settings, []source.Problem) {
	s, problems := read(path, env)
	if len(problems) > 0 {
		return nil, problems
	}
	return s, nil
}

// read is Load that gives what could be read beside the mistakes; nothing where
// the text is garbled.
func read(path string, env func(string) string) (*Settings, []source.Problem) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, []source.Problem{{File: path, Say: "the configuration cannot be read (" + reason(err) + "): correct the path or the permissions"}}
	}
	r := &reader{dir: filepath.Dir(path), env: env}
	r.Text, r.problems = source.Read(path, body, &r.in)
	garbled := source.Garbled(r.problems)
	r.problems = append(r.problems, leaked(path, body)...)
	if garbled { // what seems to be missing may be there
		return nil, r.problems
	}
	s := &Settings{
		Name: r.in.Company.Name, Data: r.path(r.in.Data, "data"), Morning: r.in.Approvals.Morning, Tokens: r.tokens(), AppID: r.in.Slack.AppID, Web: r.web(), Health: r.loopback(), Channel: r.channel(),
	}
	s.Store = r.place(s.Data)
	r.company = catalogue.Company{Name: r.in.Company.Name, Currency: r.currency()}
	s.offices = r.offices()
	r.approvals()
	s.roster = r.roster()
	r.shifts(s.offices)
	r.rates()
	s.Budgets = r.budgets()
	r.compliance()
	s.Feed = r.feed()
	s.Catalogue = r.kinds()
	s.roster.calendar = r.calendarName(s.Catalogue)
	r.roles(&s.roster, s.Catalogue)
	s.Ways = r.ways(s.Catalogue)
	s.Reports = r.reports()
	r.filed(s.Catalogue, s.Reports)
	s.Webhooks = r.webhooks(s.Catalogue)
	s.Inboxes, s.unread = r.inboxes(s.Catalogue, s.roster.boxes)
	slices.SortStableFunc(r.problems, func(a, b source.Problem) int {
		if a.File != b.File {
			return strings.Compare(order(path, a.File), order(path, b.File))
		}
		return a.Line - b.Line
	})
	return s, slices.Compact(r.problems)
}

// order puts the configuration itself first and the built-in kinds last.
func order(first, file string) string {
	switch {
	case file == first:
		return "0"
	case strings.HasPrefix(file, "built-in "):
		return "2" + file
	}
	return "1" + file
}

// path is where a file of the configuration lies: beside factotum.yaml unless
// it is absolute.
func (r *reader) path(name, otherwise string) string {
	if name == "" {
		name = otherwise
	}
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.dir, name)
}

func (r *reader) currency() money.Currency {
	c, err := money.ParseCurrency(r.in.Company.Currency)
	if err != nil {
		r.wrong("company.currency", "the company needs a currency in which it counts: %s", err)
	}
	if strings.TrimSpace(r.in.Company.Name) == "" {
		r.wrong("company.name", "say whose Factotum this is: name: Example Ltd")
	}
	return c
}

// approvals reads who decides where the routes say nothing.
func (r *reader) approvals() {
	in := r.in.Approvals
	if strings.TrimSpace(in.Fallback) == "" {
		r.wrong("approvals.fallback", "name the role that decides where nobody else may: fallback: director")
	}
	if in.RatesBy == "" {
		in.RatesBy = "finance"
	}
	r.company.Fallback, r.company.RatesBy, r.company.Together = in.Fallback, in.RatesBy, in.Together
	if in.Morning < 0 || in.Morning > 23 {
		r.wrong("approvals.morning", "%d is no hour of the day: write for example 9", in.Morning)
	}
	r.company.Escalate = in.Escalate
	if problems := policy.CheckLadder("approvals.escalate", in.Escalate, form.Form{}); len(problems) > 0 {
		r.wrong(problems[0].Path, "%s", problems[0].Say)
		r.company.Escalate = nil
	}
	r.company.Remind = 8 * time.Hour // a working day
	if in.Remind == "" {
		return
	}
	d, err := time.ParseDuration(in.Remind)
	if err != nil || d < time.Minute {
		r.wrong("approvals.remind", "%q is no working time: write for example 8h or 90m", in.Remind)
	}
	r.company.Remind = d
}

// offices reads when and where the company works.
func (r *reader) offices() *offices {
	in := r.in.Company
	o := &offices{country: in.Country, region: in.Region, known: map[place]*calendar.Calendar{}}
	var err error
	if o.zone, err = time.LoadLocation(in.Zone); err != nil || in.Zone == "" || in.Zone == "Local" {
		r.wrong("company.zone", "%q is no time zone: write an IANA name, such as zone: Europe/Berlin", in.Zone)
		o.zone = time.UTC
	}
	if len(in.Hours) == 0 {
		in.Hours = map[string]string{"mon-fri": "09:00-17:00"}
	}
	if o.hours, err = calendar.ParseHours(in.Hours); err != nil {
		r.wrong("company.hours", "%s", oneLine(err))
		return o
	}
	if _, err := calendar.New(o.zone, o.hours, in.Country, in.Region, nil); err != nil {
		r.wrong("company.country", "%s", oneLine(err))
	}
	for i, h := range in.Holidays {
		at := fmt.Sprintf("company.holidays[%d]", i)
		day, err := calendar.Parse(h.Date)
		if err != nil {
			r.wrong(at+".date", "%s", oneLine(err))
		}
		if h.Name == "" && !h.Working {
			r.wrong(at, "give the holiday a name, or write working: true to take one away")
		}
		o.overrides = append(o.overrides, override{
			Override: calendar.Override{Date: day, Name: h.Name, Working: h.Working}, country: strings.ToUpper(h.Country),
		})
	}
	return o
}

// groups are the user groups of Slack that the configuration gives a meaning.
func (r *reader) groups() map[string]people.Grant {
	groups := map[string]people.Grant{}
	for handle, g := range r.in.Groups {
		if g.Role == "" && g.Team == "" {
			r.wrong("groups."+handle, "say what being in @%s gives: role: finance, or team: it", handle)
		}
		groups[strings.TrimPrefix(handle, "@")] = people.Grant{Role: g.Role, Team: g.Team}
	}
	return groups
}

// reason is why a file cannot be used, without its path, which stands beside it.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// oneLine joins what several mistakes say.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", " ") }
