package document

import "bytes"

// clean takes out of a content stream what the parser's lexer panics at and a
// viewer passes over: pictures within the text (BI … ID … EI), unknown escapes,
// strings and brackets that nobody closes.
func clean(in []byte) []byte {
	c := cleaner{in: in, out: make([]byte, 0, len(in)+8)}
	for c.i < len(c.in) {
		c.step()
	}
	return c.out
}

type cleaner struct {
	in, out []byte
	i       int
}

func (c *cleaner) step() {
	b := c.in[c.i]
	switch {
	case b == '(':
		c.literal()
	case b == '<' && c.next() == '<', b == '>' && c.next() == '>':
		c.out = append(c.out, b, b)
		c.i += 2
	case b == '<':
		c.hex()
	case b == '%':
		for c.i < len(c.in) && c.in[c.i] != '\n' && c.in[c.i] != '\r' {
			c.i++
		}
	case b == ')' || b == '>' || b == '{' || b == '}':
		c.out = append(c.out, ' ')
		c.i++
	case b == 'B' && c.word("BI"):
		c.picture()
	default:
		c.out = append(c.out, b)
		c.i++
	}
}

func (c *cleaner) next() byte {
	if c.i+1 < len(c.in) {
		return c.in[c.i+1]
	}
	return 0
}

// word tells whether exactly this word begins here.
func (c *cleaner) word(w string) bool {
	return bytes.HasPrefix(c.in[c.i:], []byte(w)) && (c.i == 0 || blank(c.in[c.i-1])) &&
		(c.i+len(w) == len(c.in) || blank(c.in[c.i+len(w)]) || c.in[c.i+len(w)] == '/')
}

func blank(b byte) bool {
	return b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0
}

// literal copies a string in round brackets; a backslash before anything that
// is no escape is left out (ISO 32000-1, table 3).
func (c *cleaner) literal() {
	depth, begun := 0, len(c.out)
	for ; c.i < len(c.in); c.i++ {
		b := c.in[c.i]
		switch b {
		case '\\':
			c.escape()
			continue
		case '(':
			depth++
		case ')':
			depth--
		}
		c.out = append(c.out, b)
		if depth == 0 {
			c.i++
			return
		}
	}
	c.out = append(c.out[:begun], ' ') // never closed
}

func (c *cleaner) escape() {
	b := c.next()
	switch {
	case bytes.IndexByte([]byte("nrbtf()\\\r\n"), b) >= 0 && b != 0:
		c.out = append(c.out, '\\', b)
		c.i++
	case b >= '0' && b <= '7':
		value, n := 0, 0
		for n < 3 && c.i+1 < len(c.in) && c.next() >= '0' && c.next() <= '7' {
			value = value*8 + int(c.next()-'0')
			c.i++
			n++
		}
		value &= 0xff // high-order overflow is ignored
		c.out = append(c.out, '\\', byte('0'+value>>6), byte('0'+value>>3&7), byte('0'+value&7))
	}
}

// hex copies the digits of a hexadecimal string; an odd one is followed by 0.
func (c *cleaner) hex() {
	end := bytes.IndexByte(c.in[c.i:], '>')
	if end < 0 {
		c.i = len(c.in)
		return
	}
	c.out = append(c.out, '<')
	digits := 0
	for _, b := range c.in[c.i+1 : c.i+end] {
		if b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F' {
			c.out = append(c.out, b)
			digits++
		}
	}
	if digits%2 == 1 {
		c.out = append(c.out, '0')
	}
	c.out = append(c.out, '>')
	c.i += end + 1
}

// picture passes over an inline image. Its data is binary, so its end is an EI
// between blanks that text follows.
func (c *cleaner) picture() {
	data := bytes.Index(c.in[c.i:], []byte("ID"))
	if data < 0 || data > 2000 {
		c.i += 2
		return
	}
	for at := c.i + data + 2; ; at += 2 {
		end := bytes.Index(c.in[at:], []byte("EI"))
		if end < 0 {
			c.i = len(c.in)
			return
		}
		at += end
		if blank(c.in[at-1]) && printable(c.in[at+2:min(at+12, len(c.in))]) {
			c.i = at + 2
			return
		}
	}
}

func printable(b []byte) bool {
	if len(b) > 0 && !blank(b[0]) {
		return false
	}
	for _, x := range b {
		if x >= 0x7f || x < ' ' && !blank(x) {
			return false
		}
	}
	return true
}
