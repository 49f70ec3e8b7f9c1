package app

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"factotum/automations/fault"
	"factotum/automations/state"
)

// A backup is one file: its first line, rows, and the SHA-256 of all that. A row
// is its kind and its cells, how many before them and each with its length
// before it, as unsigned varints. Beside what stores give there are parts of
// files (hash, bytes), those of one file in a row, and the end.
const (
	backupHead = "factotum backup 1\n"
	fileRow    = state.Kind("file")
	endRow     = state.Kind("end")
)

// container is a backup that is being written.
type container struct {
	file *os.File
	sum  hash.Hash
	out  *bufio.Writer
	rows int64
}

// put writes a row. A dump that begins anew makes the file empty again.
func (c *container) put(row state.Row) error {
	if row.Kind == state.BeginRow {
		return c.begin()
	}
	c.rows++
	head := binary.AppendUvarint(nil, uint64(len(row.Cells)+1))
	head = append(binary.AppendUvarint(head, uint64(len(row.Kind))), row.Kind...)
	if _, err := c.out.Write(head); err != nil {
		return err
	}
	for _, cell := range row.Cells {
		if _, err := c.out.Write(binary.AppendUvarint(nil, uint64(len(cell)))); err != nil {
			return err
		}
		if _, err := c.out.WriteString(cell); err != nil {
			return err
		}
	}
	return nil
}

func (c *container) begin() error {
	if err := c.file.Truncate(0); err != nil {
		return err
	}
	if _, err := c.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	c.sum, c.rows = sha256.New(), 0
	c.out = bufio.NewWriterSize(io.MultiWriter(c.file, c.sum), 1<<20)
	_, err := c.out.WriteString(backupHead)
	return err
}

// end closes the backup with its sum and returns once it is on the disk.
func (c *container) end() error {
	if err := c.put(state.Row{Kind: endRow}); err != nil {
		return err
	}
	if err := c.out.Flush(); err != nil {
		return err
	}
	if _, err := c.file.Write(c.sum.Sum(nil)); err != nil {
		return err
	}
	return c.file.Sync()
}

// unpacked reads a backup that was found whole.
type unpacked struct {
	in   *bufio.Reader
	left int64 // bytes, so that no length can ask for more
}

// unpackWhole reads a backup through and refuses as invalid one that is not as
// it was written; then it begins again.
func unpackWhole(file *os.File) (*unpacked, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	bad := func(why string) error {
		return fault.New(fault.Invalid, "%s is not a whole backup (%s), so nothing was restored. Take another copy of it.", file.Name(), why)
	}
	body := info.Size() - sha256.Size
	if body < int64(len(backupHead)) {
		return nil, bad("it is too short")
	}
	head := make([]byte, len(backupHead))
	if _, err := io.ReadFull(file, head); err != nil {
		return nil, err
	}
	if string(head) != backupHead {
		return nil, bad("it begins otherwise")
	}
	sum, want := sha256.New(), make([]byte, sha256.Size)
	sum.Write(head)
	if _, err := io.CopyN(sum, file, body-int64(len(head))); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(file, want); err != nil {
		return nil, err
	}
	if !bytes.Equal(sum.Sum(nil), want) {
		return nil, bad("its checksum differs: it was cut off or changed")
	}
	if _, err := file.Seek(int64(len(head)), io.SeekStart); err != nil {
		return nil, err
	}
	left := body - int64(len(head))
	return &unpacked{in: bufio.NewReaderSize(io.LimitReader(file, left), 1<<20), left: left}, nil
}

// next gives a row, and io.EOF at the end.
func (u *unpacked) next() (row state.Row, err error) {
	n, err := binary.ReadUvarint(u.in)
	if err != nil {
		return row, unended(err)
	}
	if n == 0 || int64(n) > u.left {
		return row, errors.New("app: a row of the backup has no kind")
	}
	cells := make([]string, n)
	for i := range cells {
		length, err := binary.ReadUvarint(u.in)
		if err != nil || length > uint64(u.left) {
			return row, errors.Join(fmt.Errorf("app: a cell of %d bytes", length), unended(err))
		}
		cell := make([]byte, length)
		if _, err := io.ReadFull(u.in, cell); err != nil {
			return row, unended(err)
		}
		cells[i] = string(cell)
	}
	row = state.Row{Kind: state.Kind(cells[0]), Cells: cells[1:]}
	if row.Kind == endRow {
		return row, io.EOF
	}
	return row, nil
}

// unended makes the end of the bytes an error: only the last row ends a backup.
func unended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
