// An article's file that is dropped on the form, or chosen, fills it. A page's
// tags are read by the server, which takes HTML too.
export function mount(form) {
  const text = form.querySelector("textarea");
  const take = async (file) => {
    if (!file) return;
    text.value = await file.text();
    const source = form.elements.source;
    if (!source.value) source.value = file.name;
    form.querySelector("button[value=read]").focus();
  };
  form.querySelector("input[type=file]")?.addEventListener("change", (event) => take(event.target.files[0]));
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
}
