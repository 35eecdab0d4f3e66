// Narrows and sorts the list of datasets. Without it the page shows them all; it asks nothing of any server. The choices
// stand in the address after the #, so that a search can be linked; their names there are the same in every language.
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const form = at("filter");
  const list = at("list");
  const inList = [...list.children];
  if (!form || inList.length === 0) return;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const facets = [...form.querySelectorAll("[data-facet]")].map((group) => ({
    name: group.dataset.facet,
    title: group.querySelector("legend").textContent,
    boxes: [...group.querySelectorAll("input")],
    counts: [...group.querySelectorAll(".count")],
  }));
  const cards = inList.map((item) => ({
    item,
    text: fold(`${item.textContent} ${item.dataset.words}`),
    places: facets.map(({ name }) => item.getAttribute(`data-${name}`).split(" ").map(Number)),
  }));
  const orders = {
    size: (a, b) => Number(b.dataset.subjects) - Number(a.dataset.subjects),
    changed: (a, b) => (a.dataset.changed < b.dataset.changed) - (a.dataset.changed > b.dataset.changed),
  };
  let order = "";

  const sortList = (wanted) => {
    if (wanted === order) return;
    order = wanted;
    list.append(...(orders[order] ? [...inList].sort(orders[order]) : inList));
  };

  const narrow = () => {
    const words = fold(at("words").value).split(/\s+/).filter(Boolean);
    const wanted = facets.map(({ boxes }) => new Set(boxes.flatMap((box, place) => (box.checked ? [place] : []))));
    const numbers = facets.map(({ boxes }) => boxes.map(() => 0));
    let shown = 0;
    for (const { item, text, places } of cards) {
      const worded = words.every((word) => text.includes(word));
      const missed = facets.flatMap((_, one) =>
        wanted[one].size === 0 || places[one].some((place) => wanted[one].has(place)) ? [] : [one]);
      item.hidden = !worded || missed.length > 0;
      shown += item.hidden ? 0 : 1;
      if (!worded || missed.length > 1) continue;
      facets.forEach((_, one) => {
        if (missed.length === 0 || missed[0] === one) places[one].forEach((place) => { numbers[one][place] += 1; });
      });
    }
    facets.forEach(({ boxes, counts }, one) => boxes.forEach((box, place) => {
      counts[place].textContent = numbers[one][place];
      box.parentElement.classList.toggle("empty", numbers[one][place] === 0 && !box.checked);
    }));
    const { all, some } = at("found").dataset;
    at("found").textContent = (shown === cards.length ? all : some.replace("%", shown)).replace("#", cards.length);
    at("none").hidden = shown > 0;
    sortList(at("sort").value);
    showChips();
  };

  const button = (label, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    if (name) made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    const item = document.createElement("li");
    item.append(made);
    return item;
  };

  const showChips = () => {
    const chips = at("chips");
    const checked = facets.flatMap(({ title, boxes }) => boxes.filter((box) => box.checked).map((box) => ({ title, box })));
    const made = checked.map(({ title, box }) => {
      const label = box.parentElement.querySelector(".name").textContent;
      return button(`${label} ×`, chips.dataset.remove.replace("%", `${title}: ${label}`), () => {
        box.checked = false;
        changed();
        (chips.querySelector("button") || at("words")).focus();
      });
    });
    if (made.length > 1) {
      made.push(button(chips.dataset.clear, "", () => {
        checked.forEach(({ box }) => { box.checked = false; });
        changed();
        at("words").focus();
      }));
      made.at(-1).className = "clear";
    }
    chips.replaceChildren(...made);
    chips.hidden = made.length === 0;
  };

  const write = () => {
    const said = new URLSearchParams();
    if (at("words").value.trim()) said.set("q", at("words").value.trim());
    facets.forEach(({ name, boxes }) => boxes.forEach((box) => { if (box.checked) said.append(name, box.value); }));
    if (order) said.set("sort", order);
    const hash = `${said}` && `#${said}`;
    history.replaceState(null, "", hash || location.pathname + location.search);
    document.querySelectorAll("[data-switch]").forEach((link) => {
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + hash);
    });
  };

  const read = () => {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) return; // a place on the page, such as #content
    const said = new URLSearchParams(text);
    at("words").value = said.get("q") || "";
    at("sort").value = orders[said.get("sort")] ? said.get("sort") : "";
    facets.forEach(({ name, boxes }) => boxes.forEach((box) => {
      box.checked = said.getAll(name).includes(box.value);
      if (box.checked && box.closest(".rest")) box.closest(".rest").open = true;
    }));
    changed();
  };

  const changed = () => {
    narrow();
    write();
  };

  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => { if (at("facets")) at("facets").open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  form.hidden = false;
  at("sorting").hidden = false;
  at("browse").classList.add("live");
  form.addEventListener("input", changed);
  at("sort").addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  narrow();
  read();
})();
