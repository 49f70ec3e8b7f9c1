package form

import (
	"net/mail"
	"net/url"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// parseContact reads an address or a number that has rules of its own.
func parseContact(t Type, text, region string) (string, error) {
	switch t {
	case Email:
		return parseEmail(text)
	case Phone:
		return parsePhone(text, region)
	case URL:
		return parseURL(text)
	case IBAN:
		return parseIBAN(text)
	case VAT:
		return parseVAT(text)
	default:
	}
	return text, nil
}

// maxEmail is the longest address, in octets: RFC 5321 section 4.5.3.1 with erratum 1690.
const maxEmail = 254

// parseEmail takes a bare address of RFC 5322 with a domain that has a point.
func parseEmail(text string) (string, error) {
	address, err := mail.ParseAddress(text[:min(len(text), maxEmail+1)])
	if err != nil || address.Name != "" || address.Address != text || len(text) > maxEmail {
		return "", sayf("%q is not an e-mail address. Write only the address, such as name@company.com.", shorten(text))
	}
	at := strings.LastIndexByte(text, '@')
	domain := strings.ToLower(text[at+1:])
	if !strings.Contains(domain, ".") || strings.ContainsAny(text, `"[]<>`) {
		return "", sayf("%q is not a complete e-mail address. Write it with its domain, such as name@company.com.", shorten(text))
	}
	return text[:at+1] + domain, nil
}

// parsePhone returns a number as E.164; one without + is of the region.
func parsePhone(text, region string) (string, error) {
	if len(text) > 50 {
		return "", sayf("%q is not a phone number. Write it with its country, such as +49 30 901820.", shorten(text))
	}
	number, err := phonenumbers.Parse(text, region)
	switch {
	case err != nil && region == "" && !strings.HasPrefix(text, "+"):
		return "", sayf("The country of %q is not known. Write the number with + and its country code, such as +49 30 901820.", shorten(text))
	case err != nil || !phonenumbers.IsValidNumber(number):
		return "", sayf("%q is not a phone number that exists. Check its digits, or write it with its country, such as +49 30 901820.", shorten(text))
	case number.GetExtension() != "":
		return "", sayf("%q has an extension. Write the number that reaches the person directly.", shorten(text))
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// parseURL takes an address of the web without a user name, which only serves to
// make one host look like another.
func parseURL(text string) (string, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || strings.ContainsAny(text, "<>|\"`\\^{} "):
		return "", sayf("%q is not a web address. Copy it from the browser, such as https://company.com/page.", shorten(text))
	case u.Scheme != "http" && u.Scheme != "https":
		return "", sayf("%q does not begin with https:// or http://. Write the whole address, such as https://company.com/page.", shorten(text))
	case u.Hostname() == "":
		return "", sayf("%q names no site. Write the whole address, such as https://company.com/page.", shorten(text))
	case u.User != nil:
		return "", sayf("%q holds a user name before the @. Write the address without it.", shorten(text))
	case len(text) > 2000:
		return "", sayf("This address is longer than 2000 characters. Use a shorter link to the same page.")
	}
	return text, nil
}
