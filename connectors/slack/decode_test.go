package slack

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/handlers/payload"
)

const clickInMessage = `{"type":"block_actions","trigger_id":"T.1","response_url":"https://hooks.slack.com/actions/x",
"user":{"id":"U1","name":"ana"},"team":{"id":"T1","domain":"d"},"enterprise":null,"view":null,
"container":{"type":"message","message_ts":"1.1","channel_id":"D1","thread_ts":"1.0","is_ephemeral":false},
"channel":{"id":"D1","name":"directmessage"},"message":{"ts":"1.1","blocks":[{"type":"from_the_future","text":7}]},
"state":{"values":{"note":{"v":{"type":"plain_text_input","value":null}}}},
"actions":[{"type":"button","action_id":"approve","block_id":"b","value":"REQ1","text":{"type":"plain_text","text":"OK"}}]}`

const clickInView = `{"type":"block_actions","trigger_id":"T.2","user":{"id":"U1"},
"container":{"type":"view","view_id":"V1"},
"view":{"id":"V1","hash":"h","type":"modal","callback_id":"claim","private_metadata":"k","state":{"values":{"who":{"v":{"type":"users_select","selected_user":"U2"}}}}},
"actions":[{"type":"static_select","action_id":"kind","block_id":"kind","selected_option":{"value":"taxi"}}]}`

func TestDecodeClick(t *testing.T) {
	t.Parallel()
	got, _, err := decode("interactive", []byte(clickInMessage))
	require.NoError(t, err)
	assert.Equal(t, payload.Click{
		Once: "T.1", Trigger: "T.1", By: "U1", Action: "approve", Block: "b", Value: "REQ1",
		Message: payload.Place{Channel: "D1", TS: "1.1", Thread: "1.0"},
		Inputs:  payload.Inputs{"note": {}}, ResponseURL: "https://hooks.slack.com/actions/x",
	}, got)

	got, _, err = decode("interactive", []byte(clickInView))
	require.NoError(t, err)
	assert.Equal(t, payload.Click{
		Once: "T.2", Trigger: "T.2", By: "U1", Action: "kind", Block: "kind", Value: "taxi",
		View:   payload.View{ID: "V1", Hash: "h", Type: "modal", Callback: "claim", Metadata: "k"},
		Inputs: payload.Inputs{"who": {Text: "U2"}},
	}, got)
}

func TestDecodeSubmissionReadsEveryInput(t *testing.T) {
	t.Parallel()
	states := map[string]struct {
		json string
		want payload.Input
	}{
		"text":     {`{"type":"plain_text_input","value":"Taxi"}`, payload.Input{Text: "Taxi"}},
		"email":    {`{"type":"email_text_input","value":"a@example.com"}`, payload.Input{Text: "a@example.com"}},
		"url":      {`{"type":"url_text_input","value":"https://example.com"}`, payload.Input{Text: "https://example.com"}},
		"number":   {`{"type":"number_input","value":"12.50"}`, payload.Input{Text: "12.50"}},
		"date":     {`{"type":"datepicker","selected_date":"2026-11-21"}`, payload.Input{Text: "2026-11-21"}},
		"time":     {`{"type":"timepicker","selected_time":"14:30"}`, payload.Input{Text: "14:30"}},
		"moment":   {`{"type":"datetimepicker","selected_date_time":1790000000}`, payload.Input{Text: "1790000000"}},
		"select":   {`{"type":"static_select","selected_option":{"text":{"text":"EUR"},"value":"EUR"}}`, payload.Input{Text: "EUR"}},
		"radio":    {`{"type":"radio_buttons","selected_option":null}`, payload.Input{}},
		"multi":    {`{"type":"multi_static_select","selected_options":[{"value":"a"},{"value":"b"}]}`, payload.Input{List: []string{"a", "b"}}},
		"boxes":    {`{"type":"checkboxes","selected_options":[{"value":"yes"}]}`, payload.Input{List: []string{"yes"}}},
		"person":   {`{"type":"users_select","selected_user":"U2"}`, payload.Input{Text: "U2"}},
		"people":   {`{"type":"multi_users_select","selected_users":["U2","U3"]}`, payload.Input{List: []string{"U2", "U3"}}},
		"channel":  {`{"type":"conversations_select","selected_conversation":"C1"}`, payload.Input{Text: "C1"}},
		"channels": {`{"type":"multi_channels_select","selected_channels":["C1"]}`, payload.Input{List: []string{"C1"}}},
		"files": {
			`{"type":"file_input","files":[{"id":"F1","name":"r.pdf","mimetype":"application/pdf","size":9,"url_private":"p","url_private_download":"d"}]}`,
			payload.Input{Files: []payload.File{{ID: "F1", Name: "r.pdf", Type: "application/pdf", Size: 9, URL: "d"}}},
		},
	}
	values, want := object{}, payload.Inputs{}
	for block, s := range states {
		values[block] = object{"v": json.RawMessage(s.json)}
		want[block] = s.want
	}
	raw, err := json.Marshal(object{
		"type": "view_submission", "trigger_id": "T.3", "user": object{"id": "U1"},
		"view": object{"id": "V1", "type": "modal", "callback_id": "claim", "state": object{"values": values}},
	})
	require.NoError(t, err)
	got, _, err := decode("interactive", raw)
	require.NoError(t, err)
	assert.Equal(t, payload.Submission{
		Trigger: "T.3", By: "U1", View: payload.View{ID: "V1", Type: "modal", Callback: "claim"}, Inputs: want,
	}, got)
}

func TestDecodeCommandsAndShortcuts(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		kind, json string
		want       payload.Command
	}{
		"slash": {
			"slash_commands", `{"command":"/expense","text":"12 EUR","user_id":"U1","channel_id":"C1","trigger_id":"T","response_url":"r"}`,
			payload.Command{Once: "T", Trigger: "T", By: "U1", Channel: "C1", Name: "/expense", Text: "12 EUR", ResponseURL: "r"},
		},
		"shortcut": {
			"interactive", `{"type":"shortcut","callback_id":"new","trigger_id":"T","user":{"id":"U1"}}`,
			payload.Command{Once: "T", Trigger: "T", By: "U1", Name: "new"},
		},
		"message shortcut": {
			"interactive", `{"type":"message_action","callback_id":"take","trigger_id":"T","user":{"id":"U1"},"channel":{"id":"C1"},"message":{"text":"it broke","user":"U2","ts":"1.1","files":[{"id":"F1","name":"a.png"}]},"response_url":"r"}`,
			payload.Command{
				Once: "T", Trigger: "T", By: "U1", Channel: "C1", Name: "take", Text: "it broke", ResponseURL: "r",
				On: payload.Written{Place: payload.Place{Channel: "C1", TS: "1.1"}, By: "U2", Text: "it broke", Files: []payload.File{{ID: "F1", Name: "a.png"}}},
			},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := decode(c.kind, []byte(c.json))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestDecodeEvents(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		event string
		want  incoming
	}{
		"direct message": {
			`{"type":"message","channel":"D1","channel_type":"im","user":"U1","text":"hi","ts":"1.1","thread_ts":"1.0"}`,
			payload.Event{ID: "D1-1.1", Kind: payload.Message, By: "U1", Channel: "D1", Direct: true, TS: "1.1", Thread: "1.0", Text: "hi"},
		},
		"file": {
			`{"type":"message","subtype":"file_share","channel":"D1","channel_type":"im","user":"U1","text":"","ts":"1.1","files":[{"id":"F1","file_access":"check_file_info"}]}`,
			payload.Event{ID: "D1-1.1", Kind: payload.Message, By: "U1", Channel: "D1", Direct: true, TS: "1.1", Files: []payload.File{{ID: "F1"}}},
		},
		"mention": {
			`{"type":"app_mention","channel":"C1","user":"U1","text":"<@UBOT> hi","ts":"1.2"}`,
			payload.Event{ID: "C1-1.2", Kind: payload.Message, By: "U1", Channel: "C1", TS: "1.2", Text: "<@UBOT> hi"},
		},
		"same mention as message": {
			`{"type":"message","channel":"C1","channel_type":"channel","user":"U1","text":"<@UBOT> hi","ts":"1.2"}`,
			payload.Event{ID: "C1-1.2", Kind: payload.Message, By: "U1", Channel: "C1", TS: "1.2", Text: "<@UBOT> hi"},
		},
		"home": {`{"type":"app_home_opened","tab":"home","user":"U1"}`, payload.Event{ID: "E1", Kind: payload.HomeOpened, By: "U1"}},
		"home again": {
			`{"type":"app_home_opened","tab":"home","user":"U1","view":{"id":"V1","hash":"h","type":"home","private_metadata":"k"}}`,
			payload.Event{ID: "E1", Kind: payload.HomeOpened, By: "U1", View: payload.View{ID: "V1", Hash: "h", Type: "home", Metadata: "k"}},
		},
		"messages tab": {`{"type":"app_home_opened","tab":"messages","user":"U1"}`, nil},
		"joined":       {`{"type":"team_join","user":{"id":"U9","name":"n"}}`, payload.Event{ID: "E1", Kind: payload.PeopleChanged, By: "U9"}},
		"changed":      {`{"type":"user_change","user":{"id":"U9"}}`, payload.Event{ID: "E1", Kind: payload.PeopleChanged, By: "U9"}},
		"group":        {`{"type":"subteam_updated","subteam":{"id":"S1"}}`, payload.Event{ID: "E1", Kind: payload.PeopleChanged}},
		"edited": {
			`{"type":"message","subtype":"message_changed","channel":"D1","channel_type":"im","ts":"9.9","message":{"user":"U1","ts":"1.1","thread_ts":"1.0","text":"a &amp; b","edited":{"user":"U1","ts":"2.0"}},"previous_message":{"user":"U1","ts":"1.1","text":"a"}}`,
			payload.Event{ID: "D1-1.1-2.0", Kind: payload.Edited, By: "U1", Channel: "D1", Direct: true, TS: "1.1", Thread: "1.0", Text: "a & b", Stamp: "2.0"},
		},
		"a link was shown": {`{"type":"message","subtype":"message_changed","channel":"D1","message":{"user":"U1","ts":"1.1","edited":{"ts":"2.0"}},"previous_message":{"user":"U1","ts":"1.1","edited":{"ts":"2.0"}}}`, nil},
		"a bot edits":      {`{"type":"message","subtype":"message_changed","channel":"D1","message":{"user":"UBOT","bot_id":"B1","ts":"1.1","edited":{"ts":"2.0"}},"previous_message":{}}`, nil},
		"deleted": {
			`{"type":"message","subtype":"message_deleted","channel":"C1","channel_type":"channel","deleted_ts":"1.1","ts":"9.9","previous_message":{"user":"U1","ts":"1.1","thread_ts":"1.0","text":"a"}}`,
			payload.Event{ID: "C1-1.1-removed", Kind: payload.Removed, By: "U1", Channel: "C1", TS: "1.1", Thread: "1.0"},
		},
		"deleted with replies": {
			`{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"USLACKBOT","subtype":"tombstone","ts":"1.1","thread_ts":"1.1"},"previous_message":{"user":"U1","ts":"1.1","thread_ts":"1.1","text":"a"}}`,
			payload.Event{ID: "C1-1.1-removed", Kind: payload.Removed, By: "U1", Channel: "C1", TS: "1.1", Thread: "1.1"},
		},
		"shown in the channel too": {
			`{"type":"message","subtype":"thread_broadcast","channel":"C1","user":"U1","text":"hi","ts":"1.1","thread_ts":"1.0"}`,
			payload.Event{ID: "C1-1.1", Kind: payload.Message, By: "U1", Channel: "C1", TS: "1.1", Thread: "1.0", Text: "hi"},
		},
		"a bot's":            {`{"type":"message","channel":"D1","user":"UBOT","bot_id":"B1","text":"hi","ts":"1"}`, nil},
		"Slackbot's":         {`{"type":"message","channel":"D1","user":"USLACKBOT","text":"hi","ts":"1"}`, nil},
		"other shapes":       {`{"type":"channel_created","channel":{"id":"C9"},"user":7}`, nil},
		"reaction to a file": {`{"type":"reaction_added","user":"U1","reaction":"eyes","item":{"type":"file","file":"F1"}}`, nil},
		"reaction": {
			`{"type":"reaction_added","user":"U1","reaction":"+1::skin-tone-3","item_user":"U2","item":{"type":"message","channel":"C1","ts":"1.1"}}`,
			payload.Event{ID: "E1", Kind: payload.Reacted, By: "U1", Channel: "C1", TS: "1.1", Emoji: "+1", Author: "U2"},
		},
		"reaction taken back": {
			`{"type":"reaction_removed","user":"U1","reaction":"+1","item_user":"U2","item":{"type":"message","channel":"D1","ts":"1.1"}}`,
			payload.Event{ID: "E1", Kind: payload.Unreacted, By: "U1", Channel: "D1", Direct: true, TS: "1.1", Emoji: "+1", Author: "U2"},
		},
		"null in files": {`{"type":"message","channel":"D1","user":"U1","ts":"2","files":null}`, payload.Event{ID: "D1-2", Kind: payload.Message, By: "U1", Channel: "D1", Direct: true, TS: "2"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := decode("events_api", []byte(`{"type":"event_callback","event_id":"E1","event":`+c.event+`}`))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestDecodeRefusesWhatIsBroken(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"interactive", `{"type":"block_actions","actions":[]}`},
		{"interactive", `{"type":7}`},
		{"slash_commands", `[]`},
		{"events_api", `{"event_id":"E1"}`},
		{"events_api", `{"event_id":"E1","event":{"type":"message","channel":{}}}`},
		{"events_api", `{`},
	} {
		_, _, err := decode(c[0], []byte(c[1]))
		assert.Error(t, err, c[1])
	}
}

func FuzzDecode(f *testing.F) {
	for _, kind := range []string{"interactive", "slash_commands", "events_api"} {
		f.Add(kind, []byte(clickInMessage))
		f.Add(kind, []byte(clickInView))
		f.Add(kind, []byte(`{"event_id":"E1","event":{"type":"team_join","user":{"id":"U9"}}}`))
	}
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		item, _, err := decode(kind, raw)
		if err != nil {
			assert.Nil(t, item)
		}
		if item != nil {
			again, _, err := decode(kind, raw)
			require.NoError(t, err)
			assert.Equal(t, item, again)
		}
	})
}

func BenchmarkDecodeClick(b *testing.B) {
	raw := []byte(clickInMessage)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, _, err := decode("interactive", raw); err != nil {
			b.Fatal(err)
		}
	}
}
