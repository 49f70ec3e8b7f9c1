package app

import (
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"factotum/automations/fault"
	"factotum/connectors/mail/practice"
)

// mailPath is the page of a demonstration on which mail is sent.
const mailPath = "/mail"

// maxMail bounds what is sent on it at once, in bytes.
const maxMail = 60 << 20

const mailText = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Send mail to the sample company</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
label{display:block;margin:1rem 0 .2rem;font-weight:600}input:not([type=checkbox]){width:100%;box-sizing:border-box;padding:.5rem;font:inherit}
input[type=file]{border:2px dashed #888;border-radius:.5rem;padding:2.5rem 1rem}button{margin-top:1.5rem;padding:.6rem 1.4rem;font:inherit;font-weight:600}
.said{border-left:4px solid #2a7;padding:.5rem 1rem}</style>
<h1>Send mail to {{.To}}</h1>
{{with .Said}}<p class="said" role="status">{{.}}</p>{{end}}
<p>What arrives here is read like any company's mail: over IMAP, in a process of its own. It becomes a request that Lena Vogt and Marek Nowak of payables see in their messages.</p>
<form method="post" enctype="multipart/form-data">
<label for="file">Files</label><input id="file" name="file" type="file" multiple required>
<label for="name">From</label><input id="name" name="name" value="Lumen Office GmbH" maxlength="100">
<label for="address">Address</label><input id="address" name="address" type="email" value="rechnung@lumen-office.example" required maxlength="200">
<label for="subject">Subject</label><input id="subject" name="subject" value="Our invoice" maxlength="200">
<label><input name="forged" type="checkbox"> Somebody else pretends to be this sender</label>
<button>Send</button></form>
<p>PDF, XML, PNG and JPEG go as attachments; a mail (.eml) goes as it is. <a href="/">Back to the workspace</a></p></html>`

// before serves the page on which mail is sent beside the workspace.
func (p *postOffice) before(workspace http.Handler) http.Handler {
	if p == nil {
		return workspace
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+mailPath, func(w http.ResponseWriter, _ *http.Request) { p.show(w, "") })
	mux.HandleFunc("POST "+mailPath, func(w http.ResponseWriter, r *http.Request) {
		sent, err := p.send(w, r)
		if err != nil {
			p.show(w, fault.Say(err))
			return
		}
		p.show(w, sent)
	})
	page := localOnly(http.NewCrossOriginProtection().Handler(mux))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == mailPath {
			page.ServeHTTP(w, r)
			return
		}
		workspace.ServeHTTP(w, r)
	})
}

func (p *postOffice) show(w http.ResponseWriter, said string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	page, err := template.New("mail").Parse(mailText)
	if err == nil {
		err = page.Execute(w, struct{ To, Said string }{p.user + "@harbourpine.example", said})
	}
	if err != nil {
		http.Error(w, "The page cannot be shown.", http.StatusInternalServerError)
	}
}

// send makes a mail of what was typed and dropped, and delivers it.
func (p *postOffice) send(w http.ResponseWriter, r *http.Request) (string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxMail)
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		return "", fault.Wrap(err, fault.Invalid, "Nothing was sent: the files are larger than 60 MB together, or were cut off. Try fewer.")
	}
	letter := practice.Letter{
		Name: r.PostFormValue("name"), Address: strings.Join(strings.Fields(r.PostFormValue("address")), ""), Subject: r.PostFormValue("subject"), Text: "See the files.",
		Day: p.now().UTC(), Forged: r.PostFormValue("forged") != "",
	}
	for _, file := range r.MultipartForm.File["file"] {
		body, err := contentOf(file)
		if err != nil {
			return "", fault.Wrap(err, fault.Invalid, "Nothing was sent: a file could not be read. Try again.")
		}
		if strings.EqualFold(path.Ext(file.Filename), ".eml") {
			if err := p.server.Deliver(p.user, body); err != nil {
				return "", err
			}
			continue
		}
		letter.Files = append(letter.Files, practice.Attachment{Name: path.Base(file.Filename), Body: body})
	}
	if len(letter.Files) > 0 {
		if err := p.server.Deliver(p.user, letter.Raw()); err != nil {
			return "", err
		}
	}
	return "It is on its way. Look into the messages of payables.", nil
}

func contentOf(file *multipart.FileHeader) (body []byte, err error) {
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	return io.ReadAll(f)
}
