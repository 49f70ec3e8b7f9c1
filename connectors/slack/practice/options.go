package practice

import (
	"crypto/rand"
	"fmt"
	"time"
)

// Options describe a workspace. Everything but the people is optional.
type Options struct {
	Team       Team
	App        App
	Users      []User
	Channels   []Channel
	Commands   []Command
	Shortcuts  []Shortcut
	Usergroups []Usergroup

	// Links lead from the page to what else is served beside it.
	Links []Link

	// AppToken opens sockets, BotToken calls methods. Made up at random when empty, which
	// is best: a web page that knows them could act as the bot. [Workspace.Tokens] tells them.
	AppToken, BotToken string
	// HTTP delivers events, interactions and commands to RequestURLs, signed with
	// SigningSecret (made up when empty), and opens no sockets. Without it Socket Mode is
	// on and nothing is delivered over HTTP. Never both, as in Slack.
	HTTP          bool
	RequestURLs   RequestURLs
	SigningSecret string
	// Scopes of the bot token; nil grants every scope but chat:write.public.
	Scopes []string
	// Events the app subscribed to, as its manifest lists them (message.im, app_mention);
	// nil is all that its scopes allow.
	Events []string
	// Limits on how often the app may call, as in Slack where nothing is said.
	Limits Limits
	// Misbehaviour to begin with; [Workspace.Misbehave] changes it.
	Misbehaviour Misbehaviour
	// Now is the clock of timestamps, limits, trigger ids and response addresses; time.Now when nil.
	Now func() time.Time
	// DataFile keeps the workspace between runs, with the bytes of files in the folder
	// DataFile+".files". Empty keeps everything in memory.
	DataFile string
	// RetryAfter is how long an acknowledgement is waited for. Slack: 3 s, the default.
	RetryAfter time.Duration
	// RetryPauses are the waits before each redelivery of an unacknowledged event.
	// Slack, and the default: at once, after 1 min, after 5 min.
	RetryPauses []time.Duration
}

// Link is one of them. Its URL is a path on the same server.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// Team is the workspace itself.
type Team struct {
	ID, Name, Domain string
}

// App is the bot under practice. BotID marks its messages, BotUserID is its user.
type App struct {
	ID, Name, BotID, BotUserID string
}

// User is a person, or the user of a bot. TZ is an IANA name, Locale one such as
// de-DE.
type User struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	RealName   string `json:"real_name"`
	Title      string `json:"title"`
	Email      string `json:"email"`
	TZ         string `json:"tz"`
	Locale     string `json:"locale"`
	IsAdmin    bool   `json:"is_admin"`
	IsBot      bool   `json:"is_bot"`
	IsGuest    bool   `json:"is_guest"`
	IsExternal bool   `json:"is_external"` // of another company, through Slack Connect
	Deleted    bool   `json:"deleted"`
}

// Channel is public or private. The bot takes part if its user is among Members.
type Channel struct {
	ID, Name, Topic string
	Private         bool
	Archived        bool
	Members         []string
}

// Command is a slash command of the app, with its slash.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
	UsageHint   string `json:"usage_hint"`
}

// Shortcut is of Type "global" or "message".
type Shortcut struct {
	Name       string `json:"name"`
	CallbackID string `json:"callback_id"`
	Type       string `json:"type"`
}

// Usergroup is a mentionable group of people.
type Usergroup struct {
	ID, Handle, Name, Description string
	Users                         []string
}

func (o *Options) fill() {
	def := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	def(&o.Team.ID, "T0PRACTICE")
	def(&o.Team.Name, "Practice")
	def(&o.Team.Domain, "practice")
	def(&o.App.ID, "A0PRACTICE")
	def(&o.App.Name, "Bot")
	def(&o.App.BotID, "B0PRACTICE")
	def(&o.App.BotUserID, "U0PRACTICE")
	def(&o.AppToken, "xapp-1-"+o.App.ID+"-"+rand.Text())
	def(&o.BotToken, "xoxb-"+rand.Text())
	def(&o.SigningSecret, rand.Text())
	o.Limits.fill()
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RetryAfter == 0 {
		o.RetryAfter = 3 * time.Second
	}
	if o.RetryPauses == nil {
		o.RetryPauses = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if o.Scopes == nil {
		o.Scopes = allScopes()
	}
	for _, u := range o.Users {
		if u.ID == o.App.BotUserID {
			return
		}
	}
	o.Users = append(o.Users[:len(o.Users):len(o.Users)],
		User{ID: o.App.BotUserID, Name: o.App.Name, RealName: o.App.Name, IsBot: true})
}

// check refuses what would make two things one: double ids, of users also in the part
// that names their direct messages.
func (o *Options) check() error {
	seen := map[string]bool{}
	once := func(id string) error {
		if len(id) < 2 || seen[id] {
			return fmt.Errorf("practice: the id %q is too short or used twice", id)
		}
		seen[id] = true
		return nil
	}
	for _, u := range o.Users {
		if err := once(u.ID); err != nil {
			return err
		}
		if err := once(imID(u.ID)); err != nil {
			return err
		}
	}
	for _, c := range o.Channels {
		if err := once(c.ID); err != nil {
			return err
		}
	}
	return nil
}

// allScopes are the bot scopes that the methods here ask for. chat:write.public is not
// among them: whether a bot may post where it is no member should be a choice.
func allScopes() []string {
	return []string{
		"app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
		"files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
		"reactions:read", "reactions:write", "team:read", "usergroups:read", "users.profile:read",
		"users:read", "users:read.email",
	}
}
