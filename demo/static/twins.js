// Twins: a guess shows both lines as they are; other words in the what-if show another line.
(() => {
  "use strict";
  let tagInAddress = "";
  const all = (within, selector) => [...within.querySelectorAll(selector)];

  function guess(button) {
    const twin = button.closest("article.twin");
    const right = button.closest(".side").dataset.pattern === "yes" ? "yes" : "no";
    button.closest(".side").classList.add("guessed");
    all(twin, "[data-before]").forEach((part) => { part.hidden = true; });
    all(twin, "[data-after]").forEach((part) => { part.hidden = false; });
    const said = twin.querySelector(`[data-said=${right}]`);
    said.hidden = false;
    said.focus({ preventScroll: true });
    twin.querySelector(".sides").scrollIntoView({ block: "nearest" });
  }
  function swap(choice) {
    const box = choice.closest(".what-if");
    all(box, "[data-swap-panel]").forEach((panel) => {
      panel.hidden = panel.dataset.swapPanel !== choice.value;
      if (!panel.hidden) box.querySelector("[data-swap-said]").textContent = panel.querySelector(".makers").textContent;
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-guess]");
    if (button) guess(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-swap]")) swap(event.target);
  });

  doorzien.twinsArrived = () => doorzien.focusHeading();
  doorzien.section("twins", {
    show(tag) {
      if (!tag || tag === tagInAddress) return false;
      const links = all(document, ".twin-link");
      if (links.length && !links.some((link) => link.hash === `#twins/${tag}`)) {
        location.replace("#twins");
        return true;
      }
      tagInAddress = tag;
      doorzien.ask("open_twins", { tag });
      return true;
    },
  });
})();
