package redis

import "encoding/binary"

// record is what outbox.lua keeps of a new notice, with 0 as its place in the
// order of commits, which ends it: MessagePack
// (github.com/msgpack/msgpack/blob/master/spec.md), as the server's cmsgpack
// reads it. Lua would need a quarter of a commit for the records of three.
func record(lane, hash string, at int64, body []byte) []byte {
	const names = 11
	r := append(make([]byte, 0, len(body)+len(lane)+170), 0x80|names)
	r = text(text(r, "lane"), lane)
	r = text(text(r, "hash"), hash)
	r = binary.BigEndian.AppendUint64(append(text(r, "at"), 0xcf), uint64(at))  //nolint:gosec // a place is above 0
	r = binary.BigEndian.AppendUint64(append(text(r, "due"), 0xcf), uint64(at)) //nolint:gosec // as above
	r = text(text(r, "token"), "0")
	r = append(text(r, "newer"), 0xc2)
	r = append(text(r, "attempts"), 0)
	r = append(text(r, "again"), 0xc2)
	r = text(text(r, "reason"), "")
	r = text(text(r, "body"), string(body))
	return append(text(r, "seq"), 0xcf, 0, 0, 0, 0, 0, 0, 0, 0)
}

// placed writes the place of a notice into its record.
func placed(record []byte, place int64) {
	binary.BigEndian.PutUint64(record[len(record)-8:], uint64(place)) //nolint:gosec // places are above 0
}

// text appends a text of fewer than 2^32 bytes.
func text(r []byte, s string) []byte {
	switch n := len(s); {
	case n < 32:
		r = append(r, 0xa0|byte(n))
	case n < 1<<8:
		r = append(r, 0xd9, byte(n))
	default:
		r = binary.BigEndian.AppendUint32(append(r, 0xdb), uint32(n)) //nolint:gosec // a body is much shorter
	}
	return append(r, s...)
}
