// Shows the buttons that copy a text of the page, and lets them. Without it the texts can be marked and copied by hand.
(() => {
  "use strict";
  const marked = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return document.execCommand("copy"); // where a page has no clipboard: plain http
  };
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const { textContent: label } = button;
    const name = button.getAttribute("aria-label");
    const tell = () => {
      button.textContent = button.dataset.done;
      button.setAttribute("aria-label", button.dataset.done);
      setTimeout(() => {
        button.textContent = label;
        button.setAttribute("aria-label", name);
      }, 2000);
    };
    button.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const whole = source.textContent;
      const text = source.tagName === "PRE" ? whole : whole.trim().replace(/\s+/g, " ");
      try {
        await navigator.clipboard.writeText(text);
        tell();
      } catch {
        if (marked(source)) tell();
      }
    });
  }
})();
