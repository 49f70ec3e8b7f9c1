package form

import "slices"

// NewLine gives the values that another line of a lines field begins with; with
// the key "", those of the form itself.
func (f Form) NewLine(key string, ctx Context) Values {
	line, fields := Values{}, f.fields
	if key != "" {
		at := slices.IndexFunc(f.fields, func(c compiled) bool { return c.Key == key })
		if at < 0 {
			return line
		}
		fields = f.fields[at].sub
	}
	for _, c := range fields {
		in, ok := c.initial(ctx)
		if !ok {
			continue
		}
		if v, err := c.read(in, ctx); err == nil && !v.IsZero() {
			line[c.Key] = v
		}
	}
	return line
}
