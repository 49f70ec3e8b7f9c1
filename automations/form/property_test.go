package form

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// typed is what people put into elements: good values, bad ones and anything.
func typed(t *rapid.T, label string) Input {
	texts := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "a", "abc", "Taxi", "taxi", "meal", "gift", "CC1", "U1", "<@U2>", "it", "today", "yesterday", "2026-11-01", "20.11.2026",
			"42.50 EUR", "1.234,56", "1,234", "-5", "0.005", "1 234,5", "12.345", "100 JPY", "1.500 KWD", "true", "no", "DE89370400440532013000",
			"DE136695976", "+49 30 901820", "a@b.example", "https://example.com", "AB12", "two\nlines", "1e309", "\u202eabc\u200b", "abc\u0301\u200d",
		}),
		rapid.String(), rapid.StringMatching(`-?[0-9 .,']{1,9}( ?(EUR|USD|JPY|KWD))?`),
	)
	return Input{
		Text: texts.Draw(t, label), List: rapid.SliceOfN(rapid.SampledFrom([]string{"", "urgent", "travel", "client", "U3", "U404", "yes"}), 0, 3).Draw(t, label),
		Files: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) File {
			return File{Name: rapid.String().Draw(t, "name"), Source: rapid.StringMatching(`F[0-2]`).Draw(t, "source")}
		}), 0, 3).Draw(t, label),
	}
}

func anything(t *rapid.T, f Form) Raw {
	raw := Raw{}
	for _, field := range f.Fields() {
		if field.Type != Lines {
			raw[field.Key] = typed(t, field.Key)
			continue
		}
		for range rapid.IntRange(0, 3).Draw(t, "lines") {
			n := strconv.Itoa(rapid.IntRange(0, 12).Draw(t, "line"))
			for _, sub := range field.Fields {
				raw[field.Key+"."+n+"."+sub.Key] = typed(t, sub.Key)
			}
		}
	}
	raw[rapid.String().Draw(t, "path")] = typed(t, "unknown")
	return raw
}

// What was parsed is read back unchanged, through editing and through storage.
func TestParsedValuesAreCanonical(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	rapid.Check(t, func(t *rapid.T) {
		values, problems := f.Parse(anything(t, f), context())
		for _, p := range problems {
			_, ok := f.Field(p.Path)
			assert.True(t, ok, p.Path)
			assert.NotEmpty(t, p.Say)
		}
		again, _ := f.Parse(f.Raw(values), context())
		require.Equal(t, values, again)
		stored, err := json.Marshal(values)
		require.NoError(t, err)
		var read Values
		require.NoError(t, json.Unmarshal(stored, &read))
		require.Equal(t, values, read)
		if len(problems) == 0 {
			assert.Empty(t, f.Check(values, context()))
		}
	})
}

func TestShownTextIsHarmless(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	rapid.Check(t, func(t *rapid.T) {
		values, _ := f.Parse(anything(t, f), context())
		for _, field := range f.Fields() {
			shown := f.Show(field, values[field.Key], nil)
			assert.Falsef(t, strings.ContainsFunc(shown, func(r rune) bool {
				return r != '\n' && r != '\u200c' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf)
			}), "%q", shown)
		}
		_ = Facts(f.Fields(), values, nil)
	})
}

func TestFillNeverBreaks(t *testing.T) {
	t.Parallel()
	f := compile(t, claim())
	words := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"42.50", "EUR", "taxi", "cab", "yesterday", "<@U7>", "20.11.", "and", "dinner", "€", "-", "3 people", "12.30 USD",
	})))
	rapid.Check(t, func(t *rapid.T) {
		raw, _ := f.Fill(strings.Join(words.Draw(t, "words"), " "), context())
		assert.Equal(t, cleanLine(raw["purpose"].Text), raw["purpose"].Text)
		for path := range raw {
			_, ok := f.Field(path)
			assert.True(t, ok, path)
		}
		_, problems := f.Parse(raw, context())
		for _, p := range problems {
			assert.NotContains(t, p.Say, "is not one of the choices")
		}
	})
}

func FuzzCondition(f *testing.F) {
	for _, seed := range []string{`amount.base > 1`, `any(lines, .amount.base > sum(lines, .amount.base))`, `date("2026-01-01") < today`, `-amount.base % 0 == 1`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		c, err := CompileCondition(source, facts())
		if err == nil {
			_, err = c.Holds(facts())
		}
		if err != nil {
			assert.NotContains(t, err.Error(), "goroutine")
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("a\u200d\r\n \u2028b\u0301\xff\u202e")
	f.Fuzz(func(t *testing.T, text string) {
		assert.Equal(t, cleanLine(text), cleanLine(cleanLine(text)))
		assert.Equal(t, cleanParagraph(text), cleanParagraph(cleanParagraph(text)))
		if n, err := parseNumber(cleanLine(text)); err == nil {
			again, err := parseNumber(rawNumber(n))
			require.NoError(t, err)
			assert.Equal(t, n, again)
		}
		for _, kind := range []Type{Email, Phone, URL, IBAN, VAT} {
			if got, err := parseContact(kind, cleanLine(text), "DE"); err == nil {
				again, err := parseContact(kind, got, "DE")
				require.NoError(t, err)
				assert.Equal(t, got, again)
			}
		}
	})
}
