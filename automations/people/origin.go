package people

import "strings"

const origin = "origin:"

// OriginID is the id of the thread of a message from which a ticket was opened,
// in a channel, as somebody who reads: all who read there, whoever they are.
func OriginID(channel string) ID { return origin + channel }

// IsOrigin tells whether an id is that of such a thread.
func IsOrigin(id ID) bool { return strings.HasPrefix(id, origin) }

// originOf is the thread as a reader: never asked, never deciding.
func originOf(id ID) Person {
	return Person{ID: id, Name: "the thread it came from", Accounts: []string{strings.TrimPrefix(id, origin)}, Service: true}
}
