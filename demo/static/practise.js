// Practise: one line at a time. Answers are judged here and kept in this page only; the server hears a round's number.
(() => {
  "use strict";
  const stage = () => document.querySelector("#practise-stage");
  const form = () => stage().querySelector("form.answer");
  let number = Math.floor(Math.random() * 1000);
  let at = 0;
  let answers = [];

  // ---- a round
  function open() {
    doorzien.ask("open_round", { number });
    number += 1;
  }
  doorzien.roundArrived = () => {
    if (!stage().querySelector(".round")) return;
    answers = [];
    document.querySelector("[data-intro]").hidden = true;
    const template = document.querySelector("[data-answer-form]");
    stage().querySelector("[data-answer]").replaceChildren(template.content.cloneNode(true));
    ask(0);
  };
  const questions = () => [...stage().querySelectorAll(".question")];
  const count = () => Math.max(...questions().map((one) => Number(one.dataset.number))) + 1;

  function ask(next) {
    at = next;
    questions().forEach((one) => { one.hidden = Number(one.dataset.number) !== at; });
    form().reset();
    form().hidden = false;
    form().querySelector("[data-empty]").replaceChildren();
    stage().querySelector("[data-onward]").hidden = true;
    scrollTo(0, 0);
    doorzien.visible(stage(), ".question:not([hidden]) .line-number")?.focus({ preventScroll: true });
  }

  // ---- an answer
  function outcomeOf(tags, chosen) {
    const named = tags.filter((tag) => chosen.includes(tag));
    const ordinary = chosen.includes("ordinary");
    if (!tags.length) return ordinary ? "trusted" : "alarmed";
    if (ordinary) return "missed";
    if (named.length === tags.length) return "named";
    return named.length ? "some_named" : "spotted";
  }
  function answer() {
    const chosen = [...form().querySelectorAll("input:checked")].map((one) => one.value);
    if (!chosen.length) {
      const text = document.querySelector("[data-empty-text]");
      form().querySelector("[data-empty]").replaceChildren(text.content.cloneNode(true));
      return;
    }
    for (const question of questions().filter((one) => Number(one.dataset.number) === at)) showFeedback(question, chosen);
    form().hidden = true;
    stage().querySelector("[data-onward]").hidden = false;
    const last = at === count() - 1;
    stage().querySelector("[data-next-line]").hidden = last;
    stage().querySelector("[data-finish]").hidden = !last;
    doorzien.visible(stage(), ".question:not([hidden]) [data-outcome]:not([hidden])")?.focus();
  }
  function showFeedback(question, chosen) {
    const tags = question.dataset.tags.split(" ").filter(Boolean);
    const outcome = outcomeOf(tags, chosen);
    const spotted = ["named", "some_named", "spotted"].includes(outcome);
    const right = spotted || outcome === "trusted";
    const more = right && question.dataset.model === "wrong";
    question.querySelector("[data-plain]").hidden = true;
    question.querySelector("[data-feedback]").hidden = false;
    // The other language has another line here: what was answered says nothing of it.
    const seen = question.offsetParent !== null;
    question.querySelectorAll("[data-outcome]").forEach((one) => { one.hidden = !seen || one.dataset.outcome !== outcome; });
    question.querySelectorAll("[data-you-more]").forEach((one) => { one.hidden = !(seen && more); });
    question.querySelectorAll("[data-model-wrong]").forEach((one) => { one.hidden = seen && more; });
    if (seen) answers.push({ kind: tags.length ? "spotted" : "trusted", right });
  }

  // ---- the end: patterns and ordinary lines apart
  function finish() {
    questions().forEach((one) => { one.hidden = true; });
    stage().querySelector("[data-onward]").hidden = true;
    stage().querySelector("[data-end]").hidden = false;
    for (const kind of ["spotted", "trusted"]) {
      const mine = answers.filter((one) => one.kind === kind);
      const right = mine.filter((one) => one.right).length;
      for (const text of stage().querySelectorAll(`[data-count=${kind}] .in`)) {
        text.textContent = text.textContent.replace("{right}", right).replace("{count}", mine.length);
      }
      const dots = mine.map((_, index) => {
        const dot = document.createElement("span");
        dot.className = index < right ? "end-dot full" : "end-dot";
        return dot;
      });
      stage().querySelector(`[data-dots=${kind}]`).replaceChildren(...dots);
    }
    scrollTo(0, 0);
    stage().querySelector(".end-heading").focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-start]") || on("[data-again]")) open();
    else if (on("[data-next-line]")) ask(at + 1);
    else if (on("[data-finish]")) finish();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.answer")) return;
    event.preventDefault();
    answer();
  });
  // "Ordinary" and the patterns exclude each other.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.checked || !box.closest?.("form.answer")) return;
    for (const other of box.form.querySelectorAll("input:checked")) {
      if (other !== box && (box.value === "ordinary" || other.value === "ordinary")) other.checked = false;
    }
  });
})();
