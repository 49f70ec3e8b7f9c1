package slack

import (
	"cmp"
	"slices"
	"strconv"

	"factotum/handlers/payload"
)

// wireState is what stands in the inputs: elements by block_id and action_id.
type wireState struct {
	Values map[string]map[string]element `json:"values"`
}

// element is an action or the state of an input; which field is filled depends
// on its type (docs.slack.dev/reference/block-kit/block-elements).
type element struct {
	Type     string     `json:"type"`
	Action   string     `json:"action_id"`
	Block    string     `json:"block_id"`
	Value    string     `json:"value"`
	Option   option     `json:"selected_option"`
	Options  []option   `json:"selected_options"`
	Date     string     `json:"selected_date"`
	Time     string     `json:"selected_time"`
	DateTime int64      `json:"selected_date_time"`
	User     string     `json:"selected_user"`
	Users    []string   `json:"selected_users"`
	Place    string     `json:"selected_conversation"`
	Places   []string   `json:"selected_conversations"`
	Channel  string     `json:"selected_channel"`
	Channels []string   `json:"selected_channels"`
	Files    []wireFile `json:"files"`
}

type option struct {
	Value string `json:"value"`
}

// inputs is the state by block. A block of ours has one element; of a foreign
// one with more, the first by action_id counts.
func (s wireState) inputs() payload.Inputs {
	if len(s.Values) == 0 {
		return nil
	}
	all := make(payload.Inputs, len(s.Values))
	for block, elements := range s.Values {
		first, found := "", false
		for action := range elements {
			if !found || action < first {
				first, found = action, true
			}
		}
		if found {
			all[block] = elements[first].input()
		}
	}
	return all
}

// moment is what a datetimepicker holds, in seconds since 1970.
func (e element) moment() string {
	if e.DateTime == 0 {
		return ""
	}
	return strconv.FormatInt(e.DateTime, 10)
}

// input gives an element's content: Text for everything single, List for
// everything multiple, Files for files.
func (e element) input() payload.Input {
	in := payload.Input{
		Text: cmp.Or(e.Value, e.Option.Value, e.Date, e.Time, e.moment(), e.User, e.Place, e.Channel),
		List: slices.Concat(e.Users, e.Places, e.Channels),
	}
	for _, o := range e.Options {
		in.List = append(in.List, o.Value)
	}
	for _, f := range e.Files {
		in.Files = append(in.Files, f.file())
	}
	return in
}

// wireFile is a file object.
type wireFile struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Type     string `json:"mimetype"`
	Size     int64  `json:"size"`
	Download string `json:"url_private_download"`
	Private  string `json:"url_private"`
}

func (f wireFile) file() payload.File {
	return payload.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, URL: cmp.Or(f.Download, f.Private)}
}
