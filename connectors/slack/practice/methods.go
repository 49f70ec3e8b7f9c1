package practice

// methods is the whole Web API: what is not here is unknown_method. Scopes are those of
// each method's page on docs.slack.dev/reference/methods; those that differ by kind of
// conversation (channels:, groups:, im:) are checked where the kind is known.
func methods() map[string]method {
	return map[string]method{
		"auth.test":             {run: authTest},
		"team.info":             {scope: "team:read", run: teamInfo},
		"apps.connections.open": {app: true, run: connectionsOpen},

		"chat.postMessage":   {scope: "chat:write", run: chatPostMessage},
		"chat.postEphemeral": {scope: "chat:write", run: chatPostEphemeral},
		"chat.update":        {scope: "chat:write", run: chatUpdate},
		"chat.delete":        {scope: "chat:write", run: chatDelete},
		"chat.getPermalink":  {run: chatGetPermalink},

		"conversations.open":    {scope: "im:write", run: conversationsOpen},
		"conversations.join":    {scope: "channels:join", run: conversationsJoin},
		"conversations.info":    {form: true, run: inRoom("read", conversationsInfo)},
		"conversations.members": {run: inRoom("read", conversationsMembers)},
		"conversations.history": {run: inRoom("history", conversationsHistory)},
		"conversations.replies": {form: true, run: inRoom("history", conversationsReplies)},
		"conversations.list":    {run: conversationsList},

		"users.info":            {scope: "users:read", form: true, run: usersInfo},
		"users.list":            {scope: "users:read", run: usersList},
		"users.lookupByEmail":   {scope: "users:read.email", form: true, run: usersLookupByEmail},
		"users.profile.get":     {scope: "users.profile:read", run: usersProfileGet},
		"usergroups.list":       {scope: "usergroups:read", form: true, run: usergroupsList},
		"usergroups.users.list": {scope: "usergroups:read", run: usergroupsUsersList},

		"views.open":    {run: viewsOpen},
		"views.push":    {run: viewsPush},
		"views.update":  {run: viewsUpdate},
		"views.publish": {run: viewsPublish},

		"files.getUploadURLExternal":   {scope: "files:write", form: true, run: filesGetUploadURL},
		"files.completeUploadExternal": {scope: "files:write", run: filesCompleteUpload},
		"files.info":                   {scope: "files:read", run: filesInfo},
		"files.delete":                 {scope: "files:write", run: filesDelete},

		"reactions.add":    {scope: "reactions:write", run: reactionsAdd},
		"reactions.remove": {scope: "reactions:write", run: reactionsRemove},
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
