package practice_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

func TestTokensAndScopes(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.Scopes = []string{"chat:write"} })
	assert.Equal(t, "UBOT", b.ok("auth.test", nil)["user_id"])
	b.fails("unknown_method", "chat.shout", nil)
	out := b.fails("missing_scope", "users.list", nil)
	assert.Equal(t, "users:read", out["needed"])
	assert.Equal(t, "chat:write", out["provided"])
	out = b.fails("missing_scope", "conversations.history", object{"channel": "D1"})
	assert.Equal(t, "im:history", out["needed"])
	b.fails("not_allowed_token_type", "apps.connections.open", nil)
	b.bot = "xoxb-stolen"
	b.fails("invalid_auth", "auth.test", nil)
	b.bot = ""
	b.fails("not_authed", "auth.test", nil)

	req, err := http.NewRequest(http.MethodPost, b.url+"/api/apps.connections.open", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer xapp-test")
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	assert.Equal(t, "chat:write", res.Header.Get("X-OAuth-Scopes"))
	assert.Contains(t, b.body(res, 200)["url"], "ws://127.0.0.1:")
}

func TestJSONBodyAndHeaderToken(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	call := func(method, body string) object {
		req, err := http.NewRequest(http.MethodPost, b.url+"/api/"+method, strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer xoxb-test")
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		return b.body(res, 200)
	}
	assert.Equal(t, true, call("chat.postMessage", `{"channel":"C1","text":"hi","blocks":[{"type":"divider"}]}`)["ok"])
	assert.Equal(t, "invalid_json", call("chat.postMessage", `{"channel"`)["error"])
	form := call("users.info", `{"user":"U1"}`)
	assert.Equal(t, "invalid_arguments", form["error"], "users.info reads forms only")
	assert.Equal(t, "[ERROR] missing required field: user", dig(form, "response_metadata", "messages", 0))
}

func TestPosting(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.fails("channel_not_found", "chat.postMessage", object{"channel": "C9", "text": "x"})
	b.fails("channel_not_found", "chat.postMessage", object{"channel": "C3", "text": "private, and the bot is not in it"})
	b.fails("not_in_channel", "chat.postMessage", object{"channel": "C2", "text": "x"})
	b.fails("no_text", "chat.postMessage", object{"channel": "C1"})
	b.fails("thread_not_found", "chat.postMessage", object{"channel": "C1", "text": "x", "thread_ts": "1.000001"})
	b.fails("invalid_metadata_format", "chat.postMessage", object{"channel": "C1", "text": "x", "metadata": object{"event_type": ""}})
	posted := b.ok("chat.postMessage", object{"channel": "#general", "text": "root"})
	ts := posted["ts"].(string)
	assert.Equal(t, "C1", posted["channel"])
	assert.Equal(t, "B1", dig(posted, "message", "bot_id"))
	whole := b.ok("chat.postMessage", object{"channel": "C1", "text": strings.Repeat("ä", 39999) + "z"})
	assert.Equal(t, strings.Repeat("ä", 39999)+"z", dig(whole, "message", "text"))
	long := b.ok("chat.postMessage", object{"channel": "C1", "text": strings.Repeat("ä", 40001)})
	assert.Equal(t, strings.Repeat("ä", 40000), dig(long, "message", "text"), "cut, not refused")
	reply := b.ok("chat.postMessage", object{"channel": "C1", "text": "reply", "thread_ts": ts})
	assert.Equal(t, ts, dig(reply, "message", "thread_ts"))
	assert.Greater(t, reply["ts"], ts)

	b.fails("msg_too_long", "chat.update", object{"channel": "C1", "ts": ts, "text": strings.Repeat("€", 4001)})
	b.ok("chat.update", object{"channel": "C1", "ts": ts, "text": strings.Repeat("€", 4000)})
	b.fails("message_not_found", "chat.update", object{"channel": "C1", "ts": "1.000001", "text": "x"})
	said := b.post("/control/send", object{"as": "U1", "channel": "C1", "text": "mine"})
	b.fails("cant_update_message", "chat.update", object{"channel": "C1", "ts": said["ts"], "text": "x"})
	b.fails("cant_delete_message", "chat.delete", object{"channel": "C1", "ts": said["ts"]})
	b.ok("chat.update", object{"channel": "C1", "ts": ts, "text": "changed"})
	link := b.ok("chat.getPermalink", object{"channel": "C1", "message_ts": reply["ts"]})
	assert.Contains(t, link["permalink"], "/archives/C1/p")
	b.fails("message_not_found", "chat.getPermalink", object{"channel": "C1", "message_ts": "1.000001"})

	b.ok("chat.delete", object{"channel": "C1", "ts": ts})
	assert.Equal(t, "tombstone", dig(b.messages("U1", "C1"), 0, "subtype"), "a root with replies leaves a trace")
	b.ok("chat.delete", object{"channel": "C1", "ts": reply["ts"]})
	b.ok("chat.postEphemeral", object{"channel": "C1", "user": "U1", "text": "psst"})
	b.fails("user_not_in_channel", "chat.postEphemeral", object{"channel": "C1", "user": "U3", "text": "psst"})
	assert.Contains(t, text(b.messages("U1", "C1")), "psst")
	assert.NotContains(t, text(b.messages("U2", "C1")), "psst")
	assert.NotContains(t, text(b.ok("conversations.history", object{"channel": "C1"})), "psst")
}

func TestConversations(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	assert.Equal(t, "D2", dig(b.ok("conversations.open", object{"users": "U2"}), "channel", "id"))
	b.fails("user_not_found", "conversations.open", object{"users": "U9"})
	assert.Equal(t, "U1", dig(b.ok("conversations.info", object{"channel": "D1"}), "channel", "user"))
	b.fails("channel_not_found", "conversations.info", object{"channel": "C3"})
	list := b.ok("conversations.list", object{"types": "public_channel,im", "limit": "2"})
	assert.Len(t, list["channels"], 2)
	next := dig(list, "response_metadata", "next_cursor")
	assert.Len(t, b.ok("conversations.list", object{"types": "public_channel,im", "cursor": next})["channels"], 3)
	assert.Equal(t, []any{"U1", "U2", "UBOT"}, b.ok("conversations.members", object{"channel": "C1"})["members"])
	b.fails("not_in_channel", "conversations.history", object{"channel": "C2"})
	b.ok("conversations.join", object{"channel": "C2"})
	b.fails("method_not_supported_for_channel_type", "conversations.join", object{"channel": "D1"})
	b.ok("chat.postMessage", object{"channel": "C2", "text": "now it may"})

	var ts []string
	for _, s := range []string{"one", "two", "three"} {
		meta := object{"event_type": "card", "event_payload": object{"id": s}}
		ts = append(ts, b.ok("chat.postMessage", object{"channel": "C1", "text": s, "metadata": meta})["ts"].(string))
	}
	b.ok("chat.postMessage", object{"channel": "C1", "text": "reply", "thread_ts": ts[0]})
	h := b.ok("conversations.history", object{"channel": "C1", "include_all_metadata": "true", "limit": "2"})
	assert.Equal(t, "three", dig(h, "messages", 0, "metadata", "event_payload", "id"))
	assert.Equal(t, true, h["has_more"])
	assert.Nil(t, dig(b.ok("conversations.history", object{"channel": "C1"}), "messages", 0, "metadata"))
	h = b.ok("conversations.history", object{"channel": "C1", "oldest": ts[0], "latest": ts[2]})
	assert.Len(t, h["messages"], 1)
	h = b.ok("conversations.history", object{"channel": "C1", "oldest": ts[0], "latest": ts[2], "inclusive": "true"})
	assert.Len(t, h["messages"], 3)
	assert.EqualValues(t, 1, dig(h, "messages", 2, "reply_count"))
	r := b.ok("conversations.replies", object{"channel": "C1", "ts": ts[0]})
	assert.Equal(t, "reply", dig(r, "messages", 1, "text"))
	assert.Equal(t, "UBOT", dig(r, "messages", 1, "parent_user_id"))
	b.fails("thread_not_found", "conversations.replies", object{"channel": "C1", "ts": "1.000001"})
}

func TestPeopleAndGroups(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	ana := b.ok("users.info", object{"user": "U1"})
	assert.Equal(t, "Europe/Berlin", dig(ana, "user", "tz"))
	assert.Equal(t, "ana@example.com", dig(ana, "user", "profile", "email"))
	assert.Equal(t, true, dig(b.ok("users.info", object{"user": "U3"}), "user", "is_restricted"))
	b.fails("user_not_found", "users.info", object{"user": "U9"})
	assert.Len(t, b.ok("users.list", nil)["members"], 4)
	assert.Equal(t, "en-US", dig(b.ok("users.list", object{"include_locale": "true"}), "members", 0, "locale"))
	assert.Equal(t, "U2", dig(b.ok("users.lookupByEmail", object{"email": "BO@example.com"}), "user", "id"))
	b.fails("users_not_found", "users.lookupByEmail", object{"email": "no@example.com"})
	assert.Equal(t, "Engineer", dig(b.ok("users.profile.get", object{"user": "U1"}), "profile", "title"))
	b.fails("user_not_found", "users.profile.get", object{"user": "U9"})
	assert.Equal(t, "finance", dig(b.ok("usergroups.list", object{"include_users": "true"}), "usergroups", 0, "handle"))
	assert.Equal(t, []any{"U2"}, b.ok("usergroups.users.list", object{"usergroup": "S1"})["users"])
	b.fails("no_such_subteam", "usergroups.users.list", object{"usergroup": "S9"})
	assert.Equal(t, "Practice", dig(b.ok("team.info", nil), "team", "name"))

	b.post("/control/people", object{"deactivate": object{"id": "U2"}})
	b.fails("user_disabled", "conversations.open", object{"users": "U2"})
	b.fails("is_archived", "chat.postMessage", object{"channel": "U2", "text": "x"})
	b.fails("users_not_found", "users.lookupByEmail", object{"email": "bo@example.com"})
}

func TestReactions(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	ts := b.ok("chat.postMessage", object{"channel": "C1", "text": "x"})["ts"]
	on := object{"channel": "C1", "timestamp": ts, "name": "eyes"}
	b.ok("reactions.add", on)
	b.fails("already_reacted", "reactions.add", on)
	b.post("/control/react", object{"as": "U1", "channel": "C1", "ts": ts, "name": "eyes"})
	assert.Equal(t, []any{"UBOT", "U1"}, dig(b.messages("U1", "C1"), 0, "reactions", 0, "users"))
	b.ok("reactions.remove", on)
	b.fails("no_reaction", "reactions.remove", on)
	b.fails("message_not_found", "reactions.add", object{"channel": "C1", "timestamp": "1.000001", "name": "eyes"})
	b.fails("no_item_specified", "reactions.add", object{"channel": "C1", "name": "eyes"})
}

func TestFiles(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.fails("invalid_arguments", "files.getUploadURLExternal", object{"filename": "a.txt", "length": "0"})
	up := b.ok("files.getUploadURLExternal", object{"filename": "a.txt", "length": "5"})
	id := up["file_id"].(string)
	b.fails("file_not_found", "files.completeUploadExternal", object{"files": []any{object{"id": id}}})
	b.fails("file_not_found", "files.info", object{"file": id})
	res, err := http.Post(up["upload_url"].(string), "text/plain", strings.NewReader("bytes"))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	out := b.fails("invalid_arguments", "files.completeUploadExternal", object{"files": []any{object{"id": id, "initial_comment": "x"}}})
	assert.Contains(t, text(out), "invalid additional property: initial_comment")
	b.fails("invalid_arguments", "files.getUploadURLExternal", object{"filename": "a", "length": "1", "alt_txt": strings.Repeat("a", 1001)})
	b.ok("files.getUploadURLExternal", object{"filename": "a", "length": "1", "alt_txt": strings.Repeat("a", 1000)})
	out = b.fails("invalid_arguments", "files.completeUploadExternal", object{"files": []any{object{"id": id}}, "channels": strings.Repeat("C1,", 101)})
	assert.Contains(t, text(out), "no more than 100 items allowed")
	b.fails("not_in_channel", "files.completeUploadExternal", object{"files": []any{object{"id": id}}, "channel_id": "C2"})
	b.ok("files.completeUploadExternal", object{"files": []any{object{"id": id, "title": "A"}}, "channels": "C1,D1", "initial_comment": "see"})
	b.fails("file_not_found", "files.completeUploadExternal", object{"files": []any{object{"id": id}}, "channel_id": "C1"}) // only once
	assert.Len(t, b.messages("U1", "C1"), 1)
	info := b.ok("files.info", object{"file": id})
	assert.Equal(t, dig(b.messages("U1", "C1"), 0, "ts"), dig(info, "file", "shares", "public", "C1", 0, "ts"))
	assert.Equal(t, []any{"D1"}, dig(info, "file", "ims"))
	b.ok("files.delete", object{"file": id})
	b.fails("file_not_found", "files.info", object{"file": id})
	b.fails("file_not_found", "files.delete", object{"file": id})
}

func TestAttachmentsAndMarkdown(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	table := object{"type": "table", "rows": []any{[]any{object{"type": "raw_text", "text": "a"}}}}
	posted := b.ok("chat.postMessage", object{"channel": "C1", "text": "x", "attachments": []any{object{"color": "good", "blocks": []any{table}}}})
	assert.Equal(t, "table", dig(posted, "message", "attachments", 0, "blocks", 0, "type"))
	assert.Equal(t, "table", dig(b.messages("U1", "C1"), 0, "blocks", 0, "type"), "people see it")
	b.ok("chat.update", object{"channel": "C1", "ts": posted["ts"], "text": "y"})
	assert.Equal(t, "table", dig(b.messages("U1", "C1"), 0, "blocks", 0, "type"), "it stays until it is replaced")
	b.ok("chat.update", object{"channel": "C1", "ts": posted["ts"], "text": "y", "attachments": []any{}})
	assert.Empty(t, dig(b.messages("U1", "C1"), 0, "blocks"))
	b.ok("chat.postMessage", object{"channel": "C1", "markdown_text": "**bold**"})
	assert.Equal(t, "markdown", dig(b.messages("U1", "C1"), 1, "blocks", 0, "type"))
	b.fails("markdown_text_conflict", "chat.postMessage", object{"channel": "C1", "markdown_text": "a", "text": "b"})
}

func TestBlocksThatNeedAScope(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.Scopes = []string{"chat:write"} })
	video := object{"type": "video", "video_url": "u", "thumbnail_url": "u", "alt_text": "x", "title": object{"type": "plain_text", "text": "x"}}
	out := b.fails("missing_scope", "chat.postMessage", object{"channel": "C1", "text": "x", "blocks": []any{video}})
	assert.Equal(t, "links.embed:write", out["needed"])
	files := input("f", "Files")
	files["element"] = object{"type": "file_input"}
	out = b.fails("missing_scope", "views.open", object{"trigger_id": "1.2.x", "view": modal("x", files)})
	assert.Equal(t, "files:read", out["needed"])
}

// TestAFileMayHave10MB: one byte more is refused.
func TestAFileMayHave10MB(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	for size, code := range map[int]int{10 << 20: 200, 10<<20 + 1: 413} {
		res, err := http.Post(b.url+"/control/upload?as=U1&name=a.pdf", "", strings.NewReader(strings.Repeat("x", size)))
		require.NoError(t, err)
		b.body(res, code)
	}
}
