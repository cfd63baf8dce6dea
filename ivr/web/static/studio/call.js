// One call at a time: what the server knows of it, and what the caller does next. It tells others by events.
//
// "begins"; "documents" {fresh, again: changed ones, aloud: those to be heard}; "did" with what the caller did, in words; "ended"; "changed" at all of these.

import { post } from "./server.js";

/** A telephone. `settings` are those of the call that goes on or was last. */
export class Call extends EventTarget {
  documents = [];
  settings = null;
  state = null;
  #work = Promise.resolve();
  #waiting = 0;

  get going() {
    return Boolean(this.state) && this.state.ended === null;
  }

  /** Whether something is under way. */
  get busy() {
    return this.#waiting > 0;
  }

  /** Kept when nothing is under way any more. */
  get quiet() {
    return this.#work;
  }

  get last() {
    return this.documents.at(-1) ?? null;
  }

  get waiting() {
    return this.going ? this.last?.waiting ?? null : null;
  }

  /** Begin a call, and do steps in it at once, if there are any. Raises Refused. */
  async ring(settings, steps = "") {
    await this.#alone(async () => {
      const state = await post("calls", settings);
      this.documents = [];
      this.settings = settings;
      this.state = null;
      this.#tell("begins");
      if (settings.node) this.#tell("did", { words: `go to ${settings.node}${written(state.steps)}` });
      this.#take(state, { quiet: Boolean(steps) });
      if (!steps) return;
      this.#tell("did", { words: `the same again${written(steps.split(" "))}` });
      this.#take(await post(`calls/${state.id}/do?from=${this.documents.length}`, { step: steps }));
    });
  }

  /** Do one step, written as for `ivr call --keys`. `words`: what that is, in a sentence. */
  async do(step, words) {
    await this.#step("do", { step }, words);
  }

  /** Hear words to the end that go on by themselves, if the call is still at them. */
  async pass() {
    const { last } = this;
    await this.#step("do", { step: "pass" }, "", undefined, () => last === this.last && last.passing);
  }

  /** Say what is in a WAV file, and then press hash or whatever `then` says. */
  async say(wav, then, words) {
    await this.#step(`record?then=${encodeURIComponent(then)}`, wav, words, "audio/wav");
  }

  /** Let the computer say words. */
  async speak(text, then, words) {
    await this.#step("speak", { words: text, then }, words);
  }

  async #step(path, what, words, type, fits = () => true) {
    const [name, query = ""] = path.split("?");
    await this.#alone(async () => {
      if (!this.going || !fits()) return;
      // What was heard of the last document can be less or more than was thought: it comes again.
      const from = `from=${Math.max(0, this.documents.length - 1)}`;
      const state = await this.#known(post(`calls/${this.state.id}/${name}?${query ? `${query}&` : ""}${from}`, what, type));
      if (words) this.#tell("did", { words, node: this.last?.node, step: what.step });
      this.#take(state);
    });
  }

  /** A call that the line does not know any more, because it was started again or nobody touched it for long, is over. */
  async #known(answer) {
    try {
      return await answer;
    } catch (error) {
      if (error.status === 404) {
        this.state = { ...this.state, ended: "gone" };
        this.#tell("ended", "gone");
      }
      throw error;
    }
  }

  /** One thing after the other, in the order in which they were asked for. */
  #alone(work) {
    this.#waiting += 1;
    const done = this.#work.then(work).finally(() => {
      this.#waiting -= 1;
      this.#tell("changed");
    });
    this.#work = done.catch(() => {}); // whoever asked for it is told
    return done;
  }

  #take(state, how = {}) {
    const had = this.documents.length;
    this.state = state;
    for (const one of state.documents) this.documents[one.n] = one;
    const fresh = this.documents.slice(had);
    const again = state.documents.filter((one) => one.n < had);
    // On a jump, and where many steps are done at once, only the last of what is said is to be heard.
    const through = Math.max(state.through ?? 0, how.quiet || fresh.length === 0 ? this.documents.length : 0);
    this.#tell("documents", { fresh, again, aloud: fresh.filter((one) => one.n >= through) });
    if (state.ended !== null) this.#tell("ended", state.ended);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function written(steps) {
  const done = steps.filter((step) => step !== "pass");
  return done.length ? `: ${done.join(", ")}` : "";
}

/** Return how the document takes keys: how many, which one ends them, how long it waits after the words. */
export function keysOf(document) {
  const gather = /<Gather\b([^>]*)>/.exec(document?.twiml ?? "")?.[1] ?? "";
  const value = (name, otherwise) => new RegExp(`\\b${name}="([^"]*)"`).exec(gather)?.[1] ?? otherwise;
  return {
    most: Number(value("numDigits", "")) || Infinity,
    finish: value("finishOnKey", "#"),
    wait: Number(value("timeout", "5")) || 5,
  };
}
