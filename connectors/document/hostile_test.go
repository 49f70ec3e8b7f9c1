package document

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHostileDocuments gives all of them to readers with less time than usual:
// what is made against our own parsers to one without the programs outside, what
// may get through to those to one with them. Afterwards both read what is good.
func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	const wall = 800 * time.Millisecond
	files := hostileFiles()
	require.GreaterOrEqual(t, len(files), 100)
	bare := setup(t, func(o *Options) { o.Limits.Wall, o.Limits.Busy, o.Jobs, o.Tools = wall, 0, 1, Tools{} })
	full := setup(t, func(o *Options) { o.Limits.Wall, o.Limits.Busy, o.Jobs = wall, 0, 1 })
	peak := watch(t)
	var all sync.WaitGroup
	turns := make(chan struct{}, 2)
	for name, raw := range files {
		r := bare
		if strings.HasPrefix(name, "picture") || strings.HasPrefix(name, "flipped") || strings.HasPrefix(name, "bomb: a") {
			r = full
		}
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			result := read(t, r, name, raw, Ask{Picture: true}) // it may have to wait for its turn, and ends
			assert.NotEmpty(t, len(result.Found)+len(result.Refused), "%s: nothing is said", name)
			for _, refused := range result.Refused {
				assert.NotEmpty(t, refused.Say, name)
			}
		})
	}
	all.Wait()
	assert.Less(t, peak(), Usual().Memory)
	for _, r := range []*Reader{bare, full} { // where the machine is busy, what is good takes long as well
		assert.Eventually(t, func() bool { return len(read(t, r, "good.pdf", bill("2026-0042"), Ask{}).Found) == 1 }, ample, time.Millisecond)
	}
}

// TestHostileDocumentsAreWritten puts all of them into the folder that HOSTILE_TO
// names, where other tests give them to the built program, and otherwise into one
// that is thrown away.
func TestHostileDocumentsAreWritten(t *testing.T) {
	t.Parallel()
	folder := cmp.Or(os.Getenv("HOSTILE_TO"), t.TempDir())
	for name, raw := range hostileFiles() {
		file := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' {
				return r
			}
			return '-'
		}, name)
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), raw, 0o600))
	}
}

func hostileFiles() map[string][]byte {
	files := hostilePDF()
	for kind, more := range map[string]map[string][]byte{
		"xml": hostileXML(), "mail": hostileMail(), "picture": hostilePictures(), "archive": archives(),
	} {
		for name, raw := range more {
			files[kind+": "+name] = raw
		}
	}
	return files
}

// watch looks at the memory of all children until the result is called, which
// gives the most that one of them or of what it started has used.
func watch(t *testing.T) func() uint64 {
	t.Helper()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		for {
			select {
			case <-stop:
				done <- peak
				return
			case <-time.After(20 * time.Millisecond):
				peak = max(peak, memoryBelow(os.Getpid()))
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-done
	}
}

// memoryBelow is the highest VmHWM of the descendants of a process. Between fork
// and exec they still have the memory of this test, which does not count.
func memoryBelow(pid int) uint64 {
	var most uint64
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is good
	for _, list := range lists {
		children, _ := os.ReadFile(list) // gone already
		for _, child := range strings.Fields(string(children)) {
			id, _ := strconv.Atoi(child) // a number
			status, _ := os.ReadFile("/proc/" + child + "/status")
			_, rest, _ := strings.Cut(string(status), "VmHWM:")
			kilobytes, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			n, _ := strconv.ParseUint(kilobytes, 10, 64) // none of a zombie
			if args, _ := os.ReadFile("/proc/" + child + "/cmdline"); !bytes.Contains(args, []byte("-test.")) {
				most = max(most, n<<10, memoryBelow(id))
			}
		}
	}
	return most
}

func hostileXML() map[string][]byte {
	laughs := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "lol">`
	for i := range 20 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	ubl := `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`
	return map[string][]byte{
		"a billion laughs":       []byte(laughs + "]><Invoice>&a20;</Invoice>"),
		"a file of this machine": []byte(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>`),
		"a file of another":      []byte(`<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]><Invoice/>`),
		"an attribute of 20 MB":  []byte(`<Invoice a="` + strings.Repeat("x", 20<<20) + `"/>`),
		"a million tags":         []byte(strings.Repeat("<a>", 1_000_000)),
		"UTF-16":                 []byte("\xff\xfe<\x00a\x00/\x00>\x00"),
		"UTF-7":                  []byte(`<?xml version="1.0" encoding="UTF-7"?>+ADw-Invoice/+AD4-`),
		"EBCDIC":                 []byte(`<?xml version="1.0" encoding="IBM037"?><Invoice/>`),
		"two roots":              []byte(ubl + ubl),
		"not closed":             []byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>1`),
		"a document of the web":  []byte("<!DOCTYPE html><html><body>Total 5</body></html>"),
		"49 MB of nothing":       []byte("<a>" + strings.Repeat(" ", 49<<20) + "</a>"),
	}
}

func hostilePictures() map[string][]byte {
	var good bytes.Buffer
	_ = jpeg.Encode(&good, image.NewGray(image.Rect(0, 0, 400, 400)), nil) // a buffer takes everything
	wide := bytes.Clone(good.Bytes())
	sof := bytes.Index(wide, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint32(wide[sof+5:], 0xfffefffe)
	head := func(w, h uint32) []byte {
		chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
		chunk = append(binary.BigEndian.AppendUint32(chunk, h), 8, 6, 0, 0, 0)
		out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	}
	return map[string][]byte{
		"a PNG of 10,000 megapixels":   head(100_000, 100_000),
		"a PNG of no dots":             head(0, 0),
		"a PNG without a body":         head(4000, 4000),
		"a PNG that unpacks to 144 MB": flat(6000),
		"a JPEG of 4,000 megapixels":   wide,
		"half a JPEG":                  good.Bytes()[:good.Len()/2],
		"a JPEG that points to itself": append([]byte("\xff\xd8\xff\xe1\x00\x20Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff"), make([]byte, 64)...),
		"an empty page":                good.Bytes(),
	}
}

// flat is a PNG, so many dots wide and high, of which each takes four bytes. Its
// rows are packed a hundred at a time and said again; an encoder would pack all.
func flat(side uint32) []byte {
	var rows, out bytes.Buffer
	w, _ := flate.NewWriter(&rows, flate.BestCompression) // the level is one that there is
	_, _ = w.Write(make([]byte, 100*(4*side+1)))          // a buffer takes everything
	_ = w.Flush()
	packed := "\x78\xda" + strings.Repeat(rows.String(), int(side/100)) + "\x03\x00"
	sum := side*(4*side+1)%65521<<16 | 1 // Adler-32 of zeros (RFC 1950)
	out.WriteString("\x89PNG\r\n\x1a\n")
	for _, chunk := range []string{
		"IHDR" + string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)) + "\x08\x06\x00\x00\x00",
		"IDAT" + packed + string(binary.BigEndian.AppendUint32(nil, sum)),
		"IEND",
	} {
		_ = binary.Write(&out, binary.BigEndian, uint32(len(chunk)-4))
		out.WriteString(chunk)
		_ = binary.Write(&out, binary.BigEndian, crc32.ChecksumIEEE([]byte(chunk)))
	}
	return out.Bytes()
}

func archives() map[string][]byte {
	return map[string][]byte{
		"a zip file":                 []byte("PK\x03\x04" + strings.Repeat("../../etc/passwd", 100)),
		"an empty zip file":          []byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
		"gzip":                       []byte("\x1f\x8b\x08" + deflate(strings.Repeat("\x00", 1<<20))),
		"rar":                        []byte("Rar!\x1a\x07\x00"),
		"7z":                         []byte("7z\xbc\xaf\x27\x1c"),
		"what Outlook packs":         []byte("\x78\x9f\x3e\x22\x00\x00"),
		"a program":                  []byte("MZ\x90\x00\x03"),
		"a picture that is not read": []byte("GIF89a\x01\x00\x01\x00"),
		"noise":                      []byte(strings.Repeat("\xde\xad\xbe\xef", 1000)),
		"one byte":                   {0},
	}
}

// hostileMail are mails made to break who takes them apart.
func hostileMail() map[string][]byte {
	head := "From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
	mixed := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	deep := head
	for i := range 1000 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	pieces := mixed + "--b\r\nContent-Disposition: attachment"
	for i := range 10_000 {
		pieces += fmt.Sprintf(";\r\n filename*%d=a", i)
	}
	named := func(name string) []byte {
		return []byte(mixed + "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nhello\r\n--b--\r\n")
	}
	return map[string][]byte{
		"ten thousand parts":           []byte(mixed + strings.Repeat("--b\r\n\r\nx\r\n", 10_000) + "--b--"),
		"a thousand deep":              []byte(deep + "\r\nx"),
		"a million lines of header":    []byte(head + strings.Repeat("X-A: b\r\n", 1_000_000) + "\r\nx"),
		"a header of 40 MB":            []byte(head + "X-A: " + strings.Repeat("b", 40<<20) + "\r\n\r\nx"),
		"a part with lines of header":  []byte(mixed + "--b\r\n" + strings.Repeat("X-A: b\r\n", 5_000) + "\r\nx\r\n--b--"),
		"boundaries that begin alike":  []byte(mixed + "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\n--b\r\n\r\n--bb--\r\n--b--"),
		"a boundary of nothing":        []byte(head + "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----"),
		"base64 that is none":          []byte(mixed + "--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n%PDF-!!!!====\x00\xff\r\n--b--"),
		"two hundred mails in another": []byte(strings.Repeat(head+"Content-Type: message/rfc822\r\n\r\n", 200) + "x"),
		"a name in 10,000 pieces":      []byte(pieces + "\r\n\r\nhello\r\n--b--"),
		"a name that climbs":           named("../../etc/cron.d/x"),
		"a name with a zero":           named("a\x00.pdf"),
		"a name that is turned":        named("invoice_\u202efdp.exe"),
		"only a header":                []byte(head),
		"a header that never ends":     []byte("From: a@example.com\r\nSubject: " + strings.Repeat(" x\r\n", 10)),
		"lines without a colon":        []byte("From: a@example.com\r\nSubject: x\r\nwhat is this\r\n\r\nx"),
		"an encoding that is none":     []byte(mixed + "--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: rot13\r\n\r\nhello\r\n--b--"),
	}
}
