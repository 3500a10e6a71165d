// A chat: revealed message by message, with its score; look first, tags later; and large for the back row.
(() => {
  "use strict";
  const openChat = () => (doorzien.place().detail ? document.querySelector("article.chat") : null);
  const count = (chat) => chat.querySelectorAll(".message:not([hidden])").length;
  const root = document.documentElement;
  const presenting = () => root.classList.contains("presenting");
  let chatInAddress = "";
  let lookFirst = true;

  // Tags, marks and notes of a message are seen once it is asked for, or once a later message is there.
  function see(chat, number, newestSeen) {
    chat.querySelectorAll(".message").forEach((message, index) => {
      message.classList.toggle("seen", index < number - 1 || newestSeen);
      message.classList.toggle("newest", index === number - 1);
    });
    chat.querySelectorAll(".score-box [data-message]").forEach((note) => {
      const at = Number(note.dataset.message);
      note.hidden = at > number || (at === number && !newestSeen);
    });
  }
  const openTag = () => (presenting() ? document.querySelector("article.chat .tag[open]") : null);
  function closeTag() {
    const tag = openTag();
    if (!tag) return false;
    tag.open = false;
    tag.querySelector("summary").focus({ preventScroll: true });
    return true;
  }
  function showScore(chat, on) {
    chat.classList.toggle("with-score", on);
    chat.querySelector("[data-show-score]").setAttribute("aria-pressed", String(on));
  }
  function present(on) {
    document.querySelectorAll("article.chat .tag[open]").forEach((tag) => { tag.open = false; });
    root.classList.toggle("presenting", on);
    doorzien.visible(document, on ? ".controls [data-next], .controls [data-previous]" : "[data-present]")?.focus({ preventScroll: true });
    hideQuestions();
  }
  const questions = () => [...document.querySelectorAll("[data-question]")].filter((one) => one.closest(".in").lang === root.lang);
  const hideQuestions = () => document.querySelectorAll("[data-question]").forEach((one) => { one.hidden = true; });
  function askNext() {
    const all = questions();
    const next = all.findIndex((one) => !one.hidden) + 1;
    hideQuestions();
    if (next < all.length) all[next].hidden = false;
  }

  // New messages are announced by the log they stand in; focus stays on the button, and moves on when that goes.
  function reveal(chat, number) {
    closeTag();
    showScore(chat, false);
    const messages = [...chat.querySelectorAll(".message")];
    const onButton = chat.querySelector(".controls").contains(document.activeElement);
    messages.forEach((message, index) => { message.hidden = index >= number; });
    see(chat, number, !lookFirst || number >= messages.length);
    chat.querySelectorAll(".progress .at").forEach((at, index) => { at.hidden = index !== number - 1; });
    const done = number >= messages.length;
    chat.querySelector(".afterwards").hidden = !done;
    chat.querySelector("[data-next]").hidden = done;
    chat.querySelector("[data-all]").hidden = done;
    chat.querySelector("[data-restart]").hidden = number <= 1;
    const newest = messages[number - 1];
    if (done && onButton) doorzien.visible(chat, ".afterwards h2")?.focus({ preventScroll: true });
    newest.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  doorzien.chatArrived = () => {
    const chat = document.querySelector("article.chat");
    if (chat) reveal(chat, 1);
    doorzien.focusHeading();
  };

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const chat = openChat();
    if (!chat) return;
    if (on("[data-look]")) {
      see(chat, count(chat), true);
      doorzien.visible(on(".message"), ".tag summary")?.focus({ preventScroll: true });
    } else if (on("[data-look-first]")) {
      lookFirst = !lookFirst;
      on("[data-look-first]").setAttribute("aria-pressed", String(lookFirst));
      see(chat, count(chat), !lookFirst);
    } else if (on("[data-close-tag]")) closeTag();
    else if (on("[data-show-score]")) showScore(chat, !chat.classList.contains("with-score"));
    else if (on("[data-present]")) present(!presenting());
    else if (on("[data-ask]")) askNext();
    else if (on("[data-previous]")) reveal(chat, Math.max(1, count(chat) - 1));
    else if (on("[data-next]")) reveal(chat, count(chat) + 1);
    else if (on("[data-all]")) reveal(chat, chat.querySelectorAll(".message").length);
    else if (on("[data-restart]")) reveal(chat, 1);
  });

  // In the large view a tag covers the page: focus goes in with it, and comes back when it closes.
  document.addEventListener("toggle", (event) => {
    if (event.target === openTag()) event.target.querySelector("[data-close-tag]").focus({ preventScroll: true });
  }, true);

  doorzien.section("chats", {
    show(chat) {
      if (!chat) root.classList.remove("presenting");
      const opened = chat && chat !== chatInAddress;
      chatInAddress = chat;
      if (opened) doorzien.ask("open_chat", { chat });
      return opened;
    },
    keydown(event) {
      const chat = openChat();
      if (!chat) return;
      const shown = count(chat);
      const onward = ["ArrowRight", "PageDown"].includes(event.key) || (event.key === " " && presenting() && !event.target.closest("button, summary, a"));
      if (event.key === "Escape" && presenting()) closeTag() || present(false);
      else if (event.key.toLowerCase() === "p") present(!presenting());
      else if (event.key.toLowerCase() === "q" && presenting()) askNext();
      else if (onward && shown < chat.querySelectorAll(".message").length) {
        event.preventDefault();
        reveal(chat, shown + 1);
      } else if ((event.key === "ArrowLeft" || event.key === "PageUp") && shown > 1) {
        event.preventDefault();
        reveal(chat, shown - 1);
      }
    },
  });
})();
