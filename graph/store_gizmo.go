package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"runtime/metrics"
	"slices"
	"strconv"
	"time"
	"unsafe"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// scriptName stands before line and column in a script's errors.
const scriptName = "query"

// gizmo runs a script of Gizmo. Cayley's session runs it in a goroutine in
// which a Go panic would end the process and whose end it does not tell, and
// hands each row over by itself, which takes as long as finding it. So the
// script is run here, and the session is only what its functions work on.
func (q *queryRun) gizmo(ctx context.Context, text string) error {
	session := gizmo.NewSession(namedView{q.view})
	script, err := goja.Compile(scriptName, text, false)
	if err != nil {
		q.view.Close()
		return syntaxError(err)
	}
	run := &gizmoScript{vm: virtualMachine(session), program: script, out: make(chan *gizmo.Result, rowsAhead), done: make(chan struct{})}
	if err := run.bind(q.opts.Params); err != nil {
		q.view.Close()
		return err
	}
	err = q.rows(ctx, session, run)
	if run.wait(finishTime) {
		q.view.Close()
		if err == nil && !q.result.Truncated {
			err = run.err
		}
	} else { // a step that cannot be interrupted: let it keep its view
		go func() {
			<-run.done
			q.view.Close()
		}()
	}
	return err
}

const (
	rowsAhead  = 4096                   // that a script may find before they are taken
	rowsPause  = 200 * time.Microsecond // from taking what is there to the next time
	finishTime = time.Second            // how long a script that was interrupted is waited for
)

// rows collects the answers of a script until its end, the limit or the
// deadline.
func (q *queryRun) rows(ctx context.Context, session *gizmo.Session, run *gizmoScript) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	it, err := session.Execute(ctx, "", query.Options{Collation: query.Raw}) // makes it ready for a script
	if err != nil {
		close(run.done)
		return err
	}
	defer it.Close() // ends what its functions do
	*sessionField[chan *gizmo.Result](session, "out") = run.out
	stop := watchMemory(q.opts.Memory, cancel)
	defer stop()
	go run.run()
	defer run.vm.Interrupt("the query has ended")
	tick := time.NewTicker(rowsPause)
	defer tick.Stop()
	for ended := false; !ended; {
		select {
		case <-run.done:
			ended = true
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if more, err := q.take(run); err != nil || !more {
			return err
		}
	}
	if v := run.value; v != nil && !goja.IsNull(v) && !goja.IsUndefined(v) {
		if _, err := q.gizmoRow(&gizmo.Result{Meta: true, Val: v.Export()}); err != nil {
			return err
		}
	}
	return errors.Join(context.Cause(ctx), q.view.Err())
}

// take adds the answers that are ready; it is false when the limit is reached.
func (q *queryRun) take(run *gizmoScript) (more bool, err error) {
	for {
		select {
		case r := <-run.out:
			if more, err := q.gizmoRow(r); err != nil || !more {
				return false, err
			}
		default:
			return true, nil
		}
	}
}

// gizmoRow adds an answer: tags, what g.Emit gave, or the value of the whole
// script when nothing else was given.
func (q *queryRun) gizmoRow(result *gizmo.Result) (more bool, err error) {
	switch {
	case result.Tags != nil:
		row, err := q.row(result.Tags)
		if err != nil || len(row.Bindings) == 0 {
			return true, err
		}
		return q.add(row), nil
	case !result.Meta || len(q.result.Rows) == 0 && isPlain(result.Val):
		return q.add(Row{Value: plainJSON(result.Val)}), nil
	}
	return true, nil
}

// isPlain tells whether the value of a script is worth showing: no path.
func isPlain(val any) bool {
	switch val.(type) {
	case string, bool, int64, float64, []any, map[string]any:
		return true
	}
	return false
}

// gizmoScript is a script in the session's virtual machine.
type gizmoScript struct {
	vm      *goja.Runtime
	program *goja.Program
	out     chan *gizmo.Result
	done    chan struct{} // closed when the script has ended
	value   goja.Value    // of the script, once it has ended
	err     error         // of the script, once it has ended
}

// run runs the script.
func (r *gizmoScript) run() {
	defer close(r.done)
	defer recoverQuery(&r.err)
	value, err := r.vm.RunProgram(r.program)
	if err != nil {
		r.err = scriptError(err)
		return
	}
	r.value = value
}

// wait waits for the end of the script; it is false when that takes too long.
func (r *gizmoScript) wait(limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-r.done:
		return true
	case <-timer.C:
		return false
	}
}

// bind sets the parameters as variables of the script. Their values go in as
// values and are never part of the script's text.
func (r *gizmoScript) bind(params map[string]Term) error {
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value, err := valueOfTerm(params[name])
		if err == nil {
			err = r.vm.Set(name, value)
		}
		if err != nil {
			return fmt.Errorf("parameter %s: %w", name, err)
		}
	}
	return nil
}

// valueOfTerm gives a term as Gizmo writes it: an IRI as the string "<kg:x>",
// which equals what ToArray gives, a plain string as itself, an integer and a
// boolean as JavaScript's own. A string that may look like an IRI goes into a
// path as str(x).
func valueOfTerm(t Term) (any, error) {
	switch t.Kind {
	case IRITerm, BlankTerm:
		return t.String(), nil
	case LiteralTerm:
		switch {
		case t.Lang != "":
			return quad.LangString{Value: quad.String(t.Value), Lang: t.Lang}, nil
		case t.Datatype == "":
			return t.Value, nil
		}
		if v, ok := nativeValue(t); ok {
			return v, nil
		}
		return quad.TypedString{Value: quad.String(t.Value), Type: quad.IRI(t.Datatype)}, nil
	}
	return nil, errors.New("no term")
}

func nativeValue(t Term) (any, bool) {
	switch t.Datatype {
	case XSDInteger:
		n, err := strconv.ParseInt(t.Value, 10, 64)
		return n, err == nil && strconv.FormatInt(n, 10) == t.Value
	case XSDBoolean:
		return t.Value == "true", t.Value == "true" || t.Value == "false"
	}
	return nil, false
}

func syntaxError(err error) error {
	return fmt.Errorf("%w: %w", ErrQuery, err)
}

// scriptError is what a script threw, with its place.
func scriptError(err error) error {
	var thrown *goja.Exception
	if !errors.As(err, &thrown) {
		return err
	}
	if inner, ok := thrown.Value().Export().(error); ok {
		return fmt.Errorf("%w: %w", ErrQuery, inner)
	}
	return fmt.Errorf("%w: %s", ErrQuery, programCounter.ReplaceAllString(thrown.Error(), "$1"))
}

// programCounter is what goja writes after a place: "query:3:1(0)".
var programCounter = regexp.MustCompile(`(:\d+:\d+)\(\d+\)`)

// virtualMachine takes the JavaScript machine out of a session, which has no
// method for it.
func virtualMachine(session query.Session) *goja.Runtime {
	s, ok := session.(*gizmo.Session)
	if !ok {
		return nil
	}
	return *sessionField[*goja.Runtime](s, "vm")
}

// sessionField finds a field of a session that Cayley does not export.
func sessionField[T any](s *gizmo.Session, name string) *T {
	field := reflect.ValueOf(s).Elem().FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		panic("gizmo.Session has no field " + name + " of the type that it had in v0.7.7")
	}
	return (*T)(unsafe.Pointer(field.UnsafeAddr()))
}

// interruptAt stops a session's script when the context ends.
func interruptAt(ctx context.Context, session query.Session) (stop func() bool) {
	vm := virtualMachine(session)
	return context.AfterFunc(ctx, func() {
		if vm != nil {
			vm.Interrupt(ctx.Err())
		}
	})
}

// watchMemory cancels when the heap has grown by more than limit bytes.
// JavaScript's own memory cannot be told from the rest.
func watchMemory(limit int64, cancel context.CancelCauseFunc) (stop func()) {
	done := make(chan struct{})
	begin := heapBytes()
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if heapBytes()-begin > limit {
				cancel(fmt.Errorf("%w: it takes more than %d MB of memory", ErrQuery, limit>>20))
				return
			}
		}
	}()
	return func() { close(done) }
}

func heapBytes() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// plainJSON turns values of Cayley's and JavaScript's into what
// encoding/json writes: terms as Term.JSON gives them.
func plainJSON(v any) any {
	switch v := v.(type) {
	case quad.Value:
		if t, err := termOfValue(v); err == nil {
			return t.JSON()
		}
		return nil
	case cayley.Ref:
		return nil
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = plainJSON(e)
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, e := range v {
			m[k] = plainJSON(e)
		}
		return m
	case []map[string]any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = plainJSON(e)
		}
		return list
	}
	if _, err := json.Marshal(v); err != nil { // a function, NaN
		return fmt.Sprint(v)
	}
	return v
}
