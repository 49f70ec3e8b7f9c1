package story

import (
	"net/url"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// view is a view as the control API shows it.
type view struct {
	ID, Title, Submit, Close string
	Callback                 string `json:"callback_id"`
	Private                  string `json:"private_metadata"`
	Hash                     string
	Blocks                   []map[string]any
	State                    map[string]map[string]map[string]any
}

// Modal is the form in front of a person.
type Modal struct {
	view
	surface
}

// Home is the person's Home tab.
type Home struct {
	view
	surface
}

func (p *Person) surfaceOf(v view) surface {
	state := v.State
	if state == nil {
		state = map[string]map[string]map[string]any{}
	}
	return surface{p: p, where: map[string]any{"view": v.ID}, blocks: v.Blocks, state: state}
}

func (p *Person) stack() []view {
	p.s.t.Helper()
	var out struct {
		Error string
		Stack []view
	}
	p.s.get("views", url.Values{"as": {p.ID}}, &out)
	require.Empty(p.s.t, out.Error)
	return out.Stack
}

// Modal waits for a form and returns the one on top.
func (p *Person) Modal() *Modal {
	p.s.t.Helper()
	return p.SeesModal("")
}

// SeesModal waits for a form with this text in its title or body.
func (p *Person) SeesModal(text string) *Modal {
	p.s.t.Helper()
	var found *Modal
	p.s.wait(func() (string, bool) {
		stack := p.stack()
		if len(stack) == 0 {
			return "no form", false
		}
		v := stack[len(stack)-1]
		found = &Modal{v, p.surfaceOf(v)}
		all := v.Title + "\n" + found.Words()
		return all, strings.Contains(all, text)
	}, p.ID+" sees a form "+text)
	return found
}

// HasModal tells whether a form is open, now.
func (p *Person) HasModal() bool {
	p.s.t.Helper()
	return len(p.stack()) > 0
}

// Fill puts something into a field, named by its label, block_id or action_id. Options
// are given by text or value, people and files by id, dates as 2006-01-02.
func (m *Modal) Fill(name string, with ...string) *Modal {
	m.p.s.t.Helper()
	f := m.field(name)
	require.NotNil(m.p.s.t, f, "there is no field %q among:\n%s", name, m.Words())
	m.set(f, m.value(f, with))
	return m
}

// Submit sends the form, which must be accepted.
func (m *Modal) Submit() {
	m.p.s.t.Helper()
	out := m.submit(nil)
	require.Empty(m.p.s.t, out.Error)
	require.Empty(m.p.s.t, m.labelled(out.Errors), "the form was refused")
}

// Errors sends the form, which must be refused, and returns the sentences by label.
func (m *Modal) Errors() map[string]string {
	m.p.s.t.Helper()
	out := m.submit(nil)
	require.Empty(m.p.s.t, out.Error)
	require.NotEmpty(m.p.s.t, out.Errors, "the form was accepted")
	return m.labelled(out.Errors)
}

// SubmitFails sends the form and returns what Slack says went wrong with the app.
func (m *Modal) SubmitFails() string {
	m.p.s.t.Helper()
	return m.submit(nil).Error
}

// SubmitForged sends the form in a request of which anything may be forged: what is given
// is laid over the payload. It returns the sentences by label, if the app refused any.
func (m *Modal) SubmitForged(forge map[string]any) map[string]string {
	m.p.s.t.Helper()
	out := m.submit(forge)
	require.Empty(m.p.s.t, out.Error)
	return m.labelled(out.Errors)
}

// Shut closes the form without sending it.
func (m *Modal) Shut() {
	m.p.s.t.Helper()
	m.p.s.must("close", map[string]any{"as": m.p.ID, "view": m.ID})
}

func (m *Modal) submit(forge map[string]any) answer {
	m.p.s.t.Helper()
	return m.p.s.post("submit", map[string]any{"as": m.p.ID, "view": m.ID, "state": m.state, "forge": forge})
}

func (m *Modal) labelled(errors map[string]string) map[string]string {
	out := map[string]string{}
	for id, say := range errors {
		name := id
		for _, e := range m.elements() {
			if label := textOf(e.block["label"]); e.block["block_id"] == id && label != "" {
				name = label
			}
		}
		out[name] = say
	}
	return out
}

// Home opens the Home tab as a click on it does, and returns what is there.
func (p *Person) Home() *Home {
	p.s.t.Helper()
	p.s.must("home", map[string]any{"as": p.ID})
	return p.LooksAtHome("")
}

// SeesHome opens Home and waits until it contains the text. Where it does not for long, as
// when the app could not draw it in time, a person opens it again.
func (p *Person) SeesHome(text string) *Home {
	p.s.t.Helper()
	var opened time.Time
	return p.seesHome(text, func() {
		if time.Since(opened) > 10*time.Second {
			opened = time.Now()
			p.s.must("home", map[string]any{"as": p.ID})
		}
	})
}

// LooksAtHome waits until Home, which is open already, contains the text.
func (p *Person) LooksAtHome(text string) *Home {
	p.s.t.Helper()
	return p.seesHome(text, func() {})
}

func (p *Person) seesHome(text string, before func()) *Home {
	p.s.t.Helper()
	var found *Home
	p.s.wait(func() (string, bool) {
		before()
		if found = p.homeNow(); found == nil {
			return "no Home", false
		}
		return found.Words(), strings.Contains(found.Words(), text)
	}, p.ID+" sees on Home "+text)
	return found
}

// ClickHome opens Home and uses the button with this text.
func (p *Person) ClickHome(label string) {
	p.s.t.Helper()
	p.s.must("home", map[string]any{"as": p.ID})
	p.ClickOnHome(label)
}

// ClickOnHome uses a button of Home, which is open already.
func (p *Person) ClickOnHome(label string) {
	p.s.t.Helper()
	p.LooksAtHome(label).Click(label)
}

// ChooseOnHome picks an option of a select on Home, which is open already.
func (p *Person) ChooseOnHome(text, name, option string) {
	p.s.t.Helper()
	p.LooksAtHome(text).Choose(name, option)
}

// homeNow is what stands on Home, if there is one.
func (p *Person) homeNow() *Home {
	p.s.t.Helper()
	var out answer
	p.s.get("home", url.Values{"as": {p.ID}}, &out)
	if out.View == nil {
		return nil
	}
	return p.homeOf(out.View)
}

func (p *Person) homeOf(v *view) *Home {
	h := &Home{*v, p.surfaceOf(*v)}
	h.anew = func() *surface {
		if now := p.homeNow(); now != nil {
			return &now.surface
		}
		return nil
	}
	return h
}
