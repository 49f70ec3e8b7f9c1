package practice

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxFile is the limit of a file here. A file_input takes 10 MB a file:
// docs.slack.dev/reference/block-kit/block-elements/file-input-element.
const maxFile = 10 << 20

// file is an uploaded file. Its bytes are in data, or on disk when there is a DataFile.
type file struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Title    string      `json:"title"`
	Mimetype string      `json:"mimetype"`
	Size     int         `json:"size"`
	User     string      `json:"user"`
	Created  int64       `json:"created"`
	Posts    [][2]string `json:"posts,omitempty"`   // channel and ts of each message it is in
	Granted  bool        `json:"granted,omitempty"` // given to the app in a form
	Here     bool        `json:"here,omitempty"`    // its bytes have arrived
	Open     bool        `json:"open,omitempty"`    // an upload that the app has not completed
	data     []byte
}

func (w *Workspace) newFile(name, user string) *file {
	kind := mime.TypeByExtension(filepath.Ext(name))
	if kind, _, _ = strings.Cut(kind, ";"); kind == "" {
		kind = "application/octet-stream"
	}
	f := &file{ID: newID("F"), Name: name, Title: name, Mimetype: kind, User: user, Created: w.now().Unix()}
	w.files[f.ID] = f
	w.changed()
	return f
}

// put stores the bytes. The disk is written outside the lock.
func (w *Workspace) put(f *file, data []byte) error {
	if w.opts.DataFile != "" {
		if err := w.saver.writeFile(w.filePath(f.ID), data); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f.Size, f.Here = len(data), true
	if w.opts.DataFile == "" {
		f.data = data
	}
	w.changed()
	return nil
}

func (w *Workspace) get(f *file) ([]byte, error) {
	if w.opts.DataFile == "" {
		return f.data, nil
	}
	return os.ReadFile(w.filePath(f.ID))
}

func (w *Workspace) filePath(id string) string { return filepath.Join(w.opts.DataFile+".files", id) }

// botReads tells whether the app may see a file: its own, one given to it in a form, or
// one shared where it is.
func (w *Workspace) botReads(f *file) bool {
	return f.Granted || w.mayRead(f, w.opts.App.BotUserID)
}

func (w *Workspace) mayRead(f *file, user string) bool {
	return f.User == user || slices.ContainsFunc(f.Posts, func(p [2]string) bool {
		r := w.room(p[0])
		return r != nil && w.sees(user, r)
	}) || w.depicted(f, user)
}

// depicted tells whether a block of a message or window that the person sees shows
// the file.
func (w *Workspace) depicted(f *file, user string) bool {
	id := []byte(`"` + f.ID + `"`)
	if slices.ContainsFunc(w.stacks[user], func(v *view) bool { return bytes.Contains(v.Blocks, id) }) {
		return true
	}
	for channel, list := range w.messages {
		r := w.room(channel)
		if r == nil || !w.sees(user, r) {
			continue
		}
		if slices.ContainsFunc(list, func(m *message) bool { return bytes.Contains(m.Blocks, id) }) {
			return true
		}
	}
	return false
}

// wireFile is the file object. docs.slack.dev/reference/objects/file-object.
func (w *Workspace) wireFile(f *file) map[string]any {
	ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(f.Name)), ".")
	address := w.base + "/files-pri/" + w.opts.Team.ID + "-" + f.ID + "/"
	shares := map[string]map[string][]map[string]any{}
	lists := map[string][]string{"channels": {}, "groups": {}, "ims": {}}
	for _, p := range f.Posts {
		r := w.room(p[0])
		if r == nil {
			continue
		}
		list := map[string]string{"channel": "channels", "group": "groups", "im": "ims"}[r.kind()]
		lists[list] = append(lists[list], r.id)
		side := "public"
		if r.private {
			side = "private"
		}
		if shares[side] == nil {
			shares[side] = map[string][]map[string]any{}
		}
		shares[side][r.id] = append(shares[side][r.id], map[string]any{"ts": p[1], "team_id": w.opts.Team.ID})
	}
	return map[string]any{
		"id": f.ID, "created": f.Created, "timestamp": f.Created, "name": f.Name, "title": f.Title,
		"mimetype": f.Mimetype, "filetype": ext, "pretty_type": strings.ToUpper(ext), "user": f.User,
		"user_team": w.opts.Team.ID, "editable": false, "size": f.Size, "mode": "hosted", "is_external": false,
		"external_type": "", "is_public": len(lists["channels"]) > 0, "public_url_shared": false,
		"display_as_bot": false, "username": "", "file_access": "visible",
		"url_private": address + url.PathEscape(f.Name), "url_private_download": address + "download/" + url.PathEscape(f.Name),
		"permalink": w.base + "/files/" + f.User + "/" + f.ID, "channels": lists["channels"],
		"groups": lists["groups"], "ims": lists["ims"], "shares": shares, "comments_count": 0,
	}
}

func (w *Workspace) wireFiles(ids []string) []map[string]any {
	out := []map[string]any{}
	for _, id := range ids {
		if f := w.files[id]; f != nil {
			out = append(out, w.wireFile(f))
		} else {
			out = append(out, map[string]any{"id": id, "mode": "tombstone"})
		}
	}
	return out
}

// serveSignIn is where Slack sends those who may not have a file: an HTML page with
// status 200, which a careless client keeps as the file.
func serveSignIn(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(rw, "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>")
}

// serveDownload gives a file to the holder of the bot token.
func (w *Workspace) serveDownload(rw http.ResponseWriter, r *http.Request) {
	_, id, _ := strings.Cut(r.PathValue("file"), "-")
	w.mu.Lock()
	f := w.files[id]
	allowed := f != nil && f.Here && w.botReads(f) && w.granted("files:read") &&
		r.Header.Get("Authorization") == "Bearer "+w.opts.BotToken
	w.mu.Unlock()
	if !allowed {
		w.note(entry{Direction: "api", What: "file " + id, Status: "sign-in"})
		http.Redirect(rw, r, "/signin?"+url.Values{"redir": {r.URL.Path}}.Encode(), http.StatusFound)
		return
	}
	data, err := w.get(f)
	if err != nil {
		http.Error(rw, "gone", http.StatusNotFound)
		return
	}
	w.note(entry{Direction: "api", What: "file " + id, Status: "ok"})
	rw.Header().Set("Content-Type", f.Mimetype)
	_, _ = rw.Write(data)
}

// serveUpload takes the bytes of a file that files.getUploadURLExternal announced, raw or
// as the first part of a multipart form.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	f := w.files[w.uploads[r.PathValue("ticket")]]
	w.mu.Unlock()
	if f == nil {
		http.Error(rw, "unknown upload", http.StatusNotFound)
		return
	}
	data, err := readUpload(rw, r)
	if err != nil {
		http.Error(rw, "upload: "+err.Error(), http.StatusBadRequest)
		return
	}
	if err := w.put(f, data); err != nil {
		http.Error(rw, "upload: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.mu.Lock()
	delete(w.uploads, r.PathValue("ticket"))
	w.mu.Unlock()
	w.note(entry{Direction: "api", What: "upload " + f.ID, Status: "ok"})
	_, _ = fmt.Fprintf(rw, "OK - %d", len(data))
}

func readUpload(rw http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxFile+1<<16)
	var src io.Reader = r.Body
	if parts, err := r.MultipartReader(); err == nil {
		part, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		src = part
	}
	data, err := io.ReadAll(src)
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("a file may have %d bytes at most", maxFile)
	}
	return data, err
}
