package practice

import "encoding/json"

// forge lays what a tampered request says otherwise over a payload, as only somebody with
// the app's secrets could: objects are merged, null takes away.
func forge(payload, with map[string]any) map[string]any {
	if len(with) == 0 {
		return payload
	}
	raw, _ := json.Marshal(payload)
	var own map[string]any
	_ = json.Unmarshal(raw, &own)
	return lay(own, with)
}

func lay(over, with map[string]any) map[string]any {
	if over == nil {
		over = map[string]any{}
	}
	for k, v := range with {
		inner, isObject := v.(map[string]any)
		switch {
		case v == nil:
			delete(over, k)
		case isObject:
			below, _ := over[k].(map[string]any)
			over[k] = lay(below, inner)
		default:
			over[k] = v
		}
	}
	return over
}
