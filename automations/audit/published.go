package audit

import (
	"fmt"
	"strings"
	"time"
)

// Published is what was told outside the store: a head, or that an admin goes
// on with a log that lost entries, as it was then.
type Published struct {
	Head     Head // of an empty log when that is what was accepted
	At       time.Time
	Accepted string // by whom; empty: it is a head
}

const accepted = " accepted by "

// String is the line under which it is kept, without its end.
func (p Published) String() string {
	line := p.At.UTC().Format(time.RFC3339Nano) + " " + p.Head.String()
	if p.Accepted != "" {
		line += accepted + strings.Join(strings.Fields(p.Accepted), " ")
	}
	return line
}

// ParsePublished reads a line as String writes it.
func ParsePublished(line string) (p Published, err error) {
	line, p.Accepted, _ = strings.Cut(line, accepted)
	at, head, _ := strings.Cut(line, " ")
	if p.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return p, fmt.Errorf("audit: read a published head: %w", err)
	}
	p.Head, err = ParseHead(head)
	return p, err
}
