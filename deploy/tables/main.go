// Command tables measures an import: a table of many rows with some wrong ones is
// dropped, checked and taken over by a process of its own, whose memory and time
// are told; then the same with the process killed by -9 in the middle, after which
// each row has to be there once. The last line is its row in deploy/proofs/FIGURES.md.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/connectors/files"
	"factotum/connectors/store/sqlite"
)

func main() {
	rows := flag.Int("rows", 50_000, "rows of the table")
	wrong := flag.Int("wrong", 500, "rows that are wrong")
	work := flag.String("work", "", "folder in which to work: the process that imports")
	flag.Parse()
	if *work != "" {
		if err := imports(context.Background(), *work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		return
	}
	broken, err := proves(*rows, *wrong)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if broken > 0 {
		os.Exit(1)
	}
}

// What an import of 50,000 rows may take.
const (
	longest = 30 * time.Second
	largest = 200 << 20
)

// proves runs both trials, and counts the promises that were broken.
func proves(rows, wrong int) (broken int, err error) {
	var told []string
	for _, kill := range []bool{false, true} {
		say, promises, err := proved(rows, wrong, kill)
		if err != nil {
			return 0, err
		}
		for _, p := range promises {
			fmt.Println("BROKEN:", p)
		}
		told, broken = append(told, say), broken+len(promises)
	}
	fmt.Printf("ROW\t%d rows, %d of them wrong: %s\t%d broken promises\n", rows, wrong, strings.Join(told, "; "), broken)
	return broken, nil
}

// proved is one trial: what it took, and which promises it broke.
func proved(rows, wrong int, kill bool) (say string, broken []string, err error) {
	folder, err := os.MkdirTemp("", "factotum-tables-")
	if err != nil {
		return "", nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := os.WriteFile(filepath.Join(folder, "table.csv"), table(rows, wrong), 0o600); err != nil {
		return "", nil, err
	}
	said, took, busy, err := trial(folder, kill)
	if err != nil {
		return "", nil, fmt.Errorf("%w\n%s", err, said)
	}
	counted, err := count(folder)
	if err != nil {
		return "", nil, err
	}
	if counted != rows-wrong {
		broken = append(broken, fmt.Sprintf("%d records stand there instead of %d", counted, rows-wrong))
	}
	if took > longest && !kill {
		broken = append(broken, fmt.Sprintf("it took %s and may take %s", took, longest))
	}
	memory := peakOf(said)
	if memory > largest {
		broken = append(broken, fmt.Sprintf("it took %d MB and may take %d MB", memory>>20, largest>>20))
	}
	how := "imported at once"
	if kill {
		how = "killed with -9 in the middle and repeated"
	}
	return fmt.Sprintf("%s: %s (CPU %s), peak %d MB, %d records, each once",
		how, took.Round(100*time.Millisecond), busy.Round(100*time.Millisecond), memory>>20, counted), broken, nil
}

// peakOf reads the memory that the process told last, in bytes; 0 where the system
// does not say.
func peakOf(said string) int64 {
	_, last, _ := strings.Cut(said[strings.LastIndex(strings.TrimSpace(said), "\n")+1:], "peak memory ")
	var kb int64
	if _, err := fmt.Sscanf(last, "%d kB", &kb); err != nil {
		return 0
	}
	return kb << 10
}

// trial lets a process import, and where it is to be killed another one go on. Busy
// is the CPU that they used.
func trial(folder string, kill bool) (said string, took, busy time.Duration, err error) {
	began := time.Now()
	var out bytes.Buffer
	if kill {
		if busy, err = worker(folder, "taking 4", &out); err != nil {
			return out.String(), 0, 0, err
		}
	}
	more, err := worker(folder, "", &out)
	return out.String(), time.Since(began), busy + more, err
}

// worker runs this program as the one that works, and kills it once it has said so
// much; with nothing to wait for it ends by itself.
func worker(folder, stop string, out *bytes.Buffer) (busy time.Duration, err error) {
	cmd := exec.Command(os.Args[0], "-work", folder) //nolint:gosec,noctx // this very program
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	killed := false
	chunk := make([]byte, 4096)
	for {
		n, err := pipe.Read(chunk)
		out.Write(chunk[:n])
		if stop != "" && !killed && strings.Contains(out.String(), stop) {
			killed = true
			if err := cmd.Process.Kill(); err != nil {
				return 0, err
			}
		}
		if err != nil {
			break
		}
	}
	err = cmd.Wait()
	if killed {
		err = nil
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), err
}

// table has wrong rows evenly among the others.
func table(rows, wrong int) []byte {
	var b bytes.Buffer
	b.WriteString("Tag;Sort;Model;Serial number;Price;Bought on;Years of use;Cost centre\n")
	every := rows / max(wrong, 1)
	for i := range rows {
		sort := "Laptop"
		if wrong > 0 && i%every == every-1 {
			sort = "Spaceship"
		}
		fmt.Fprintf(&b, "LAP-%d;%s;Bolt 14 Gen %d;SN%08d;%d,50 EUR;2025-03-%02d;%d;200\n", i+1, sort, i%9, i, 500+i%900, i%28+1, i%5+1)
	}
	return b.Bytes()
}

// office is what an import needs of the world.
func office(ctx context.Context, folder string) (*automations.Desk, *sqlite.Store, error) {
	store, err := sqlite.Open(filepath.Join(folder, "factotum.db")) //nolint:contextcheck // opening takes none
	if err != nil {
		return nil, nil, err
	}
	kept, err := files.Open(filepath.Join(folder, "files"), time.Now())
	if err != nil {
		return nil, nil, err
	}
	builtin, err := catalogue.Builtin()
	if err != nil {
		return nil, nil, err
	}
	body, err := os.ReadFile(filepath.Join("bot", "app", "demo", "company", "kinds", "assets.yaml"))
	if err != nil {
		return nil, nil, err
	}
	c, problems := catalogue.Load(catalogue.Company{
		Name: "Sample", Currency: "EUR", Teams: []string{"payables", "procurement", "it"},
		Options: map[string][]form.Option{"cost_centres": {{Value: "200", Label: "Finance"}}},
	}, builtin, []catalogue.File{{Name: "assets.yaml", Body: body}})
	if len(problems) > 0 {
		return nil, nil, errors.New(problems[0].String())
	}
	ids := 0
	shelf := shelf{keeper{folder, kept}}
	desk := &automations.Desk{
		Store: store, Catalogue: c, Now: time.Now, NewID: func() string { ids++; return fmt.Sprintf("id%d", ids) }, Keeper: shelf.keeper, Reader: shelf, Due: func() {},
		Calendar: func(people.Person) *calendar.Calendar { return nil },
	}
	dir, _ := people.Join([]people.Account{{ID: "U1", Name: "hanna", Email: "hanna@example.com", Zone: "Europe/Berlin"}},
		[]people.Entry{{Email: "hanna@example.com", Name: "Hanna", Roles: []string{"security"}}}, people.Company{})
	_, err = desk.Staff(ctx, dir)
	return desk, store, err
}

// imports brings the table, or goes on with the one that was brought.
func imports(ctx context.Context, folder string) (err error) {
	desk, store, err := office(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	by, err := desk.Who(ctx, "U1")
	if err != nil {
		return err
	}
	if _, _, err := desk.Table(ctx, by, "draft-one"); err != nil {
		if err := desk.BringTable(ctx, by, "one", form.File{Name: "assets.csv", Source: "table.csv"}, ""); err != nil {
			return err
		}
	}
	for last := ""; ; {
		_, im, err := desk.Table(ctx, by, "draft-one")
		if err != nil {
			return err
		}
		if now := fmt.Sprintf("%s %d", im.Phase, im.Done.All()); now != last {
			fmt.Println(now)
			last = now
		}
		switch im.Phase { //nolint:exhaustive // the others go on by themselves
		case automations.TableReady:
			if _, err := desk.TakeTable(ctx, by, "take", "draft-one", true); err != nil {
				return err
			}
		case automations.TableTaken:
			fmt.Printf("%+v, peak memory %s\n", im.Done, peak())
			return nil
		case automations.TableRefused:
			return errors.New(im.Say)
		}
		if err := desk.Scan(ctx); err != nil {
			return err
		}
	}
}

// count is how many records stand there, each with its own tag and never changed.
func count(folder string) (n int, err error) {
	ctx := context.Background()
	desk, store, err := office(ctx, folder)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	by, err := desk.Who(ctx, "U1")
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for after := ""; ; {
		page, err := desk.Records(ctx, by, "assets", after, 500)
		if err != nil {
			return 0, err
		}
		for _, r := range page.Records {
			if seen[r.Title] || r.Version != 1 {
				return 0, fmt.Errorf("%s stands there twice, or was changed", r.Title)
			}
			seen[r.Title] = true
		}
		if after = page.Next; after == "" {
			return len(seen), nil
		}
	}
}

// keeper keeps copies of what lies in the folder.
type keeper struct {
	folder string
	kept   *files.Store
}

// Keep makes a copy of a file of the folder.
func (k keeper) Keep(ctx context.Context, f form.File) (hash string, err error) {
	body, err := os.Open(filepath.Join(k.folder, filepath.Base(f.Source)))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	hash, _, err = k.kept.Put(ctx, body, 1<<30)
	return hash, err
}

// Kept gives a copy back.
func (k keeper) Kept(ctx context.Context, hash string) (raw []byte, err error) {
	content, err := k.kept.Get(ctx, hash)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	return io.ReadAll(content)
}

// Drop takes a copy away.
func (k keeper) Drop(_ context.Context, hash string, rested time.Duration) (gone bool, err error) {
	return k.kept.Drop(hash, time.Now().Add(-rested))
}

// shelf keeps what was made of files.
type shelf struct{ keeper }

// Read reads no documents.
func (s shelf) Read(context.Context, string, []byte) (automations.Contents, error) {
	return automations.Contents{}, nil
}

// Keep keeps something as a whole.
func (s shelf) Keep(ctx context.Context, name string, raw []byte) (form.File, error) {
	hash, size, err := s.kept.Put(ctx, bytes.NewReader(raw), 1<<30)
	return form.File{Name: name, Size: size, Source: "kept-" + hash, Hash: hash}, err
}

func peak() string {
	status, _ := os.ReadFile("/proc/self/status") // elsewhere it is not known
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return "unknown"
}
