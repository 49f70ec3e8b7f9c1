package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFaultsPlanted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"comparison": {`_ = a < b`, []string{`"<" becomes "<="`, `"<" becomes ">="`}},
		"condition":  {`if ok(a) { return }`, []string{`"ok(a)" becomes "!(ok(a))"`}},
		"both sides": {`if a == b && ok(a) { return }`, []string{
			`"a == b && ok(a)" becomes "!(a == b && ok(a))"`, `"==" becomes "!="`, `"&&" becomes "||"`,
		}},
		"effects":  {"a++; ok(b); c := true; d = c", []string{`"a++" dropped`, `"ok(b)" dropped`, `"true" becomes "false"`, `"d = c" dropped`}},
		"table":    {`_ = []string{"x", "y"}`, []string{`"\"x\", " dropped`, `"\"y\"" dropped`}},
		"struct":   {`_ = point{x: a, y: b}`, nil},
		"numbers":  {`_ = a + 400`, []string{`"+" becomes "-"`, `"400" becomes "401"`}},
		"negation": {`for !ok(a) { break }`, []string{`"!ok(a)" becomes "!(!ok(a))"`, `"break" dropped`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "x.go")
			require.NoError(t, os.WriteFile(file, []byte("package x\nvar d = a\nfunc f() (int, n.T) {"+c.body+"}"), 0o600))
			found, err := mutantsOf(file)
			require.NoError(t, err)
			var got []string
			for _, m := range found {
				got = append(got, m.what)
				assert.Equal(t, 3, m.line)
			}
			assert.Equal(t, append([]string{"returns at once"}, c.want...), got)
			assert.Equal(t, " return *new(int), *new(n.T);", found[0].text)
		})
	}
}

func TestSampleIsTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	all := make([]mutant, 50)
	for i := range all {
		all[i].line = i
	}
	assert.Equal(t, sample(all, 5, 1), sample(all, 5, 1))
	assert.NotEqual(t, sample(all, 5, 1), sample(all, 5, 2))
	assert.Len(t, sample(all, 5, 1), 5)
	assert.Equal(t, all, sample(all, 0, 1))
	assert.Equal(t, all, sample(all, 51, 1))
}
