package practice

func viewsOpen(w *Workspace, c *call) reply {
	return w.raise(c, func(user string) {
		if stack := w.stacks[user]; len(stack) > 0 {
			w.shut(stack[0])
		}
	})
}

func viewsPush(w *Workspace, c *call) reply { return w.raise(c, func(string) {}) }

// raise opens a view for whoever holds the trigger. The view is checked before the
// trigger is spent, so that a refused view can be corrected and sent again.
func (w *Workspace) raise(c *call, before func(user string)) reply {
	v, bad := w.view(c.raw("view"), surfaceModal)
	if bad != nil {
		return bad
	}
	user, bad := w.spend(c.str("trigger_id"))
	if bad != nil {
		return bad
	}
	before(user)
	if bad := w.push(user, v); bad != nil {
		return bad
	}
	return done("view", w.wireView(v))
}

func viewsUpdate(w *Workspace, c *call) reply {
	id, external := c.str("view_id"), c.str("external_id")
	old := w.openWhere(func(v *view) bool {
		return v.ID == id || external != "" && v.External == external
	})
	for _, home := range w.homes {
		if home.ID == id {
			old = home
		}
	}
	if old == nil {
		return fail("not_found")
	}
	return w.replace(c, old, old.Type)
}

// replace brings a view to new content unless it changed since the caller saw it.
func (w *Workspace) replace(c *call, old *view, surface string) reply {
	v, bad := w.view(c.raw("view"), surface)
	if bad != nil {
		return bad
	}
	if h := c.str("hash"); h != "" && h != old.Hash {
		return fail("hash_conflict")
	}
	old.become(v, w.stamp())
	event := "view_updated"
	if surface == surfaceHome {
		event = "home"
		w.published()
	}
	w.showView(event, old)
	return done("view", w.wireView(old))
}

func viewsPublish(w *Workspace, c *call) reply {
	u := w.user(c.str("user_id"))
	if u == nil || u.IsBot || u.Deleted {
		return fail("user_not_found")
	}
	home := w.homes[u.ID]
	if home == nil {
		home = &view{ID: newID("V"), User: u.ID}
	}
	out := w.replace(c, home, surfaceHome)
	if out["ok"] == true {
		w.homes[u.ID] = home
		w.changed()
	}
	return out
}

// published wakes those who wait for a first Home.
func (w *Workspace) published() {
	close(w.homeMoved)
	w.homeMoved = make(chan struct{})
}
