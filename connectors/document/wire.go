package document

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// hello is the first thing that a child is told.
type hello struct {
	Tools  Tools
	Limits Limits
}

// request announces a document; its bytes follow.
type request struct {
	Ask
	Name    string
	Size    int64
	Salvage bool          // the first child died of it: keep away from our own parser
	Time    time.Duration // that is left
}

// errFrame tells that the other side does not keep to the protocol.
var errFrame = errors.New("document: a frame is longer than it may be")

// send writes a value as JSON behind its length of four bytes.
func send(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("document: encoding a frame: %w", err)
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	if _, err := w.Write(append(frame, body...)); err != nil {
		return fmt.Errorf("document: sending: %w", err)
	}
	return nil
}

// receive reads a value of at most so many bytes: the other side may be in the
// hands of whoever wrote the document.
func receive(r io.Reader, most int, v any) error {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(head[:])
	if uint64(n) > uint64(most) {
		return errFrame
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return fmt.Errorf("document: receiving: %w", err)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("document: decoding a frame: %w", err)
	}
	return nil
}
