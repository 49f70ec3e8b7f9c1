package app

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnlyWhatNobodyHasWrittenToIsGivenBack(t *testing.T) {
	t.Parallel()
	const clean, program = "\nSize: 4 kB\nAnonymous:             0 kB\nSwap:             0 kB\nVmFlags: rd mr\n", "/opt/factotum"
	assert.Equal(t, []mapping{{0x400000, 0x2a13000}, {0x7f00, 0x7f10}}, unwritten("00400000-02a13000 r-xp 00001000 fe:00 42 /opt/factotum"+clean+"7f00-7f10 r-xp 00000000 fe:00 43 /lib/libc.so"+clean, program), "the code of a library too")
	for _, other := range []string{
		"04000000-04100000 rw-p 03000000 fe:00 42 /opt/factotum" + clean, "7f00-7f10 r--p 00000000 fe:00 43 /lib/libc.so" + clean,
		"c000000000-c000400000 rw-p 00000000 00:00 0" + clean, "7ffe-7fff r-xp 00000000 00:00 0 [vdso]" + clean, "", "x-y r-xp 0 0 0 /opt/factotum" + clean,
		"04000000-04100000 r--p 03000000 fe:00 42 /opt/factotum\nSize: 4 kB\nAnonymous: 4 kB\nSwap: 0 kB\n",
		"04000000-04100000 r--p 03000000 fe:00 42 /opt/factotum\nSize: 4 kB\nAnonymous: 0 kB\nSwap: 4 kB\n",
	} {
		assert.Empty(t, unwritten(other, program), other)
	}
	self, err := os.Executable()
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/smaps")
	require.NoError(t, err)
	at := uintptr(reflect.ValueOf(unmap).Pointer())
	assert.True(t, slices.ContainsFunc(unwritten(string(maps), self), func(m mapping) bool { return m.from <= at && at < m.to }), "the code of this program")
	unmap() // and this program goes on
}
