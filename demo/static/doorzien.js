// The page's own behaviour. Nothing here stores or sends what somebody types; the only cookie is the language.
(() => {
  "use strict";
  const root = document.documentElement;
  const sections = ["chats", "try", "help", "about", "guide"];
  const settings = JSON.parse(document.getElementById("doorzien-settings").textContent);

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

  // ---- sections: one page, shown part by part after its address
  const place = () => {
    const [section, chat = ""] = location.hash.slice(1).split("/");
    return { section: sections.includes(section) ? section : sections[0], chat };
  };
  const visible = (within, selector) => [...within.querySelectorAll(selector)].find((one) => one.offsetParent);
  let chatInAddress = "";

  function show({ focus }) {
    const { section, chat } = place();
    root.dataset.section = section;
    root.dataset.chat = chat;
    for (const link of document.querySelectorAll("[data-section-link]")) {
      if (link.dataset.sectionLink === section) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (chat && chat !== chatInAddress) {
      if (!doorzien.openChat) return;
      doorzien.openChat(chat);
    } else if (focus) focusHeading();
    chatInAddress = chat;
  }
  function focusHeading() {
    window.scrollTo(0, 0);
    visible(document, `#section-${place().section} h1`)?.focus({ preventScroll: true });
  }
  addEventListener("hashchange", () => show({ focus: true }));

  // ---- a chat: revealed message by message
  const openChat = () => (place().section === "chats" && place().chat ? document.querySelector("article.chat") : null);
  const count = (chat) => chat.querySelectorAll(".message:not([hidden])").length;

  // New messages are announced by the log they stand in; focus stays on the button, and moves on when that goes.
  function reveal(chat, number) {
    const messages = [...chat.querySelectorAll(".message")];
    const onButton = chat.querySelector(".controls").contains(document.activeElement);
    messages.forEach((message, index) => { message.hidden = index >= number; });
    chat.querySelectorAll(".progress .at").forEach((at, index) => { at.hidden = index !== number - 1; });
    const done = number >= messages.length;
    chat.querySelector(".afterwards").hidden = !done;
    chat.querySelector("[data-next]").hidden = done;
    chat.querySelector("[data-all]").hidden = done;
    chat.querySelector("[data-restart]").hidden = number <= 1;
    const newest = messages[number - 1];
    if (done && onButton) visible(chat, ".afterwards h2")?.focus({ preventScroll: true });
    newest.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  function chatArrived() {
    const chat = document.querySelector("article.chat");
    if (!chat) return;
    reveal(chat, 1);
    focusHeading();
  }

  // ---- leaving: no way back by the Back button to this page
  const leave = () => location.replace("about:blank");
  let shifts = [];

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const chat = openChat();
    if (on("[data-leave]")) leave();
    else if (on("[data-language-button]")) chooseLanguage(on("[data-language-button]").dataset.languageButton);
    else if (on("[data-skip]")) { event.preventDefault(); focusHeading(); }
    else if (chat && on("[data-next]")) reveal(chat, count(chat) + 1);
    else if (chat && on("[data-all]")) reveal(chat, chat.querySelectorAll(".message").length);
    else if (chat && on("[data-restart]")) reveal(chat, 1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Shift" && !event.repeat) {
      shifts = [...shifts.filter((time) => event.timeStamp - time < 1500), event.timeStamp];
      if (shifts.length >= 3) leave();
      return;
    }
    shifts = [];
    const chat = openChat();
    if (!chat || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea")) return;
    const shown = count(chat);
    if ((event.key === "ArrowRight" || event.key === "PageDown") && shown < chat.querySelectorAll(".message").length) {
      event.preventDefault();
      reveal(chat, shown + 1);
    } else if ((event.key === "ArrowLeft" || event.key === "PageUp") && shown > 1) {
      event.preventDefault();
      reveal(chat, shown - 1);
    }
  });

  // ---- opening a tag draws its words; one tag at a time in a message
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
    target.focus();
  }
  function headerArrived() { setLanguage(root.dataset.language); show({ focus: false }); }

  const doorzien = { chatArrived, resultArrived, headerArrived, openChat: null, ready: () => show({ focus: false }) };
  window.doorzien = doorzien;
})();
