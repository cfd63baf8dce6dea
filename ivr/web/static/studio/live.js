// Follows the menu file: asks twice a second how it stands, and tells whoever wants to know when that has changed.

import { address } from "./server.js";

const EVERY = 500; // milliseconds
const HIDDEN = 5_000;
const LATER = 3_000; // after the line could not be reached

/** Tell `changed(now)` at once, and whenever the file stands otherwise; `lost(true)` while the line cannot be reached. */
export function live(changed, lost) {
  let tag = "";
  let timer = 0;
  let away = false;

  async function ask() {
    clearTimeout(timer);
    let next = document.hidden ? HIDDEN : EVERY;
    try {
      const answer = await fetch(address("now"), { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        changed(await answer.json());
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      if (away) lost(false);
      away = false;
    } catch {
      if (!away) lost(true);
      away = true;
      next = LATER;
    }
    timer = setTimeout(ask, next);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  ask();
  return ask;
}
