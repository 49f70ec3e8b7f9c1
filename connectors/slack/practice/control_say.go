package practice

import (
	"io"
	"mime"
	"net/http"
	"strings"
)

// controlSend is a person writing a message, with or without files.
func (w *Workspace) controlSend(r *http.Request) (any, error) {
	var in struct {
		As, Channel, Text string
		Files             []string
		ThreadTS          string `json:"thread_ts"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	me, room, err := w.present(in.As, in.Channel)
	if err != nil {
		return nil, err
	}
	m := &message{Channel: room.id, User: me.ID, Text: w.typed(in.Text), Files: in.Files, ThreadTS: in.ThreadTS}
	if err := w.sendable(m, me); err != nil {
		return nil, err
	}
	w.join(room, me.ID)
	w.post(m, room)
	w.read[me.ID+" "+room.id] = m.TS
	return map[string]any{"ts": m.TS}, nil
}

// sendable refuses an empty message, files of others and replies to nothing; a reply to a
// reply goes to the root of the thread.
func (w *Workspace) sendable(m *message, me *User) error {
	if strings.TrimSpace(m.Text) == "" && len(m.Files) == 0 {
		return no(http.StatusBadRequest, "There is nothing to send.")
	}
	if len(m.Files) > 0 {
		m.Subtype = "file_share"
	}
	for _, id := range m.Files {
		if f := w.files[id]; f == nil || f.User != me.ID || !f.Here {
			return no(http.StatusBadRequest, "One of the files was not uploaded by "+me.RealName+".")
		}
	}
	if m.ThreadTS == "" {
		return nil
	}
	root := w.find(m.Channel, m.ThreadTS)
	if root == nil {
		return no(http.StatusNotFound, "The message to reply to is gone.")
	}
	if root.isReply() {
		m.ThreadTS = root.ThreadTS
	}
	return nil
}

// controlReact is a person adding a reaction, or taking theirs back.
func (w *Workspace) controlReact(r *http.Request) (any, error) {
	var in struct {
		As, Channel, TS, Name string
		Remove                bool
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	me, room, err := w.present(in.As, in.Channel)
	if err != nil {
		return nil, err
	}
	m := w.find(room.id, in.TS)
	if m == nil || in.Name == "" {
		return nil, no(http.StatusNotFound, "The message to react to is gone.")
	}
	if code := w.react(m, room, me.ID, in.Name, !in.Remove); code != "" {
		return nil, no(http.StatusConflict, "Slack says "+code+".")
	}
	return map[string]any{}, nil
}

// controlCommand is a person running a slash command.
func (w *Workspace) controlCommand(r *http.Request) (any, error) {
	var in struct{ As, Channel, Text string }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	command, text, _ := strings.Cut(strings.TrimSpace(in.Text), " ")
	w.mu.Lock()
	me, room, err := w.commander(in.As, in.Channel, command)
	var payload map[string]any
	if err == nil {
		payload = w.commandPayload(me, room, command, strings.TrimSpace(text))
	}
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	answer, err := w.ask("slash_commands", command, payload)
	if err != nil {
		return map[string]any{"error": command + " failed because the app did not respond"}, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.answered(me, room, answer) {
		return map[string]any{"error": command + ` failed with the error "invalid_command_response"`}, nil
	}
	return map[string]any{}, nil
}

func (w *Workspace) commander(as, channel, command string) (*User, *room, error) {
	me, room, err := w.present(as, channel)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range w.opts.Commands {
		if c.Command == command {
			return me, room, nil
		}
	}
	return nil, nil, no(http.StatusNotFound, command+" is not a valid command.")
}

// controlUpload stores a file that its person has not shared yet.
func (w *Workspace) controlUpload(r *http.Request) (any, error) {
	q := r.URL.Query()
	data, err := io.ReadAll(r.Body)
	switch {
	case err != nil || len(data) > maxFile:
		return nil, no(http.StatusRequestEntityTooLarge, "A file may have 10 MB at most.")
	case len(data) == 0:
		return nil, no(http.StatusBadRequest, "The file is empty.")
	case q.Get("name") == "":
		return nil, no(http.StatusBadRequest, "The file has no name.")
	}
	w.mu.Lock()
	me, err := w.actor(q.Get("as"))
	var f *file
	if err == nil {
		f = w.newFile(q.Get("name"), me.ID)
	}
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := w.put(f, data); err != nil {
		return nil, no(http.StatusInternalServerError, "The file could not be stored: "+err.Error())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return shownFile(f, me.ID), nil
}

// serveOwnFile shows a file to a person who may see it. Only kinds that cannot run
// anything are shown in the page; the rest is downloaded.
func (w *Workspace) serveOwnFile(rw http.ResponseWriter, r *http.Request) {
	as := r.URL.Query().Get("as")
	w.mu.Lock()
	f := w.files[r.PathValue("id")]
	allowed := f != nil && f.Here && w.person(as) != nil && w.mayRead(f, as)
	w.mu.Unlock()
	if !allowed {
		refuse(rw, http.StatusNotFound, "There is no such file.")
		return
	}
	data, err := w.get(f)
	if err != nil {
		refuse(rw, http.StatusNotFound, "The file is gone.")
		return
	}
	switch f.Mimetype {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		rw.Header().Set("Content-Type", f.Mimetype)
	default:
		rw.Header().Set("Content-Type", "application/octet-stream")
		rw.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	rw.Header().Set("Cache-Control", "private, max-age=3600")
	_, _ = rw.Write(data)
}
