// Narrows the list of datasets as one types. Without it the page shows them all; it asks nothing of any server.
(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const form = at("filter");
  const cards = [...document.querySelectorAll("#list > li")];
  if (!form || cards.length === 0) return;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(cards.map((card) => [card, fold(`${card.textContent} ${card.dataset.words}`)]));
  const chosen = (id) => (at(id) ? at(id).value : "");

  const narrow = () => {
    const words = fold(at("words").value).split(/\s+/).filter(Boolean);
    const modality = chosen("modality");
    const access = chosen("access");
    let shown = 0;
    for (const card of cards) {
      const fits = words.every((word) => texts.get(card).includes(word))
        && (!modality || card.dataset.modality.includes(`|${modality}|`))
        && (!access || card.dataset.access.includes(`|${access}|`));
      card.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    at("found").textContent = shown === cards.length ? `${shown} in all` : `${shown} of ${cards.length}`;
    at("none").hidden = shown > 0;
  };

  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
})();
