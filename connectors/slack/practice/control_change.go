package practice

import (
	"net/http"
	"strings"
)

// controlEdit is a person changing the words of what they wrote.
func (w *Workspace) controlEdit(r *http.Request) (any, error) {
	var in struct{ As, Channel, TS, Text string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	m, room, err := w.theirs(in.As, in.Channel, in.TS)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Text) == "" && len(m.Files) == 0 {
		return nil, no(http.StatusBadRequest, "There is nothing left of the message. Delete it instead.")
	}
	w.edit(m, room, posting{text: w.typed(in.Text)})
	return map[string]any{}, nil
}

// controlDelete is a person taking back what they wrote.
func (w *Workspace) controlDelete(r *http.Request) (any, error) {
	var in struct{ As, Channel, TS string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	m, room, err := w.theirs(in.As, in.Channel, in.TS)
	if err != nil {
		return nil, err
	}
	before := w.wire(m, nil)
	w.remove(m)
	w.emitDeleted(room, in.TS, before)
	return map[string]any{}, nil
}

// theirs finds a message that a person wrote. Called under the lock.
func (w *Workspace) theirs(as, channel, ts string) (*message, *room, error) {
	me, room, err := w.present(as, channel)
	if err != nil {
		return nil, nil, err
	}
	m := w.find(room.id, ts)
	switch {
	case m == nil || m.Subtype == "tombstone":
		return nil, nil, no(http.StatusNotFound, "This message is gone.")
	case m.User != me.ID || m.Only != "":
		return nil, nil, no(http.StatusForbidden, "People can change only what they wrote themselves.")
	}
	return m, room, nil
}
