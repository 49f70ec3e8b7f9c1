package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// rebuild gives a PDF whose table of contents is lost or wrong a new one: the
// objects are found by how they begin, and those packed into streams are set
// behind the rest. It gives nil where no document can be made of them.
func rebuild(raw []byte) []byte {
	b := builderOf{raw: raw, out: bytes.NewBuffer(append([]byte(nil), raw...)), at: map[int]int{}}
	b.scan()
	if b.root == 0 {
		return nil
	}
	b.table()
	return b.out.Bytes()
}

type builderOf struct {
	raw  []byte
	out  *bytes.Buffer
	at   map[int]int // where each object begins
	root int
	keep string // what the trailer says that is needed to decrypt
}

// maxObjects is more than a document of a hundred pages has.
const maxObjects = 200_000

func (b *builderOf) scan() {
	begin := regexp.MustCompile(`(?:^|[\r\n\s])(\d{1,7})\s+\d{1,5}\s+obj\b`)
	places := begin.FindAllSubmatchIndex(b.raw, maxObjects)
	var packed [][]byte
	for i, p := range places {
		id, _ := strconv.Atoi(string(b.raw[p[2]:p[3]])) // seven digits are a number
		end := len(b.raw)
		if i+1 < len(places) {
			end = places[i+1][2]
		}
		body := b.raw[p[1]:end]
		b.at[id] = p[2]
		b.catalog(id, body)
		if head := body[:min(len(body), 400)]; bytes.Contains(head, []byte("/ObjStm")) {
			packed = append(packed, body)
		}
	}
	for _, body := range packed {
		b.unpack(body)
	}
	last := bytes.LastIndex(b.raw, []byte("trailer"))
	if last < 0 {
		return
	}
	for _, key := range []string{`/Encrypt\s+\d+\s+\d+\s+R`, `/ID\s*\[[^\]]{0,300}\]`} {
		b.keep += string(regexp.MustCompile(key).Find(b.raw[last:])) + " "
	}
}

// catalog notes the object that everything hangs from; a later one replaces it.
func (b *builderOf) catalog(id int, body []byte) {
	if regexp.MustCompile(`/Type\s*/Catalog\b`).Match(body[:min(len(body), 4000)]) {
		b.root = id
	}
}

// unpack sets the objects of an object stream behind the file, one by one
// (ISO 32000-1, 7.5.7).
func (b *builderOf) unpack(body []byte) {
	number := func(key string) int {
		m := regexp.MustCompile(key + `\s+(\d{1,7})`).FindSubmatch(body[:min(len(body), 400)])
		if m == nil {
			return 0
		}
		n, _ := strconv.Atoi(string(m[1])) // seven digits are a number
		return n
	}
	start := bytes.Index(body, []byte("stream"))
	count, first := number("/N"), number("/First")
	if start < 0 || count == 0 || first == 0 {
		return
	}
	z, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(body[start+len("stream"):], "\r\n")))
	if err != nil {
		return
	}
	plain, _ := io.ReadAll(io.LimitReader(z, maxContent)) // what came until the damage counts
	if first > len(plain) {
		return
	}
	fields := bytes.Fields(plain[:first])
	for i := 0; i+1 < min(len(fields), 2*count); i += 2 {
		id, err1 := strconv.Atoi(string(fields[i]))
		from, err2 := strconv.Atoi(string(fields[i+1]))
		to := len(plain) - first
		if i+3 < len(fields) {
			to, _ = strconv.Atoi(string(fields[i+3])) // checked below
		}
		if _, known := b.at[id]; known || err1 != nil || err2 != nil || from < 0 || to < from || first+to > len(plain) || b.out.Len() > 2*MaxSize {
			continue
		}
		object := plain[first+from : first+to]
		b.out.WriteByte('\n')
		b.at[id] = b.out.Len()
		fmt.Fprintf(b.out, "%d 0 obj\n%s\nendobj\n", id, object)
		b.catalog(id, object)
	}
}

// table writes the table of contents (ISO 32000-1, 7.5.4) and the trailer.
func (b *builderOf) table() {
	b.out.WriteByte('\n')
	xref := b.out.Len()
	ids := slices.Sorted(maps.Keys(b.at))
	fmt.Fprintf(b.out, "xref\n0 1\n0000000000 65535 f \n")
	for _, id := range ids {
		fmt.Fprintf(b.out, "%d 1\n%010d %05d n \n", id, b.at[id], 0)
	}
	fmt.Fprintf(b.out, "trailer\n<</Size %d/Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", ids[len(ids)-1]+1, b.root, b.keep, xref)
}
