package view_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"factotum/handlers/view"
)

func TestForeignTextInMarkedText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a < b & c > d":                   "a &lt; b &amp; c &gt; d",
		"<!channel> hi":                   "‹!channel&gt; hi",
		"<@U012> and <#C1>":               "‹＠U012&gt; and ‹#C1&gt;",
		"<https://evil|https://bank.com>": "‹https:∕∕evil|https:∕∕bank.com&gt;",
		"<mailto:a@b.c|x>":                "‹mailto:a@b.c|x&gt;",
		"&lt;!channel&gt;":                "&amp;lt;!channel&amp;gt;",
		"*bold* _it_ ~no~ `code`":         "∗bold∗ ＿it＿ ∼no∼ ˋcodeˋ",
		"file_name_2.pdf":                 "file_name_2.pdf",
		"@channel, a@b.com @here":         "＠channel, a@b.com ＠here",
		":white_check_mark: Approved":     "∶white_check_mark: Approved",
		"at 14:05":                        "at 14:05",
		"> quoted":                        "› quoted",
		"fine\nApproved by CFO":           "fine Approved by CFO",
		"a\u202egnp.exe\u200b":            "agnp.exe",
		"tab\tand\x00nul\x1b[31m":         "tab andnul[31m",
		"👩‍👩‍👧 family":                    "👩‍👩‍👧 family",
		"bad \xff byte":                   "bad \uFFFD byte",
	} {
		assert.Equal(t, want, view.Escape(in, 200), "%q", in)
	}
}

func TestForeignTextAsItIs(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "one\n\ntwo", view.Clean("  one\n\n\n\n\ntwo\r\n\n"))
	assert.Equal(t, "‹!channel> *stays*", view.Clean("<!channel> *stays*"))
	assert.Equal(t, "1 < 2", view.Clean("1 < 2"))
	assert.Equal(t, "one two", view.OneLine("one\n\n two", 100))
}

func TestCutKeepsLettersWhole(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "abc", view.Cut("abc", 3))
	assert.Equal(t, "ab…", view.Cut("abcd", 3))
	assert.Equal(t, "…", view.Cut("👩‍👩‍👧 family", 4))
	assert.Equal(t, "a…", view.Cut("ae\u0301b", 3))
}

func TestNothingForeignIsEverAMark(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(hostile()), rapid.String()), 1, 5).Draw(t, "parts")
		text, most := strings.Join(parts, ""), rapid.IntRange(1, 300).Draw(t, "most")
		escaped := view.Escape(text, most)
		assert.NotContains(t, escaped, "<")
		assert.NotContains(t, escaped, ">")
		assert.NotContains(t, escaped, "*")
		assert.NotContains(t, escaped, "`")
		assert.NotContains(t, escaped, "://")
		assert.NotContains(t, escaped, "\n")
		assert.True(t, utf8.ValidString(escaped))
		clean := view.Clean(text)
		for _, mark := range []string{"<!", "<@", "<#", "<http", "\u202e", "\n\n\n"} {
			assert.NotContains(t, clean, mark)
		}
		assert.LessOrEqual(t, utf8.RuneCountInString(view.OneLine(text, most)), most)
		assert.Equal(t, clean, view.Clean(clean), "cleaning again changes nothing")
	})
}
