// Offers names while one is typed into an input that asks for them.
(function () {
  "use strict";
  var list = document.createElement("datalist");
  list.id = "names";
  document.body.appendChild(list);
  document.querySelectorAll("input[data-names]").forEach(function (input) {
    var timer = 0, last = "";
    input.setAttribute("list", "names");
    input.setAttribute("autocomplete", "off");
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        var typed = input.value.trim();
        if (typed === last) { return; }
        last = typed;
        fetch("/explore/complete?q=" + encodeURIComponent(typed)).then(function (answer) {
          return answer.ok ? answer.json() : [];
        }).then(function (names) {
          if (typed !== input.value.trim()) { return; }
          list.replaceChildren.apply(list, names.map(function (name) {
            var option = document.createElement("option");
            option.value = name;
            return option;
          }));
        }).catch(function () { /* the page works without */ });
      }, 120);
    });
  });
})();
