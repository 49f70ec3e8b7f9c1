package app

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/source"
	"factotum/connectors/slack/practice"
	"factotum/handlers"
	"factotum/handlers/view"
)

// ticketsText says how tickets come about beside commands and forms.
type ticketsText struct {
	Channels  map[string]string `yaml:"channels"`  // id of a channel: kind of which every message there becomes one
	Emoji     map[string]string `yaml:"emoji"`     // name of an emoji: kind of which it makes one of a message
	Reactions map[string]string `yaml:"reactions"` // name of an emoji on a card: claim or resolve
}

var (
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]+$`)
	emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+$`)
)

// ways reads how tickets come about. The kinds must be known by now.
func (r *reader) ways(c *catalogue.Catalogue) handlers.Ways {
	in := r.in.Tickets
	w := handlers.Ways{Channels: in.Channels, Emoji: in.Emoji, Meaning: map[string]request.Action{}}
	for _, id := range slices.Sorted(maps.Keys(in.Channels)) {
		if !channelID.MatchString(id) {
			r.wrong("tickets.channels."+id, "%q is no channel: write its id, such as C0123ABCD, which Slack shows at the end of the channel's details", id)
		}
		r.ticketKind("tickets.channels."+id, in.Channels[id], c)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Emoji)) {
		r.emoji("tickets.emoji."+name, name)
		r.ticketKind("tickets.emoji."+name, in.Emoji[name], c)
	}
	meanings := map[string]request.Action{"claim": request.Assign, "resolve": request.Resolve}
	for _, name := range slices.Sorted(maps.Keys(in.Reactions)) {
		at := "tickets.reactions." + name
		r.emoji(at, name)
		action, ok := meanings[in.Reactions[name]]
		if !ok {
			r.wrong(at, "an emoji can mean claim or resolve, not %q", in.Reactions[name])
		}
		w.Meaning[name] = action
	}
	return w
}

func (r *reader) emoji(at, name string) {
	if !emojiName.MatchString(name) {
		r.wrong(at, "%q is no name of an emoji: write it without colons, such as ticket", name)
	}
}

func (r *reader) ticketKind(at, key string, c *catalogue.Catalogue) {
	var keys []string
	for _, k := range c.Kinds() {
		if k.Ticket() {
			keys = append(keys, k.Key)
		}
	}
	if !slices.Contains(keys, key) {
		r.wrong(at, "%q is no kind whose work says ticket:%s", key, source.DidYouMean(key, keys))
	}
}

// overhears tells whether the bot listens in channels at all: else it asks for
// no right to.
func (s *Settings) overhears() bool {
	placed := slices.ContainsFunc(s.roster.company.Teams, func(t people.Team) bool { return t.Triage+t.Private != "" })
	return placed || len(s.Ways.Channels)+len(s.Ways.Emoji)+len(s.Ways.Meaning) > 0
}

// places are the channels in which the bot must be a member, with what for.
func (s *Settings) places() map[string]string {
	all := map[string]string{}
	for _, t := range s.roster.company.Teams {
		for _, id := range []string{t.Triage, t.Private} {
			if id != "" {
				all[id] = "the tickets of " + t.Key
			}
		}
	}
	for id := range s.Ways.Channels {
		all[id] = "its messages"
	}
	return all
}

// shortcut is a shortcut as a manifest writes it.
type shortcut struct {
	Name        string `yaml:"name"`
	Type        string `yaml:"type"`
	Callback    string `yaml:"callback_id"`
	Description string `yaml:"description"`
}

// shortcuts are those of the kinds of ticket: one for each, within Slack's limit
// of ten and of 24 characters a name.
func shortcuts(c *catalogue.Catalogue) []shortcut {
	var list []shortcut
	for _, k := range c.Kinds() {
		name := "Open a " + strings.ToLower(k.Title) + " from this"
		if len([]rune(name)) > maxShortcut {
			name = firstRunes(k.Title+" from this", maxShortcut)
		}
		if k.Ticket() && k.Command != "" && !k.Internal && k.Drop != "" && len(list) < 10 {
			list = append(list, shortcut{Name: name, Type: "message", Callback: view.ShortcutFrom + k.Key, Description: firstRunes(k.About, 150)})
		}
	}
	return list
}

const maxShortcut = 24

// practisedShortcuts are the shortcuts as the practice workspace offers them.
func practisedShortcuts(c *catalogue.Catalogue) []practice.Shortcut {
	var list []practice.Shortcut
	for _, s := range shortcuts(c) {
		list = append(list, practice.Shortcut{Name: s.Name, CallbackID: s.Callback, Type: s.Type})
	}
	return list
}
