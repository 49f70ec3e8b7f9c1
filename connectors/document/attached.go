package document

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/ledongthuc/pdf"
)

// maxXML is more than any e-invoice needs that carries no pictures in it.
const maxXML = 5 << 20

// attachment is a file inside a PDF.
type attachment struct {
	name string
	body []byte
}

// invoices gives the XML files inside a PDF that can be its invoice, the
// likeliest first: by the names that ZUGFeRD, Factur-X and XRechnung prescribe,
// then by what they hold.
func (p *paper) invoices() []attachment {
	c := collector{}
	root := p.reader.Trailer().Key("Root")
	guard(func() { c.tree(root.Key("Names").Key("EmbeddedFiles"), 0) })
	guard(func() { c.list(root.Key("AF")) })
	for _, s := range p.pages {
		guard(func() { c.list(s.dict.Key("AF")) })
	}
	slices.SortStableFunc(c.found, func(a, b attachment) int { return rank(a) - rank(b) })
	return c.found
}

// prescribed are the names that an invoice has inside a PDF.
func prescribed() []string {
	return []string{"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"}
}

// rank orders attachments: those whose name is prescribed come first.
func rank(a attachment) int {
	if i := a.prescribed(); i >= 0 {
		return i
	}
	return len(prescribed())
}

// prescribed is the place of its name among those; -1: it has another.
func (a attachment) prescribed() int {
	return slices.Index(prescribed(), strings.ToLower(path.Base(a.name)))
}

type collector struct {
	found []attachment
	nodes int
}

// tree walks a name tree (ISO 32000-1, 7.9.6).
func (c *collector) tree(v pdf.Value, depth int) {
	if c.nodes++; depth > maxDepth || c.nodes > maxNodes {
		return
	}
	names := v.Key("Names")
	for i := 1; i < names.Len(); i += 2 {
		guard(func() { c.file(names.Index(i), names.Index(i-1).Text()) })
	}
	kids := v.Key("Kids")
	for i := range kids.Len() {
		guard(func() { c.tree(kids.Index(i), depth+1) })
	}
}

func (c *collector) list(v pdf.Value) {
	for i := range v.Len() {
		guard(func() { c.file(v.Index(i), "") })
	}
}

func (c *collector) file(spec pdf.Value, name string) {
	if c.nodes++; c.nodes > maxNodes || len(c.found) == 16 {
		return
	}
	for _, key := range []string{"F", "UF"} {
		if s := spec.Key(key).Text(); s != "" {
			name = s
		}
	}
	body := spec.Key("EF").Key("UF")
	if f := spec.Key("EF").Key("F"); f.Kind() == pdf.Stream {
		body = f
	}
	a := attachment{name: name}
	if a.prescribed() < 0 && !strings.EqualFold(path.Ext(name), ".xml") {
		return
	}
	a.body, _ = streamOf(body, maxXML+1) // the XML parser sees that its end is missing
	if len(a.body) > maxXML || len(bytes.TrimSpace(a.body)) == 0 {
		return
	}
	a.body = a.body[:len(a.body)-1] // the blank behind a stream is ours
	if !slices.ContainsFunc(c.found, func(o attachment) bool { return bytes.Equal(o.body, a.body) }) {
		c.found = append(c.found, a)
	}
}
