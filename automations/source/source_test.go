package source_test

import (
	"testing"
	"time"

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
	_, problems := source.Read("office.yaml", []byte("nam: Head office\ndesks:\n  - key: a\n    lmap: true\n  - kee: b\nsize: many\n"), &o)
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	require.Len(t, said, 4, said)
	assert.Equal(t, `office.yaml:1: there is no setting "nam" here; did you mean name?`, said[0])
	assert.Equal(t, `office.yaml:4: there is no setting "desks.lmap" here; did you mean lamp?`, said[1])
	assert.Contains(t, said[2], `office.yaml:5: there is no setting "desks.kee" here; did you mean key?`)
	assert.Contains(t, said[3], "office.yaml:6: here stands a text, but there must be a number, such as 3")
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

type branch struct {
	Base  `yaml:",inline"`
	Chief *desk           `yaml:"chief"`
	Rooms map[string]desk `yaml:"rooms"`
	Since time.Time       `yaml:"since"`
	Tags  []string        `yaml:"tags"`
	Inner string          `yaml:"-"`
	Plain string
}

// Base is exported, as inlined types have to be.
type Base struct {
	City string `yaml:"city"`
}

func TestKeysAreKnownHoweverDeepTheyStand(t *testing.T) {
	t.Parallel()
	var b branch
	text, problems := source.Read("b.yaml", []byte("city: Lisbon\nchief: {key: a, lmap: true}\nrooms:\n  one: {kei: b}\nInner: x\ntags:\n  - p\n  - q\n"), &b)
	var said []string
	for _, p := range problems {
		said = append(said, p.String())
	}
	assert.Equal(t, []string{
		`b.yaml:2: there is no setting "chief.lmap" here; did you mean lamp?`,
		`b.yaml:4: there is no setting "rooms.one.kei" here; did you mean key?`,
		`b.yaml:5: there is no setting "Inner" here; write one of chief, city, rooms, since, tags`,
	}, said)
	assert.Equal(t, 8, text.At("tags[1]", "x").Line)
	assert.Equal(t, 6, text.At("tags[9]", "x").Line, "the nearest place above")
	assert.Equal(t, 6, text.At("tags.q", "x").Line)
	assert.Equal(t, 8, text.At("tags[1].deeper", "x").Line)
}

func TestATextThatCouldNotBeReadHasNoLines(t *testing.T) {
	t.Parallel()
	var b branch
	text, problems := source.Read("b.yaml", []byte("city: [\n"), &b)
	require.Len(t, problems, 1)
	assert.Equal(t, "b.yaml: x", text.At("city", "x").String())
}

func TestATypeThatReadsItselfHasNoKeysToKnow(t *testing.T) {
	t.Parallel()
	var b struct {
		Self itself `yaml:"self"`
	}
	_, problems := source.Read("b.yaml", []byte("self: {anything: goes}\n"), &b)
	assert.Empty(t, problems)
	assert.Equal(t, "{anything: goes}", b.Self.text)
}

// itself is read by its own method.
type itself struct{ text string }

func (i *itself) UnmarshalYAML(text []byte) error {
	i.text = string(text)
	return nil
}

func TestASlipInAKeyHidesNoFurtherMistakes(t *testing.T) {
	t.Parallel()
	var o office
	text, problems := source.Read("office.yaml", []byte("nam: Head office\ndesk:\n  - kee: a\nhours: {}\n"), &o)
	require.Len(t, problems, 3)
	assert.Equal(t, `office.yaml:3: there is no setting "desks.kee" here; did you mean key?`, problems[2].String())
	assert.False(t, source.Garbled(problems))
	assert.Equal(t, office{Name: "Head office", Desks: []desk{{Key: "a"}}, Hours: map[string]string{}}, o, "as if it were written right")
	assert.Equal(t, 3, text.At("desks[0].key", "x").Line)

	_, problems = source.Read("office.yaml", []byte("nam: a\nname: b\n"), &o)
	require.Len(t, problems, 1, "what is written right counts")
	assert.Equal(t, "b", o.Name)

	_, problems = source.Read("office.yaml", []byte("nam: a\nsize: many\n"), &o)
	assert.True(t, source.Garbled(problems))
}

func TestYAMLMistakesSayWhatToWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"name: a\n\tsize: 3\n":         "o.yaml:2: there is a tab: write spaces in its place, since YAML is indented with spaces only",
		"name: [a\n":                   "o.yaml:1: a list in brackets does not end",
		"desks: [a, b\nsize: 3\n":      "o.yaml:2: a list in brackets does not end",
		"name: {a\n":                   "o.yaml:1: something in braces does not end",
		"name: a]\n":                   "",
		"desks: ]\n":                   "o.yaml:1: ] closes nothing: delete it, or write [ where it begins",
		"name: a: b\n":                 "o.yaml:1: there is a second colon on the line",
		"name: 'it's'\n":               "o.yaml:1: something follows the end of the value: delete it",
		"name: \"a\n":                  "o.yaml:1: a quote is not closed",
		"name: a\nsize 3\n":            "o.yaml:2: the line is no setting: write a name, a colon, a space and a value",
		"  name: a\nsize: 3\n":         "o.yaml:2: the line does not belong to what stands above it",
		"name: @x\n":                   "o.yaml:1: a value cannot begin with @: put it in double quotes",
		"name: *x\n":                   "o.yaml:1: a value cannot begin with *: put it in double quotes",
		"name: %x\n":                   "o.yaml:1: a value cannot begin with %: put it in double quotes",
		"name: a\nname: b\n":           "o.yaml:2: name stands already on line 1: delete one of the two",
		"just text\n":                  "o.yaml:1: here stands a text, but there must be a group of settings, such as name: value",
		"desks: x\n":                   "o.yaml:1: here stands a text, but there must be a list, such as [a, b]",
		"name: [1]\n":                  "o.yaml:1: here stands a list, but there must be a text",
		"name: {a: b}\n":               "o.yaml:1: here stands a group of settings, but there must be a text",
		"desks:\n  - lamp: maybe\n":    "o.yaml:2: here stands a text, but there must be true or false",
		"size: 99999999999999999999\n": "o.yaml:1: 99999999999999999999 is too large: write a smaller number",
		"key: |x\n y\n":                "o.yaml:1: this is not what is expected here: ",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			var o office
			_, problems := source.Read("o.yaml", []byte(text), &o)
			if want == "" {
				assert.Empty(t, problems)
				return
			}
			require.NotEmpty(t, problems)
			said := problems[len(problems)-1].String()
			assert.Contains(t, said, want)
			assert.NotRegexp(t, "unmarshal|interface|Go struct|mapping|sequence", said)
		})
	}
}
