// Package audit owns what is recorded of every move and every refusal: the
// entry that is kept for ever and the payload that a person's right to erasure
// can remove. It must not know where entries are stored.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// System is the actor of what Factotum does by itself: reminders, expiries.
const System = "factotum"

// Entry is one line of the log. It holds no typed text: PayloadHash is the
// SHA-256 of the payload, so that the payload can be erased and the log still
// verifies. Position is given by the store: 1, 2, 3 … without gaps.
type Entry struct {
	Position    int64     `json:"position"`
	Time        time.Time `json:"time"`
	Actor       string    `json:"actor"`
	Subject     string    `json:"subject"`
	Move        string    `json:"move"`
	Version     int64     `json:"version"` // of the subject after the move; 0 when nothing changed
	Policy      string    `json:"policy,omitempty"`
	PayloadHash string    `json:"payload_hash"`
}

// Record is an entry together with its payload (nil once erased).
type Record struct {
	Entry
	Payload json.RawMessage `json:"payload,omitempty"`
}

// Of makes the record of a move. Version is that of the subject after it.
func Of(at time.Time, actor, subject, move string, version int64, policy string, payload any) (Record, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return Record{}, fmt.Errorf("audit: encode %s of %s: %w", move, subject, err)
	}
	return Record{Payload: body, Entry: Entry{
		Time: at.UTC(), Actor: actor, Subject: subject, Move: move, Version: version, Policy: policy, PayloadHash: Hash(body),
	}}, nil
}

// Hash is the SHA-256 of a payload in lower-case hex.
func Hash(payload []byte) string {
	sum := sha256.Sum256(payload)
	return hex.EncodeToString(sum[:])
}
