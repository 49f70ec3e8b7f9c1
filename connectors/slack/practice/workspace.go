package practice

import (
	"context"
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Workspace is one Slack workspace with one app installed. Safe for concurrent use.
type Workspace struct {
	opts    Options
	methods map[string]method
	rules   rulebook
	mux     *http.ServeMux
	life    context.Context // ends with Close
	end     context.CancelFunc
	done    <-chan struct{}
	running sync.WaitGroup // sockets and page streams
	saver   saver
	client  *http.Client // to the app
	deliver delivery

	mu        sync.Mutex // guards everything below
	closed    bool
	base      string // address at which the bot reaches us
	people    []*User
	channels  []*Channel
	messages  map[string][]*message // by channel, in order of ts
	files     map[string]*file
	homes     map[string]*view
	read      map[string]string // "user channel" to the last ts seen
	lastTS    int64             // microseconds
	stacks    map[string][]*view
	homeMoved chan struct{}
	triggers  map[string]*trigger
	replies   map[string]*responseURL
	uploads   map[string]string // ticket to file id
	sockets   []*socket
	tickets   map[string]bool
	flying    map[string]*envelope
	waiting   []*envelope
	next      int // socket whose turn it is
	viewers   map[*viewer]bool
	journal   journal
	buckets   map[string]*bucket
	mis       Misbehaviour
	counts    map[string]int // of calls and events, for their fates
	urls      RequestURLs
	verified  bool // the app answered its challenge
	revoked   bool // the bot token was taken back
}

// New opens a workspace and loads DataFile if it exists. Fails if options contradict
// each other or the file cannot be read.
func New(o Options) (*Workspace, error) {
	o.fill()
	if err := o.check(); err != nil {
		return nil, err
	}
	w := &Workspace{
		opts: o, client: newClient(), methods: methods(), rules: kinds(), base: "http://127.0.0.1",
		messages: map[string][]*message{}, files: map[string]*file{}, homes: map[string]*view{},
		read: map[string]string{}, stacks: map[string][]*view{}, homeMoved: make(chan struct{}),
		triggers: map[string]*trigger{}, replies: map[string]*responseURL{}, uploads: map[string]string{},
		tickets: map[string]bool{}, flying: map[string]*envelope{}, viewers: map[*viewer]bool{}, buckets: map[string]*bucket{}, counts: map[string]int{}, mis: o.Misbehaviour,
	}
	w.life, w.end = context.WithCancel(context.Background())
	w.done = w.life.Done()
	w.deliver = w.request
	for _, u := range o.Users {
		w.people = append(w.people, &u)
	}
	for _, c := range o.Channels {
		c.Members = append([]string(nil), c.Members...)
		w.channels = append(w.channels, &c)
	}
	if err := w.load(); err != nil {
		w.end()
		return nil, err
	}
	w.mux = w.routes()
	w.SetRequestURLs(o.RequestURLs)
	return w, nil
}

// Handler serves everything on one port: /api/, /link, files, /control/ and the page.
func (w *Workspace) Handler() http.Handler { return w.mux }

// Tokens returns the app-level and the bot token.
func (w *Workspace) Tokens() (app, bot string) { return w.opts.AppToken, w.opts.BotToken }

// SigningSecret returns what signs deliveries over HTTP.
func (w *Workspace) SigningSecret() string { return w.opts.SigningSecret }

// Close tells sockets to disconnect, ends page streams and saves. The workspace answers
// no more sockets afterwards. Returns the error of the last save.
func (w *Workspace) Close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	w.end()
	for _, e := range w.flying {
		e.stop()
	}
	for _, s := range w.sockets {
		s.bye("refresh_requested")
	}
	w.mu.Unlock()
	w.running.Wait()
	w.client.CloseIdleConnections()
	return w.saver.finish(w)
}

// routes separates the bot's side, guarded by tokens, from the people's side, guarded by
// being on this machine.
func (w *Workspace) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("/api/{method}", w.unreliable("", w.serveAPI))
	m.HandleFunc("GET /link/", w.serveSocket)
	m.HandleFunc("GET /files-pri/{file}/{name...}", w.unreliable("download", w.serveDownload))
	m.HandleFunc("GET /signin", serveSignIn)
	m.HandleFunc("POST /upload/v1/{ticket}", w.unreliable("upload", w.serveUpload))
	m.HandleFunc("POST /response/{id}", w.unreliable("response_url", w.serveResponse))
	w.controlRoutes(m)
	w.pageRoutes(m)
	return m
}

// stamp returns a new message timestamp: the clock in microseconds, but always later
// than the one before, since Slack's ts is unique and is the order of messages.
func (w *Workspace) stamp() string {
	w.lastTS = max(w.now().UnixMicro(), w.lastTS+1)
	return formatTS(w.lastTS)
}

func formatTS(micros int64) string {
	frac := strconv.FormatInt(micros%1e6, 10)
	return strconv.FormatInt(micros/1e6, 10) + "." + strings.Repeat("0", 6-len(frac)) + frac
}

// newID makes an id that no earlier run can have given, even if its last save was lost.
func newID(prefix string) string { return prefix + "0" + rand.Text()[:9] }

// now is Slack's time, which an app's own need not be.
func (w *Workspace) now() time.Time { return w.opts.Now().Add(time.Duration(w.mis.Skew)) }

func (w *Workspace) user(id string) *User {
	for _, u := range w.people {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// person is a user who can act: known, not deactivated, not the bot.
func (w *Workspace) person(id string) *User {
	if u := w.user(id); u != nil && !u.Deleted && !u.IsBot {
		return u
	}
	return nil
}
