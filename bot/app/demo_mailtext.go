package app

// mailText is the page on which mail is sent to the sample company, and what it
// has sent can be read and answered.
const mailText = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mail of the sample company</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
label{display:block;margin:1rem 0 .2rem;font-weight:600}input:not([type=checkbox]),select,textarea{width:100%;box-sizing:border-box;padding:.5rem;font:inherit}
input[type=file]{border:2px dashed #888;border-radius:.5rem;padding:1.5rem 1rem}button{margin-top:1.5rem;padding:.6rem 1.4rem;font:inherit;font-weight:600}
.said{border-left:4px solid #2a7;padding:.5rem 1rem}article{border:1px solid #8886;border-radius:.5rem;padding:.8rem 1.2rem;margin:1rem 0}
article p{margin:0}article pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}.small{color:#777;font-size:.9rem}</style>
<h1>{{if .Answers}}Answer{{else}}Send mail to the sample company{{end}}</h1>
{{with .Said}}<p class="said" role="status">{{.}}</p>{{end}}
<p>What arrives is read like any company's mail: over IMAP, in a process of its own. To the mailbox for invoices, each invoice becomes a request that Lena Vogt and Marek Nowak of payables see in their messages. To the desk, it becomes a ticket in #it-desk; what the desk answers goes out by SMTP and stands below.</p>
<form method="post" enctype="multipart/form-data" action="/mail">
<label for="to">To</label><select id="to" name="to">{{range .Boxes}}<option value="{{.Key}}"{{if eq .Key $.To}} selected{{end}}>{{.Name}}, {{.Key}}{{$.Domain}}</option>{{end}}</select>
<label for="name">From</label><input id="name" name="name" value="{{.Name}}" maxlength="100">
<label for="address">Address</label><input id="address" name="address" type="email" value="{{.Address}}" required maxlength="200">
<label for="subject">Subject</label><input id="subject" name="subject" value="{{.Subject}}" maxlength="200">
<label for="text">Text</label><textarea id="text" name="text" rows="6" maxlength="20000">{{.Text}}</textarea>
<label for="file">Files</label><input id="file" name="file" type="file" multiple>
<input type="hidden" name="answers" value="{{.Answers}}">
<label><input name="forged" type="checkbox"> Somebody else pretends to be this sender</label>
<button>Send</button></form>
<p>PDF, XML, PNG and JPEG go as attachments; a mail (.eml) goes as it is. <a href="/">Back to the workspace</a></p>
<h2 id="sent">What the company has sent</h2>
{{range .Sent}}<article><p><strong>{{.Subject}}</strong></p><p class="small">from {{.From}} to {{.To}}{{if .Machine}}, by itself{{end}}</p><pre>{{.Text}}</pre>
{{range .Files}}<p>📎 {{.Name}}</p>{{end}}<p><a href="/mail?answer={{.ID}}">Answer</a></p></article>
{{else}}<p>Nothing yet. Write to the desk, and its answers stand here.</p>{{end}}</html>`
