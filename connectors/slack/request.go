package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
)

const (
	maxBody   = 1 << 20  // bytes; Slack's own are below 300 KB
	smallBody = 64 << 10 // bytes that are read of anybody
	largeOnes = 16       // bodies above that read at the same time
)

var (
	errTooLarge = errors.New("slack: request: too large")
	errCrowded  = errors.New("slack: request: too many large ones at the same time")
)

// bodies reads what strangers send without giving them our memory.
type bodies struct {
	large chan struct{}
	spare sync.Pool // of buffers
}

func newBodies() *bodies { return &bodies{large: make(chan struct{}, largeOnes)} }

// read gives a body, for spared once it is done with, also beside an error.
func (b *bodies) read(r *http.Request) (*bytes.Buffer, error) {
	body, _ := b.spare.Get().(*bytes.Buffer)
	if body == nil {
		body = new(bytes.Buffer)
	}
	if r.ContentLength > maxBody {
		return body, errTooLarge
	}
	body.Grow(int(min(max(r.ContentLength, 0), smallBody)) + bytes.MinRead)
	n, err := io.CopyN(body, r.Body, smallBody)
	if errors.Is(err, io.EOF) {
		return body, nil
	}
	if err != nil {
		return body, err
	}
	select {
	case b.large <- struct{}{}:
		defer func() { <-b.large }()
	default:
		return body, errCrowded
	}
	more, err := io.CopyN(body, r.Body, maxBody-n+1)
	if err != nil && !errors.Is(err, io.EOF) {
		return body, err
	}
	if n+more > maxBody {
		return body, errTooLarge
	}
	return body, nil
}

// spared keeps the room of a body of which nothing is used any more.
func (b *bodies) spared(body *bytes.Buffer) {
	if body.Cap() <= smallBody {
		body.Reset()
		b.spare.Put(body)
	}
}

// parcel is the content of a request: of a kind as Socket Mode names it, and as
// the JSON that Socket Mode would bring.
type parcel struct {
	kind      string
	raw       []byte
	challenge string // when Slack only asks whether the address is ours
}

// unpack reads a verified body. What it is stands in the body: the header that
// names the type is not signed.
func unpack(body []byte) (parcel, error) {
	if bytes.HasPrefix(body, []byte("{")) {
		var outer struct {
			Type      string `json:"type"`
			Challenge string `json:"challenge"`
		}
		if err := json.Unmarshal(body, &outer); err != nil {
			return parcel{kind: "events_api"}, err
		}
		switch outer.Type {
		case "url_verification":
			return parcel{kind: outer.Type, challenge: outer.Challenge}, nil
		case "event_callback":
			return parcel{kind: "events_api", raw: body}, nil
		default:
			return parcel{kind: outer.Type, raw: body}, nil
		}
	}
	if text, ok := bytes.CutPrefix(body, []byte("payload=")); ok && !bytes.ContainsRune(text, '&') {
		raw, err := unescape(text)
		return parcel{kind: "interactive", raw: raw}, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return parcel{}, err
	}
	if text := form.Get("payload"); text != "" {
		return parcel{kind: "interactive", raw: []byte(text)}, nil
	}
	fields := make(map[string]string, len(form))
	for name := range form {
		fields[name] = form.Get(name)
	}
	raw, err := json.Marshal(fields)
	return parcel{kind: "slash_commands", raw: raw}, err
}

// unescape is url.QueryUnescape in place: forms and buttons come with all of the
// message around them.
func unescape(text []byte) ([]byte, error) {
	n := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch c {
		case '+':
			c = ' '
		case '%':
			if i+2 >= len(text) || nibbles[text[i+1]]|nibbles[text[i+2]] > 15 {
				return nil, fmt.Errorf("slack: request: %w", url.EscapeError(text[i:min(i+3, len(text))]))
			}
			c = nibbles[text[i+1]]<<4 | nibbles[text[i+2]]
			i += 2
		}
		text[n] = c
		n++
	}
	return text[:n], nil
}

// nibbles are the values of hexadecimal digits; 16 of what is none.
const nibbles = sixteen + sixteen + sixteen + "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09" + "\x10\x10\x10\x10\x10\x10" +
	letters + sixteen + letters + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen

const (
	sixteen = "\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10"
	letters = "\x10\x0a\x0b\x0c\x0d\x0e\x0f\x10\x10\x10\x10\x10\x10\x10\x10\x10"
)
