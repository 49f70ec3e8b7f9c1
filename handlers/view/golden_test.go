package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/handlers/view"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with testdata/NAME.json and checks Slack's limits.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	body := encoded(t, v)
	fits(t, name, body)
	var pretty bytes.Buffer
	encoder := json.NewEncoder(&pretty)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(json.RawMessage(body)))
	path := filepath.Join("testdata", name+".json")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, pretty.Bytes(), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run with -update")
	assert.Equal(t, string(want), pretty.String(), name)
}

// encoded is a view, or a message as text and blocks.
func encoded(t *testing.T, v any) []byte {
	t.Helper()
	if m, ok := v.(outbox.Message); ok {
		v = map[string]any{"text": m.Text, "blocks": json.RawMessage(m.Blocks)}
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(v))
	return body.Bytes()
}

func rendered(t *testing.T, s automations.Sight) outbox.Message {
	t.Helper()
	m, err := view.Message(s)
	require.NoError(t, err)
	return m
}
