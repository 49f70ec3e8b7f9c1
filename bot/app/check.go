package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/connectors/document"
	"factotum/connectors/slack"
	"factotum/connectors/store/redis"
)

// Check is the command: it reads the configuration and everything it names,
// asks Slack when tokens are there, and writes what it found. It gives how many
// things need somebody. It changes nothing.
func Check(ctx context.Context, config string, env func(string) string, out io.Writer) (int, error) {
	list := findings{out: out}
	s, sound := list.configured(config, env)
	switch {
	case s == nil:
	case !sound:
		list.differences(s, nil)
	default:
		accounts := list.slack(ctx, s, env)
		if list.differences(s, accounts) == 0 {
			list.good("%s is good: %s, %d kinds of request.", config, s.Name, len(s.Catalogue.Kinds()))
		}
		list.holidays(s)
		list.store(ctx, s)
		list.mailboxes(ctx, s)
		list.reports(ctx, s)
		list.budgets(ctx, s)
	}
	list.tools(ctx)
	return list.count, list.err
}

// findings are written as they are made.
type findings struct {
	out   io.Writer
	count int
	err   error
}

func (f *findings) good(say string, args ...any) { f.line("ok    ", say, args...) }

// configured reads a configuration and says what is wrong with it; sound where
// nothing is. The settings are nil where they cannot be read at all.
func (f *findings) configured(config string, env func(string) string) (s *Settings, sound bool) {
	s, problems := read(config, env)
	for _, p := range problems {
		f.wrong("%s", p)
	}
	return s, s != nil && len(problems) == 0
}

func (f *findings) note(say string, args ...any) { f.line("note  ", say, args...) }

func (f *findings) wrong(say string, args ...any) {
	f.count++
	f.line("wrong ", say, args...)
}

func (f *findings) line(mark, say string, args ...any) {
	if _, err := fmt.Fprintf(f.out, mark+say+"\n", args...); err != nil && f.err == nil {
		f.err = fmt.Errorf("app: write findings: %w", err)
	}
}

// store looks whether Redis answers and keeps what it acknowledges. A file is
// opened when the bot starts.
func (f *findings) store(ctx context.Context, s *Settings) {
	if s.Store.Redis == nil {
		return
	}
	redis, err := redis.Open(ctx, *s.Store.Redis)
	if err != nil {
		f.wrong("%s: %s", s.Store, fault.Say(err))
		return
	}
	unsafe := s.Store.unsafe(ctx, redis)
	for _, u := range unsafe {
		f.wrong("%s", u.Say)
	}
	if len(unsafe) == 0 {
		f.good("%s answers and keeps what it is given.", s.Store)
	}
	if err := redis.Close(); err != nil {
		f.note("%s: %s", s.Store, err)
	}
}

// slack asks Slack what the bot may, and for the accounts; nil where it cannot
// be asked.
func (f *findings) slack(ctx context.Context, s *Settings, env func(string) string) []people.Account {
	if missing := s.Missing(); len(missing) > 0 {
		for _, say := range missing {
			f.note("%s", say)
		}
		f.note("Slack was not asked.")
		return nil
	}
	app := s.Tokens.App
	if s.Web != nil {
		app = "" // Socket Mode is not used, and had better be off
	}
	client, err := slack.New(slack.Options{
		APIURL: env(apiEnv), BotToken: s.Tokens.Bot, AppToken: app, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		f.wrong("%s", err)
		return nil
	}
	if !f.allowed(append(client.Check(ctx, scopes(s)), client.CheckPlaces(ctx, s.places())...)) {
		return nil
	}
	if r := s.Store.Redis; r != nil {
		if id, err := client.Workspace(ctx); err == nil && id != r.Workspace {
			f.wrong("store.redis.workspace is %s, but the bot is in the workspace %s. Correct the configuration.", r.Workspace, id)
		}
	}
	list, err := accounts(ctx, client)
	if err != nil {
		f.wrong("The accounts of the workspace cannot be read: %s", err)
	}
	return list
}

// allowed notes what Slack says about the bot and tells whether all of it is right.
func (f *findings) allowed(said []slack.Finding) bool {
	sound := true
	for _, finding := range said {
		if finding.OK {
			f.good("%s", finding.Says)
			continue
		}
		sound = false
		f.wrong("%s", finding.Says)
	}
	return sound
}

// differences says where the company's files and the workspace do not agree, and
// counts it. As long as Slack was not asked only the files are looked at.
func (f *findings) differences(s *Settings, accounts []people.Account) int {
	if len(s.roster.entries) == 0 { // the files could not be read, which is said already
		return 0
	}
	asked := accounts != nil
	problems := s.roster.compare(accounts, asked)
	for _, p := range problems {
		if p.File == "" {
			f.wrong("%s", p.Say)
			continue
		}
		f.wrong("%s", p)
	}
	if len(problems) == 0 && asked {
		f.good("The people's files and the workspace agree: %d people.", len(s.roster.entries))
	}
	return len(problems)
}

// holidays says for which countries no public holidays are known.
func (f *findings) holidays(s *Settings) {
	dir, _ := s.roster.join(nil, false)
	places := map[string]bool{}
	for _, e := range s.roster.entries {
		p, _ := dir.Person(e.Email)
		if at := p.Country + " " + p.Region; !places[at] && !s.offices.holidays(p) {
			places[at] = true
			f.note("No public holidays are known for %s. List them under company.holidays with country: %s.", at, p.Country)
		}
	}
}

// tools says which programs are missing that read what Factotum alone cannot.
func (f *findings) tools(ctx context.Context) {
	t := document.FindTools(ctx)
	for _, tool := range []struct{ path, name, pack, costs string }{
		{t.PDFToText, "pdftotext", "poppler-utils", "PDF files that are written in an unusual way are not read"},
		{t.PDFToPPM, "pdftoppm", "poppler-utils", "cards show no picture of an invoice, and PDF files that are scans are not read"},
		{t.QPDF, "qpdf", "qpdf", "PDF files that are encrypted with AES-256, and many that are damaged, are not read"},
		{t.Tesseract, "tesseract", "tesseract-ocr", "photos and scans are not read"},
	} {
		if tool.path == "" {
			f.note("%s is not installed (Debian: %s): %s, and people type instead.", tool.name, tool.pack, tool.costs)
		}
	}
	if missing := t.Missing(); t.Tesseract != "" && len(missing) > 0 {
		f.note("tesseract has no data for %s (Debian: tesseract-ocr-%s and so on): letters with accents in scans of these languages may be read wrong.", strings.Join(missing, ", "), missing[0])
	}
}
