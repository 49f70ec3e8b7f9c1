package redis

import (
	"crypto/sha256"
	"encoding/base64"
)

// fixed are the keys of keys.lua, in its order.
func (s *Store) fixed() []string {
	names := []string{
		"counters", "versions", "documents", "numbers", "claims", "timers", "timer",
		"log", "payloads", "notices", "lanes", "heads", "failed", "failures", "indexes", "onces", "paused",
	}
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = s.tag + name
	}
	return keys
}

// Names that come from outside are never part of a key as they are: a brace
// would move it to another slot, and whoever reads keys would read them.

func (s *Store) once(key string) string { return s.tag + "once/" + hash(key) }

func (s *Store) index(name string) (entries, places string) {
	name = hash(name)
	return s.tag + "entries/" + name, s.tag + "places/" + name
}

// hash is as long for every name, in letters and digits that Redis compares as
// bytes.
func hash(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
