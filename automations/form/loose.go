package form

import (
	"slices"
	"strings"
)

// loose takes the small words off both ends of what remains when an amount or
// a day was taken out of a sentence: "hotel in Porto on", "for a taxi".
func loose(words string) string {
	small := strings.Fields("on at for of from by the am vom für von le du pour de el por para il per di op van voor")
	parts := strings.Fields(words)
	isSmall := func(word string) bool { return slices.Contains(small, strings.ToLower(strings.Trim(word, ",;:"))) }
	for len(parts) > 0 && isSmall(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	for len(parts) > 0 && isSmall(parts[0]) {
		parts = parts[1:]
	}
	return strings.Join(parts, " ")
}
