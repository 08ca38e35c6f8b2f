// Puts the first query of this store where Cayley's UI looks for the last one.
// It runs before Cayley's own script and keeps what the reader has written,
// as long as the store is the same.
(function () {
  "use strict";
  var meta = document.querySelector('meta[name="kg-openers"]');
  window.kgOpeners = meta ? JSON.parse(meta.content) : { first: {}, examples: [] };
  var wanted = window.kgOpeners;
  try {
    var same = localStorage.getItem("kgStore") === wanted.store;
    ["gizmo", "graphql", "mql"].forEach(function (lang) {
      var key = "cayleySavedQueries" + lang;
      if (!same || localStorage.getItem(key) === null) {
        localStorage.setItem(key, wanted.first[lang]);
      }
    });
    if (!same) {
      localStorage.setItem("cayleyQueryLang", "gizmo");
      localStorage.setItem("kgStore", wanted.store);
    }
  } catch (e) {
    var code = document.getElementById("code"); // no storage: the text area holds the query
    if (code) { code.value = wanted.first.gizmo; }
  }
})();
