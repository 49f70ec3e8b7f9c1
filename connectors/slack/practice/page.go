package practice

import (
	"embed"
	"io/fs"
	"net/http"
)

// pageFiles is the browser page, served as it is.
//
//go:embed page
var pageFiles embed.FS

// pageRoutes serves the page at /, at the address of a message (permalink), its
// documentation at /docs, and its assets. Nothing may be fetched from elsewhere: not by us, and not by a message that
// smuggles in an image.
func (w *Workspace) pageRoutes(m *http.ServeMux) {
	sub, _ := fs.Sub(pageFiles, "page")
	docs := func(rw http.ResponseWriter, r *http.Request) { http.ServeFileFS(rw, r, sub, "docs.html") }
	index := func(rw http.ResponseWriter, r *http.Request) { http.ServeFileFS(rw, r, sub, "index.html") }
	secure := func(next http.Handler) http.Handler {
		return w.guarded(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			h := rw.Header()
			h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; "+
				"style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cache-Control", "no-cache")
			next.ServeHTTP(rw, r)
		}))
	}
	m.Handle("GET /{$}", secure(http.HandlerFunc(index)))
	m.Handle("GET /docs", secure(http.HandlerFunc(docs)))
	m.Handle("GET /archives/", secure(http.HandlerFunc(index)))
	m.Handle("GET /assets/", secure(http.StripPrefix("/assets/", http.FileServerFS(sub))))
}
