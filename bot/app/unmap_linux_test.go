package app

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOnlyWhatNobodyCanHaveWrittenToIsGivenBack(t *testing.T) {
	t.Parallel()
	from, to, ok := unwritten("00400000-02a13000 r-xp 00001000 fe:00 42 /opt/factotum\n", "/opt/factotum")
	assert.True(t, ok)
	assert.Equal(t, []uintptr{0x400000, 0x2a13000}, []uintptr{from, to})
	_, _, ok = unwritten("7f00-7f10 r-xp 00000000 fe:00 43 /lib/libc.so", "/opt/factotum")
	assert.True(t, ok, "the code of a library")
	for _, other := range []string{
		"04000000-04100000 rw-p 03000000 fe:00 42 /opt/factotum", "7f00-7f10 r--p 00000000 fe:00 43 /lib/libc.so",
		"c000000000-c000400000 rw-p 00000000 00:00 0", "7ffe-7fff r-xp 00000000 00:00 0 [vdso]", "", "x-y r-xp 0 0 0 /opt/factotum",
	} {
		_, _, ok := unwritten(other, "/opt/factotum")
		assert.False(t, ok, other)
	}
	unmap() // and this program goes on
}
