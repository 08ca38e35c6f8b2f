// getPage shows another page of the explorer in the place of the main part of
// this one: no script is loaded anew, and the place on the page is kept.
let running;

export async function getPage(address, push = true) {
  running?.abort();
  const mine = (running = new AbortController());
  const main = document.querySelector("main");
  main.classList.add("busy");
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (push) history.pushState({}, "", answer.url);
    document.title = page.title;
    document.querySelectorAll("main [data-graph]").forEach((box) => box.dispatchEvent(new Event("kg:leave")));
    main.replaceChildren(...page.querySelector("main").childNodes);
    const foot = page.querySelector("body > footer");
    if (foot) document.querySelector("body > footer")?.replaceWith(foot);
    document.dispatchEvent(new Event("kg:page"));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  } finally {
    if (running === mine) {
      main.classList.remove("busy");
      main.removeAttribute("aria-busy");
    }
  }
}
