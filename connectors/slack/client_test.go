package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	slackapi "github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/connectors/slack/practice"
)

func card(text string) outbox.Message {
	return outbox.Message{
		Key: "card/REQ1/U1", To: "U1", Text: text,
		Blocks: []byte(`[{"type":"section","block_id":"b","text":{"type":"mrkdwn","text":"*EXP-1042*"}}]`),
	}
}

func TestPostUpdateFind(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	begin := time.Now().Add(-time.Minute)
	_, _, found, err := b.client.Find(t.Context(), card(""), begin)
	require.NoError(t, err)
	assert.False(t, found)

	channel, ts, err := b.client.Post(t.Context(), card("12 EUR <!channel> https://example.com"))
	require.NoError(t, err)
	at, same, found, err := b.client.Find(t.Context(), card(""), begin)
	require.NoError(t, err)
	assert.Equal(t, []any{channel, ts, true}, []any{at, same, found})

	line := outbox.Message{Key: "line/REQ1/U1/x", To: "U1", Thread: ts, Text: "Which client?"}
	_, reply, err := b.client.Post(t.Context(), line)
	require.NoError(t, err)
	_, same, found, err = b.client.Find(t.Context(), line, begin)
	require.NoError(t, err)
	assert.True(t, found, "replies stand in no history")
	assert.Equal(t, reply, same)

	require.NoError(t, b.client.Update(t.Context(), channel, ts, card(strings.Repeat("long ", 2000))))
	shown := b.messages(channel)
	require.Len(t, shown, 1)
	assert.Len(t, []rune(shown[0]["text"].(string)), maxText)
	assert.Equal(t, true, shown[0]["edited"])
	assert.Len(t, shown[0]["blocks"], 1)
}

func TestUpdateOfWhatIsGone(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	channel, _, err := b.client.Post(t.Context(), card("x"))
	require.NoError(t, err)
	err = b.client.Update(t.Context(), channel, "1.000001", card("y"))
	require.ErrorIs(t, err, outbox.ErrGone)
	assert.Equal(t, "message_not_found", code(err))
}

func TestRefusedBlocksAreOurMistakeWithSlacksWords(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	m := card("x")
	m.Blocks = []byte(`[{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat("x", 151) + `"}}]`)
	_, _, err := b.client.Post(t.Context(), m)
	assert.Equal(t, fault.Internal, fault.CodeOf(err))
	assert.ErrorContains(t, err, "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]")
}

func TestUsers(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *practice.Options) {
		for i := range 450 { // three pages
			id := "UX" + string(rune('A'+i/26)) + string(rune('A'+i%26))
			o.Users = append(o.Users, practice.User{ID: id, Name: strings.ToLower(id), RealName: id})
		}
	})
	accounts, err := b.client.Users(t.Context())
	require.NoError(t, err)
	byID := map[string]Account{}
	for _, a := range accounts {
		byID[a.ID] = a
	}
	assert.Len(t, byID, 5+450+1)
	ana := byID["U1"]
	ana.Locale = "" // practice may or may not know one
	assert.Equal(t, Account{ID: "U1", Name: "ana", RealName: "Ana Lopez", Email: "ana@example.com", Zone: "Europe/Berlin"}, ana)
	assert.True(t, byID["U3"].Guest)
	assert.True(t, byID["U4"].External)
	assert.True(t, byID["U5"].Deleted)
	assert.True(t, byID["UBOT"].Bot)
	assert.False(t, byID["U2"].Guest || byID["U2"].External || byID["U2"].Deleted || byID["U2"].Bot)
}

func TestAccountsOfTheSameOrganisationAreNotExternal(t *testing.T) {
	t.Parallel()
	home := identity{TeamID: "T1", EnterpriseID: "E1"}
	sister := user{ID: "U1", TeamID: "T2"}
	assert.True(t, sister.account(home).External)
	sister.Enterprises.ID = "E1"
	assert.False(t, sister.account(home).External)
	assert.True(t, user{ID: slackbot}.account(home).Bot)
}

func TestGroups(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	groups, err := b.client.Groups(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []Group{{Handle: "finance", Name: "Finance", Members: []string{"U2"}}}, groups)
}

func TestHomeAndRefusedViews(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	var home slackapi.HomeTabViewRequest
	require.NoError(t, json.Unmarshal([]byte(`{"type":"home","blocks":[{"type":"divider"}]}`), &home))
	require.NoError(t, b.client.PublishHome(t.Context(), "U1", home, ""))
	assert.NotNil(t, b.look("home?as=U1")["view"])
	err := b.client.PublishHome(t.Context(), "U1", home, "stale")
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))

	var form slackapi.ModalViewRequest
	require.NoError(t, json.Unmarshal([]byte(`{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[{"type":"divider"}]}`), &form))
	assert.Equal(t, fault.Unavailable, fault.CodeOf(b.client.OpenView(t.Context(), "1.2.madeup", form)))
	assert.Equal(t, fault.NotFound, fault.CodeOf(b.client.UpdateView(t.Context(), "V404", "", form)))
}

func TestCheck(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	findings := b.client.Check(t.Context(), []string{"chat:write", "canvases:write"})
	require.Len(t, findings, 3)
	assert.Equal(t, []bool{true, false, true}, []bool{findings[0].OK, findings[1].OK, findings[2].OK})
	assert.Contains(t, findings[0].Says, "workspace Practice (T0PRACTICE)")
	assert.Contains(t, findings[1].Says, "canvases:write")
	assert.NotContains(t, findings[1].Says, "chat:write")

	other := setup(t, func(o *practice.Options) { o.BotToken, o.AppToken = "xoxb-other", "xapp-other" })
	findings = other.client.Check(t.Context(), nil)
	require.Len(t, findings, 2)
	assert.Contains(t, findings[0].Says, "does not accept the bot token")
	assert.Contains(t, findings[1].Says, "does not accept the app token")
}
