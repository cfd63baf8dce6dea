// Says when a session is about to end, lets whoever is there stay in, and takes the page away once it has ended.

const BEFORE = 120_000; // milliseconds: so long there is to say that one is still there
const LOOK_EVERY = 60_000; // a computer that slept wakes with timers that are late
const CHANNEL = "inbox";
const TELL_EVERY = 60_000; // whoever writes is there, also where the page asks for nothing meanwhile

/** Look after the session of this page. `place` says where to ask, and for how many seconds it lasts at most. */
export function stayIn(place) {
  const { stay, staying, after } = place.dataset;
  let ends = Date.now() + 1000 * Number(place.dataset.left);
  const ahead = Math.min(BEFORE, (ends - Date.now()) / 3);
  let told = Date.now();
  let timer = 0;
  let over = false;

  /** Ask how long it still lasts: in milliseconds, 0 where it has ended, null where nobody answers. */
  async function ask(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
      if (answer.status === 401 || answer.type === "opaqueredirect") return 0;
      return answer.ok ? 1000 * (await answer.json()).left : null;
    } catch {
      return null;
    }
  }

  async function look(address = staying) {
    const left = await ask(address);
    if (over) return;
    if (left !== null) ends = Date.now() + left;
    show();
  }

  function show() {
    const left = ends - Date.now();
    if (left <= 0) return forget();
    if (left <= ahead) warn();
    else place.replaceChildren();
    later();
  }

  function later() {
    clearTimeout(timer);
    const left = ends - Date.now();
    timer = setTimeout(passed, Math.min(LOOK_EVERY, Math.max(1_000, left > ahead ? left - ahead : left)));
  }

  function passed() {
    if (ends - Date.now() > ahead) later();
    else look(); // somebody may have done something in another window
  }

  function warn() {
    if (place.childElementCount) return; // it is said once
    const text = document.createElement("p");
    text.className = "govuk-body staying__text";
    text.textContent = "Nobody has done anything here for a while. In two minutes at most you are out, and this page is gone with what is written on it.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button";
    button.textContent = place.dataset.button;
    const said = document.createElement("div");
    said.className = "staying__said";
    said.setAttribute("role", "alert");
    said.append(text, button); // pressing it is doing something, as any key is
    place.replaceChildren(said);
  }

  function forget() {
    over = true;
    clearTimeout(timer);
    document.title = "You are out";
    document.body.replaceChildren();
    location.replace(after || location.href.split("#")[0]); // what was posted is not asked for again
  }

  function isThere() {
    const now = Date.now();
    if (now >= ends) return forget(); // before anything of it can be read
    if (!place.childElementCount && now - told < TELL_EVERY) return;
    told = now;
    look(stay);
  }

  for (const sign of ["keydown", "input", "click"]) document.addEventListener(sign, isThere);
  document.addEventListener("visibilitychange", () => document.hidden || passed());
  new BroadcastChannel(CHANNEL).addEventListener("message", () => look());
  later();
}

/** Tell the other windows of this browser that somebody may have left. */
export function tellOthers() {
  const others = new BroadcastChannel(CHANNEL);
  others.postMessage("look");
  others.close();
}
