// Command bench loads synthetic quads into kg's store and into its peers,
// asks all of them the same questions and prints one table. Each engine runs
// in a process of its own. KG_BENCH_QUADS is the number of quads (100,000);
// KG_BENCH_ENGINES names those to run, in the order of the columns.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// engine does the workload in an empty folder.
type engine func(dir string, w *workload) (*result, error)

var engines = map[string]engine{"kg": runKG, "sqlite": runSQLite, "oxigraph": runOxigraph, "cayley-bolt": runCayley}

// result is what one engine did.
type result struct {
	LoadCPU, LoadSeconds   float64
	PeakMB, DiskMB         float64
	OpenMS                 float64
	ExportMBs              float64 // a CPU-second
	ArticleRate, GroupRate float64 // stored a second
	ArticleCPU, GroupCPU   float64 // ms an article
	Queries                map[string]*timing
	Skipped                string
}

// timing is how long the queries of a kind took.
type timing struct {
	Median, P95, Max float64 // ms
	Rows             int     // of all
	Queries          int     // that were done in the time allowed
	times            []float64
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) == 4 { // the child: engine, folder, workload
		return child(os.Args[1], os.Args[2], os.Args[3])
	}
	quads := 100_000
	if text := os.Getenv("KG_BENCH_QUADS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1000 {
			return fmt.Errorf("KG_BENCH_QUADS=%s: it takes a number from 1000 on", text)
		}
		quads = n
	}
	names := []string{"kg", "sqlite", "oxigraph", "cayley-bolt"}
	if text := os.Getenv("KG_BENCH_ENGINES"); text != "" {
		names = strings.Split(text, ",")
	}
	dir, err := os.MkdirTemp("", "kg-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := prepare(dir, "all", quads)
	if err != nil {
		return err
	}
	results := make(map[string]*result)
	for _, name := range names {
		if engines[name] == nil {
			return fmt.Errorf("there is no engine %q", name)
		}
		fmt.Fprintf(os.Stderr, "%s…\n", name)
		if results[name], err = runChild(name, dir, w); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	growth := math.NaN()
	if kg := results["kg"]; kg != nil && quads >= 100_000 { // how the load grows
		small, err := prepare(dir, "tenth", quads/10)
		if err != nil {
			return err
		}
		r, err := runChild("kg", dir, small)
		if err != nil {
			return err
		}
		growth = math.Log10(kg.LoadCPU / r.LoadCPU)
	}
	return table(w, names, results, growth)
}

func prepare(dir, name string, quads int) (*workload, error) {
	w, err := newWorkload(filepath.Join(dir, name+".nq"), quads)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	return w, os.WriteFile(w.File+".json", b, 0o600)
}

func runChild(name, dir string, w *workload) (*result, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	cmd := exec.Command(exe, name, folder, w.File+".json")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var r result
	return &r, json.Unmarshal(out, &r)
}

func child(name, dir, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var w workload
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	b = nil
	r, err := engines[name](dir, &w)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// measureLoad fills in what load takes.
func (r *result) measureLoad(load func() error) error {
	runtime.GC()
	cpu, begin := cpuSeconds(), time.Now()
	if err := load(); err != nil {
		return err
	}
	r.LoadCPU, r.LoadSeconds = cpuSeconds()-cpu, time.Since(begin).Seconds()
	r.PeakMB = peakMB()
	return nil
}

// peakMB is the most that this program has had in memory; what getrusage says
// may be the memory of the process that it was forked from. 0 is unknown.
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kB float64
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		return 0
	}
	return kB / 1024
}

func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// timeAllowed is how long the queries of one kind may take; a peer that scans
// the store for each would need hours.
const timeAllowed = 20 * time.Second

// measureQueries asks every draw; ask gives the number of rows.
func (r *result) measureQueries(w *workload, ask func(*draw) (int, error)) error {
	r.Queries = make(map[string]*timing)
	began := make(map[string]time.Time)
	for i := range w.Draws {
		d := &w.Draws[i]
		t := r.Queries[d.Kind]
		if t == nil {
			t = &timing{}
			r.Queries[d.Kind] = t
			if _, err := ask(d); err != nil { // what is opened once for all
				return fmt.Errorf("%+v: %w", *d, err)
			}
			began[d.Kind] = time.Now()
		}
		if time.Since(began[d.Kind]) > timeAllowed {
			continue
		}
		begin := time.Now()
		rows, err := ask(d)
		if err != nil {
			return fmt.Errorf("%+v: %w", *d, err)
		}
		t.times = append(t.times, float64(time.Since(begin).Microseconds())/1000)
		t.Rows += rows
		t.Queries++
	}
	for _, t := range r.Queries {
		slices.Sort(t.times)
		t.Median, t.P95, t.Max = t.times[t.Queries/2], t.times[t.Queries*95/100], t.times[t.Queries-1]
	}
	return nil
}

// measureArticles stores articles durably, one by one and in groups of 64.
func (r *result) measureArticles(w *workload, store func(texts []string) error) error {
	const single, group = 200, 64
	part := func(articles []string, size int) (rate, cpu float64, err error) {
		begin, used := time.Now(), cpuSeconds()
		for texts := range slices.Chunk(articles, size) {
			if err := store(texts); err != nil {
				return 0, 0, err
			}
		}
		n := float64(len(articles))
		return n / time.Since(begin).Seconds(), (cpuSeconds() - used) * 1000 / n, nil
	}
	var err, err2 error
	r.ArticleRate, r.ArticleCPU, err = part(w.Articles[:single], 1)
	r.GroupRate, r.GroupCPU, err2 = part(w.Articles[single:], group)
	return errors.Join(err, err2)
}

func folderMB(dir string) float64 {
	var n int64
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		return math.NaN()
	}
	return float64(n) / (1 << 20)
}

func table(w *workload, names []string, results map[string]*result, growth float64) error {
	var b bytes.Buffer
	out := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cell func(r *result) string) {
		fmt.Fprintf(out, "%s\t", name)
		for _, n := range names {
			text := "-"
			if r := results[n]; r.Skipped == "" {
				text = cell(r)
			}
			fmt.Fprintf(out, "%s\t", text)
		}
		fmt.Fprintln(out)
	}
	number := func(format string, f float64) string {
		if f == 0 {
			return "-"
		}
		return fmt.Sprintf(format, f)
	}
	fmt.Fprintf(out, "\t%s\t\n", strings.Join(names, "\t"))
	row("load, CPU-s", func(r *result) string { return number("%.2f", r.LoadCPU) })
	row("load, s", func(r *result) string { return number("%.2f", r.LoadSeconds) })
	row("peak memory of the load, MB", func(r *result) string { return number("%.0f", r.PeakMB) })
	row("disk, MB", func(r *result) string { return number("%.0f", r.DiskMB) })
	row("open, ms", func(r *result) string { return number("%.1f", r.OpenMS) })
	row("articles of 25 quads, one durable commit each, /s", func(r *result) string { return number("%.0f", r.ArticleRate) })
	row("the same, CPU-ms each", func(r *result) string { return number("%.2f", r.ArticleCPU) })
	row("64 in a commit, /s", func(r *result) string { return number("%.0f", r.GroupRate) })
	row("the same, CPU-ms each", func(r *result) string { return number("%.2f", r.GroupCPU) })
	row("export, MB/CPU-s", func(r *result) string { return number("%.0f", r.ExportMBs) })
	for _, kind := range w.Kinds {
		row(kind+", median/p95 ms", func(r *result) string {
			t := r.Queries[kind]
			text := fmt.Sprintf("%.2f/%.2f", t.Median, t.P95)
			if t.Queries < drawn {
				text += fmt.Sprintf(" (%d done)", t.Queries)
			}
			return text
		})
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Printf("%d quads, %d bytes each; %d draws of each kind of query, rows distinct\n%s", w.Quads, w.Bytes/int64(w.Quads), drawn, b.String())
	if !math.IsNaN(growth) {
		fmt.Printf("kg's load grows from %d quads to %d by the power %.2f\n", w.Quads/10, w.Quads, growth)
	}
	for _, n := range names {
		if why := results[n].Skipped; why != "" {
			fmt.Printf("%s was skipped: %s\n", n, why)
		}
	}
	return compareRows(w, names, results)
}

// compareRows says the mean number of rows, and fails when engines differ.
func compareRows(w *workload, names []string, results map[string]*result) (err error) {
	var means []string
	for _, kind := range w.Kinds {
		rows := -1
		for _, n := range names {
			r := results[n]
			if r.Skipped != "" || r.Queries[kind].Queries < drawn {
				continue
			}
			switch got := r.Queries[kind].Rows; {
			case rows < 0:
				rows = got
				means = append(means, fmt.Sprintf("%s %.1f", kind, float64(got)/drawn))
			case rows != got:
				err = errors.Join(err, fmt.Errorf("%s: %s gives %d rows, another %d", kind, n, got, rows))
			}
		}
	}
	fmt.Printf("mean rows: %s\n", strings.Join(means, "; "))
	return err
}
