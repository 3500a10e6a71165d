// The page's frame: language, sections, requests, leaving. Nothing here stores or sends what somebody types; the only
// cookie is the language. A section's own file registers itself: doorzien.section("chats", { show, keydown }).
(() => {
  "use strict";
  const root = document.documentElement;
  const settings = JSON.parse(document.getElementById("doorzien-settings").textContent);
  const handlers = {};
  const first = (selector) => document.querySelector(selector);

  // ---- language: a cookie, or else the browser's, or else the first that there is
  function wantedLanguage() {
    const kept = document.cookie.match(/(?:^|; )language=([a-z]{2})/)?.[1];
    const wanted = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
    return wanted.find((code) => settings.languages.includes(code)) ?? settings.languages[0];
  }
  function setLanguage(code) {
    root.dataset.language = code;
    root.lang = code;
    document.title = settings.titles[code];
    for (const button of document.querySelectorAll("[data-language-button]")) {
      button.setAttribute("aria-pressed", String(button.dataset.languageButton === code));
    }
  }
  function chooseLanguage(code) {
    document.cookie = `language=${code}; path=/; max-age=31536000; SameSite=Strict`;
    setLanguage(code);
  }
  setLanguage(wantedLanguage());
  // Gradio sets the title and the language of the page once more while it starts.
  new MutationObserver(() => {
    if (root.lang !== root.dataset.language) root.lang = root.dataset.language;
    const title = settings.titles[root.dataset.language];
    if (document.title !== title) document.title = title;
  }).observe(root, { attributes: true, attributeFilter: ["lang"], subtree: true, childList: true });

  // ---- until Gradio has drawn the page: a kind word, and the way out
  root.classList.add("early");
  // As soon as there is a body: "DOMContentLoaded" waits for all of Gradio's scripts.
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    document.body.append(first("#doorzien-early").content.cloneNode(true));
  }).observe(root, { childList: true });

  // ---- sections: one page, shown part by part after its address, such as #chats/band-fan
  function place() {
    const [name, detail = ""] = location.hash.slice(1).split("/");
    return { section: settings.sections.includes(name) ? name : settings.sections[0], detail };
  }
  const visible = (within, selector) => [...within.querySelectorAll(selector)].find((one) => one.offsetParent);
  function show({ focus }) {
    const { section, detail } = place();
    root.dataset.section = section;
    root.dataset.detail = detail;
    if (section !== "chats") root.classList.remove("presenting");
    if (focus) openMenu(false);
    for (const other of document.querySelectorAll(".section")) {
      other.classList.toggle("shown", other.id === `section-${section}`);
    }
    for (const link of document.querySelectorAll("[data-section-link]")) {
      if (link.dataset.sectionLink === section) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (focus) scrollTo(0, 0);
    // A section that fetches something moves the focus itself, once it is there: it returns true.
    if (!handlers[section]?.show?.(detail) && focus) focusHeading();
  }
  function focusHeading() {
    scrollTo(0, 0);
    visible(document, `#section-${place().section} h1`)?.focus({ preventScroll: true });
  }
  addEventListener("hashchange", () => show({ focus: true }));
  function openMenu(open) {
    root.classList.toggle("menu-open", open);
    first("[data-menu]")?.setAttribute("aria-expanded", String(open));
  }

  // ---- requests to the server: asked once more after two seconds, then a kind word and a button
  const requests = {};
  const waiting = {};
  function trouble(shown) {
    const box = first("[data-trouble]");
    if (box) box.hidden = !shown;
    if (shown) root.classList.remove("waiting");
  }
  function ask(name, data) {
    clearTimeout(waiting[name]?.timer);
    waiting[name] = { data, timer: setTimeout(() => again(name, data), 2000) };
    root.classList.add("waiting");
    requests[name]?.(data);
  }
  function again(name, data) {
    waiting[name].timer = setTimeout(() => trouble(true), 2500);
    requests[name]?.(data);
  }
  function answered(name, then) {
    clearTimeout(waiting[name]?.timer);
    delete waiting[name];
    trouble(false);
    root.classList.remove("waiting");
    requestAnimationFrame(then);
  }
  function retry() {
    trouble(false);
    for (const [name, { data }] of Object.entries(waiting)) ask(name, data);
  }

  // ---- leaving: no way back by the Back button to this page
  const leave = () => location.replace("about:blank");
  let shifts = [];

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-leave]")) leave();
    else if (on("[data-retry]")) retry();
    else if (on("[data-language-button]")) chooseLanguage(on("[data-language-button]").dataset.languageButton);
    else if (on("[data-skip]")) { event.preventDefault(); focusHeading(); }
    else if (on("[data-menu]")) openMenu(!root.classList.contains("menu-open"));
    else if (on("[data-section-link]")) openMenu(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift" && !event.repeat) {
      shifts = [...shifts.filter((time) => event.timeStamp - time < 1500), event.timeStamp];
      if (shifts.length >= 3) leave();
      return;
    }
    shifts = [];
    if (event.key === "Escape" && root.classList.contains("menu-open")) {
      openMenu(false);
      first("[data-menu]").focus();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select")) return;
    handlers[place().section]?.keydown?.(event);
  });

  // ---- opening a tag draws its words; one tag at a time in a line
  document.addEventListener("toggle", (event) => {
    const tag = event.target;
    if (!tag.matches?.("details.tag")) return;
    const line = tag.closest(".message, .result");
    if (!line) return;
    if (tag.open) {
      for (const other of line.querySelectorAll("details.tag[open]")) if (other !== tag) other.open = false;
    }
    const open = [...line.querySelectorAll("details.tag[open]")].map((one) => one.dataset.tag);
    for (const mark of line.querySelectorAll("mark")) {
      mark.classList.toggle("chosen", mark.dataset.tags.split(" ").some((one) => open.includes(one)));
    }
  }, true);

  function resultArrived(element) {
    const target = element.querySelector("h2, .refusal");
    if (!target) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    first(".section.shown form")?.scrollIntoView({ block: "start" });
  }

  // Gradio draws the parts in no fixed order: the page is shown once every section has its heading.
  function ready() {
    const drawn = settings.sections.every((name) => first(`#section-${name} h1`));
    if (!drawn) { setTimeout(ready, 30); return; }
    show({ focus: false });
    root.classList.add("drawn");
  }

  window.doorzien = {
    section: (name, handler) => { handlers[name] = handler; },
    // A page opened at a chat asks before Gradio has drawn the part that sends.
    request: (name, send) => { requests[name] = send; if (waiting[name]) send(waiting[name].data); },
    ask, answered, visible, focusHeading, resultArrived, place,
    headerArrived: () => {
      setLanguage(root.dataset.language);
      root.classList.remove("early");
      first("body > .early")?.remove();
    },
    ready,
  };
})();
