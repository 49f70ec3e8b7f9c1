// Package slack owns everything that is said to and heard from Slack: calls of
// the Web API, Socket Mode, files. It turns Slack's JSON into the plain structs
// of handlers/payload and Slack's refusals into faults. It must not know what a
// request is, who may do what, or how a message looks.
//
// Requests are built with slack-go's types, but sent and read here: slack-go
// decodes whole answers strictly, so that an unknown element in an answer is an
// error although Slack has posted (a retry would post twice), and it puts the
// token into the body. Here a token travels in the Authorization header only
// and of an answer only the used fields are read.
package slack

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Options are what a Client needs. APIURL, HTTP, Now and Logger may be zero.
type Options struct {
	APIURL   string // ends in /api/; empty: Slack's own
	BotToken string // xoxb-
	AppToken string // xapp-, for Socket Mode
	AppID    string // A…; what is meant for another app is ignored; empty: the app that Slack says the bot is of
	HTTP     *http.Client
	Now      func() time.Time
	Logger   *slog.Logger
}

// Client calls the Web API of one workspace. It is safe for concurrent use.
type Client struct {
	api    *url.URL
	bot    string
	app    string
	http   *http.Client // follows no redirects
	files  *http.Client // follows redirects within the hosts that may have the token
	now    func() time.Time
	log    *slog.Logger
	pace   *pace
	health *health

	mu    sync.Mutex
	dms   map[string]string // account to channel of its direct messages
	self  *identity
	appID string // empty: not known yet
}

// New checks the options and makes a Client. It calls nobody.
func New(o Options) (*Client, error) {
	api, err := url.Parse(cmp.Or(o.APIURL, "https://slack.com/api/"))
	if err != nil {
		return nil, fmt.Errorf("slack: address of the API: %w", err)
	}
	if api.Host == "" || (api.Scheme != "https" && api.Scheme != "http") {
		return nil, fmt.Errorf("slack: address of the API: %q is no http address", api.Redacted())
	}
	if !strings.HasSuffix(api.Path, "/") {
		api.Path += "/"
	}
	c := &Client{
		api: api, bot: o.BotToken, app: o.AppToken, appID: o.AppID,
		now: o.Now, log: o.Logger, dms: map[string]string{},
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.pace, c.health = newPace(c.now), newHealth(c.now)
	c.http, c.files = clients(o.HTTP, c)
	return c, nil
}

// clients gives two copies of the caller's HTTP client, each with its own rule
// for redirects.
func clients(base *http.Client, c *Client) (calls, files *http.Client) {
	if base == nil {
		base = &http.Client{}
	}
	forCalls, forFiles := *base, *base
	forCalls.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	forFiles.CheckRedirect = c.hop
	return &forCalls, &forFiles
}

// sameAsAPI tells whether an address has the scheme, host and port of the API.
func (c *Client) sameAsAPI(u *url.URL) bool {
	return u.User == nil && u.Scheme == c.api.Scheme && strings.EqualFold(u.Host, c.api.Host)
}
