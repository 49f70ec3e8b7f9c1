package einvoice

import (
	"bytes"
	"strings"
)

// node is an element: its local name, the text before its first child, the one
// attribute that counts, its children in order. Prefixes and namespaces are
// dropped: writers get them wrong, and local names are unambiguous here.
type node struct {
	name, text, attr   string
	child, last, after *node
}

func (n *node) add(child *node) {
	if n.child == nil {
		n.child = child
	} else {
		n.last.after = child
	}
	n.last = child
}

// longest bounds a text: no name or number needs more, terms of payment hardly ever.
const longest = 2000

// write adds text to an element without children, as far as its bound: comments
// cut a text into as many runs as a stranger likes.
func (n *node) write(text []byte) {
	if n.child != nil || len(n.text) >= longest || n.text == "" && len(bytes.TrimSpace(text)) == 0 {
		return
	}
	n.text += string(text[:min(len(text), longest-len(n.text))])
	if len(n.text) == longest { // the last letter may have been cut in two
		n.text = strings.ToValidUTF8(n.text, "")
	}
}

// first is the first child that has one of the names, the names in order.
func (n *node) first(names ...string) *node {
	if n == nil {
		return nil
	}
	for _, name := range names {
		for c := n.child; c != nil; c = c.after {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// all lists the children that have one of the names, in the order of the document.
func (n *node) all(names ...string) []*node {
	if n == nil {
		return nil
	}
	var found []*node
	for c := n.child; c != nil; c = c.after {
		for _, name := range names {
			if c.name == name {
				found = append(found, c)
			}
		}
	}
	return found
}

// at follows one path down.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		n = n.first(name)
	}
	return n
}

// words is the text of an element with single blanks.
func (n *node) words() string {
	if n == nil {
		return ""
	}
	return strings.Join(strings.Fields(n.text), " ")
}

// lines is the text of an element with its line breaks.
func (n *node) lines() string {
	if n == nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(n.text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// attribute is the attribute that counts.
func (n *node) attribute() string {
	if n == nil {
		return ""
	}
	return n.attr
}
