package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
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
type bodies chan struct{}

func newBodies() bodies { return make(bodies, largeOnes) }

func (b bodies) read(r *http.Request) ([]byte, error) {
	var body bytes.Buffer
	if r.ContentLength > maxBody {
		return nil, errTooLarge
	}
	n, err := io.CopyN(&body, r.Body, smallBody)
	if errors.Is(err, io.EOF) {
		return body.Bytes(), nil
	}
	if err != nil {
		return nil, err
	}
	select {
	case b <- struct{}{}:
		defer func() { <-b }()
	default:
		return nil, errCrowded
	}
	more, err := io.CopyN(&body, r.Body, maxBody-n+1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if n+more > maxBody {
		return nil, errTooLarge
	}
	return body.Bytes(), nil
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
