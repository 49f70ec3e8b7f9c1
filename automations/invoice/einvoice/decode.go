package einvoice

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"factotum/automations/fault"
)

// The limits of what is read. The largest e-invoices seen, with thousands of
// lines, stay far below each of them.
const (
	maxBytes    = 5 << 20
	maxDepth    = 100
	maxTokens   = 1_000_000
	maxElements = 250_000 // what they take in memory stays under 64 MiB with everything else
)

var (
	declared = regexp.MustCompile(`^<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'>]{0,80})["']`)
	// A name of an encoding as XML 1.0 has it (production 81).
	encName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*$`)
)

func refuse(say string, args ...any) error { return fault.New(fault.Invalid, say, args...) }

// decode reads one document into a tree. A DOCTYPE is refused before anything is
// parsed: encoding/xml would accept it silently, and no e-invoice needs one.
func decode(data []byte) (*node, error) {
	if len(data) > maxBytes {
		return nil, refuse("This XML file is larger than 5 MiB, which no e-invoice needs. Ask the vendor for another one, without attachments inside.")
	}
	text, err := toUTF8(data)
	if err != nil {
		return nil, err
	}
	if declares(text) {
		return nil, refuse("This XML file holds a DOCTYPE, with which files can do harm, and which no e-invoice needs. It was not read. Ask the vendor for another one.")
	}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil } // it is UTF-8 by now
	return build(decoder)
}

// declares looks for <!DOCTYPE and <!ENTITY. Case and blanks do not matter here,
// though to XML they do: no parser is to be more lenient than this.
func declares(text []byte) bool {
	for {
		at := bytes.Index(text, []byte("<!"))
		if at < 0 {
			return false
		}
		text = text[at+2:]
		word := bytes.TrimLeft(text[:min(len(text), 64)], " \t\r\n")
		for _, name := range []string{"DOCTYPE", "ENTITY"} {
			if len(word) >= len(name) && strings.EqualFold(string(word[:len(name)]), name) {
				return true
			}
		}
	}
}

// toUTF8 converts the encodings that e-invoices come in. A declared name that is
// none by the rules of XML is a mistake of the writer and not heeded; such files
// are UTF-8.
func toUTF8(data []byte) ([]byte, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !bytes.HasPrefix(data, []byte("<")) || bytes.HasPrefix(data, []byte("<\x00")) {
		return nil, refuse("This file is not XML in UTF-8 or ISO-8859-1. Ask the vendor for one that is.")
	}
	name := "UTF-8"
	if m := declared.FindSubmatch(data); m != nil && encName.Match(m[1]) {
		name = string(m[1])
	}
	switch strings.ToUpper(name) {
	case "UTF-8", "UTF8", "US-ASCII", "ASCII":
	case "ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1":
		return charmap.ISO8859_1.NewDecoder().Bytes(data)
	case "ISO-8859-15", "ISO8859-15", "ISO_8859-15", "LATIN-9":
		return charmap.ISO8859_15.NewDecoder().Bytes(data)
	default:
		return nil, refuse("This XML file is written in the encoding %.40q, which Factotum does not read. Ask the vendor for one in UTF-8.", name)
	}
	if !utf8.Valid(data) {
		return nil, refuse("This XML file holds letters that are not UTF-8, though it says that it is. Ask the vendor for a sound one.")
	}
	return data, nil
}

// build makes the tree and keeps the limits while it grows.
func build(decoder *xml.Decoder) (*node, error) {
	var root *node
	var open []*node
	elements := 0
	for tokens := 0; ; tokens++ {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && root != nil: // the decoder itself misses ends of open elements
			return root, nil
		case err != nil:
			return nil, fault.Wrap(err, fault.Invalid, "This XML file is broken or cut off and cannot be read. Ask the vendor to send it again.")
		case tokens >= maxTokens || elements >= maxElements || len(open) > maxDepth:
			return nil, refuse("This XML file has more or deeper elements than any e-invoice. It was not read. Ask the vendor for another one.")
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: attribute(t, len(open) == 0)}
			if len(open) > 0 {
				open[len(open)-1].add(n)
			} else if root == nil {
				root = n
			} else {
				return nil, refuse("This XML file holds two documents in one. It was not read. Ask the vendor for one file an invoice.")
			}
			open = append(open, n)
			elements++
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].write(t)
			}
		case xml.Directive:
			return nil, refuse("This XML file holds a directive, which no e-invoice needs. It was not read.")
		}
	}
}

// attribute keeps the one attribute that counts on an element, and of the root its namespace.
func attribute(t xml.StartElement, root bool) string {
	if root {
		return t.Name.Space
	}
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "schemeID", "currencyID", "unitCode", "format":
			return a.Value
		}
	}
	return ""
}
