// The presenter's page. Its key stands behind the # of the address, which browsers never send; it goes out as a header.
// The program opens the page with a ticket instead, which others may read in its command line: it is good only once.
(async () => {
  "use strict";
  const stage = document.getElementById("stage");
  const sets = document.querySelector("form.sets");
  const headers = { "X-Room-Secret": await key() };
  const one = (selector) => document.querySelector(selector);
  const visible = (selector, within = document) => [...within.querySelectorAll(selector)].find((it) => it.offsetParent);
  let seen = null;
  let now = {};
  let address = "0";

  async function key() {
    const [, ticket] = location.hash.split("#once-");
    if (!ticket) return location.hash.slice(1);
    const answer = await fetch("/room/control/secret", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ticket }), signal: inTime(),
    }).catch(() => null);
    if (!answer?.ok) return "";
    const { secret } = await answer.json();
    history.replaceState(null, "", `#${secret}`);
    return secret;
  }

  function pickAddress() {
    for (const way of stage.querySelectorAll("[data-address]")) way.hidden = way.dataset.address !== address;
    const choice = stage.querySelector(`input[value="${address}"]`);
    if (choice) choice.checked = true;
  }

  function show(state) {
    one("[data-offline]").hidden = true;
    if (!state) return;
    if (state.network !== now.network) address = "0";
    if (state.seen !== seen || state.network !== now.network) {
      const hadFocus = document.activeElement;
      stage.innerHTML = state.html;
      for (const part of document.querySelectorAll("[data-on]")) {
        const first = "notFirst" in part.dataset && state.first;
        part.hidden = first || !part.dataset.on.split(" ").includes(state.stage);
      }
      pickAddress();
      // The heading tells a screen reader what is new; a button that is still there keeps the focus.
      if (seen && !hadFocus?.offsetParent) visible("h2[tabindex]", stage)?.focus({ preventScroll: true });
      seen = state.seen;
      now = state;
      document.scrollingElement.scrollTop = 0;
    }
    for (const part of document.querySelectorAll("[data-progress]")) part.hidden = part.dataset.progress !== state.progress;
  }
  const askNow = keepAsking("/room/control/state", headers, 1000, show, (status) => {
    one("[data-lost]").hidden = status !== 403;
    one("[data-offline]").hidden = status === 403;
    return status === 403;
  });

  async function step(name, set = "") {
    try {
      await fetch("/room/control/step", {
        method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify({ step: name, set, seen }),
      });
    } catch { one("[data-offline]").hidden = false; }
    askNow();
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) step(button.dataset.step);
  });
  stage.addEventListener("change", (event) => { address = event.target.value; pickAddress(); });
  sets.addEventListener("submit", (event) => { event.preventDefault(); step("choose", visible("select", sets).value); });

  const KEYS = { ArrowRight: "forward", PageDown: "forward", ArrowLeft: "back", PageUp: "back", v: "again", V: "again" };
  document.addEventListener("keydown", (event) => {
    const name = KEYS[event.key];
    if (!name || event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.target.closest("select, input")) return;
    if (now.stage === "lobby" || now.stage === "closed") return;
    event.preventDefault();
    step(name);
  });
  // Opening a tag draws its words; one tag at a time.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches?.("details.tag")) return;
    if (target.open) for (const other of stage.querySelectorAll("details.tag[open]")) if (other !== target) other.open = false;
    const open = [...stage.querySelectorAll("details.tag[open]")].map((tag) => tag.dataset.tag);
    for (const mark of stage.querySelectorAll("mark")) {
      mark.classList.toggle("chosen", mark.dataset.tags.split(" ").some((tag) => open.includes(tag)));
    }
  }, true);
})();
