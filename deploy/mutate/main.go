// Command mutate asks whether the tests of a package would notice a fault: it plants one small fault at a time, runs
// the package's own tests over it and counts what they let pass. It owns the faults and the count; it must not change
// a file of the tree, so every fault is laid over it with the go tool's -overlay.
//
//	go run ./deploy/mutate ./automations/request ./automations/policy
//
// Own code, since gremlins 0.6.0 drops no statements and no table rows, takes no sample, and left with 0 below its
// threshold; the other mutation testers could not be had.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

type verdict string

const (
	killed   verdict = "killed"
	survived verdict = "SURVIVED"
	unbuilt  verdict = "unbuilt" // the compiler noticed: neither for nor against the tests
)

func main() {
	n := flag.Int("n", 0, "try a sample of this many faults a package; 0 tries all")
	seed := flag.Uint64("seed", 1, "seed of the sample")
	least := flag.Float64("least", 80, "percent of faults that the tests of each package must notice")
	workers := flag.Int("workers", 2, "faults tried at a time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	passed := flag.NArg() > 0
	for _, dir := range flag.Args() {
		percent, err := mutate(ctx, dir, *n, *seed, *workers)
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutate:", err)
		}
		passed = passed && err == nil && percent >= *least
	}
	stop()
	if !passed {
		fmt.Fprintf(os.Stderr, "mutate: failed: every package named must reach %.0f %%\n", *least)
		os.Exit(1)
	}
}

// mutate tries the faults of one package and returns the percent that its tests noticed.
func mutate(ctx context.Context, dir string, n int, seed uint64, workers int) (float64, error) {
	mutants, arguments, err := plan(dir)
	if err != nil {
		return 0, err
	}
	mutants = sample(mutants, n, seed)
	began := time.Now()
	if out, err := test(ctx, arguments, "-timeout=5m"); err != nil {
		return 0, fmt.Errorf("the tests of %s fail without any fault: %w\n%s", dir, err, out)
	}
	// A fault may make a loop endless: ten times what the sound tests took, building included, is endless enough.
	limit := "-timeout=" + max(20*time.Second, 10*time.Since(began)).String()
	verdicts := make([]verdict, len(mutants))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i, m := range mutants {
		group.Go(func() (err error) {
			verdicts[i], err = try(ctx, m, arguments, limit)
			fmt.Printf("%-8s %s:%d: %s\n", verdicts[i], m.file, m.line, m.what)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	return report(dir, verdicts)
}

// report prints the count of a package and returns the percent of faults noticed.
func report(dir string, verdicts []verdict) (float64, error) {
	count := map[verdict]int{}
	for _, v := range verdicts {
		count[v]++
	}
	counted := count[killed] + count[survived]
	if counted == 0 {
		return 0, fmt.Errorf("%s: no fault could be planted", dir)
	}
	percent := 100 * float64(count[killed]) / float64(counted)
	fmt.Printf("%s: %d of %d faults noticed (%.1f %%), %d survived, %d did not build\n",
		dir, count[killed], counted, percent, count[survived], count[unbuilt])
	return percent, nil
}

// plan returns the faults of a package and the arguments that test it. Property tests are seeded, so that the same
// fault meets the same values, and keep no file of what failed.
func plan(dir string) ([]mutant, []string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, nil, err
	}
	arguments := []string{"./" + filepath.Clean(dir)}
	var mutants []mutant
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			found, err := mutantsOf(file)
			if err != nil {
				return nil, nil, err
			}
			mutants = append(mutants, found...)
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		if len(arguments) == 1 && strings.Contains(string(text), strconv.Quote("pgregory.net/rapid")) {
			arguments = append(arguments, "-rapid.seed=1", "-rapid.nofailfile")
		}
	}
	return mutants, arguments, nil
}

// sample returns n of the faults, the same ones for the same seed, in the order of the text.
func sample(mutants []mutant, n int, seed uint64) []mutant {
	if n <= 0 || n >= len(mutants) {
		return mutants
	}
	chosen := rand.New(rand.NewPCG(seed, 0)).Perm(len(mutants))[:n]
	slices.Sort(chosen)
	kept := make([]mutant, n)
	for i, index := range chosen {
		kept[i] = mutants[index]
	}
	return kept
}

// try plants one fault and returns what became of it; the error is about the attempt, not about the tests.
func try(ctx context.Context, m mutant, arguments []string, limit string) (verdict, error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a folder left behind in the temporary folder harms nobody
	overlay, err := plant(dir, m)
	if err != nil {
		return "", err
	}
	out, err := test(ctx, arguments, limit, "-overlay="+overlay)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		return survived, nil
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return unbuilt, nil
	default:
		return killed, nil
	}
}

// plant writes the faulty file into dir and returns the overlay that puts it in the place of the sound one.
func plant(dir string, m mutant) (string, error) {
	sound, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	target, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	faulty, overlay := filepath.Join(dir, "faulty.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {target: faulty}})
	if err != nil {
		return "", err
	}
	text := slices.Concat(sound[:m.start], []byte(m.text), sound[m.end:])
	return overlay, errors.Join(os.WriteFile(faulty, text, 0o600), os.WriteFile(overlay, replace, 0o600))
}

// test runs the tests of a package once, uncached, and returns what they printed.
func test(ctx context.Context, arguments []string, flags ...string) (string, error) {
	flags = append([]string{"test", "-count=1", "-failfast", "-vet=off"}, flags...)
	out, err := exec.CommandContext(ctx, "go", append(flags, arguments...)...).CombinedOutput()
	return string(out), err
}
