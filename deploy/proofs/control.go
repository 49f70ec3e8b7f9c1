package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"factotum/handlers/view"
)

// control acts in the workspace as its people do.
type control struct {
	base  string
	doing chan struct{} // told right before something is done that must not be lost, if somebody listens
}

func (c control) acting() {
	select {
	case c.doing <- struct{}{}:
	default:
	}
}

// block is as much of Block Kit as people here look at.
type block struct {
	Type     string `json:"type"`
	ID       string `json:"block_id"`
	Label    struct{ Text string }
	Element  element   `json:"element"`
	Elements []element `json:"elements"`
}

type element struct {
	Type   string `json:"type"`
	Action string `json:"action_id"`
	Value  string `json:"value"`
}

// inputs are what is typed into a form: block, action, value.
type inputs map[string]map[string]map[string]any

// call returns an error when the workspace or the program did not do it; the
// program has acknowledged when there is none.
func (c control) call(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/control/"+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Error string `json:"error"`
	}
	var raw json.RawMessage
	if err := json.NewDecoder(resp.Body).Decode(&raw); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return err
	}
	if answer.Error != "" {
		return errors.New(answer.Error)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

// modal is the form in front of somebody.
type modal struct {
	ID       string  `json:"id"`
	Callback string  `json:"callback_id"`
	Private  string  `json:"private_metadata"`
	Blocks   []block `json:"blocks"`
}

func (c control) front(ctx context.Context, p person) (modal, error) {
	var views struct{ Stack []modal }
	if err := c.call(ctx, http.MethodGet, "views?as="+p.account, nil, &views); err != nil {
		return modal{}, err
	}
	if len(views.Stack) == 0 {
		return modal{}, errors.New("there is no form")
	}
	return views.Stack[len(views.Stack)-1], nil
}

// submit sends the form in front and gives what became of it.
func (c control) submit(ctx context.Context, p person, m modal, typed inputs) (string, error) {
	var out struct{ Response string }
	err := c.call(ctx, http.MethodPost, "submit", map[string]any{"as": p.account, "view": m.ID, "state": typed}, &out)
	return out.Response, err
}

// clear closes what is open, after something went wrong.
func (c control) clear(ctx context.Context, p person) {
	if m, err := c.front(ctx, p); err == nil {
		_ = c.call(ctx, http.MethodPost, "close", map[string]any{"as": p.account, "view": m.ID, "all": true}, nil)
	}
}

// home is the conversation with the bot.
func home(p person) string { return "D" + p.account[1:] }

// ask asks for a day off and gives the id of the request once the program has
// acknowledged it.
func (c control) ask(ctx context.Context, p person) (id string, ok bool) {
	defer func() {
		if !ok {
			c.clear(ctx, p)
		}
	}()
	err := c.call(ctx, http.MethodPost, "command", map[string]any{"as": p.account, "channel": home(p), "text": "/leave"}, nil)
	if err != nil {
		return "", false
	}
	form, err := c.front(ctx, p)
	if err != nil || form.Callback != view.CallbackForm {
		return "", false
	}
	typed := inputs{}
	for _, b := range form.Blocks {
		if b.Element.Type == "datepicker" {
			day := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
			typed[b.ID] = map[string]map[string]any{b.Element.Action: {"type": "datepicker", "selected_date": day}}
		}
	}
	if became, err := c.submit(ctx, p, form, typed); err != nil || became != "update" {
		return "", false
	}
	form, err = c.front(ctx, p)
	if err != nil || form.Callback != view.CallbackCheck {
		return "", false
	}
	c.acting()
	became, err := c.submit(ctx, p, form, nil)
	return view.DecodeMeta(form.Private).Draft, err == nil && (became == "clear" || became == "close")
}

// card is a message with a button to decide.
type card struct {
	request, channel, ts, block string
}

// waiting are the newest cards on which somebody can decide.
func (c control) waiting(ctx context.Context, p person) []card {
	var found struct {
		Messages []struct {
			TS     string  `json:"ts"`
			Blocks []block `json:"blocks"`
		} `json:"messages"`
	}
	query := url.Values{"as": {p.account}, "channel": {home(p)}, "limit": {"200"}}
	if c.call(ctx, http.MethodGet, "messages?"+query.Encode(), nil, &found) != nil {
		return nil
	}
	var cards []card
	for _, m := range found.Messages {
		for _, b := range m.Blocks {
			for _, e := range b.Elements {
				if e.Action == view.ActionApprove {
					id, _ := view.ParseRef(e.Value)
					cards = append(cards, card{request: id, channel: home(p), ts: m.TS, block: b.ID})
				}
			}
		}
	}
	return cards
}

// sentence is one that somebody alone was told.
type sentence struct {
	text string
	at   time.Time
}

// sentences are what somebody alone was told in the conversation with the bot.
func (c control) sentences(ctx context.Context, p person) []sentence {
	var said []sentence
	query := url.Values{"as": {p.account}, "channel": {home(p)}, "limit": {"200"}}
	for {
		var found struct {
			Messages []struct {
				TS        string `json:"ts"`
				Text      string `json:"text"`
				Ephemeral bool   `json:"ephemeral"`
			} `json:"messages"`
			More bool `json:"more"`
		}
		if c.call(ctx, http.MethodGet, "messages?"+query.Encode(), nil, &found) != nil || len(found.Messages) == 0 {
			return said
		}
		oldest := found.Messages[0].TS
		for _, m := range found.Messages {
			oldest = min(oldest, m.TS)
			if m.Ephemeral {
				said = append(said, sentence{m.Text, moment(m.TS)})
			}
		}
		if !found.More {
			return said
		}
		query.Set("before", oldest)
	}
}

// moment is that of a message.
func moment(ts string) time.Time {
	seconds, rest, _ := strings.Cut(ts, ".")
	s, _ := strconv.ParseInt(seconds, 10, 64) // Slack's own
	us, _ := strconv.ParseInt(rest, 10, 64)
	return time.Unix(s, us*int64(time.Microsecond))
}

func (c control) click(ctx context.Context, p person, at card, action string) error {
	return c.call(ctx, http.MethodPost, "click", map[string]any{
		"as": p.account, "message": map[string]string{"channel": at.channel, "ts": at.ts}, "block_id": at.block, "action_id": action,
	}, nil)
}

// reject says no with a reason.
func (c control) reject(ctx context.Context, p person, at card) error {
	if err := c.click(ctx, p, at, view.ActionReject); err != nil {
		return err
	}
	m, err := c.front(ctx, p)
	if err != nil {
		return err
	}
	c.acting()
	became, err := c.submit(ctx, p, m, inputs{view.BlockText: {view.BlockText: {"type": "plain_text_input", "value": "Not then"}}})
	if err == nil && became != "clear" {
		err = fmt.Errorf("the form became %q", became)
	}
	if err != nil {
		c.clear(ctx, p)
	}
	return err
}
