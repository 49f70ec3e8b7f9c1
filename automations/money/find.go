package money

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// months are the month names that make the number beside them a day, not an amount.
const months = `(?:jan|january|januar|janvier|enero|gennaio|januari|feb|february|februar|février|febrero|febbraio|februari|` +
	`mar|march|märz|mars|marzo|maart|apr|april|avril|abril|aprile|may|mai|mayo|maggio|mei|jun|june|juni|juin|junio|giugno|` +
	`jul|july|juli|juillet|julio|luglio|aug|august|août|agosto|augustus|sep|sept|september|septembre|septiembre|settembre|` +
	`oct|okt|october|oktober|octobre|octubre|ottobre|nov|november|novembre|noviembre|` +
	`dec|dez|december|dezember|décembre|diciembre|dicembre)\b\.?`

const day = `(?:[12][0-9]|3[01]|0?[1-9])`

const month = `(?:1[0-2]|0?[1-9])`

var (
	numeral = regexp.MustCompile(`[0-9](?:[0-9.,'’]*[0-9])?`)
	grouped = regexp.MustCompile(`^[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:[.,][0-9]{1,2})?`)
	before  = regexp.MustCompile(`(\pL{1,2}\$|\pL{2,7}\.?|\p{Sc})[ \x{a0}\x{202f}]?$`)
	after   = regexp.MustCompile(`^[ \x{a0}\x{202f}]?(kr\.|\pL{2,7}|\p{Sc})`)
	dashes  = regexp.MustCompile(`^[.,][-–—]{1,2}`) // "42,-" is how shops write no cents.
	counted = regexp.MustCompile(`(?i)^ ?(?:%|x|×|st|nd|rd|th|h|hours?|hrs?|min|minutes?|days?|weeks?|months?|years?|nights?|` +
		`people|persons?|pax|pcs|pieces|km|kg|miles?|tage?n?|wochen?|jours?|personen)(?:\PL|$)`)
	dates = regexp.MustCompile(`(?i)[0-9]{4}([-/.])[0-9]{1,2}[-/.][0-9]{1,2}` +
		`|` + day + `[./-]` + month + `[./-](?:(?:19|20)[0-9]{2}|[0-9]{2})` + `|` + day + `\.` + month + `\.` + `|[0-9]{1,2}/[0-9]{1,2}` +
		`|` + day + `(?:st|nd|rd|th|er|\.)? ?(?:of |de )?` + months + `(?: (?:de )?(?:19|20)[0-9]{2})?` +
		`|` + months + ` ` + day + `(?:st|nd|rd|th)?(?:,? (?:19|20)[0-9]{2})?` +
		`|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?|[0-9]{1,2} ?[ap]m|[0-9]{1,2}(?:\.[0-9]{2})? ?uhr|[0-9]{1,2}h[0-9]{2}`)
)

// candidate is a number in a text that may be an amount.
type candidate struct {
	amount     Amount
	start, end int // Byte positions, currency included.
	rank       int // Lower is likelier to be meant.
}

// Ranks of a candidate, likeliest first.
const (
	withCurrency = iota
	withCents
	wholeNumber
	looksLikeYear
)

// Find returns the first amount in words, and the rest of the text without it
// and its currency: "42.50 EUR taxi to the airport" gives 42.50 EUR and "taxi to
// the airport". A number without a currency is taken, in def, only if none has
// one; then one with cents goes before a whole one, and a year comes last.
// Dates, times, counts (3 days, 2 people, 20%) and numbers inside words (EXP-1042) are
// never amounts.
func Find(text string, def Currency) (amount Amount, rest string, ok bool) {
	masked := maskDates(text)
	best := candidate{rank: looksLikeYear + 1}
	for from := 0; from < len(masked); {
		at, end := nextNumber(masked, from)
		if at < 0 {
			break
		}
		if c, ok := judge(masked, at, end, def); ok && c.rank < best.rank {
			best = c
		}
		from = end
	}
	if best.rank > looksLikeYear {
		return Amount{}, strings.Join(strings.Fields(text), " "), false
	}
	rest = strings.Join(strings.Fields(text[:best.start]+" "+text[best.end:]), " ")
	return best.amount, rest, true
}

// nextNumber returns the position of the next number from a byte on, or -1.
func nextNumber(text string, from int) (start, end int) {
	loc := numeral.FindStringIndex(text[from:])
	if loc == nil {
		return -1, -1
	}
	start, end = from+loc[0], from+loc[1]
	wide := grouped.FindStringIndex(text[start:])
	if wide != nil && stands(text, start, start+wide[1]) {
		_, stated := currencyAfter(text[start+wide[1]:], "")
		_, led := currencyBefore(text[:start], "")
		if stated > 0 || led > 0 { // Otherwise "for 3 200" may be two numbers.
			end = start + wide[1]
		}
	}
	return start, end
}

// judge decides whether the number at a place is an amount.
func judge(text string, start, end int, def Currency) (candidate, bool) {
	c := candidate{start: start, end: end + len(dashes.FindString(text[end:])), rank: wholeNumber}
	sign, stated := "", def
	if cur, width := currencyBefore(text[:start], def); width > 0 {
		c.start, c.rank, stated = start-width, withCurrency, cur
	} else if cur, width := currencyAfter(text[c.end:], def); width > 0 {
		c.end, c.rank, stated = c.end+width, withCurrency, cur
	} else if counted.MatchString(text[end:]) {
		return c, false
	}
	if strings.HasSuffix(text[:c.start], "-") && stands(text, c.start-1, c.end) {
		c.start, sign = c.start-1, "-"
	}
	if !stands(text, c.start, c.end) {
		return c, false
	}
	digits := plainMarks(text[start:end])
	amount, err := number(sign, digits, stated)
	if err != nil {
		return c, false
	}
	c.amount = amount
	switch {
	case c.rank == withCurrency:
	case !amount.Value.IsInteger() || stated.Digits() > 0 && strings.HasSuffix(digits, "00") && strings.ContainsAny(digits, ".,"):
		c.rank = withCents
	case len(digits) == 4 && (digits[:2] == "19" || digits[:2] == "20"):
		c.rank = looksLikeYear
	}
	return c, true
}

// stands reports whether text[start:end] is not part of a longer word or number.
func stands(text string, start, end int) bool {
	left, _ := utf8.DecodeLastRuneInString(text[:start])
	right, size := utf8.DecodeRuneInString(text[end:])
	follows, _ := utf8.DecodeRuneInString(text[end+size:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	if start > 0 && (inWord(left) || unicode.Is(unicode.Sc, left) || strings.ContainsRune("-.,:/#_@&+*='\\"+masking, left)) {
		return false
	}
	if size == 0 || unicode.IsSpace(right) {
		return true
	}
	return !inWord(right) && !(strings.ContainsRune("-–.,:/_@='", right) && inWord(follows))
}

// currencyBefore returns the currency that ends the text and how many bytes it takes, space included.
func currencyBefore(text string, def Currency) (Currency, int) {
	// No currency is longer than this; looking at the whole text for every number in it would be slow.
	tail := text[max(0, len(text)-40):]
	m := before.FindStringSubmatchIndex(tail)
	if m == nil {
		return "", 0
	}
	c, ok := spoken(tail[m[2]:m[3]], def)
	width := len(tail) - m[0]
	lead := text[:len(text)-width]
	if !ok || !stands(text, len(lead), len(text)) && !strings.HasSuffix(lead, "-") {
		return "", 0
	}
	return c, width
}

// currencyAfter returns the currency that begins the text and how many bytes it takes, space included.
func currencyAfter(text string, def Currency) (Currency, int) {
	m := after.FindStringSubmatchIndex(text)
	if m == nil {
		return "", 0
	}
	c, ok := spoken(text[m[2]:m[3]], def)
	if !ok {
		return "", 0
	}
	return c, m[1]
}

// spoken reads a word of running text as a currency: a symbol, a code in capitals,
// or a code in small letters that is not also an ordinary word.
func spoken(word string, def Currency) (Currency, bool) {
	if c, ok := bySymbol(word, def); ok {
		return c, true
	}
	switch word {
	case "all", "ang", "bam", "bob", "cop", "cup", "gel", "mad", "mop", "mur", "nad", "pen", "sos", "top", "try",
		"All", "Bob", "Cop", "Cup", "Gel", "Mad", "Mop", "Nad", "Pen", "Sos", "Top", "Try":
		return "", false
	}
	return byCode(strings.ToUpper(word))
}

// masking stands for every byte of a date, so that positions stay the same.
const masking = "\x00"

// maskDates hides dates and times, except behind a currency: the number in "€20.11." is an amount.
func maskDates(text string) string {
	masked := []byte(text)
	for from := 0; from < len(text); {
		loc := dates.FindStringIndex(text[from:])
		if loc == nil {
			break
		}
		start, end := from+loc[0], from+loc[1]
		_, led := currencyBefore(text[:start], "")
		left, _ := utf8.DecodeLastRuneInString(text[:start])
		right, _ := utf8.DecodeRuneInString(text[end:])
		if led > 0 || unicode.IsNumber(left) || unicode.IsNumber(right) || unicode.IsLetter(right) {
			from = start + 1
			continue
		}
		for i := start; i < end; i++ {
			masked[i] = masking[0]
		}
		from = end
	}
	return string(masked)
}
