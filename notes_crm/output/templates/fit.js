// Fits each sheet to one page: takes steps in their order until it fits, the last two set it closer and shorter; then puts back what made no difference.
(function () {
  "use strict";
  var root = document.documentElement;

  function measure(name) {
    return parseFloat(getComputedStyle(root).getPropertyValue(name));
  }

  function hide(group, hidden) {
    group.forEach(function (element) { element.hidden = hidden; });
  }

  function lists(sheet) {
    return [].slice.call(sheet.querySelectorAll("[data-list]"));
  }

  function hideEmpty(sheet) {
    [].forEach.call(sheet.querySelectorAll(".air"), function (air) {
      sheet.classList.toggle(air.dataset.c, air.hidden);
    });
    lists(sheet).forEach(function (list) {
      list.hidden = !!list.querySelector("[data-i]") && !list.querySelector("[data-i]:not([hidden])");
    });
    [].forEach.call(sheet.querySelectorAll(".tri > div"), function (cell) {
      cell.hidden = !cell.querySelector("section:not([hidden])");
    });
    [].forEach.call(sheet.querySelectorAll(".tri"), function (row) {
      row.classList.toggle("wide", row.querySelectorAll(":scope > div:not([hidden])").length === 1);
    });
  }

  function tell(sheet) {
    var gone = [];
    lists(sheet).forEach(function (list) {
      var left = +list.dataset.more + list.querySelectorAll("[data-i][hidden]").length;
      var more = list.querySelector("[data-text]");
      if (more) { more.textContent = left ? more.dataset.text.replace("#", left) : ""; }
      if (list.hidden) { gone.push(list.dataset.title + " " + left); }
    });
    var note = sheet.querySelector(".gone");
    var above = sheet.querySelector(".fold span");
    var before = note ? note.dataset.gone : "", comma = note ? note.dataset.comma : "", now = gone.join(comma);
    if (above) { above.hidden = !!(before || now); }
    if (note) {
      note.textContent = before ? before + (now && comma + now) : now && note.dataset.text.replace("#", now);
      note.hidden = !note.textContent;
    }
  }

  function fit(sheet) {
    // Where two pages are allowed, the tallest thing that stays together may leave as much room at the end of the first.
    function limit(pages) { return pages * measure("--h") * mm - (pages > 1 ? tallest() + 20 * mm : 0); }
    function tallest() {
      return Math.max.apply(null, [].map.call(sheet.querySelectorAll("section"), function (part) { return part.offsetHeight; }));
    }
    var keep = sheet.querySelector(".keep"), record = sheet.querySelector(".rec");
    if (!keep || !record) { return; }
    var room = +root.dataset.room || 1, mm = sheet.offsetWidth / measure("--w"), groups = {};
    [].forEach.call(sheet.querySelectorAll("[data-d]"), function (element) {
      element.hidden = false;
      (groups[element.dataset.d] = groups[element.dataset.d] || []).push(element);
    });
    var steps = Object.keys(groups).map(Number).sort(function (a, b) { return a - b; });
    // So many millimetres stay free: lines on paper are a little taller than on the screen, most so in Firefox.
    var free = /Firefox/.test(navigator.userAgent) ? 4 : 1.5;
    function end() {
      hideEmpty(sheet);
      tell(sheet);
      keep.style.height = (record.offsetHeight + 6 * mm) + "px";
      return keep.offsetTop + keep.offsetHeight + free * mm;
    }
    function over() { return end() > limit(room); }
    sheet.classList.remove("long");
    var taken = 0, still = {};
    while (over() && taken < steps.length) { hide(groups[steps[taken]], true); taken += 1; }
    if (over()) { room = 2; }
    for (var i = taken - 1; i >= 0; i -= 1) {
      var group = groups[steps[i]], section = group[0].dataset.s;
      if (still[section]) { continue; }
      hide(group, false);
      if (over()) { hide(group, true); still[section] = true; }
    }
    // What takes a second page ends with its form, wherever that is: pinned, it may come to lie on something.
    sheet.classList.toggle("long", end() > limit(1));
  }

  function all() {
    [].forEach.call(document.querySelectorAll(".sheet"), fit);
    root.dataset.fit = "done";
  }

  if (document.fonts && document.fonts.ready) { document.fonts.ready.then(all); }
  addEventListener("load", all);
  addEventListener("beforeprint", all);
})();
