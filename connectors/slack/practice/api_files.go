package practice

import (
	"crypto/rand"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

func filesGetUploadURL(w *Workspace, c *call) reply {
	size, err := strconv.Atoi(c.str("length"))
	switch {
	case utf8.RuneCountInString(c.str("alt_txt")) > 1000:
		return invalid("invalid_arguments", []string{"must be less than 1001 characters [json-pointer:/alt_txt]"})
	case err != nil || size < 1:
		return invalid("invalid_arguments", []string{"must be greater than 0 [json-pointer:/length]"})
	case size > maxFile:
		return fail("file_too_large")
	}
	f := w.newFile(c.str("filename"), w.opts.App.BotUserID)
	f.Open = true
	ticket := rand.Text()
	w.uploads[ticket] = f.ID
	return done("upload_url", w.base+"/upload/v1/"+ticket, "file_id", f.ID)
}

// filesCompleteUpload makes uploaded files visible. The ts of the message it posts is
// not returned; Slack does not either.
func filesCompleteUpload(w *Workspace, c *call) reply {
	files, bad := w.uploaded(c)
	if bad != nil {
		return bad
	}
	rooms, bad := w.destinations(c)
	if bad != nil {
		return bad
	}
	p := posting{text: c.str("initial_comment")}
	if c.has("blocks") {
		var bad reply
		if p, bad = w.posting(c); bad != nil {
			return bad
		}
	}
	for _, r := range rooms {
		m := w.written(r.id, p)
		m.Subtype = "file_share"
		if bad := w.intoThread(m, c); bad != nil {
			return bad
		}
		for _, f := range files {
			m.Files = append(m.Files, f.ID)
		}
		w.post(m, r)
	}
	out := make([]map[string]any, len(files))
	for i, f := range files {
		f.Open = false
		out[i] = map[string]any{"id": f.ID, "title": f.Title}
	}
	return done("files", out)
}

// destinations are the rooms that files go to.
func (w *Workspace) destinations(c *call) (rooms []*room, bad reply) {
	ids := strings.FieldsFunc(c.str("channels")+","+c.str("channel_id"), func(r rune) bool { return r == ',' })
	if len(ids) > 100 {
		return nil, invalid("invalid_arguments", []string{"no more than 100 items allowed [json-pointer:/channels]"})
	}
	for _, id := range ids {
		r, bad := w.destination(id)
		if bad != nil {
			return nil, bad
		}
		rooms = append(rooms, r)
	}
	return rooms, nil
}

// uploaded reads the list of files to complete; each must be the bot's and have arrived,
// and not be completed yet: the method can only be called once.
func (w *Workspace) uploaded(c *call) ([]*file, reply) {
	var list []map[string]any
	if json.Unmarshal(c.raw("files"), &list) != nil || len(list) == 0 {
		return nil, invalid("invalid_arguments", []string{"missing required field: files [json-pointer:/files]"})
	}
	var files []*file
	for i, item := range list {
		for k := range item {
			if k != "id" && k != "title" {
				at := " [json-pointer:/files/" + strconv.Itoa(i) + "]"
				return nil, invalid("invalid_arguments", []string{"invalid additional property: " + k + at})
			}
		}
		id, _ := item["id"].(string)
		f := w.files[id]
		if f == nil || !f.Here || !f.Open {
			return nil, fail("file_not_found")
		}
		if title, _ := item["title"].(string); title != "" {
			f.Title = title
		}
		files = append(files, f)
	}
	return files, nil
}

func filesInfo(w *Workspace, c *call) reply {
	f := w.files[c.str("file")]
	if f == nil || f.Open || !w.botReads(f) {
		return fail("file_not_found")
	}
	return done("file", w.wireFile(f), "comments", []any{}, "response_metadata", map[string]any{"next_cursor": ""})
}

func filesDelete(w *Workspace, c *call) reply {
	f := w.files[c.str("file")]
	switch {
	case f == nil || !w.botReads(f):
		return fail("file_not_found")
	case f.User != w.opts.App.BotUserID:
		return fail("cant_delete_file")
	}
	delete(w.files, f.ID)
	if w.opts.DataFile != "" {
		w.saver.drop(w.filePath(f.ID))
	}
	w.changed()
	return done()
}
