// Speaks the parts of a document one after the other, and says which one it is at; a key stops it at once.
//
// Events: "part" {document, part} when one begins, "voice" with words about who speaks. The server's speech comes first, as
// sound; where it has none for a language, the browser's own voices speak.

import { get } from "./server.js";
import { speakable, utter } from "./voices.js";

const NOBODY = "No voice of this computer speaks this language: the words are only written.";
const BROWSER = "Spoken by a voice of this browser.";
const SLOW = "The voice is being made ready.";
const PATIENCE = 700; // milliseconds

export class Sound extends EventTarget {
  mode = "hear";
  #turn = 0;
  #context = null;
  #stop = () => {};
  #fetched = new Map();

  /** Make ready to be heard. Browsers let a page sound only after somebody has done something on it. */
  wake() {
    this.#context ??= new AudioContext();
    this.#context.resume();
    return this.#context;
  }

  /** Stop speaking, whatever it is. */
  stop() {
    this.#turn += 1;
    this.#stop();
    this.#stop = () => {};
  }

  /** Speak documents. Returns true when they were heard to the end, false when somebody stopped it. */
  async play(documents) {
    this.stop();
    const turn = this.#turn;
    const parts = documents.flatMap((document) => document.heard.map((part) => ({ document, ...part })));
    this.#fetched.clear();
    await null; // whoever writes the words has them by then
    for (const [at, part] of parts.entries()) {
      if (turn !== this.#turn) return false;
      this.dispatchEvent(new CustomEvent("part", { detail: { document: part.document.n, part: part.part } }));
      if (this.mode !== "hear") continue;
      if (parts[at + 1]) this.#sound(parts[at + 1]); // what comes next is fetched while this one is heard
      await this.#say(part, turn);
    }
    return turn === this.#turn;
  }

  /** Sound like a key of a telephone. */
  tone(key) {
    const [low, high] = TONES[key] ?? [];
    if (!low) return;
    const context = this.wake();
    const loud = context.createGain();
    const now = context.currentTime;
    loud.gain.setValueAtTime(0.06, now);
    loud.gain.setTargetAtTime(0, now + 0.09, 0.015);
    loud.connect(context.destination);
    for (const frequency of [low, high]) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(loud);
      tone.start(now);
      tone.stop(now + 0.2);
    }
  }

  async #say(part, turn) {
    const slow = setTimeout(() => this.#voice(SLOW), PATIENCE);
    const buffer = await this.#sound(part);
    clearTimeout(slow);
    if (turn !== this.#turn) return;
    if (buffer) {
      this.#voice("");
      await this.#hear(buffer);
    } else if (!part.plays && speakable(part.language)) {
      this.#voice(BROWSER);
      const spoken = utter(part.words, part.language, part.pause);
      this.#stop = spoken.stop;
      await spoken.done;
    } else {
      this.#voice(part.plays ? "" : NOBODY);
    }
  }

  #voice(words) {
    this.dispatchEvent(new CustomEvent("voice", { detail: words }));
  }

  #hear(buffer) {
    return new Promise((done) => {
      const source = this.wake().createBufferSource();
      source.buffer = buffer;
      source.connect(this.#context.destination);
      source.addEventListener("ended", done, { once: true });
      this.#stop = () => {
        source.stop();
        done();
      };
      source.start();
    });
  }

  /** Return the sound of a part; null where the server has none. */
  #sound(part) {
    if (!part.sound) return Promise.resolve(null);
    if (!this.#fetched.has(part.sound)) this.#fetched.set(part.sound, this.#fetch(part.sound));
    return this.#fetched.get(part.sound);
  }

  async #fetch(path) {
    try {
      const answer = await get(path);
      if (answer.status !== 200) return null;
      return await this.wake().decodeAudioData(await answer.arrayBuffer());
    } catch {
      return null;
    }
  }
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const TONES = Object.fromEntries(
  ["1", "2", "3", "4", "5", "6", "7", "8", "9", "star", "0", "hash"].map((key, at) => [key, [ROWS[Math.floor(at / 3)], COLUMNS[at % 3]]]),
);
