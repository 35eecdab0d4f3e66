// Narrows the causes and the records to a project or to who can mend them, and names the row of the picture that is
// pointed at. Without it the page shows all; it asks nothing of any server.
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const form = at("filter");
  const causes = [...document.querySelectorAll("#causes > li")];
  const records = [...document.querySelectorAll("article.record")];

  const narrow = () => {
    const project = at("by-project").value;
    const who = at("by-who").value;
    const own = new Set();
    for (const record of records) {
      if (!project || record.dataset.project === project) record.dataset.causes.split(" ").forEach((n) => own.add(n));
    }
    const kept = new Set();
    causes.forEach((cause, index) => {
      const number = String(index + 1);
      const fits = (!who || cause.dataset.who.split(" ").includes(who)) && (!project || own.has(number));
      cause.hidden = !fits;
      if (fits) kept.add(number);
    });
    let shown = 0;
    for (const record of records) {
      const mine = !project || record.dataset.project === project;
      const fits = mine && (!who || record.dataset.causes.split(" ").some((number) => kept.has(number)));
      record.hidden = !fits;
      shown += fits ? 1 : 0;
      if (fits) for (const line of record.querySelectorAll("[data-cause]")) line.hidden = !kept.has(line.dataset.cause);
    }
    if (at("whole")) at("whole").hidden = !project && !who;
    tell(kept.size, shown);
  };

  const tell = (number, shown) => {
    const status = at("shown");
    const slots = { number, all: causes.length, records: shown, records_all: records.length };
    status.textContent = status.dataset.words.replace(/\{(\w+)\}/g, (_, name) => slots[name].toLocaleString(document.documentElement.lang));
    at("none").hidden = number > 0;
  };

  if (form && records.length > 1) {
    form.hidden = false;
    form.addEventListener("input", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    tell(causes.length, records.length);
  }

  const picture = at("picture");
  const pointed = at("pointed");
  if (picture && pointed) {
    const length = 10;
    const anchorAt = (event) => {
      const row = Math.floor((event.clientY - picture.getBoundingClientRect().top - picture.dataset.top) / picture.dataset.cell);
      const name = picture.dataset.anchors.slice(row * length, (row + 1) * length);
      return row >= 0 && name ? at(`r-${name}`) : null;
    };
    pointed.hidden = false;
    pointed.textContent = "\u00a0";
    picture.addEventListener("pointermove", (event) => {
      const record = anchorAt(event);
      pointed.textContent = record ? record.querySelector("h3").textContent : "\u00a0";
    });
    picture.addEventListener("click", (event) => {
      const record = anchorAt(event);
      if (record) location.hash = record.id;
    });
  }
})();
