package evidence

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/request"
)

//go:embed index.html
var layout string

//go:embed README.txt
var readme string

// told is all that the pages of a pack say.
type told struct {
	Contents
	stories []story
	Head    audit.Head
	First   int64 // position of the first entry
}

// today is the day on which the pack was made, where who asked for it is.
func (t told) today() string {
	at, _ := t.local(t.At, t.By)
	return at.Format(time.DateOnly)
}

// Made is when and by whom the pack was made.
func (t told) Made() string {
	at, zone := t.local(t.At, t.By)
	return at.Format("2 January 2006, 15:04 ") + zone
}

// Maker is who asked for it.
func (t told) Maker() string { return t.name(t.By) }

// About is the subject in words.
func (t told) About() string {
	if t.Subject == "" {
		return "All duties"
	}
	return t.Subject
}

// Period is the period in words.
func (t told) Period() string { return day(t.From) + " to " + day(t.To) }

// Entries is how many entries of the log the pack holds.
func (t told) Entries() int64 { return t.Head.Position - t.First + 1 }

// Tile is a number of the summary.
type Tile struct {
	Standing Standing
	Count    int
	Class    string
}

// Tiles count the duties by where they stand.
func (t told) Tiles() []Tile {
	tiles := []Tile{{InTime, 0, "good"}, {Late, 0, "warn"}, {Waived, 0, "calm"}, {Unsaid, 0, "calm"}, {Open, 0, "calm"}, {Overdue, 0, "bad"}, {Gone, 0, "bad"}}
	for _, s := range t.stories {
		for i := range tiles {
			if tiles[i].Standing == s.standing(t.today()) {
				tiles[i].Count++
			}
		}
	}
	kept := tiles[:0]
	for i, tile := range tiles {
		if tile.Count > 0 || i == 0 {
			kept = append(kept, tile)
		}
	}
	return kept
}

// Chapter is a duty as the page shows it.
type Chapter struct {
	Duty
	Title    string
	Due      string
	Standing Standing
	Class    string
	Owner    string
	DoneBy   string
	DoneOn   string
	Brought  string
	SignedBy string
	SignedAt string
	Waived   string // by whom, and the reason
	Evidence []given
	Pieces   []piece
	Deeds    []deed
}

// sheet is all that index.html is made of.
type sheet struct {
	told
	Chapters []Chapter
	Missing  []string
}

// chapters are the duties in order.
func (t told) chapters() []Chapter {
	all := make([]Chapter, 0, len(t.stories))
	for _, s := range t.stories {
		all = append(all, t.chapter(s))
	}
	return all
}

func (t told) chapter(s story) Chapter {
	c := Chapter{
		Duty: s.Duty, Title: s.request.Title, Due: day(s.due()), Standing: s.standing(t.today()),
		Evidence: s.evidence(), Pieces: s.pieces(t.Absent), Deeds: t.deeds(s),
	}
	c.Class = strings.ReplaceAll(string(c.Standing), " ", "-")
	if s.request.Work != nil {
		c.Owner = t.name(s.request.Work.Assignee)
	}
	if d := s.request.Work; d != nil && d.Duty != nil && d.Duty.Filed != "" && c.Standing != Open && c.Standing != Overdue {
		c.DoneBy, c.DoneOn = t.name(d.Duty.Filed), day(d.Day)
		at, zone := t.local(s.brought(), d.Duty.Filed)
		c.Brought = moment(at, zone)
	}
	if c.Standing == Waived {
		for _, r := range s.records {
			if r.Move == string(request.Cancel) {
				c.Waived = t.name(r.Actor) + ": " + s.request.Closing
			}
		}
	}
	if d, ok := s.signed(); ok {
		at, zone := t.local(d.At, d.By)
		c.SignedBy, c.SignedAt = t.name(d.By), moment(at, zone)
		if d.For != "" {
			c.SignedBy += " for " + t.name(d.For)
		}
	}
	return c
}

// When is a deed's moment in words.
func (d deed) When() string { return moment(d.At, d.Zone) }

func moment(at time.Time, zone string) string { return at.Format("2 Jan 2006, 15:04 ") + zone }

// missing is what is not as it should be, said openly.
func (t told) missing(chapters []Chapter) []string {
	var all []string
	for _, c := range chapters {
		name := c.Number + " (" + c.Title + ")"
		switch c.Standing {
		case Overdue:
			all = append(all, fmt.Sprintf("%s was due on %s and was not done when this pack was made.", name, c.Due))
		case Late:
			all = append(all, fmt.Sprintf("%s was due on %s and done on %s.", name, c.Due, c.DoneOn))
		case Unsaid:
			all = append(all, name+" waits to be signed off.")
		case Open:
			all = append(all, fmt.Sprintf("%s is open; it is due on %s.", name, c.Due))
		case Waived:
			all = append(all, name+" was waived; the reason stands with it.")
		case Gone:
			all = append(all, c.Number+": what was typed was erased on record, so only the entries of the log are left.")
		case InTime:
		}
		for _, p := range c.Pieces {
			if p.Absent != "" {
				all = append(all, fmt.Sprintf("%s: the file “%s” is not in this pack: %s.", name, p.Name, p.Absent))
			}
		}
	}
	for _, u := range t.Unopened {
		if u.Due > t.today() {
			all = append(all, fmt.Sprintf("%s is due on %s; it had not opened yet.", u.Title, day(u.Due)))
			continue
		}
		all = append(all, fmt.Sprintf("%s was due on %s and was never opened.", u.Title, day(u.Due)))
	}
	all = append(all, t.young()...)
	if t.Withheld > 0 {
		all = append(all, fmt.Sprintf("%d more duties of this period and subject exist that %s may not see.", t.Withheld, t.Maker()))
	}
	return all
}

// young names the obligations that were not known when the period began, a line
// for each day since when they are.
func (t told) young() []string {
	titles := map[string][]string{}
	for _, y := range t.Young {
		titles[y.Since] = append(titles[y.Since], y.Title)
	}
	var all []string
	for _, since := range slices.Sorted(maps.Keys(titles)) {
		all = append(all, fmt.Sprintf("Kept in Factotum since %s only, so that what was due before is not in this pack: %s.", day(since), strings.Join(titles[since], ", ")))
	}
	return all
}

// page writes index.html.
func (t told) page(w io.Writer) error {
	parsed, err := template.New(pagePart).Parse(layout)
	if err == nil {
		chapters := t.chapters()
		err = parsed.Execute(w, sheet{t, chapters, t.missing(chapters)})
	}
	if err != nil {
		return fmt.Errorf("evidence: write %s: %w", pagePart, err)
	}
	return nil
}

// read writes README.txt.
func (t told) read(w io.Writer) error {
	entered := "It is not entered in the log itself, since it was made by a command: compare the\nSHA-256 of the archive with the one that was printed then."
	if t.Request != "" {
		entered = "It is entered in the log itself, as " + t.Number + ", by the SHA-256 of pack.json."
	}
	_, err := io.WriteString(w, strings.NewReplacer(
		"{company}", t.Company, "{about}", t.About(), "{period}", t.Period(), "{made}", t.Made(), "{maker}", t.Maker(), "{head}", t.Head.String(), "{entered}", entered,
	).Replace(readme))
	return err
}
