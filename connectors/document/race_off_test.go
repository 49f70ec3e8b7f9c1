//go:build !race

package document

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func command(t *testing.T) []string {
	t.Helper()
	c, err := Itself(asChild)
	require.NoError(t, err)
	return c
}

func tidyUp() {}
