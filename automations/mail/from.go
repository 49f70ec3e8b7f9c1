package mail

import (
	"io"
	"mime"
	"net/mail"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/unicode/norm"
)

// sender reads who the mail says that it is from, and what is odd about it.
func sender(h header) Verdict {
	from := h.all("from")
	if len(from) != 1 {
		return Verdict{Doubts: []Doubt{Several}}
	}
	addresses, err := addressesOf(from[0])
	if err != nil || len(addresses) != 1 {
		return Verdict{Doubts: []Doubt{Several}}
	}
	v := Verdict{Name: addresses[0].Name, Address: addresses[0].Address, Domain: domainOf(addresses[0].Address)}
	if !plain(v.Address) {
		v.Doubts = append(v.Doubts, Lookalike)
	}
	if disguised(v.Name, v.Domain) {
		v.Doubts = append(v.Doubts, Disguised)
	}
	if diverted(h.all("reply-to"), v.Domain) {
		v.Doubts = append(v.Doubts, Diverted)
	}
	return v
}

// addressesOf reads a list of addresses; their names are decoded (RFC 2047). A
// group (ending in a semicolon) names no sender.
func addressesOf(list string) ([]*mail.Address, error) {
	if strings.HasSuffix(list, ";") {
		return nil, mail.ErrHeaderNotPresent
	}
	decoder := &mime.WordDecoder{CharsetReader: func(charset string, text io.Reader) (io.Reader, error) {
		encoding, err := htmlindex.Get(charset)
		if err != nil {
			return nil, err
		}
		return encoding.NewDecoder().Reader(text), nil
	}}
	parser := mail.AddressParser{WordDecoder: decoder}
	return parser.ParseList(list)
}

func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// plain tells whether an address reads as what it is. Whatever is not ASCII, or
// stands for it (xn--, RFC 5890), may look like another company's domain; so may
// a quoted local part or one of the old routes (a%b@c).
func plain(address string) bool {
	form := regexp.MustCompile(`^[A-Za-z0-9.#$&'*+/=?^_{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])$`)
	return form.MatchString(address) && !regexp.MustCompile(`(?i)[@.]xn--`).MatchString(address)
}

// disguised tells whether a name shows an address or domain that is not the
// sender's, or is written so that it reads as something that it is not.
func disguised(name, domain string) bool {
	if strings.Contains(name, "=?") || strings.ContainsFunc(name, hidden) {
		return true
	}
	name = norm.NFKC.String(name) // a full-width @ is an @ to the eye
	for word := range strings.FieldsSeq(name) {
		if mixed(word) {
			return true
		}
	}
	for _, shown := range regexp.MustCompile(`@\s*([^\s@<>()",;]*)`).FindAllStringSubmatch(name, -1) {
		if !strings.EqualFold(shown[1], domain) {
			return true
		}
	}
	// Names of domains without an @: only endings that are not the end of a
	// company's name as well (Co.KG, St.Gallen).
	site := regexp.MustCompile(`(?i)\b[a-z0-9][a-z0-9-]{2,}(\.[a-z0-9-]+)*\.(com|net|org|info|biz|[a-z]{2})\b`)
	for _, shown := range site.FindAllString(name, -1) {
		if !related(strings.ToLower(shown), domain) {
			return true
		}
	}
	return false
}

// hidden tells whether a letter is not seen, or turns the order of what is.
func hidden(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }

// mixed tells whether a word has letters of scripts that look alike.
func mixed(word string) bool {
	scripts := 0
	for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek} {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(script, r) }) {
			scripts++
		}
	}
	return scripts > 1
}

// diverted tells whether answers go to another domain than the sender's.
func diverted(replies []string, domain string) bool {
	for _, list := range replies {
		addresses, err := addressesOf(list)
		if err != nil {
			return true
		}
		for _, a := range addresses {
			if !related(domainOf(a.Address), domain) {
				return true
			}
		}
	}
	return false
}

// related tells whether two domains are one, or one lies below the other.
func related(a, b string) bool {
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}
