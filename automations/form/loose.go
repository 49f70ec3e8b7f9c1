package form

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// loose takes the small words off both ends of what remains when an amount or
// a day was taken out of a sentence: "hotel in Porto on", "for a taxi". One that
// a name may begin with stays before a capital: "Di Fo", "de Vries".
func loose(words string) string {
	parts := strings.Fields(ending(words))
	for len(parts) > 0 && small(parts[0]) && !particle(parts) {
		parts = parts[1:]
	}
	return strings.Join(parts, " ")
}

// ending takes the small words off the end alone.
func ending(words string) string {
	parts := strings.Fields(words)
	for len(parts) > 0 && small(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, " ")
}

func small(word string) bool {
	words := strings.Fields("on at for of from by the am vom für von le du pour de el por para il per di op van voor")
	return slices.Contains(words, strings.ToLower(strings.Trim(word, ",;:")))
}

func particle(parts []string) bool {
	if len(parts) < 2 || !slices.Contains(strings.Fields("the von le du de el il per di van"), strings.ToLower(parts[0])) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(parts[1])
	return unicode.IsUpper(next)
}
