package directory

import (
	"net/mail"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"
)

var (
	account     = regexp.MustCompile(`^[UW][A-Z0-9]+$`) // Slack's ids of people
	channel     = regexp.MustCompile(`^[CG][A-Z0-9]+$`) // and of channels, private ones of old included
	subdivision = regexp.MustCompile(`^[A-Z0-9]{1,3}$`) // ISO 3166-2, after the country
)

// address tells whether a text is a bare e-mail address, at most 254 bytes
// (RFC 5321, 4.5.3.1.3, less the angle brackets).
func address(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text && len(text) <= 254
}

// somebody wants an address or an account.
func (r *reader) somebody(name string, from row, column string) {
	if name != "" && !address(name) && !account.MatchString(name) {
		r.mistake(r.place(from, column), "%q in the column %q is neither an e-mail address nor a Slack account. Write name@company.example or U0123ABCD.", name, column)
	}
}

// channel wants the id of a channel: names change.
func (r *reader) channel(from row, column string) string {
	id := r.text(from, column)
	if id != "" && !channel.MatchString(id) {
		r.mistake(r.place(from, column), "%q in the column %q is no channel. Write its id, such as C0123ABCD; Slack shows it at the end of the channel's details.", id, column)
		return ""
	}
	return id
}

func (r *reader) zone(from row) string {
	name := r.text(from, "zone")
	if name == "" || r.zones[name] {
		return name
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		r.mistake(r.place(from, "zone"), "There is no time zone %q. Write an IANA name such as Europe/Paris or America/New_York.", name)
		return ""
	}
	r.zones[name] = true
	return name
}

// country wants ISO 3166-1 alpha-2.
func (r *reader) country(from row) string {
	code := strings.ToUpper(r.text(from, "country"))
	if code == "" {
		return ""
	}
	region, err := language.ParseRegion(code)
	switch {
	case len(code) == 2 && err == nil && region.IsCountry() && region.Canonicalize().String() == code:
		return code
	case err == nil && region.IsCountry():
		r.mistake(r.place(from, "country"), "There is no country %q. Write %q.", code, region.Canonicalize())
	default:
		r.mistake(r.place(from, "country"), "There is no country %q. Write the two letters of ISO 3166, such as DE, FR or US.", code)
	}
	return ""
}

func (r *reader) region(from row) string {
	code := strings.ToUpper(r.text(from, "region"))
	if code != "" && !subdivision.MatchString(code) {
		r.mistake(r.place(from, "region"), "There is no region %q. Write what follows the country in ISO 3166-2, such as BY for DE-BY.", code)
	}
	return code
}

func (r *reader) yes(from row, column string) bool {
	switch text := r.text(from, column); strings.ToLower(text) {
	case "", "no", "false", "0":
		return false
	case "yes", "true", "1", "x":
		return true
	default:
		r.mistake(r.place(from, column), "%q in the column %q is neither yes nor no. Write yes or no.", text, column)
		return false
	}
}
