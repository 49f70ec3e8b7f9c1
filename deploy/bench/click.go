package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// click is the request in which Slack says that somebody pressed Approve, as
// its bytes go over the wire (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
func (c card) click(host string, at time.Time, trigger int64) ([]byte, error) {
	type object map[string]any
	now := fmt.Sprintf("%d.%06d", at.Unix(), at.Nanosecond()/1000)
	payload, err := json.Marshal(object{
		"type": "block_actions", "user": object{"id": c.account, "username": "approver", "name": "approver", "team_id": workspaceID},
		"api_app_id": "A0APP", "token": "legacy", "trigger_id": fmt.Sprintf("%d.%d.0123456789abcdef", trigger, at.UnixNano()),
		"container": object{"type": "message", "message_ts": c.ts, "channel_id": c.channel, "is_ephemeral": false},
		"team":      object{"id": workspaceID, "domain": "sample"}, "enterprise": nil, "is_enterprise_install": false,
		"channel": object{"id": c.channel, "name": "directmessage"},
		"message": object{
			"user": "U0BOT", "type": "message", "ts": c.ts, "bot_id": "B0BOT", "app_id": "A0APP", "text": c.text, "team": workspaceID,
			"blocks": c.blocks,
		},
		"state": object{"values": object{}}, "response_url": "http://127.0.0.1:9/actions/" + workspaceID + "/1/x",
		"actions": []object{{
			"type": "button", "action_id": "approve", "block_id": "decide", "value": c.value, "style": "primary",
			"text": object{"type": "plain_text", "text": "Approve", "emoji": true}, "action_ts": now,
		}},
	})
	if err != nil {
		return nil, err
	}
	body := "payload=" + url.QueryEscape(string(payload))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte("v0:" + stamp + ":" + body)) // a hash takes everything
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST /slack/events HTTP/1.1\r\nHost: %s\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"+
		"Accept: application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"+
		"X-Slack-Request-Timestamp: %s\r\nX-Slack-Signature: v0=%s\r\n\r\n%s", host, len(body), stamp, hex.EncodeToString(mac.Sum(nil)), body)
	return b.Bytes(), nil
}

// clicks are those on many cards, signed at once so that the clock of a run is
// not spent on it; a signature holds for five minutes.
func clicks(cards []card, host string) ([][]byte, error) {
	requests, now := make([][]byte, len(cards)), time.Now()
	for i, c := range cards {
		var err error
		if requests[i], err = c.click(host, now, int64(i)); err != nil {
			return nil, err
		}
	}
	return requests, nil
}
