package app

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"factotum/connectors/slack"
)

// httpText is how Slack reaches the bot where Socket Mode is not wanted.
type httpText struct {
	Listen        string `yaml:"listen"`
	URL           string `yaml:"url"`
	SecretFile    string `yaml:"signing_secret_file"`
	OldSecretFile string `yaml:"old_signing_secret_file"`
	OldUntil      string `yaml:"old_until"`
}

// The names under which the environment gives the signing secrets.
const (
	signingEnv    = "FACTOTUM_SLACK_SIGNING_SECRET"
	oldSigningEnv = "FACTOTUM_SLACK_OLD_SIGNING_SECRET"
)

// Web is how Slack's signed requests arrive.
type Web struct {
	URL     string // as Slack sees it
	Listen  string // host:port
	Options slack.HTTPOptions
}

// web reads where Slack's requests arrive; nil: Socket Mode.
func (r *reader) web() *Web {
	in := r.in.HTTP
	if in == nil {
		return nil
	}
	w := &Web{URL: in.URL, Listen: in.Listen}
	if _, _, err := net.SplitHostPort(in.Listen); err != nil {
		r.wrong("http.listen", "%q is no address to listen on: write host:port, such as 127.0.0.1:3000 behind a proxy that has the certificate", in.Listen)
	}
	u, err := url.Parse(in.URL)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		r.wrong("http.url", "%q is not the address at which Slack reaches Factotum: write for example https://factotum.example.com/slack/events", in.URL)
	case u.Scheme != "https" && !here(u.Hostname()):
		r.wrong("http.url", "Slack sends its requests encrypted only: write https:// instead of %s://", u.Scheme)
	default:
		w.Options.Path = "/" + strings.TrimPrefix(u.Path, "/")
	}
	if secret, from := r.secret(signingEnv, "http.signing_secret_file", in.SecretFile); secret != "" {
		w.Options.Secrets = []slack.SigningSecret{{Value: secret}}
	} else if from == "" {
		r.wrong("http", "there is no signing secret: set %s, or name a file of mode 0600 by http.signing_secret_file; Slack shows it under Basic Information", signingEnv)
	}
	r.oldSecret(in, w)
	return w
}

// oldSecret reads the secret that was valid before and still is for a while.
func (r *reader) oldSecret(in *httpText, w *Web) {
	secret, _ := r.secret(oldSigningEnv, "http.old_signing_secret_file", in.OldSecretFile)
	if secret == "" && in.OldUntil == "" {
		return
	}
	until, err := time.Parse(time.RFC3339, in.OldUntil)
	if err != nil {
		r.wrong("http.old_until", "%q is no moment at which the old signing secret ends: write for example 2026-12-01T12:00:00Z", in.OldUntil)
	}
	if secret == "" {
		r.wrong("http.old_until", "there is no old signing secret that could end: set %s or http.old_signing_secret_file, or leave old_until out", oldSigningEnv)
	}
	w.Options.Secrets = append(w.Options.Secrets, slack.SigningSecret{Value: secret, Until: until})
}

// here tells whether a host is this machine.
func here(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && address.IsLoopback())
}

// loopback reads the address of the health page, which nobody outside may see.
func (r *reader) loopback() string {
	if r.in.Health == "" {
		return ""
	}
	host, _, err := net.SplitHostPort(r.in.Health)
	if err != nil || !here(host) {
		r.wrong("health", "%q is no address of this machine alone: write for example 127.0.0.1:8485, and leave it to a proxy to let others in", r.in.Health)
	}
	return r.in.Health
}
