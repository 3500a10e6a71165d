// A phone in the room. Nothing is stored: the ballot of the open question stands behind the # of this page's address,
// so a reload keeps it and a closed tab forgets it. See demo/room/routes.py for what that can and cannot do.
(() => {
  "use strict";
  const room = document.getElementById("room");
  const form = room.querySelector("form");
  const boxes = [...form.querySelectorAll("input")];
  const home = `/room/${room.dataset.code}`;
  let state = null;
  let pending = null;

  // ---- one ballot per question, shared by the open tabs of one browser
  const tabs = window.BroadcastChannel ? new BroadcastChannel("room") : { postMessage() {} };
  const inAddress = () => location.hash.match(/^#(\d+)-([0-9a-f]{32})$/);
  const ballotFor = (opening) => (inAddress()?.[1] === String(opening) ? inAddress()[2] : null);
  const keep = (opening, ballot) => history.replaceState(null, "", `#${opening}-${ballot}`);
  // A ballot that may have been counted stays; of two fresh ones both tabs keep the smaller.
  let counted = inAddress()?.[2] ?? null;
  const tellTabs = (opening, ballot) => tabs.postMessage({ room: home, opening, ballot, counted: ballot === counted });
  tabs.onmessage = ({ data }) => {
    if (data.room !== home || data.opening !== state?.opening) return;
    const mine = ballotFor(data.opening);
    if (!mine || mine === data.ballot) return;
    const theirsStays = mine !== counted && (data.counted || data.ballot < mine);
    if (!theirsStays) tellTabs(data.opening, mine);
    else {
      keep(data.opening, data.ballot);
      if (data.counted) counted = data.ballot;
    }
  };
  function takeBallot(opening) {
    if (!ballotFor(opening)) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      keep(opening, [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    }
    tellTabs(opening, ballotFor(opening));
  }

  // ---- what is on the page
  const tell = (key) => {
    for (const one of form.querySelectorAll("[data-told]")) one.hidden = one.dataset.told !== key;
  };
  function showPart(name) {
    for (const part of room.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
    document.scrollingElement.scrollTop = 0;
    room.querySelector(`[data-part=${name}] h1`).focus({ preventScroll: true });
  }
  function show(next) {
    const same = state && state.opening === next.opening && state.stage === next.stage;
    state = next;
    if (same) return;
    pending = null;
    tell(null);
    for (const box of boxes) box.checked = false;
    for (const line of room.querySelectorAll("[data-line]")) {
      line.textContent = state.line ?? "";
      if (state.language) line.lang = state.language;
    }
    const voting = state.stage === "first" || state.stage === "second";
    form.querySelector("[data-first]").hidden = state.stage === "second";
    form.querySelector("[data-second]").hidden = state.stage !== "second";
    if (voting) takeBallot(state.opening);
    else if (state.stage === "lobby") history.replaceState(null, "", location.pathname);
    showPart(voting ? "vote" : state.stage.endsWith("_shown") ? "shown" : state.stage);
  }
  const offline = (is) => { room.querySelector("[data-offline]").hidden = !is; };

  const askNow = keepAsking(`${home}/state`, {}, 1500,
    (next) => { offline(false); if (next) show(next); if (pending) send(); },
    (status) => {
      offline(status !== 404);
      if (status !== 404) return false;
      history.replaceState(null, "", location.pathname);
      showPart("closed");
      return true;
    });

  // ---- voting: sent again until the room has it; counted once, whatever happens on the way
  async function send() {
    const vote = pending;
    counted = ballotFor(vote.opening);
    try {
      const answer = await fetch(`${home}/vote`, {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...vote, ballot: ballotFor(vote.opening) }), signal: inTime(),
      });
      if (vote !== pending || answer.status === 429) return;
      pending = null;
      if (answer.status === 204) tell("sent");
      else if (answer.status === 409 && (await answer.json()).reason === "full") tell("full");
      else { tell(null); askNow(); }
    } catch { offline(true); }
  }
  form.addEventListener("change", ({ target }) => {
    const ordinary = boxes[boxes.length - 1];
    if (target.checked) for (const box of boxes) if ((box === ordinary) !== (target === ordinary)) box.checked = false;
    tell(null);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = boxes.filter((box) => box.checked).map((box) => box.value);
    if (!answers.length) return tell("choose");
    pending = { opening: state.opening, stage: state.stage, answers };
    tell("sending");
    send();
  });
})();
