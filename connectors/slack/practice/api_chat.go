package practice

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// destination finds where the bot may post: a conversation, or the direct message of a
// person given by user id or channel name given with or without #.
func (w *Workspace) destination(id string) (*room, reply) {
	r := w.room(id)
	if u := w.user(id); u != nil && !u.IsBot {
		r = w.room(imID(id))
	}
	for _, c := range w.channels {
		if r == nil && c.Name == strings.TrimPrefix(id, "#") {
			r = w.room(c.ID)
		}
	}
	switch {
	case !w.botSees(r):
		return nil, fail("channel_not_found")
	case r.im != nil && r.im.Deleted, r.channel != nil && r.channel.Archived:
		return nil, fail("is_archived")
	case !r.has(w.opts.App.BotUserID) && !w.granted("chat:write.public"):
		return nil, fail("not_in_channel")
	}
	return r, nil
}

func chatPostMessage(w *Workspace, c *call) reply {
	r, bad := w.destination(c.str("channel"))
	if bad != nil {
		return bad
	}
	p, bad := w.posting(c)
	if bad != nil {
		return bad
	}
	m := w.written(r.id, p)
	m.Metadata = c.raw("metadata")
	if m.Metadata != nil && !validMetadata(m.Metadata) {
		return fail("invalid_metadata_format")
	}
	if bad := w.intoThread(m, c); bad != nil {
		return bad
	}
	if bad := w.pacedPost(c, r.id); bad != nil {
		return bad
	}
	w.post(m, r)
	out := w.wire(m, nil)
	if m.Metadata != nil {
		out["metadata"] = m.Metadata
	}
	return done("channel", r.id, "ts", m.TS, "message", out)
}

// intoThread makes a reply; a reply to a reply goes to the root of the thread.
func (w *Workspace) intoThread(m *message, c *call) reply {
	ts := c.str("thread_ts")
	if ts == "" {
		return nil
	}
	root := w.find(m.Channel, ts)
	if root == nil {
		return fail("thread_not_found")
	}
	m.ThreadTS, m.Broadcast = ts, c.flag("reply_broadcast")
	if root.isReply() {
		m.ThreadTS = root.ThreadTS
	}
	if m.Broadcast {
		m.Subtype = "thread_broadcast"
	}
	return nil
}

func validMetadata(raw json.RawMessage) bool {
	var md struct {
		Type    string         `json:"event_type"`
		Payload map[string]any `json:"event_payload"`
	}
	return json.Unmarshal(raw, &md) == nil && md.Type != "" && md.Payload != nil
}

func chatPostEphemeral(w *Workspace, c *call) reply {
	r, bad := w.destination(c.str("channel"))
	if bad != nil {
		return bad
	}
	u := w.person(c.str("user"))
	if u == nil || !r.has(u.ID) {
		return fail("user_not_in_channel")
	}
	p, bad := w.posting(c)
	if bad != nil {
		return bad
	}
	m := w.whisper(r.id, u.ID, c.str("thread_ts"), p)
	return done("message_ts", m.TS)
}

// written is a message of the bot that is not posted yet.
func (w *Workspace) written(channel string, p posting) *message {
	return &message{
		Channel: channel, User: w.opts.App.BotUserID, Text: p.text, Blocks: p.blocks, Attached: p.attachments,
	}
}

// whisper shows a message to one person only. It is not part of the conversation:
// neither history nor events nor a later run know it.
func (w *Workspace) whisper(channel, user, thread string, p posting) *message {
	m := w.written(channel, p)
	m.ThreadTS, m.Only = thread, user
	w.add(m)
	return m
}

// own finds a message that the bot may change: its own, and not an ephemeral one.
func (w *Workspace) own(c *call, refusal string) (*message, *room, reply) {
	r := w.room(c.str("channel"))
	if !w.botSees(r) {
		return nil, nil, fail("channel_not_found")
	}
	m := w.find(r.id, c.str("ts"))
	if m == nil || m.Only != "" {
		return nil, nil, fail("message_not_found")
	}
	if m.User != w.opts.App.BotUserID {
		return nil, nil, fail(refusal)
	}
	return m, r, nil
}

func chatUpdate(w *Workspace, c *call) reply {
	m, r, bad := w.own(c, "cant_update_message")
	if bad != nil {
		return bad
	}
	// Unlike chat.postMessage, which cuts, chat.update refuses long text.
	if utf8.RuneCountInString(c.str("text")) > maxUpdateText {
		return fail("msg_too_long")
	}
	p, bad := w.posting(c)
	if bad != nil {
		return bad
	}
	// Blocks stay unless new ones, or an empty list, are given: observed in
	// slackapi/python-slack-sdk#523 and slack-go/slack#1214.
	if c.raw("blocks") == nil {
		p.blocks = m.Blocks
	}
	if c.raw("attachments") == nil {
		p.attachments = m.Attached
	}
	if raw := c.raw("metadata"); raw != nil {
		if !validMetadata(raw) {
			return fail("invalid_metadata_format")
		}
		m.Metadata = raw
	}
	w.edit(m, r, p)
	return done("channel", r.id, "ts", m.TS, "text", m.Text, "message", w.wire(m, nil))
}

// edit replaces text and blocks and tells people and the app.
func (w *Workspace) edit(m *message, r *room, p posting) {
	before := w.wire(m, nil)
	m.Text, m.Blocks, m.Attached, m.EditedTS = p.text, p.blocks, p.attachments, w.stamp()
	w.changed()
	w.show("message_changed", m)
	if m.Only == "" {
		w.emitChanged(m, r, before)
	}
}

func chatDelete(w *Workspace, c *call) reply {
	m, r, bad := w.own(c, "cant_delete_message")
	if bad != nil {
		return bad
	}
	ts := m.TS
	before := w.wire(m, nil)
	w.remove(m)
	w.emitDeleted(r, ts, before)
	return done("channel", r.id, "ts", ts)
}

func chatGetPermalink(w *Workspace, c *call) reply {
	r := w.room(c.str("channel"))
	if !w.botSees(r) {
		return fail("channel_not_found")
	}
	ts := c.str("message_ts")
	m := w.find(r.id, ts)
	if m == nil {
		return fail("message_not_found")
	}
	link := w.base + "/archives/" + r.id + "/p" + strings.ReplaceAll(ts, ".", "")
	if m.isReply() {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + r.id
	}
	return done("channel", r.id, "permalink", link)
}
