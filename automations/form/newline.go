package form

// NewLine gives the values that another line of a lines field begins with.
func (f Form) NewLine(key string, ctx Context) Values {
	line := Values{}
	for _, c := range f.fields {
		if c.Key != key {
			continue
		}
		for _, sub := range c.sub {
			in, ok := sub.initial(ctx)
			if !ok {
				continue
			}
			if v, err := sub.read(in, ctx); err == nil && !v.IsZero() {
				line[sub.Key] = v
			}
		}
	}
	return line
}
