package web

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"kg/graph"
)

// needBundle skips a test where the explorer's scripts were not built.
func needBundle(t *testing.T) {
	t.Helper()
	if bundleScript() == "" {
		t.Skip("the explorer's scripts are not in this build: make assets")
	}
}

// explorerPages are the explorer's pages for the sample, with what is true of
// each once its scripts have done their work.
func explorerPages() []struct{ name, path, ready string } {
	r := sample()
	id := func(iri graph.IRI) string { return url.QueryEscape(string(iri)) }
	assad := id(graph.EntityID("Bashar al-Assad"))
	if os.Getenv("KG_UI_DB") != "" {
		return append(realPages(), explorerCommon...)
	}
	return append([]struct{ name, path, ready string }{
		{"entity", "/explore/entity?id=" + assad, graphDrawn},
		{"edge", "/explore/graph?id=" + assad + "&edge=" + url.QueryEscape(string(graph.EntityID("Russia"))+"|kg:supports|"+string(graph.EntityID("Bashar al-Assad"))+"|fact"), `document.querySelector(".side mark.trigger")`},
		{"between", "/explore/between?a=" + id(graph.EntityID("Russia")) + "&b=" + assad, `document.querySelector(".card mark")`},
		{"statement", "/explore/statement?id=" + id(r.Statements[0].ID), `document.querySelector("blockquote mark.trigger")`},
		{"article", "/explore/article?id=" + id(r.Article.ID), `document.querySelectorAll(".passages li").length > 3`},
		{"timeline-of", "/explore/timeline?id=" + assad, `document.querySelector(".bars .brush")`},
	}, explorerCommon...)
}

// graphDrawn is true once a graph stands.
const graphDrawn = `document.querySelector("[data-graph]").cy && document.querySelector("[data-graph]").cy.edges().length > 0 && document.querySelector(".side li button")`

var explorerCommon = []struct{ name, path, ready string }{
	{"home", "/explore", `document.querySelector(".figures")`},
	{"search", "/explore/search?q=a", `document.querySelector("h1")`},
	{"graph", "/explore/graph", graphDrawn},
	{"filter", "/explore/graph?known=fact", graphDrawn + ` && document.querySelector(".filter[open]")`},
	{"timeline", "/explore/timeline", `document.querySelector(".bars .brush")`},
	{"map", "/explore/map?place=kg:Moscow", `document.querySelectorAll(".map circle").length > 0 && document.querySelector(".map .land")`},
	{"stances", "/explore/stances", `document.querySelector(".matrix")`},
	{"contradictions", "/explore/contradictions", `document.querySelector(".pair")`},
	{"query", "/explore/query?q=" + url.QueryEscape(`g.V("<kg:Bashar_al-Assad>").In("<kg:supports>").All()`), `document.querySelector(".code").shadowRoot.querySelector(".cm-content") && document.querySelector("tbody a")`},
	{"ask", "/explore/ask/supporters?X=Assad", `document.querySelector("th[aria-sort]")`},
}

// looks are the windows that pages are looked at in.
var looks = []struct {
	name          string
	width, height int64
	scheme        string
}{
	{"wide-light", 1280, 860, "light"}, {"wide-dark", 1280, 860, "dark"}, {"narrow-light", 360, 740, "light"}, {"narrow-dark", 360, 740, "dark"},
}

func scheme(value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
		})
		return err
	})
}

// axeScript is axe-core, out of the packages that the explorer is built with.
func axeScript(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("ui", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Log("without axe-core, which npm ci in web/ui installs")
	}
	return string(text)
}

// TestExplorerPages looks at each page of the explorer wide and narrow, light and
// dark: it shows what it should, nothing sticks out, no policy is broken, no
// request leaves the machine, and axe-core has no finding.
func TestExplorerPages(t *testing.T) {
	needBundle(t)
	base := serveStore(t)
	axe := axeScript(t)
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			ctx, complained := browser(t)
			for _, page := range explorerPages() {
				err := chromedp.Do(ctx, scheme(look.scheme), chromedp.EmulateViewport(look.width, look.height), chromedp.Navigate(base+page.path), until(page.ready))
				if err != nil {
					t.Errorf("%s: %v", page.path, err)
					continue
				}
				if os.Getenv("KG_SHOTS") != "" {
					err = chromedp.Do(ctx, chromedp.Sleep(600*time.Millisecond), picture(page.name+"-"+look.name))
				}
				width, err2 := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
				if err != nil || err2 != nil || width > look.width {
					t.Errorf("%s is %d points wide; %v, %v", page.path, width, err, err2)
				}
				accessible(ctx, t, page.path, axe)
				complained.fail(t, page.path)
			}
		})
	}
}

// accessible runs axe-core over the page that is open.
func accessible(ctx context.Context, t *testing.T, page, axe string) {
	t.Helper()
	if axe == "" {
		return
	}
	if err := chromedp.Do(ctx, script(axe)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
		`axe.run().then(function (r) { return r.violations.map(function (v) { return v.id + ": " + v.nodes.map(function (n) { return n.html + " " + n.failureSummary }).slice(0, 3).join(" | ") }) })`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, violation := range found {
		t.Errorf("%s: %s", page, violation)
	}
}

// TestExplorerThreeClicks goes from a name to the sentence behind an edge.
func TestExplorerThreeClicks(t *testing.T) {
	needBundle(t)
	base := serveStore(t)
	ctx, complained := browser(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/explore"),
		chromedp.SendKeys(chromedp.CSS("#q"), "bashar"),
		until(`document.querySelector(".names-box li")`),
		chromedp.Click(chromedp.CSS(".names-box li")), // the first click
		until(graphDrawn),
		chromedp.Sleep(time.Second), // the layout comes to rest
	)
	if err != nil {
		t.Fatal(err)
	}
	at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(function () {
		var cy = document.querySelector("[data-graph]").cy, box = cy.container().getBoundingClientRect();
		var edge = cy.edges().filter(function (e) { return e.data("relation") === "kg:supports" })[0] || cy.edges()[0];
		var mid = edge.renderedMidpoint();
		return [box.left + mid.x, box.top + mid.y];
	})()`))
	if err != nil || len(at) != 2 {
		t.Fatal(at, err)
	}
	err = chromedp.Do(ctx,
		chromedp.MouseClickXY(at[0], at[1]), // the second
		until(`document.querySelector(".side blockquote mark.trigger")`),
	)
	if err != nil {
		t.Fatal(err)
	}
	sentence, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(".side blockquote")))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("KG_UI_DB") == "" && !strings.Contains(sentence, "Assad") {
		t.Errorf("the sentence is %q", sentence)
	}
	address, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.search`))
	if err != nil || !strings.Contains(address, "edge=") {
		t.Errorf("the address says %q, %v", address, err)
	}
	complained.fail(t, "/explore")
}

// TestExplorerKeyboard goes through the graph without a mouse, opens a node and
// finds the state in the address again.
func TestExplorerKeyboard(t *testing.T) {
	needBundle(t)
	base := serveStore(t)
	ctx, complained := browser(t)
	key := func(name string) chromedp.Action[chromedp.Void] {
		return script(`document.querySelector(".canvas").dispatchEvent(new KeyboardEvent("keydown", { key: "` + name + `", bubbles: true }))`)
	}
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/explore/graph?id=kg:Bashar_al-Assad"),
		until(graphDrawn),
		script(`document.querySelector(".canvas").focus()`),
		key("ArrowRight"), until(`/node=/.test(location.search)`),
		key("e"), until(`/edge=/.test(location.search) && document.querySelector(".side mark")`),
		key("Escape"), until(`!/edge=/.test(location.search)`),
		script(`(function () { var cy = document.querySelector("[data-graph]").cy; cy.getElementById("kg:Russia").emit("tap") })()`),
		until(`document.querySelector(".side [data-open]")`),
		chromedp.Click(chromedp.CSS(".side [data-open]")),
		until(`/also=kg%3ARussia/.test(location.search) && document.querySelector("[data-graph]").cy.getElementById("kg:Russia").data("open")`),
		chromedp.Reload(),
		until(graphDrawn+` && document.querySelector("[data-graph]").cy.getElementById("kg:Russia").data("open")`),
	)
	if err != nil {
		t.Fatal(err)
	}
	complained.fail(t, "/explore/graph")
}

// TestExplorerSaves saves the pictures as SVG and PNG.
func TestExplorerSaves(t *testing.T) {
	needBundle(t)
	base := serveStore(t)
	ctx, complained := browser(t)
	for path, ready := range map[string]string{"/explore/graph": graphDrawn, "/explore/timeline": `document.querySelector("[data-save]")`, "/explore/map": `document.querySelector(".map.ready [data-save]")`} {
		err := chromedp.Do(ctx,
			chromedp.Navigate(base+path),
			until(ready),
			script(`window.saved = {}; HTMLAnchorElement.prototype.click = function () { var name = this.download; fetch(this.href).then(function (r) { return r.blob() }).then(function (b) { return b.text() }).then(function (t) { saved[name] = t }) }`),
			script(`URL.createObjectURL = function (blob) { var name = blob.type; blob.text().then(function (t) { saved[name] = t }); return "#" }`),
			script(`document.querySelectorAll("[data-save]").forEach(function (b) { b.dispatchEvent(new MouseEvent("click", { bubbles: true })) })`),
			until(`saved["image/svg+xml"] && saved["image/png"]`),
		)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		picture, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(function () {
			var doc = new DOMParser().parseFromString(saved["image/svg+xml"], "image/svg+xml");
			return doc.documentElement.nodeName + (doc.querySelector("parsererror") ? " broken" : "") + (doc.querySelectorAll("text").length > 0 ? " with words" : "") + saved["image/png"].slice(1, 4);
		})()`))
		if err != nil || picture != "svg with wordsPNG" {
			t.Errorf("%s saves %q, %v", path, picture, err)
		}
		complained.fail(t, path)
	}
}

// TestExplorerBrush chooses a stretch of time by keyboard.
func TestExplorerBrush(t *testing.T) {
	needBundle(t)
	store := openSample(t)
	later := sample()
	later.Article.Source, later.Article.Published = "later.txt", "2016-03-02"
	later.Article.ID = graph.ArticleID(later.Article.Source, later.Article.Text)
	for i := range later.Statements {
		later.Statements[i].ID = graph.StatementID(later.Article.ID, &later.Statements[i])
	}
	if _, err := store.Put(context.Background(), later); err != nil {
		t.Fatal(err)
	}
	base := serveHandler(t, Handler(store, Options{}))
	ctx, complained := browser(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/explore/timeline"),
		until(`document.querySelector(".bars .brush")`),
		script(`var grip = document.querySelector(".grip"); grip.focus(); grip.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))`),
		until(`/from=/.test(location.search) && document.querySelector("h2").textContent.indexOf("2016") > 0 && document.querySelector(".bar.pale")`),
		script(`history.back()`),
		until(`!/from=/.test(location.search) && document.querySelector("h2").textContent.indexOf("All time") === 0`),
	)
	if err != nil {
		t.Fatal(err)
	}
	complained.fail(t, "/explore/timeline")
}

// TestExplorerEditor writes a query with the editor's help and runs it.
func TestExplorerEditor(t *testing.T) {
	needBundle(t)
	base := serveStore(t)
	ctx, complained := browser(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/explore/query"),
		until(`document.querySelector("form").parentElement && document.querySelector(".editor").editor`),
		script(`var view = document.querySelector(".editor").editor; view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: "" } }); view.focus()`),
		chromedp.KeyEvent(`g.V("<kg:Bashar_al-Assad>").I`),
		until(`document.querySelector(".code").shadowRoot.querySelector(".cm-tooltip-autocomplete li")`),
		script(`view = document.querySelector(".editor").editor; view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: 'g.V("<kg:Bashar_al-Assad>").In("<kg:supports>").All()' } }); document.querySelector(".editor").requestSubmit()`),
		until(`/q=g.V/.test(location.search) && document.querySelector("tbody a") && document.querySelector("tbody a").textContent === "Russia"`),
	)
	if err != nil {
		t.Fatal(err)
	}
	complained.fail(t, "/explore/query")
}

// TestExplorerDrop drops an article's file on the form.
func TestExplorerDrop(t *testing.T) {
	needBundle(t)
	base := serveHandler(t, Handler(openSample(t), Options{Write: true, Extractor: fixedExtractor{}}))
	ctx, complained := browser(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(base+"/explore/load"),
		until(`document.body.classList.contains("alive") && document.querySelector(".paste")`),
		chromedp.Sleep(300*time.Millisecond),
		script(`var data = new DataTransfer(); data.items.add(new File(["Peace holds\n\nRussia supports Turkey."], "peace.txt", { type: "text/plain" }));
			document.querySelector(".paste").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }))`),
		until(`/Russia supports/.test(document.querySelector("textarea").value)`),
		chromedp.Click(chromedp.CSS("button[value=read]")),
		until(`document.querySelector(".card mark.trigger")`),
	)
	if err != nil {
		t.Fatal(err)
	}
	accessible(ctx, t, "/explore/load", axeScript(t))
	complained.fail(t, "/explore/load")
}

// fixedExtractor reads one statement off any article that says it.
type fixedExtractor struct{}

func (fixedExtractor) Extract(_ context.Context, a graph.Article) (*graph.Reading, error) {
	r := &graph.Reading{Article: a}
	begin := strings.Index(a.Text, "Russia supports Turkey.")
	if begin < 0 {
		return r, nil
	}
	argumentAt := func(name string) *graph.Argument {
		at := begin + strings.Index(a.Text[begin:], name)
		r.Entities = append(r.Entities, graph.Entity{ID: graph.EntityID(name), Name: name, Type: graph.Country})
		return &graph.Argument{ID: graph.EntityID(name), Name: name, Span: graph.Span{Begin: at, End: at + len(name)}}
	}
	s := graph.Statement{
		Relation: "kg:supports", Subject: argumentAt("Russia"), Object: argumentAt("Turkey"), Polarity: graph.Positive, Modality: graph.Actual,
		Trigger:  graph.Passage{Text: "supports", Span: graph.Span{Begin: begin + 7, End: begin + 15}},
		Sentence: graph.Span{Begin: begin, End: begin + len("Russia supports Turkey.")}, Rule: "test", Confidence: 0.9,
	}
	s.ID = graph.StatementID(a.ID, &s)
	r.Statements = append(r.Statements, s)
	return r, nil
}

// realPages are pages of the articles of testdata/, for pictures.
func realPages() []struct{ name, path, ready string } {
	return []struct{ name, path, ready string }{
		{"entity", "/explore/entity?id=kg:Russia", graphDrawn},
		{"around", "/explore/graph?id=kg:Bashar_al-Assad", graphDrawn},
		{"edge", "/explore/graph?id=kg:Russia&most=12&edge=kg%3ARussia%7Ckg%3Asupports%7Ckg%3ABashar_al-Assad%7Cfact", `document.querySelector(".side mark.trigger")`},
		{"between", "/explore/between?a=kg:Russia&b=kg:Turkey", `document.querySelector(".card mark")`},
		{"timeline-of", "/explore/timeline?id=kg:Russia", `document.querySelector(".bars .brush")`},
		{"map-place", "/explore/map?place=kg:Syria", `document.querySelector(".map .land")`},
		{"contradictions-real", "/explore/contradictions", `document.querySelector(".pair")`},
	}
}

// TestExplorerPictures draws the explorer's pictures of the README into the folder
// KG_SHOTS, off the store KG_UI_DB with the articles of testdata.
func TestExplorerPictures(t *testing.T) {
	if os.Getenv("KG_UI_DB") == "" || os.Getenv("KG_SHOTS") == "" {
		t.Skip("draws pictures where KG_UI_DB names a store and KG_SHOTS a folder")
	}
	needBundle(t)
	base := serveStore(t)
	ctx, complained := browser(t)
	const edge = "&edge=kg%3ARussia%7Ckg%3Asupports%7Ckg%3ABashar_al-Assad%7Cfact"
	for _, page := range []struct {
		name, path, ready, scheme string
		width, height             int64
	}{
		{"ui-explore", "/explore/graph?id=kg:Bashar_al-Assad", graphDrawn, "light", 1280, 860},
		{"ui-edge", "/explore/graph?id=kg:Bashar_al-Assad" + edge, `document.querySelector(".side mark.trigger")`, "dark", 1280, 860},
		{"ui-narrow", "/explore/graph?id=kg:Bashar_al-Assad", graphDrawn, "light", 360, 740},
		{"ui-timeline", "/explore/timeline?id=kg:Russia&from=2015-09&to=2015-11", `document.querySelector(".bars .brush")`, "light", 1280, 860},
		{"ui-map", "/explore/map?place=kg:Syria", `document.querySelector(".map .land")`, "dark", 1280, 860},
		{"ui-contradictions", "/explore/contradictions", `document.querySelector(".pair")`, "light", 1280, 640},
		{"ui-stances", "/explore/stances", `document.querySelector(".matrix")`, "light", 1280, 860},
		{"ui-ask", "/explore/ask/supporters?X=Assad", `document.querySelector("th[aria-sort]")`, "light", 1280, 860},
	} {
		err := chromedp.Do(ctx, scheme(page.scheme), chromedp.EmulateViewport(page.width, page.height), chromedp.Navigate(base+page.path), until(page.ready),
			chromedp.Sleep(time.Second), picture(page.name))
		if err != nil {
			t.Fatal(err)
		}
		complained.fail(t, page.path)
	}
}
