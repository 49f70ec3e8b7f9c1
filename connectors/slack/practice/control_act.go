package practice

import (
	"encoding/json"
	"net/http"
	"time"
)

// place is where a person clicks: in a message or in a view.
type place struct {
	room    *room
	message *message
	view    *view
	typed   values
}

func (p place) blocks() json.RawMessage {
	if p.view != nil {
		return p.view.Blocks
	}
	return p.message.all()
}

// click is the body of /control/click.
type click struct {
	As      string
	Message *struct{ Channel, TS string }
	View    string
	Block   string         `json:"block_id"`
	Action  string         `json:"action_id"`
	Element map[string]any `json:"element"`
	State   struct{ Values values }
	Forge   map[string]any // laid over the payload
}

// find resolves where something is clicked, and keeps what was typed there so far.
func (w *Workspace) findPlace(u *User, in *click) (place, error) {
	if in.Message == nil {
		v := w.open(in.View)
		if home := w.homes[u.ID]; home != nil && home.ID == in.View {
			v = home
		}
		if v == nil || v.User != u.ID {
			return place{}, no(http.StatusNotFound, "This view is closed.")
		}
		v.State = typedInto(v.Blocks, v.State, in.State.Values)
		w.grant(u, v.State)
		return place{view: v}, nil
	}
	r, err := w.within(u, in.Message.Channel)
	if err != nil {
		return place{}, err
	}
	m := w.find(r.id, in.Message.TS)
	if m == nil || !w.visible(m, r, u.ID) {
		return place{}, no(http.StatusNotFound, "This message is gone.")
	}
	typed := typedInto(m.all(), nil, in.State.Values)
	w.grant(u, typed)
	return place{room: r, message: m, typed: typed}, nil
}

// controlClick is a person using an element.
func (w *Workspace) controlClick(r *http.Request) (any, error) {
	var in click
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	payload, err := w.clickPayload(&in)
	if err != nil {
		return nil, err
	}
	if _, err := w.ask("interactive", "block_actions "+in.Action, forge(payload, in.Forge)); err != nil {
		return map[string]any{"error": "This app did not respond. Try again?"}, nil
	}
	return map[string]any{}, nil
}

func (w *Workspace) clickPayload(in *click) (map[string]any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	me, err := w.actor(in.As)
	if err != nil {
		return nil, err
	}
	at, err := w.findPlace(me, in)
	if err != nil {
		return nil, err
	}
	block, el := findElement(at.blocks(), in.Block, in.Action)
	if el == nil {
		return nil, no(http.StatusConflict, "This button is not there any more.")
	}
	return w.clicked(me, at, block, el, in.Element), nil
}

// controlSubmit is a person sending the form on top.
func (w *Workspace) controlSubmit(r *http.Request) (any, error) {
	var in struct {
		As, View string
		State    values
		Forge    map[string]any // laid over the payload
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	v, me, err := w.top(in.As, in.View)
	if err != nil {
		w.mu.Unlock()
		return nil, err
	}
	v.State = typedInto(v.Blocks, v.State, in.State)
	w.grant(me, v.State)
	if gaps := missing(v); len(gaps) > 0 {
		w.mu.Unlock()
		return map[string]any{"response": "errors", "errors": gaps}, nil
	}
	payload, what := forge(w.viewPayload("view_submission", me, v), in.Forge), "view_submission "+v.Callback
	w.mu.Unlock()
	answer, err := w.ask("interactive", what, payload)
	if err != nil {
		return map[string]any{"error": troubled}, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.apply(v, answer), nil
}

// top finds the view a person has in front of them; those below cannot be used.
func (w *Workspace) top(as, id string) (*view, *User, error) {
	me, err := w.actor(as)
	if err != nil {
		return nil, nil, err
	}
	stack := w.stacks[me.ID]
	if len(stack) == 0 || stack[len(stack)-1].ID != id {
		return nil, nil, no(http.StatusNotFound, "This view is closed.")
	}
	return stack[len(stack)-1], me, nil
}

// controlClose is a person closing the top view, or all of them.
func (w *Workspace) controlClose(r *http.Request) (any, error) {
	var in struct {
		As, View string
		All      bool
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	v, me, err := w.top(in.As, in.View)
	if err != nil {
		w.mu.Unlock()
		return nil, err
	}
	payload := w.viewPayload("view_closed", me, v)
	payload["is_cleared"] = in.All || v.Clear
	notify, what := v.Notify, "view_closed "+v.Callback
	if in.All || v.Clear {
		w.shut(w.stacks[me.ID][0])
	} else {
		w.shut(v)
	}
	w.mu.Unlock()
	if notify {
		// The person is gone from the view; whether the app heard is not theirs to see.
		_, _ = w.ask("interactive", what, payload)
	}
	return map[string]any{}, nil
}

// controlHome reads the Home without the app hearing of it.
func (w *Workspace) controlHome(r *http.Request) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	me, err := w.actor(r.URL.Query().Get("as"))
	if err != nil {
		return nil, err
	}
	return map[string]any{"view": w.shownView(w.homes[me.ID])}, nil
}

// controlHomeOpen is a person opening Home, which the app has 3 s to fill the first time.
func (w *Workspace) controlHomeOpen(r *http.Request) (any, error) {
	var in struct{ As string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	me, err := w.actor(in.As)
	if err != nil {
		return nil, err
	}
	w.emitHomeOpened(me, "home")
	late := time.After(3 * time.Second)
	for waiting := true; waiting && w.homes[me.ID] == nil; {
		moved := w.homeMoved
		w.mu.Unlock()
		select {
		case <-moved:
		case <-late:
			waiting = false
		case <-r.Context().Done():
			waiting = false
		case <-w.done:
			waiting = false
		}
		w.mu.Lock()
	}
	return map[string]any{"view": w.shownView(w.homes[me.ID])}, nil
}
