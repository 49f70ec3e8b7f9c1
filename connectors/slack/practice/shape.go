package practice

// shape is the rule for one JSON value. What Slack takes is written down as shapes and
// kinds; one walker reads them, and no block has code of its own.
type shape struct {
	is string // "string", "text", "integer", "number", "boolean", "array", "kind" or "free"
	// least and most bound the characters of a string or text, the items of an array and
	// the value of a number; most 0 stands for no bound above.
	least, most int
	enum        []string // the values of a string, the types of a text
	like        string   // a pattern that a string must match
	zone        bool     // the string names a time zone
	above       bool     // the number must be greater than least
	of          *shape   // the items of an array
	named       []string // the kinds that may stand here, told apart by their type
	plain       bool     // there is one kind only, and it has no type
}

// kind is an object with a name: a block, an element, a composition object.
type kind struct {
	fields map[string]shape
	must   []string // required properties
	some   []string // at least one of these is required
	one    []string // exactly one of these is required
	on     []string // the surfaces it may stand on; all when empty
	scope  string   // what the bot token needs before it may send one
	also   []rule   // rules between properties
}

// rule looks at a whole object. What is wrong is said at the pointer at.
type rule func(c *checker, o map[string]any, at string)

func text(most int) shape {
	return shape{is: "text", least: 1, most: most, enum: []string{"plain_text", "mrkdwn"}}
}

func plain(most int) shape {
	return shape{is: "text", least: 1, most: most, enum: []string{"plain_text"}}
}

func mrkdwn(most int) shape { return shape{is: "text", least: 1, most: most, enum: []string{"mrkdwn"}} }

// str is a string of at most so many characters.
func str(most int) shape { return shape{is: "string", most: most} }

// filled is a string that must not be empty.
func filled(most int) shape { return shape{is: "string", least: 1, most: most} }

func like(pattern string) shape { return shape{is: "string", like: pattern} }

func enum(values ...string) shape { return shape{is: "string", enum: values} }

func integer(least, most int) shape { return shape{is: "integer", least: least, most: most} }

func boolean() shape { return shape{is: "boolean"} }

func array(least, most int, of shape) shape {
	return shape{is: "array", least: least, most: most, of: &of}
}

// among is an object whose type is one of these kinds; space is the family they belong to.
func among(space string, types ...string) shape {
	named := make([]string, len(types))
	for i, t := range types {
		named[i] = space + t
	}
	return shape{is: "kind", named: named}
}

// a is an object of one kind that carries no type.
func a(name string) shape { return shape{is: "kind", named: []string{name}, plain: true} }

// with makes one table of several; names are unique.
func with(tables ...map[string]shape) map[string]shape {
	all := map[string]shape{}
	for _, t := range tables {
		for name, s := range t {
			all[name] = s
		}
	}
	return all
}

// everywhere, and the narrower places: docs.slack.dev/reference/block-kit/blocks.
func messages() []string { return []string{surfaceMessage} }

func messagesAndHome() []string { return []string{surfaceMessage, surfaceHome} }

func modals() []string { return []string{surfaceModal} }

// rulebook is the whole of Block Kit by name.
type rulebook map[string]kind

// kinds writes the rulebook. Names are the types, with a family before those that
// mean different things in different places: block:image is not the element image.
func kinds() rulebook {
	all := rulebook{}
	for _, b := range []map[string]kind{plainBlocks(), richBlocks(), dataBlocks()} {
		for name, k := range b {
			k.fields = with(k.fields, map[string]shape{"type": str(0), "block_id": str(255)})
			all["block:"+name] = k
		}
	}
	for _, e := range []map[string]kind{buttons(), selects(), inputs()} {
		for name, k := range e {
			k.fields = with(k.fields, map[string]shape{"type": str(0), "action_id": str(255)})
			all[name] = k
		}
	}
	for _, o := range []map[string]kind{objects(), moreObjects(), dataObjects(), richTexts(), views()} {
		for name, k := range o {
			all[name] = k
		}
	}
	return all
}
