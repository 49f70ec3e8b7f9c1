// Package app owns the wiring: it reads the configuration, puts store, Slack,
// verbs, handlers and jobs together, starts and stops them. It is the only
// place that knows every connector. It must not decide anything about a
// request, nor know how the command line is written.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/connectors/store/sqlite"
	"factotum/handlers"
	"factotum/handlers/view"
	"factotum/jobs"
)

// couriers is how many notices are brought at once: Slack takes about one
// message a second in a channel, and several hundred a minute in all.
const couriers = 4

// program is Factotum at work on one folder of data and one workspace.
type program struct {
	settings *Settings
	store    *sqlite.Store
	slack    *slack.Client
	desk     *automations.Desk
	courier  *automations.Courier
	schedule *jobs.Schedule
	socket   *slack.Socket
	reroute  bool // the directory changed and not every card knows yet
}

// around is what a program needs of the world.
type around struct {
	api string // address of Slack's Web API; empty: Slack's own
	now func() time.Time
	log *slog.Logger
}

// open opens the store and wires everything; run starts it, or close ends it.
func open(ctx context.Context, s *Settings, w around) (*program, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("app: make the folder of data: %w", err)
	}
	store, err := sqlite.Open(filepath.Join(s.Data, storeFile)) //nolint:contextcheck // opening a file is short and not given up half-way
	if err != nil {
		return nil, err
	}
	p := &program{settings: s, store: store}
	if err := p.wire(ctx, w); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return p, nil
}

// storeFile is the store in the folder of data.
const storeFile = "factotum.db"

func (p *program) wire(ctx context.Context, w around) error {
	client, err := slack.New(slack.Options{
		APIURL: w.api, BotToken: p.settings.Tokens.Bot, AppToken: p.settings.Tokens.App, Now: w.now, Logger: w.log,
		HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: couriers, IdleConnTimeout: time.Minute, Proxy: http.ProxyFromEnvironment}},
	})
	if err != nil {
		return err
	}
	kept, err := files.Open(filepath.Join(p.settings.Data, "files"), w.now())
	if err != nil {
		return err
	}
	p.slack = client
	p.desk = &automations.Desk{
		Store: p.store, Catalogue: p.settings.Catalogue, Now: w.now, NewID: uuid.NewString,
		Calendar: p.settings.offices.of, Keeper: keeper{client, kept}, Due: p.due,
	}
	p.courier = &automations.Courier{
		Store: p.store, Desk: p.desk, Messenger: postman{client, kept}, Render: view.Message, Workers: couriers,
	}
	p.schedule = jobs.New(w.log, w.now, jobs.Table(p.desk.Wake, p.courier.Deliver, p.people, p.connection)...)
	p.socket = slack.NewSocket(client, &handlers.Bot{
		Desk: p.desk, Slack: client, Log: w.log, NewID: uuid.NewString, Health: p.health,
		Sync: func() { p.ring(jobs.People) },
	})
	return p.desk.KeepPolicies(ctx)
}

func (p *program) ring(job string) { p.schedule.Ring(job) }

// due follows a commit at once: what it says is posted, and the files it
// brought are copied before somebody wants to approve.
func (p *program) due() {
	p.ring(jobs.Deliver)
	p.ring(jobs.Wake)
}

// run works until the context ends. Then nothing more is taken; what was taken
// is answered, what is being posted is posted, and the store is closed last.
func (p *program) run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	looking, rest := context.WithCancel(context.WithoutCancel(ctx))
	defer rest()
	var group errgroup.Group
	group.Go(func() error {
		defer rest()
		return p.socket.Run(ctx)
	})
	group.Go(func() error {
		defer stop()
		return p.schedule.Run(looking)
	})
	return errors.Join(group.Wait(), p.store.Close())
}

// connection tells whether Slack is reached, for the log and for Home.
func (p *program) connection(context.Context) error {
	h := p.slack.Health()
	switch {
	case h.TokenProblem != "":
		return fault.New(fault.Unavailable, "%s", h.TokenProblem)
	case !h.Connected && h.LastError != "":
		return fault.New(fault.Unavailable, "%s", h.LastError)
	}
	return nil
}

// health is one line for administrators: how the connection and the jobs stand.
func (p *program) health() string {
	h := p.slack.Health()
	since := h.Since.UTC().Format("2 Jan 15:04 MST")
	var said []string
	switch {
	case h.TokenProblem != "":
		said = append(said, h.TokenProblem)
	case h.Connected:
		said = append(said, fmt.Sprintf("Connected to Slack since %s.", since))
	default:
		said = append(said, strings.TrimSpace(fmt.Sprintf("Not connected to Slack since %s. %s", since, h.LastError)))
	}
	if failing := p.schedule.Failing(jobs.Connection); failing != "" {
		said = append(said, failing)
	}
	return strings.Join(said, " ")
}
