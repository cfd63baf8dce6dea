// The keypad: twelve keys, what has been keyed in so far, and what each key is said to do now.

import { by, make, tell } from "./dom.js";
import { keysOf } from "./call.js";

const SIGN = { star: "*", hash: "#" };
const ORDER = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "star", "hash"];
const NAME = { "*": "star", "#": "hash" };

/** Let keys be pressed. `phone` does what they ask for: `press(step, words)`. */
export function keypad(call, phone) {
  const keys = new Map([...document.querySelectorAll("[data-key]")].map((key) => [key.dataset.key, key]));
  let entry = "";
  let pressed = Promise.resolve();

  for (const [name, key] of keys) key.addEventListener("click", () => press(name));
  call.addEventListener("begins", () => show(""));
  call.addEventListener("documents", () => show(""));
  call.addEventListener("changed", offered);

  /** Press a key by its name. Whoever is quicker than the line is followed: the keys wait for one another. */
  function press(name) {
    const key = keys.get(name);
    if (!key) return;
    key.classList.add("keypad__key--down");
    setTimeout(() => key.classList.remove("keypad__key--down"), 150);
    if (!call.going && !call.busy) {
      tell("Nobody is on the phone. Ring the line first.");
      return;
    }
    phone.sounds(name);
    phone.cut();
    pressed = pressed.then(() => call.quiet).then(() => take(name));
  }

  /** Give a key to the line; to a question, which takes many, when the last of them is known. */
  function take(name) {
    if (!call.going) return undefined;
    const { most, finish } = keysOf(call.last);
    if (call.waiting !== "gather" || most === 1) return phone.press(name, `press ${name}`);
    const sign = SIGN[name] ?? name;
    show(entry + sign);
    return finish.includes(sign) || entry.length >= most ? send() : undefined;
  }

  /** Send what was keyed in: no more keys come. */
  function send() {
    const digits = entry;
    show("");
    return phone.press(digits, `press ${digits.replace(/[*#]/g, (sign) => ` ${NAME[sign]}`).trim()}`);
  }

  function show(digits) {
    entry = digits;
    by("entry").textContent = digits;
    by("entry-row").hidden = !digits;
    by("silence-words").textContent = digits ? "No more keys" : "Stay silent";
  }

  /** Show which keys are said to work now. */
  function offered() {
    const words = call.going ? call.last?.keys ?? {} : {};
    const everywhere = call.going ? call.last?.keys_everywhere ?? {} : {};
    for (const [name, key] of keys) {
      key.classList.toggle("keypad__key--offered", name in words);
      const does = words[name] ?? everywhere[name];
      key.setAttribute("aria-label", does ? `${name}: ${does}` : name);
      key.setAttribute("aria-disabled", String(!call.going));
    }
    const rows = [
      ...ORDER.filter((name) => name in words).map((name) => row(name, words[name])),
      ...ORDER.filter((name) => name in everywhere && !(name in words)).map((name) => row(name, everywhere[name], "offered__row--always")),
    ];
    by("offered").hidden = !rows.length;
    by("offered-list").replaceChildren(...rows);
  }

  function row(name, does, classes = "") {
    return make("div", `offered__row ${classes}`, "", make("dt", "", SIGN[name] ?? name), make("dd", "", does));
  }

  return { press, send, entered: () => entry !== "", empty: () => show("") };
}
