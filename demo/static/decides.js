// How it decides: which sum is shown, and what the threshold costs. All numbers come with the page.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  let opened = false;

  // ---- the sum: the line and the tag are the same in all languages
  function chooseSum(changed) {
    const form = changed.closest("[data-sum-choice]");
    const line = form.querySelector("input:checked");
    const tag = changed.matches("input") ? line.dataset.tag : form.querySelector("[data-sum-tag]").value;
    for (const other of all("[data-sum-choice]")) {
      other.querySelector(`input[value="${line.value}"]`).checked = true;
      other.querySelector("[data-sum-tag]").value = tag;
    }
    doorzien.ask("open_sum", { number: Number(line.value), tag });
  }
  let sumsShown = 0;
  doorzien.sumArrived = () => {
    sumsShown += 1;
    const said = doorzien.visible(document, ".sum-shown .said-chance");
    if (said && sumsShown > 1) document.querySelector("[data-sum-said]").textContent = said.textContent;
  };

  // ---- the threshold
  function threshold() {
    const box = document.querySelector("[data-slider]");
    const counts = JSON.parse(box.dataset.counts);
    const range = box.querySelector("input[type=range]");
    const templates = new Map(all("[data-percent] .in, [data-cost] .in", box).map((one) => [one, one.textContent]));
    let tag = "all";

    function draw() {
      const percent = Number(range.value);
      const of = counts[tag];
      const values = {
        missed: { count: of.missed[percent - 1], total: of.patterns },
        false: { count: of.alarms[percent - 1], total: of.ordinary },
      };
      for (const [text, template] of templates) {
        const kind = text.closest("[data-cost]")?.dataset.cost;
        const { count, total } = values[kind] ?? {};
        text.textContent = template.replace("{percent}", percent).replace("{count}", count).replace("{total}", total);
      }
      for (const [kind, { count, total }] of Object.entries(values)) {
        box.querySelector(`[data-bar=${kind}]`).style.inlineSize = `${(100 * count) / total}%`;
      }
      for (const limits of all("[data-limits]", box)) limits.hidden = limits.dataset.limits !== tag;
      range.setAttribute("aria-valuetext", `${percent} %`);
    }
    range.addEventListener("input", draw);
    box.addEventListener("change", (event) => {
      if (!event.target.matches("[data-slider-tag]")) return;
      tag = event.target.value;
      for (const select of all("[data-slider-tag]", box)) select.value = tag;
      draw();
    });
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-set]");
      if (!button) return;
      range.value = button.dataset.set;
      draw();
    });
    draw();
  }
  doorzien.decidesArrived = () => {
    if (document.querySelector("[data-slider]")) threshold();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sum-choice] input, [data-sum-tag]")) chooseSum(event.target);
  });
  doorzien.section("decides", {
    show() {
      if (opened) return false;
      opened = true;
      doorzien.ask("open_sum", { number: 0 });
      doorzien.ask("open_decides", {});
      return false;
    },
  });
})();
