package practice

// method is one Web API method.
type method struct {
	scope string // that the bot token needs, "" for none
	tier  int    // of its rate limit, 0 for none or a special one
	app   bool   // the app-level token calls it
	form  bool   // it reads form bodies only
	must  []string
	run   func(*Workspace, *call) reply
}

// methods is the whole Web API: what is not here is unknown_method. Scopes and tiers are
// those of each method's page on docs.slack.dev/reference/methods; scopes that differ by
// kind of conversation (channels:, groups:, im:) are checked where the kind is known.
func methods() map[string]method {
	return map[string]method{
		"auth.test":             {run: authTest},
		"team.info":             {scope: "team:read", tier: 3, run: teamInfo},
		"apps.connections.open": {app: true, tier: 3, run: connectionsOpen},
		"bots.info":             {scope: "users:read", form: true, tier: 3, run: botsInfo},

		"chat.postMessage":   {scope: "chat:write", run: chatPostMessage},
		"chat.postEphemeral": {scope: "chat:write", tier: 4, run: chatPostEphemeral},
		"chat.update":        {scope: "chat:write", tier: 3, run: chatUpdate},
		"chat.delete":        {scope: "chat:write", tier: 3, run: chatDelete},
		"chat.getPermalink":  {run: chatGetPermalink},

		"conversations.open":    {scope: "im:write", tier: 3, run: conversationsOpen},
		"conversations.join":    {scope: "channels:join", tier: 3, run: conversationsJoin},
		"conversations.info":    {form: true, tier: 3, must: []string{"channel"}, run: inRoom("read", conversationsInfo)},
		"conversations.members": {tier: 4, run: inRoom("read", conversationsMembers)},
		"conversations.history": {tier: 3, run: inRoom("history", conversationsHistory)},
		"conversations.replies": {form: true, tier: 3, must: []string{"channel", "ts"}, run: inRoom("history", conversationsReplies)},
		"conversations.list":    {tier: 2, run: conversationsList},

		"users.info":            {scope: "users:read", form: true, tier: 4, must: []string{"user"}, run: usersInfo},
		"users.list":            {scope: "users:read", tier: 2, run: usersList},
		"users.lookupByEmail":   {scope: "users:read.email", form: true, tier: 3, must: []string{"email"}, run: usersLookupByEmail},
		"users.profile.get":     {scope: "users.profile:read", tier: 4, run: usersProfileGet},
		"usergroups.list":       {scope: "usergroups:read", form: true, tier: 2, run: usergroupsList},
		"usergroups.users.list": {scope: "usergroups:read", tier: 2, run: usergroupsUsersList},

		"views.open":    {tier: 4, run: viewsOpen},
		"views.push":    {tier: 4, run: viewsPush},
		"views.update":  {tier: 4, run: viewsUpdate},
		"views.publish": {tier: 4, run: viewsPublish},

		"files.getUploadURLExternal":   {scope: "files:write", form: true, tier: 4, must: []string{"filename", "length"}, run: filesGetUploadURL},
		"files.completeUploadExternal": {scope: "files:write", tier: 4, run: filesCompleteUpload},
		"files.info":                   {scope: "files:read", tier: 4, run: filesInfo},
		"files.delete":                 {scope: "files:write", tier: 3, run: filesDelete},

		"reactions.add":    {scope: "reactions:write", tier: 3, run: reactionsAdd},
		"reactions.remove": {scope: "reactions:write", tier: 2, run: reactionsRemove},
	}
}

// scopeOf is the scope a conversation asks for, such as groups:history.
func scopeOf(r *room, verb string) string {
	switch r.kind() {
	case "im":
		return "im:" + verb
	case "group":
		return "groups:" + verb
	}
	return "channels:" + verb
}

// inRoom finds the conversation of a call and checks the scope that its kind asks for.
func inRoom(verb string, run func(*Workspace, *call, *room) reply) func(*Workspace, *call) reply {
	return func(w *Workspace, c *call) reply {
		r := w.room(c.str("channel"))
		if !w.botSees(r) {
			return fail("channel_not_found")
		}
		if bad := w.lacks(scopeOf(r, verb)); bad != nil {
			return bad
		}
		return run(w, c, r)
	}
}
