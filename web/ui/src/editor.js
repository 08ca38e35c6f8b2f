// The editor of queries. It stands in a shadow tree, where its style sheets are
// objects: the page's policy allows no style elements.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { h } from "./dom.js";

const steps = ["V", "M", "Emit", "All", "GetLimit", "ToArray", "TagArray", "Out", "In", "Both", "Is", "Has", "HasR", "Tag", "Save", "SaveR", "SaveOpt", "Back", "And", "Or", "Except", "Unique", "Follow", "FollowR", "FollowRecursive", "Labels", "LabelContext", "Count", "Filter", "Limit", "Skip", "Order", "Intersect", "Union", "Difference", "ForEach", "ToValue", "TagValue", "InPredicates", "OutPredicates"];

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: ".92rem" },
  ".cm-content": { fontFamily: 'ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace', caretColor: "var(--ink)", minHeight: "12rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-3px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--quiet)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--accent-ground)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--raised)" },
  ".cm-matchingBracket": { backgroundColor: "var(--object) !important" },
});
const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--for)" },
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--against)" },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: "var(--accent)" },
  { tag: tags.number, color: "var(--against)" },
]);

export function mount(form) {
  const area = form.querySelector("textarea");
  const language = form.elements.lang;
  const relations = [...document.querySelectorAll("#words option")].map((o) => ({ label: o.value, type: "constant", info: o.textContent }));
  const run = () => { form.requestSubmit(); return true; };

  function complete(context) {
    const step = context.matchBefore(/\.\w*$/);
    if (step) return { from: step.from + 1, options: steps.map((label) => ({ label, type: "method" })), validFor: /^\w*$/ };
    const iri = context.matchBefore(/<[\w:/#-]*$/);
    return iri && { from: iri.from, options: relations, validFor: /^<[\w:/#-]*$/ };
  }

  const frame = h("div", { class: "code" });
  const root = frame.attachShadow({ mode: "open" });
  area.after(frame);
  area.hidden = true;
  const view = new EditorView({
    root, parent: root, doc: area.value,
    extensions: [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion({ override: [complete] }), highlightActiveLine(),
      keymap.of([{ key: "Mod-Enter", run }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      javascript(), syntaxHighlighting(colours), look, EditorState.tabSize.of(2), EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Query; Control and Enter run it, Escape then Tab leaves it" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
    ],
  });
  form.editor = view;
  form.querySelector("[data-examples]")?.addEventListener("change", (event) => {
    const chosen = event.target.selectedOptions[0];
    if (!chosen.value) return;
    if (chosen.dataset.lang) language.value = chosen.dataset.lang;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: chosen.value } });
    run();
  });
  form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
}
