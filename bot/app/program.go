// Package app owns the wiring: it reads the configuration, puts store, Slack,
// verbs, handlers and jobs together, starts and stops them. It is the only
// place that knows every connector. It must not decide anything about a
// request, nor know how the command line is written.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"factotum/automations"
	"factotum/connectors/books"
	"factotum/connectors/document"
	"factotum/connectors/files"
	"factotum/connectors/slack"
	"factotum/connectors/webhook"
	"factotum/handlers"
	"factotum/handlers/view"
	"factotum/jobs"
)

// couriers is how many notices are brought at once: Slack takes about one
// message a second in a channel, and several hundred a minute in all.
const couriers = 16

// program is Factotum at work on one folder of data and one workspace.
type program struct {
	settings *Settings
	store    store
	slack    *slack.Client
	desk     *automations.Desk
	courier  *automations.Courier
	sealer   *automations.Sealer
	hooks    *webhook.Client
	inlet    *http.Server // takes what outside systems send
	hatch    port         // of the inlet
	schedule *jobs.Schedule
	ear      ear
	mail     []intake
	reader   *document.Reader
	books    *books.Books
	answers  *files.Store // those of reports
	throng   throng
	queue    queue
	fetcher  *automations.Fetcher
	page     *healthPage // nil: nowhere
	reroute  bool        // the directory changed and not every card knows yet
}

// around is what a program needs of the world.
type around struct {
	api string // address of Slack's Web API; empty: Slack's own
	now func() time.Time
	log *slog.Logger
	// settled is closed once people may act in a demonstration; nil: this is none.
	settled <-chan struct{}
}

// open opens the store, which is waited for, and wires everything; run starts it, or
// close ends it.
func open(ctx context.Context, s *Settings, w around) (*program, error) {
	kept, err := awaited(ctx, w.log, func() (store, error) { return s.Store.open(ctx, w.log) })
	if err != nil {
		return nil, err
	}
	return w.wired(ctx, s, kept)
}

// wired wires everything around an open store, which it closes where that fails.
func (w around) wired(ctx context.Context, s *Settings, open store) (*program, error) {
	p := &program{settings: s, store: open}
	if err := p.wire(ctx, w); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// ear hears Slack: Socket Mode or signed HTTP, never both.
type ear interface {
	Run(ctx context.Context) error
}

func (p *program) wire(ctx context.Context, w around) error {
	client, err := slack.New(slack.Options{
		APIURL: w.api, BotToken: p.settings.Tokens.Bot, AppToken: p.settings.Tokens.App, AppID: p.settings.AppID, Now: w.now, Logger: w.log,
		HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: couriers, IdleConnTimeout: time.Minute, Proxy: http.ProxyFromEnvironment}},
	})
	if err != nil {
		return err
	}
	kept, err := files.Open(filepath.Join(p.settings.Data, filesFolder), w.now())
	if err != nil {
		return err
	}
	if p.reader, err = documents(ctx, readers); err != nil {
		return err
	}
	p.slack = client
	p.desk = p.newDesk(client, kept, w)
	if p.books, err = books.Open(ctx, filepath.Join(p.settings.Data, booksFile), p.settings.Catalogue, p.settings.rules()); err != nil {
		return err
	}
	p.desk.Books = p.books
	if p.desk.Reporting, err = p.reporting(client); err != nil {
		return err
	}
	if err := p.workers(client, kept, w); err != nil {
		return err
	}
	if err := p.sealer.Check(ctx); err != nil {
		return err
	}
	if err := errors.Join(p.desk.KeepPolicies(ctx), p.desk.Chases(ctx), p.desk.Duties(ctx)); err != nil {
		return err
	}
	bot := p.answering(w.log)
	if err := p.hear(ctx, bot, w.log); err != nil {
		return err
	}
	return p.listen(ctx, bot)
}

// newDesk is the desk but for what it reports from.
func (p *program) newDesk(client *slack.Client, kept *files.Store, w around) *automations.Desk {
	desk := &automations.Desk{
		Store: w.waiting(p.store), Catalogue: p.settings.Catalogue, Now: w.now, NewID: uuid.NewString,
		Calendar: p.settings.offices.of, Law: p.settings.offices.law, Shift: p.settings.offices.shift,
		Keeper: keeper{client, kept}, Archive: vault{kept}, Reader: librarian{p.reader, kept}, Tables: tables{p.reader},
		Due: p.due, Ring: p.rush, Morning: p.settings.Morning, Ills: p.ills,
		Feeds: automations.Feeds{Address: p.settings.Feed, Secret: rand.Text},
	}
	desk.Examine = desk.Match
	return desk
}

// workers are what goes on without anybody: deliveries, seals, mailboxes, the
// schedule.
func (p *program) workers(client *slack.Client, kept *files.Store, w around) error {
	bag, err := p.settings.postbag(kept)
	if err != nil {
		return err
	}
	p.courier = &automations.Courier{
		Store: p.store, Desk: p.desk, Messenger: postman{client, kept, p.answers, p.store}, Render: view.Message, Answer: view.ReportAnswer, Workers: couriers,
		Mailer: bag, Write: view.ByMail,
	}
	p.hooks, p.desk.Hooks, p.courier.Hook = webhook.New(), p.settings.Webhooks.Hooks, p.tell
	p.sealer = &automations.Sealer{
		Desk: p.desk, Gazette: p.settings.Store.heads(), Messenger: client, Channel: p.settings.Channel, Tell: sealed(w.log),
	}
	p.desk.Publish = p.sealer.Run
	if err := p.intakes(librarian{p.reader, kept}); err != nil {
		return err
	}
	p.fetcher = &automations.Fetcher{Desk: p.desk}
	digest := &automations.Digest{Desk: p.desk, Messenger: client}
	each := &automations.Mornings{Desk: p.desk}
	tidy := &automations.Tidy{Desk: p.desk, Messenger: client, Show: view.Chores}
	morning := func(ctx context.Context) error { return errors.Join(digest.Run(ctx), tidy.Run(ctx), each.Run(ctx)) }
	table := jobs.Table(p.desk.Wake, p.desk.Scan, p.courier.Work, p.people, p.connection, p.keeping, p.sealer.Run)
	p.schedule = jobs.New(w.log, w.now, append(append(table, jobs.BooksJob(p.project), jobs.ReportsJob(p.fetcher.Run), jobs.DigestJob(morning)), p.mailJobs()...)...)
	return nil
}

// answering is what answers people; it shows what was read to those who wait.
func (p *program) answering(log *slog.Logger) *handlers.Bot {
	bot := &handlers.Bot{
		Desk: p.desk, Slack: handlers.Illustrated{Slack: p.slack, Picture: pictures(p.store)}, Log: log, NewID: uuid.NewString, Health: p.health,
		Sync: func() { p.ring(jobs.People) }, Ways: p.settings.Ways,
	}
	p.desk.Filled = bot.Filled
	return bot
}

// listen opens the ports that the configuration names.
func (p *program) listen(ctx context.Context, bot *handlers.Bot) (err error) {
	if p.settings.Health != "" {
		if p.page, err = openHealthPage(ctx, p, p.settings.Health); err != nil {
			return err
		}
	}
	answering := attended{bot, &p.queue}
	if p.settings.Web == nil {
		p.ear = slack.NewSocket(p.slack, answering)
		return nil
	}
	web, err := slack.NewHTTP(p.slack, answering, p.settings.Web.Options)
	if err != nil {
		return err
	}
	open, err := openPort(ctx, p.settings.Web.Listen, "http.listen")
	p.ear = webEar{web, open}
	return err
}

// close ends what was opened and did not run.
func (p *program) close() error {
	var err error
	if web, ok := p.ear.(webEar); ok {
		err = web.port.close()
	}
	err = errors.Join(err, p.hatch.close())
	if p.page != nil {
		err = errors.Join(err, p.page.close())
	}
	p.closeMail()
	return errors.Join(err, p.closeBooks(), p.store.Close())
}

func (p *program) ring(job string) { p.schedule.Ring(job) }

// due follows a commit that somebody is to be told of.
func (p *program) due() {
	p.throng.changes.Add(1)
	p.ring(jobs.Deliver)
}

// rush follows a commit at once: the files it brought are read, and copied
// before somebody wants to approve.
func (p *program) rush() {
	p.ring(jobs.Wake)
	p.ring(jobs.Scan)
	p.ring(jobs.Reports)
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
		return p.ear.Run(ctx)
	})
	group.Go(func() error {
		defer stop()
		defer p.fetcher.Wait()
		return p.schedule.Run(looking)
	})
	if p.inlet != nil {
		group.Go(func() error {
			defer stop()
			return p.hatch.serve(ctx, p.inlet)
		})
	}
	err := group.Wait()
	if p.hooks != nil {
		p.hooks.Close()
	}
	if p.page != nil {
		err = errors.Join(err, p.page.close())
	}
	p.closeMail()
	return errors.Join(err, p.closeBooks(), p.store.Close())
}
