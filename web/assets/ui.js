// Our additions to Cayley's pages: examples for the editor, a link to the
// explorer, and a word where a request fails.
$(function () {
  "use strict";
  var openers = window.kgOpeners || { examples: [] };

  function addExamples() {
    if (!window.editor || !openers.examples.length) { return; }
    var menu = $('<ul class="dropdown-menu" role="menu"></ul>');
    openers.examples.forEach(function (example) {
      $("<a href='#'></a>").text(example.title).appendTo($("<li></li>").appendTo(menu)).click(function (event) {
        event.preventDefault();
        $("#" + example.lang + "-dropdown").click();
        window.editor.setValue(example.text);
        $("#run_button").click();
      });
    });
    $('<div class="btn-group center-block" id="kg-examples"></div>')
      .append('<button type="button" class="btn btn-default dropdown-toggle" data-toggle="dropdown">Examples <span class="caret"></span></button>')
      .append(menu)
      .appendTo($("#run_button").parent());
  }

  function addExplorer() {
    $('<li id="sbExplore"><a href="/explore">Explore</a></li>').insertAfter("#sbVisualize");
  }

  function tell(text) {
    $("#alertBox").text(text).addClass("alert-danger").stop(true, true).fadeIn(200).delay(6000)
      .fadeOut(300, function () { $(this).removeClass("alert-danger"); });
  }

  // Query Shape and Visualize say nothing of their own when a request fails.
  $(document).ajaxError(function (event, xhr) {
    if ($("#output").length) { return; }
    var message = xhr.responseText;
    try { message = JSON.parse(xhr.responseText).error; } catch (e) { /* shown as it came */ }
    tell(message || "The server did not answer.");
  });

  // Query Shape draws small and in the middle of 800 points, whatever the
  // window: the view follows the drawing until it rests.
  function fit(svg) {
    var left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    $(svg).children("g").each(function () {
      var box = this.getBBox();
      if (!box.width && !box.height) { return; }
      left = Math.min(left, box.x);
      top = Math.min(top, box.y);
      right = Math.max(right, box.x + box.width);
      bottom = Math.max(bottom, box.y + box.height);
    });
    if (left < right) {
      svg.setAttribute("viewBox", [left - 20, top - 20, Math.max(right - left, 280) + 40, Math.max(bottom - top, 120) + 40].join(" "));
    }
  }

  $(document).ajaxSuccess(function (event, xhr, options) {
    if (options.url.indexOf("/api/v1/shape/") !== 0) { return; }
    var left = 25;
    var follow = setInterval(function () {
      $("#viz svg").each(function () { fit(this); });
      if (!left--) { clearInterval(follow); }
    }, 200);
  });

  $(document).ajaxSuccess(function (event, xhr, options) {
    if (options.url.indexOf("/api/v1/query/") !== 0) { return; }
    var answer;
    try { answer = JSON.parse(xhr.responseText); } catch (e) { return; }
    if (answer.truncated) {
      tell("Truncated: there are more than these " + answer.result.length + " rows.");
    } else if (answer.result && !answer.result.length && $("#visualize").length) {
      tell("The query found nothing to draw.");
    }
  });

  addExamples();
  addExplorer();

  // The page opens with an answer rather than with a question. Cayley's script
  // fails on a click that comes before its logo is there.
  var asks = $("#output").length || $("#visualize").length || $("#viz").length;
  var tries = 0;
  (function open() {
    if (!asks) { return; }
    if (window.group && window.group[18]) { $("#run_button").click(); return; }
    if (tries++ < 100) { setTimeout(open, 50); }
  })();
});
