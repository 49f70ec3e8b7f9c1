package story

import (
	"strings"

	"github.com/stretchr/testify/require"
)

// surface is something with blocks: a message, a modal, a Home.
type surface struct {
	p      *Person
	where  map[string]any // message or view, as the control API wants it
	blocks []map[string]any
	state  map[string]map[string]map[string]any
	anew   func() *surface // what stands there now, nil where it is gone; nil for a form
}

// Message is a message as a person sees it.
type Message struct {
	TS         string
	User       string
	Text       string
	Blocks     []map[string]any
	Files      []File
	ThreadTS   string `json:"thread_ts"`
	ReplyCount int    `json:"reply_count"`
	Edited     bool
	Ephemeral  bool
	Reactions  []Reaction
	surface    `json:"-"`
}

// Reaction is an emoji on a message, and who put it there.
type Reaction struct {
	Name  string
	Users []string
}

// File is a file of a message.
type File struct {
	ID, Name, Mimetype, URL string
	Size                    int
}

// Words is everything there is to read in the message.
func (m *Message) Words() string { return plain(m.Text) + "\n" + m.surface.Words() }

// Words is everything there is to read in the blocks, in order, a line for each text; what
// stands in one line of rich text is one.
func (s *surface) Words() string {
	var out []string
	for _, b := range s.blocks {
		out = read(out, b)
	}
	return strings.Join(out, "\n")
}

func read(out []string, v any) []string {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			out = read(out, e)
		}
	case map[string]any:
		if kind, _ := v["type"].(string); kind == "rich_text_section" || kind == "rich_text_quote" {
			return append(out, strings.Join(read(nil, v["elements"]), ""))
		}
		for _, k := range []string{
			"title", "rich_text_title", "subtitle", "label", "caption", "text", "body", "fields", "element", "elements", "accessory",
			"alt_text", "hint", "placeholder", "description", "options", "option_groups", "confirm", "deny", "rows", "items", "block",
			"child_blocks", "subtext", "actions", "details", "output", "tasks",
		} {
			out = read(out, v[k])
		}
	case string:
		return append(out, plain(v))
	}
	return out
}

func plain(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

// Click uses the button, or overflow item, with this text; an action_id does as well. Where
// the message or Home was drawn anew between looking and clicking, a person looks again.
func (s *surface) Click(label string) {
	s.p.s.t.Helper()
	s.persists(label, func(now *surface) (said string, acted bool) {
		if !now.Has(label) && now != s {
			return now.Words(), false
		}
		return now.ClickFails(label), true
	})
}

// gone is what the workspace says of a button that was drawn over.
const gone = "This button is not there any more."

// persists acts on what was seen, and where that is not there any more on what stands in
// its place.
func (s *surface) persists(what string, act func(*surface) (said string, acted bool)) {
	s.p.s.t.Helper()
	now := s
	s.p.s.wait(func() (string, bool) {
		if now == nil {
			now = s.anew()
		}
		if now == nil {
			return "nothing", false
		}
		said, acted := act(now)
		if !acted || said == gone && s.anew != nil {
			now = nil
			return said, false
		}
		require.Empty(s.p.s.t, said, "using "+what)
		return said, true
	}, s.p.ID+" uses "+what)
}

// ClickFails clicks and returns what the person is told went wrong, if anything.
func (s *surface) ClickFails(label string) string {
	s.p.s.t.Helper()
	el, extra := s.find(label)
	require.NotNil(s.p.s.t, el, "there is no %q among:\n%s", label, s.Words())
	return s.click(el, extra)
}

// ClickForged clicks a button with another value than the app gave it, as a tampered
// request would.
func (s *surface) ClickForged(label, value string) string {
	s.p.s.t.Helper()
	el, _ := s.find(label)
	require.NotNil(s.p.s.t, el, "there is no %q among:\n%s", label, s.Words())
	return s.click(el, map[string]any{"value": value})
}

// ClickAlien clicks a button in a request of which anything may be forged: what is given
// is laid over the payload.
func (s *surface) ClickAlien(label string, forge map[string]any) string {
	s.p.s.t.Helper()
	el, extra := s.find(label)
	require.NotNil(s.p.s.t, el, "there is no %q among:\n%s", label, s.Words())
	s.where["forge"] = forge
	defer delete(s.where, "forge")
	return s.click(el, extra)
}

// Value is what the app gave a button to bring back.
func (s *surface) Value(label string) string {
	s.p.s.t.Helper()
	el, _ := s.find(label)
	require.NotNil(s.p.s.t, el, "there is no %q among:\n%s", label, s.Words())
	value, _ := el.el["value"].(string)
	return value
}

// Choose picks an option of a select that tells the app at once. The select is named by
// its action_id, its placeholder or the text of its block.
func (s *surface) Choose(name, option string) {
	s.p.s.t.Helper()
	s.persists(name, func(now *surface) (said string, acted bool) {
		if now.field(name) == nil && now != s {
			return now.Words(), false
		}
		return now.chooses(name, option), true
	})
}

// chooses picks, and returns what the person is told went wrong, if anything.
func (s *surface) chooses(name, option string) string {
	s.p.s.t.Helper()
	f := s.field(name)
	require.NotNil(s.p.s.t, f, "there is nothing to choose by %q among:\n%s", name, s.Words())
	value := s.value(f, []string{option})
	s.set(f, value)
	return s.click(&element{f.block, f.el}, value)
}

// Has tells whether there is an element with this text or action_id.
func (s *surface) Has(label string) bool {
	el, _ := s.find(label)
	return el != nil
}

func (s *surface) click(el *element, extra map[string]any) string {
	s.p.s.t.Helper()
	in := map[string]any{
		"as": s.p.ID, "block_id": el.block["block_id"], "action_id": el.el["action_id"],
		"element": extra, "state": map[string]any{"values": s.state},
	}
	for k, v := range s.where {
		in[k] = v
	}
	return s.p.s.post("click", in).Error
}

// element is an element in its block.
type element struct {
	block, el map[string]any
}

// find looks for something clickable, with what a click on it adds.
func (s *surface) find(label string) (*element, map[string]any) {
	for _, e := range s.elements() {
		if textOf(e.el["text"]) == label || e.el["action_id"] == label {
			return &e, nil
		}
		if e.el["type"] == "overflow" {
			for _, o := range options(e.el) {
				if textOf(o["text"]) == label {
					return &e, map[string]any{"selected_option": o}
				}
			}
		}
	}
	return nil, nil
}

func (s *surface) elements() []element {
	var out []element
	for _, b := range s.blocks {
		out = append(out, within(nil, b)...)
	}
	return out
}

// within finds what has an action_id, and the innermost block around it.
func within(block map[string]any, v any) []element {
	var out []element
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			out = append(out, within(block, one)...)
		}
	case map[string]any:
		if v["block_id"] != nil {
			block = v
		}
		if v["action_id"] != nil {
			return []element{{block, v}}
		}
		for _, key := range []string{"accessory", "element", "elements", "actions", "child_blocks", "rows", "items", "block"} {
			out = append(out, within(block, v[key])...)
		}
	}
	return out
}

func textOf(v any) string {
	m, _ := v.(map[string]any)
	s, _ := m["text"].(string)
	return plain(s)
}

func options(el map[string]any) []map[string]any {
	var out []map[string]any
	add := func(v any) {
		list, _ := v.([]any)
		for _, o := range list {
			if m, ok := o.(map[string]any); ok {
				out = append(out, m)
			}
		}
	}
	add(el["options"])
	groups, _ := el["option_groups"].([]any)
	for _, g := range groups {
		m, _ := g.(map[string]any)
		add(m["options"])
	}
	return out
}
