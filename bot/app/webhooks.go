package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/source"
	"factotum/connectors/webhook"
	"factotum/handlers"
)

// webhooksText are the outside systems that are told of changes, or send some.
type webhooksText struct {
	Listen  string       `yaml:"listen"`
	Systems []systemText `yaml:"systems"`
}

type systemText struct {
	Key        string   `yaml:"key"`
	Name       string   `yaml:"name"`
	URL        string   `yaml:"url"`
	SecretFile string   `yaml:"secret_file"`
	Private    bool     `yaml:"private"`
	Kinds      []string `yaml:"kinds"`
	Datasets   []string `yaml:"datasets"`
	Takes      []string `yaml:"takes"` // kinds of tickets that it may open, write to and solve
}

// Webhooks are the outside systems.
type Webhooks struct {
	Listen    string // where they send to; empty: nowhere
	Hooks     []automations.Hook
	Endpoints map[string]webhook.Endpoint // of those that are told
	Secrets   map[string]webhook.Secret
}

// systems are the outside systems as people of the directory.
func (r *reader) systems() []people.System {
	var all []people.System
	for i, s := range r.in.Webhooks.Systems {
		at := fmt.Sprintf("webhooks.systems[%d].key", i)
		switch {
		case !mailboxKey.MatchString(s.Key):
			r.wrong(at, "%q is no key of a system: write small letters and digits, such as jira", s.Key)
		case slices.ContainsFunc(all, func(o people.System) bool { return o.Key == s.Key }):
			r.wrong(at, "there are two systems called %s: rename one", s.Key)
		}
		all = append(all, people.System{Key: s.Key, Name: s.Name})
	}
	return all
}

// webhooks reads what each system is told, and what it may do.
func (r *reader) webhooks(c *catalogue.Catalogue) Webhooks {
	w := Webhooks{Listen: r.in.Webhooks.Listen, Endpoints: map[string]webhook.Endpoint{}, Secrets: map[string]webhook.Secret{}}
	if _, _, err := net.SplitHostPort(w.Listen); w.Listen != "" && err != nil {
		r.wrong("webhooks.listen", "%q is no address to listen on: write host:port, such as 127.0.0.1:3001 behind a proxy that has the certificate", w.Listen)
	}
	var lists []string
	for _, ds := range c.Datasets() {
		lists = append(lists, ds.Key)
	}
	for i, s := range r.in.Webhooks.Systems {
		at := fmt.Sprintf("webhooks.systems[%d]", i)
		r.among(at+".kinds", "kind", s.Kinds, keysOf(c))
		r.among(at+".takes", "kind", s.Takes, keysOf(c))
		r.among(at+".datasets", "dataset", s.Datasets, lists)
		secret := r.hookSecret(at, s)
		w.Secrets[s.Key] = secret
		if s.URL != "" {
			w.Endpoints[s.Key] = webhook.Endpoint{URL: r.hookURL(at, s), Secret: secret, Private: s.Private}
		}
		hook := automations.Hook{Key: s.Key, Kinds: s.Kinds, Datasets: s.Datasets, Takes: s.Takes}
		hook.Deaf = s.URL == ""
		if len(s.Takes) > 0 && w.Listen == "" {
			r.wrong(at+".takes", "nothing comes in: say where systems send to, such as webhooks.listen: 127.0.0.1:3001")
		}
		w.Hooks = append(w.Hooks, hook)
	}
	return w
}

// among checks that everything on a list is known.
func (r *reader) among(at, what string, list, known []string) {
	for i, key := range list {
		if !slices.Contains(known, key) {
			r.wrong(fmt.Sprintf("%s[%d]", at, i), "there is no %s %q%s", what, key, source.DidYouMean(key, known))
		}
	}
}

func (r *reader) hookURL(at string, s systemText) string {
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "":
		r.wrong(at+".url", "%q is no address to send to: write for example https://jira.example.com/hooks/factotum", s.URL)
	case u.Scheme != "https" && !s.Private:
		r.wrong(at+".url", "what is sent is readable on its way: write https:// instead of %s://, or private: true for a system in your own network", u.Scheme)
	}
	return s.URL
}

func (r *reader) hookSecret(at string, s systemText) webhook.Secret {
	env := "FACTOTUM_WEBHOOK_" + strings.ToUpper(strings.ReplaceAll(s.Key, "-", "_")) + "_SECRET"
	text, from := r.secret(env, at+".secret_file", s.SecretFile)
	if text == "" {
		if from == "" {
			r.wrong(at, "there is no secret to sign with: set %s, or name a file of mode 0600 by secret_file; `openssl rand -base64 32` makes one", env)
		}
		return nil
	}
	secret, err := webhook.ParseSecret(text)
	if err != nil {
		r.wrong(at+".secret_file", "%s holds no secret: it is whsec_ and 24 to 64 bytes in base64; `openssl rand -base64 32` makes one", from)
	}
	return secret
}

// tell brings a message to a system.
func (p *program) tell(ctx context.Context, name, id string, body []byte) error {
	to, ok := p.settings.Webhooks.Endpoints[name]
	if !ok {
		return fault.New(fault.Invalid, "The webhook %s is no longer configured.", name)
	}
	return p.hooks.Send(ctx, to, id, p.desk.Now(), body)
}

// hear opens the port to which systems send, where there is one.
func (p *program) hear(ctx context.Context, bot *handlers.Bot, log *slog.Logger) (err error) {
	w := p.settings.Webhooks
	if w.Listen == "" {
		return nil
	}
	p.inlet = webhook.Inlet(webhook.Options{Secrets: w.Secrets, Take: bot.Hook, Now: p.desk.Now, Log: log})
	p.hatch, err = openPort(ctx, w.Listen, "webhooks.listen")
	return err
}
