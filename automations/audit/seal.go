package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Seal is what an entry and all before it come to: the SHA-256 of the seal of
// the entry before it, 32 zero bytes for the first, followed by the JSON of the
// entry. The payload is in it by its hash, so that it can be erased.
type Seal [sha256.Size]byte

// Next seals the entry that follows.
func (s Seal) Next(e Entry) (Seal, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return s, fmt.Errorf("audit: encode entry %d: %w", e.Position, err)
	}
	return s.over(body), nil
}

// over seals an entry that is JSON already.
func (s Seal) over(entry []byte) Seal {
	h := sha256.New()
	h.Write(s[:])
	h.Write(entry)
	return Seal(h.Sum(nil))
}

// String is the seal in lower-case hex.
func (s Seal) String() string { return hex.EncodeToString(s[:]) }

// MarshalText writes hex.
func (s Seal) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads 64 digits of lower-case hex and nothing else, since one
// seal must not be written in two ways.
func (s *Seal) UnmarshalText(text []byte) error {
	if len(text) != 2*len(s) || bytes.ContainsAny(text, "ABCDEF") {
		return errors.New("audit: a seal is 64 digits of lower-case hex")
	}
	if _, err := hex.Decode(s[:], text); err != nil {
		return fmt.Errorf("audit: a seal is 64 digits of lower-case hex: %w", err)
	}
	return nil
}

// Head is how far a log is sealed. Published outside the store it shows when
// the newest entries are gone.
type Head struct {
	Position int64 `json:"position"`
	Seal     Seal  `json:"seal"`
}

// String is the head as it is published: position and seal, 1204:5f0c….
func (h Head) String() string { return strconv.FormatInt(h.Position, 10) + ":" + h.Seal.String() }

// ParseHead reads a head as String writes it.
func ParseHead(text string) (Head, error) {
	position, seal, _ := strings.Cut(text, ":")
	var h Head
	var err error
	if h.Position, err = strconv.ParseInt(position, 10, 64); err == nil && (h.Position < 0 || strconv.FormatInt(h.Position, 10) != position) {
		err = errors.New("positions are whole numbers")
	}
	if err = errors.Join(err, h.Seal.UnmarshalText([]byte(seal))); err != nil {
		return Head{}, fmt.Errorf("audit: %q is no head of a log: %w", text, err)
	}
	return h, nil
}
