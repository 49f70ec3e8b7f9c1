package app

import (
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/connectors/mail/practice"
)

// mailPath is the page of a demonstration on which mail is sent.
const mailPath = "/mail"

// maxMail bounds what is sent on it at once, in bytes.
const maxMail = 60 << 20

// before serves the page on which mail is sent beside the workspace.
func (p *postOffice) before(workspace http.Handler) http.Handler {
	if p == nil {
		return workspace
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+mailPath, func(w http.ResponseWriter, r *http.Request) { p.show(w, p.answering(r.URL.Query().Get("answer"))) })
	mux.HandleFunc("POST "+mailPath, func(w http.ResponseWriter, r *http.Request) {
		sent, err := p.send(w, r)
		if err != nil {
			p.show(w, p.blank(fault.Say(err)))
			return
		}
		p.show(w, p.blank(sent))
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

// mailForm is the page as it is filled in.
type mailForm struct {
	Said, To, Name, Address, Subject, Text, Answers, Domain string
	Boxes                                                   []Inbox
	Sent                                                    []practice.Reading // the newest first
}

// blank is the page before anybody has typed.
func (p *postOffice) blank(said string) mailForm {
	return mailForm{
		Said: said, Domain: sampleDomain, Boxes: p.boxes, To: p.boxes[0].Key,
		Name: "Lumen Office GmbH", Address: "rechnung@lumen-office.example", Subject: "Our invoice", Text: "See the files.",
	}
}

// answering is the page with an answer to a mail that was sent.
func (p *postOffice) answering(id string) mailForm {
	f := p.blank("")
	for _, m := range p.sent() {
		if id != "" && m.ID == id {
			f.To, f.Name, f.Address, f.Subject, f.Answers = p.from(m), "", m.To, "Re: "+m.Subject, m.ID
			f.Text = "\n\nOn " + p.now().UTC().Format("2 January 2006 at 15:04") + ", " + m.From + " wrote:\n> " + strings.ReplaceAll(strings.TrimSpace(m.Text), "\n", "\n> ")
		}
	}
	return f
}

// from is the mailbox that a mail went out of.
func (p *postOffice) from(m practice.Reading) string {
	for _, b := range p.boxes {
		if strings.Contains(m.From, b.Key+sampleDomain) {
			return b.Key
		}
	}
	return p.boxes[0].Key
}

// sent is what went out, the newest first.
func (p *postOffice) sent() []practice.Reading {
	var all []practice.Reading
	for _, s := range slices.Backward(p.out.Sent()) {
		if m, err := s.Read(); err == nil {
			all = append(all, m)
		}
	}
	return all
}

func (p *postOffice) show(w http.ResponseWriter, f mailForm) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	f.Sent = p.sent()
	page, err := template.New("mail").Parse(mailText)
	if err == nil {
		err = page.Execute(w, f)
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
	to := r.PostFormValue("to")
	if !p.serves(to) {
		to = p.boxes[0].Key
	}
	letter := p.typed(r, to)
	loose := len(r.MultipartForm.File["file"]) == 0
	for _, file := range r.MultipartForm.File["file"] {
		body, err := contentOf(file)
		if err != nil {
			return "", fault.Wrap(err, fault.Invalid, "Nothing was sent: a file could not be read. Try again.")
		}
		if strings.EqualFold(path.Ext(file.Filename), ".eml") {
			if err := p.server.Deliver(to, body); err != nil {
				return "", err
			}
			continue
		}
		letter.Files = append(letter.Files, practice.Attachment{Name: path.Base(file.Filename), Body: body})
	}
	if loose || len(letter.Files) > 0 {
		if err := p.server.Deliver(to, letter.Raw()); err != nil {
			return "", err
		}
	}
	if to == p.boxes[0].Key {
		return "It is on its way. Look into the messages of payables.", nil
	}
	return "It is on its way. Look into #it-desk; what is sent in answer stands below, after reloading this page.", nil
}

// typed is the mail without its files.
func (p *postOffice) typed(r *http.Request, to string) practice.Letter {
	text := r.PostFormValue("text")
	if strings.TrimSpace(text) == "" {
		text = "See the files."
	}
	return practice.Letter{
		Name: r.PostFormValue("name"), Address: strings.Join(strings.Fields(r.PostFormValue("address")), ""), Subject: r.PostFormValue("subject"), Text: text,
		Day: p.now().UTC(), Forged: r.PostFormValue("forged") != "", To: to + sampleDomain, Answers: strings.Join(strings.Fields(r.PostFormValue("answers")), ""),
	}
}

func contentOf(file *multipart.FileHeader) (body []byte, err error) {
	f, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	return io.ReadAll(f)
}
