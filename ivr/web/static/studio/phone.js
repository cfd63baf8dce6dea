// What the caller does and hears: rings, presses, stays silent, hangs up. Words are spoken, and stop when a key is pressed.

import { keysOf } from "./call.js";
import { by, clock, keepFocus, tell, trouble } from "./dom.js";
import { kept as remembered, keepBox, keepRadios } from "./keep.js";

const WAITS = {
  gather: (document) => `The line waits for ${document.awaits}.`,
  record: () => "The line listens to what you say.",
  dial: () => "It rings somebody.",
};
const TICK = 250; // milliseconds

/** Return the phone. Everything that it does may be refused, and then says so in words beside the keys. */
export function phone(call, sound) {
  let transcript = { settle() {} };
  let realTime = false;
  let tones = true;
  let silence = 0;
  let began = 0; // when the words that are heard now began, by the computer's clock
  let base = 0; // seconds of the call at that moment

  keepRadios("words", (mode) => {
    sound.mode = mode;
    if (mode !== "hear") hush();
    if (mode === "announce" && remembered("map", "") === "") by("map-outline").click(); // it is the map for screen readers
  });
  keepBox(by("real-time"), "real-time", (on) => {
    realTime = on;
  });
  keepBox(by("tones"), "tones", (on) => {
    tones = on;
  });
  sound.addEventListener("voice", ({ detail }) => {
    by("voice").textContent = detail;
  });
  call.addEventListener("begins", () => trouble(by("phone-error"), ""));
  call.addEventListener("documents", ({ detail }) => listen(detail.aloud));
  const kept = keepFocus(document.querySelector(".phone"), () => by(call.going ? "keypad" : "ring"));
  call.addEventListener("changed", () => {
    show();
    setTimeout(kept); // when everybody else has shown what there is now
  });
  by("hang-up").addEventListener("click", hangUp);
  by("hush").addEventListener("click", hush);
  for (const button of document.querySelectorAll("[data-dial]")) {
    button.addEventListener("click", () => press(`dial:${button.dataset.dial}`, `the call put through ends: ${button.textContent.toLowerCase()}`));
  }
  setInterval(tick, TICK);

  /** Hear what is said. Words that go on by themselves are followed when they are over. */
  async function listen(documents) {
    clearTimeout(silence);
    if (!documents.length) return;
    base = call.state.seconds;
    began = performance.now();
    speaks(true);
    const toTheEnd = await sound.play(documents);
    if (!toTheEnd) return;
    speaks(false);
    transcript.settle();
    await goOn();
  }

  /** Go on where nothing is to be done, or where real silence has lasted as long as the line waits. */
  async function goOn() {
    const last = call.last;
    if (!call.going || !last) return;
    if (last.passing) await tried(() => call.pass());
    else if (realTime && last.waiting === "gather") {
      silence = setTimeout(() => last === call.last && call.going && stay(), keysOf(last).wait * 1000);
    }
  }

  function speaks(on) {
    by("hush").hidden = !(on && sound.mode === "hear");
    if (document.activeElement === by("hush") && by("hush").hidden) by("silence").focus();
  }

  /** Stop the words; the call stays where it is. What goes on by itself goes on. */
  function hush() {
    const spoke = !by("hush").hidden;
    sound.stop();
    transcript.settle();
    speaks(false);
    if (spoke && call.last?.passing && !call.busy) goOn();
  }

  /** Do something, unless nobody is on the phone; say what stood in the way. */
  async function tried(work) {
    if (!call.going) return;
    clearTimeout(silence);
    trouble(by("phone-error"), "");
    try {
      await work();
    } catch (error) {
      trouble(by("phone-error"), error.message);
    }
  }

  function cut() {
    sound.stop();
    transcript.settle();
    speaks(false);
  }

  async function press(step, words) {
    cut();
    await tried(() => call.do(step, words));
  }

  function stay() {
    return press("wait", call.waiting === "record" ? "say nothing" : "stay silent");
  }

  function hangUp() {
    return press("hangup", "hang up");
  }

  /** Ring, with settings as the server takes them. `steps`: what is done at once. Raises Refused. */
  async function begin({ steps = "", ...settings }) {
    if (sound.mode === "hear") sound.wake();
    cut();
    await call.ring(settings, steps);
  }

  function mute() {
    const to = by(sound.mode === "hear" ? "words-read" : "words-hear");
    to.click();
    tell(sound.mode === "hear" ? "The words are spoken." : "The words are only written.");
  }

  function show() {
    const { last } = call;
    by("where").textContent = !call.state ? "Nobody is on the phone." : call.going ? `At ${last?.node ?? "the line"}` : "The call is over.";
    by("waits").textContent = call.going ? WAITS[call.waiting]?.(last) ?? "The line speaks." : call.state ? "Ring again, or look at what was said." : "Ring the line to begin.";
    by("silence").setAttribute("aria-disabled", String(!call.going));
    by("dial").hidden = call.waiting !== "dial";
    tick();
  }

  function tick() {
    const time = by("time");
    time.hidden = !call.state;
    if (!call.state) return;
    const speaking = call.going && !by("hush").hidden;
    const heard = speaking ? Math.min((performance.now() - began) / 1000, call.last.seconds) : 0;
    const shown = clock(speaking ? base - call.last.seconds + heard : call.state.seconds);
    if (time.textContent !== shown) time.textContent = shown;
  }

  /** The menu has changed: a call that goes on stays on the one it began with. */
  function changed() {
    if (call.going) by("voice").textContent = "The menu has changed since this call began. Ring again to hear the new one.";
  }

  function lost(is) {
    trouble(by("ring-error"), is ? "The line cannot be reached. Is `ivr serve` still running?" : "");
  }

  return {
    begin,
    press,
    say: (wav, then, words) => (cut(), tried(() => call.say(wav, then, words))),
    speak: (text, then, words) => (cut(), tried(() => call.speak(text, then, words))),
    silence: stay,
    cut,
    hangUp,
    hush,
    mute,
    changed,
    lost,
    sounds: (key) => tones && sound.mode === "hear" && sound.tone(key),
    written: (words) => {
      transcript = words;
    },
  };
}
