package source_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/source"
)

type office struct {
	Name  string            `yaml:"name"`
	Desks []desk            `yaml:"desks"`
	Hours map[string]string `yaml:"hours"`
	Size  int               `yaml:"size"`
}

type desk struct {
	Key  string `yaml:"key"`
	Lamp bool   `yaml:"lamp"`
}

func TestAGoodFileIsReadAndItsLinesAreKnown(t *testing.T) {
	t.Parallel()
	var o office
	text, problems := source.Read("office.yaml", []byte("name: Head office\ndesks:\n  - key: a\n    lamp: true\n  - key: b\nhours:\n  mon: 9-17\n"), &o)
	require.Empty(t, problems)
	assert.Equal(t, office{Name: "Head office", Desks: []desk{{"a", true}, {"b", false}}, Hours: map[string]string{"mon": "9-17"}}, o)
	for path, line := range map[string]int{
		"name": 1, "desks[0].lamp": 4, "desks[1]": 5, "desks.b.key": 5, "desks[1].lamp": 5, "hours.mon": 7, "nowhere": 0,
	} {
		assert.Equal(t, line, text.At(path, "x").Line, path)
	}
	assert.Equal(t, "office.yaml:4: no lamp 7 here", text.At("desks[0].lamp", "no lamp %d here", 7).String())
}

func TestEveryMistakeIsReportedAtOnceWithItsLine(t *testing.T) {
	t.Parallel()
	var o office
	_, problems := source.Read("office.yaml", []byte("nmae: Head office\ndesks:\n  - key: a\n    lmap: true\n  - kee: b\nsize: many\n"), &o)
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	require.Len(t, said, 4, said)
	assert.Equal(t, `office.yaml:1: there is no setting "nmae" here; did you mean name?`, said[0])
	assert.Equal(t, `office.yaml:4: there is no setting "desks.lmap" here; did you mean lamp?`, said[1])
	assert.Contains(t, said[2], `office.yaml:5: there is no setting "desks.kee" here; did you mean key?`)
	assert.Contains(t, said[3], "office.yaml:6: this is not what is expected here")
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":     "",
		"broken":    "name: [a\n",
		"two":       "name: a\n---\nname: b\n",
		"duplicate": "name: a\nname: b\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o office
			_, problems := source.Read("x.yaml", []byte(text), &o)
			require.NotEmpty(t, problems)
			assert.Contains(t, problems[0].String(), "x.yaml")
		})
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "; did you mean approvers?", source.DidYouMean("aprovers", []string{"step", "approvers"}))
	assert.Equal(t, "; write one of alpha, beta", source.DidYouMean("zzz", []string{"beta", "alpha"}))
	assert.Empty(t, source.DidYouMean("zzz", nil))
}
