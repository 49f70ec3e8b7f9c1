package books

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoRowIsLeftOutSilently(t *testing.T) {
	t.Parallel()
	p := page{parts: []part{{table: "file"}}}
	p.row("file", 1, "a.pdf")
	p.row("file", 2, "b.pdf")
	require.NoError(t, p.err)
	assert.Equal(t, part{table: "file", wide: 2, args: []any{1, "a.pdf", 2, "b.pdf"}}, p.parts[0])
	p.row("fiel", 3, "c.pdf")
	assert.EqualError(t, p.err, "books: rows of fiel hang on nothing")
}
