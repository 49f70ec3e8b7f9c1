package app

import (
	"context"
	"fmt"
	"strings"

	"factotum/automations/fault"
	"factotum/connectors/store/redis"
	"factotum/jobs"
)

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

// keeping tells whether the store answers and keeps what it acknowledges, for
// the log and for Home.
func (p *program) keeping(ctx context.Context) error {
	s, ok := p.store.(*redis.Store)
	if !ok {
		_, err := p.store.Figures(ctx)
		return err
	}
	var said []string
	for _, f := range p.settings.Store.unsafe(ctx, s) {
		said = append(said, f.Say)
	}
	if len(said) > 0 {
		return fault.New(fault.Unavailable, "%s", strings.Join(said, " "))
	}
	return nil
}

// health is one line for administrators: how the connection, the books and the jobs
// stand.
func (p *program) health(ctx context.Context) string {
	said := []string{p.connected()}
	if how := p.booked(ctx); how != "" {
		said = append(said, how)
	}
	for _, f := range p.schedule.Failures() {
		if f.Job != jobs.Connection { // which is said already
			said = append(said, f.String())
		}
	}
	return strings.Join(said, " ")
}

// ills are the jobs that do not work now.
func (p *program) ills() []string {
	var said []string
	for _, f := range p.schedule.Failures() {
		said = append(said, f.String())
	}
	return said
}

// connected says how the connection to Slack stands.
func (p *program) connected() string {
	h := p.slack.Health()
	since := h.Since.UTC().Format("2 Jan 15:04 MST")
	switch {
	case h.TokenProblem != "":
		return h.TokenProblem
	case h.Connected:
		return fmt.Sprintf("Connected to Slack since %s.", since)
	default:
		return strings.TrimSpace(fmt.Sprintf("Not connected to Slack since %s. %s", since, h.LastError))
	}
}
