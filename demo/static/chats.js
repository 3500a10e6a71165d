// A chat: revealed message by message.
(() => {
  "use strict";
  const openChat = () => (doorzien.place().detail ? document.querySelector("article.chat") : null);
  const count = (chat) => chat.querySelectorAll(".message:not([hidden])").length;
  let chatInAddress = "";

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
    if (on("[data-next]")) reveal(chat, count(chat) + 1);
    else if (on("[data-all]")) reveal(chat, chat.querySelectorAll(".message").length);
    else if (on("[data-restart]")) reveal(chat, 1);
  });

  doorzien.section("chats", {
    show(chat) {
      const opened = chat && chat !== chatInAddress;
      chatInAddress = chat;
      if (opened) doorzien.ask("open_chat", { chat });
      return opened;
    },
    keydown(event) {
      const chat = openChat();
      if (!chat) return;
      const shown = count(chat);
      if ((event.key === "ArrowRight" || event.key === "PageDown") && shown < chat.querySelectorAll(".message").length) {
        event.preventDefault();
        reveal(chat, shown + 1);
      } else if ((event.key === "ArrowLeft" || event.key === "PageUp") && shown > 1) {
        event.preventDefault();
        reveal(chat, shown - 1);
      }
    },
  });
})();
