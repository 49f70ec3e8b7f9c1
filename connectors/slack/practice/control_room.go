package practice

import (
	"net/http"
	"slices"
)

// controlRoom changes a channel as its people do: who is in it, the bot too, and
// whether it is archived. What is not given stays.
func (w *Workspace) controlRoom(r *http.Request) (any, error) {
	var in struct {
		Channel  string   `json:"channel"`
		Archived *bool    `json:"archived"`
		Members  []string `json:"members"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	at := slices.IndexFunc(w.channels, func(c *Channel) bool { return c.ID == in.Channel })
	if at < 0 {
		return nil, no(http.StatusNotFound, "There is no channel with the id "+in.Channel+".")
	}
	if in.Archived != nil {
		w.channels[at].Archived = *in.Archived
	}
	if in.Members != nil {
		w.channels[at].Members = in.Members
	}
	w.changed()
	return map[string]any{}, nil
}

// controlToken takes the bot token back, as removing the app from the workspace
// does, or gives it again.
func (w *Workspace) controlToken(r *http.Request) (any, error) {
	var in struct {
		Revoked bool `json:"revoked"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.revoked = in.Revoked
	return map[string]any{}, nil
}
