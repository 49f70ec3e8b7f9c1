package view

import (
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/handlers/payload"
)

// Fields gives what stands in the form of a kind as it is read: accounts become
// persons, and a file input in which nothing was put leaves the files that are
// there. before is what was known until now. Inputs that are no field of the
// kind are left out.
func Fields(in payload.Inputs, kind catalogue.Kind, dir people.Directory, before form.Raw) form.Raw {
	raw := form.Raw{}
	for path, input := range in {
		field, ok := kind.Form.Field(path)
		if !ok {
			continue
		}
		switch field.Type {
		case form.Lines:
			continue
		case form.Upload:
			if len(input.Files) == 0 {
				continue
			}
			raw[path] = form.Input{Files: Files(input.Files)}
		case form.Person:
			if input.Text == "" && accountless(dir, before[path].Text) {
				continue // the menu could not show them, so it says nothing
			}
			raw[path] = form.Input{Text: personOf(dir, input.Text)}
		case form.People:
			raw[path] = form.Input{List: personsOf(dir, input.List)}
		case form.Text, form.Paragraph, form.Number, form.Money, form.Date, form.Select, form.MultiSelect, form.Team,
			form.Email, form.Phone, form.URL, form.IBAN, form.VAT, form.Checkbox:
			raw[path] = form.Input{Text: input.Text, List: input.List}
		}
	}
	return raw
}

// Files are files of Slack as a form holds them.
func Files(in []payload.File) []form.File {
	var out []form.File
	for _, f := range in {
		out = append(out, form.File{Name: f.Name, Type: f.Type, Size: f.Size, Source: f.ID})
	}
	return out
}

// personOf is whose account it is; an account nobody knows stays as it is, and
// is refused with a sentence when the form is read.
func personOf(dir people.Directory, account string) string {
	if p, ok := dir.ByAccount(account); ok {
		return p.ID
	}
	return account
}

func personsOf(dir people.Directory, accounts []string) []string {
	var ids []string
	for _, account := range accounts {
		ids = append(ids, personOf(dir, account))
	}
	return ids
}

func accountless(dir people.Directory, id string) bool {
	p, ok := dir.Person(id)
	return ok && len(p.Accounts) == 0
}
