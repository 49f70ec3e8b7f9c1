package practice_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChannelsAreArchivedAndTokensTakenBack(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	say := object{"channel": "C1", "text": "a"}
	b.ok("chat.postMessage", say)
	b.post("/control/channel", object{"channel": "C1", "archived": true})
	b.fails("is_archived", "chat.postMessage", say)
	assert.Equal(t, true, dig(b.ok("conversations.info", object{"channel": "C1"}), "channel", "is_archived"))
	b.post("/control/channel", object{"channel": "C1", "archived": false, "members": []string{"U1"}})
	assert.Equal(t, []any{"U1"}, b.ok("conversations.members", object{"channel": "C1"})["members"])
	b.fails("not_in_channel", "chat.postMessage", say)
	b.post("/control/token", object{"revoked": true})
	b.fails("token_revoked", "auth.test", object{})
	b.post("/control/token", object{"revoked": false})
	b.ok("auth.test", object{})
}
