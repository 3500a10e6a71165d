// What every page of the room does: language, and the way out. The only cookie is the language.
(() => {
  "use strict";
  const root = document.documentElement;
  const leave = () => location.replace("about:blank");
  let shifts = [];

  function chooseLanguage(button) {
    const code = button.dataset.languageButton;
    document.cookie = `language=${code}; path=/; max-age=31536000; SameSite=Strict`;
    root.lang = root.dataset.language = code;
    document.title = button.dataset.title;
    for (const one of document.querySelectorAll("[data-language-button]")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language-button]");
    if (button) chooseLanguage(button);
    else if (event.target.closest("[data-leave]")) leave();
    else if (event.target.closest("[data-back]") && history.length > 1) { event.preventDefault(); history.back(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    shifts = [...shifts.filter((time) => event.timeStamp - time < 1500), event.timeStamp];
    if (shifts.length >= 3) leave();
  });

  // Gives up on an answer after eight seconds; older phones know no AbortSignal.timeout.
  window.inTime = () => {
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 8000);
    return waiting.signal;
  };

  // Asks `address` again and again; `told` gets each new answer, `failed` the status (0: no connection).
  // Stops where `failed` returns true. Returns a function that asks at once.
  window.keepAsking = (address, headers, milliseconds, told, failed) => {
    let seen = "";
    let timer = 0;
    let asking = false;
    let stopped = false;
    async function ask() {
      if (asking || stopped) return;
      asking = true;
      clearTimeout(timer);
      let pause = milliseconds;
      try {
        const answer = await fetch(address, {
          cache: "no-store", headers: { ...headers, ...(seen && { "If-None-Match": seen }) }, signal: inTime(),
        });
        if (answer.ok) {
          const state = await answer.json();
          seen = answer.headers.get("ETag");
          told(state);
        } else if (answer.status === 304) told(null);
        else stopped = failed(answer.status) === true;
        if (answer.status === 429) pause *= 3;
      } catch { failed(0); }
      asking = false;
      if (!stopped) timer = setTimeout(ask, pause * (0.9 + 0.2 * Math.random()));
    }
    addEventListener("online", ask);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
    ask();
    return ask;
  };
})();
