// What a caller says at a recording: from the microphone, a file, words that the computer speaks, or made up.

import { by, chosen, clock, many, trouble } from "./dom.js";
import { telephone } from "./wav.js";

const THEN = { silence: "say no more", hangup: "hang up" };
const LONGEST = 3600; // seconds
const NO_MICROPHONE = "This browser has no microphone, or does not let the page listen. Choose another way.";
const NOT_SOUND = "This browser cannot read that file as sound. Choose another one.";

/** Let the caller speak. `phone` sends it: `say`, `speak`, `press`. */
export function speaking(call, phone) {
  const form = by("speak");
  let microphone = null;
  let taken = null; // what the microphone has heard: {wav, seconds}

  for (const radio of document.querySelectorAll('input[name="how"]')) radio.addEventListener("change", choose);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong("");
    try {
      if (microphone) await stop();
      await say(chosen("how"), by("then").value);
    } catch (error) {
      wrong(error.message);
    }
  });
  by("microphone").addEventListener("click", async () => {
    wrong("");
    try {
      await (microphone ? stop() : start());
    } catch {
      wrong(NO_MICROPHONE);
    }
  });
  call.addEventListener("changed", () => {
    const here = call.waiting === "record";
    if (!here && microphone) stop();
    const begins = here && form.hidden;
    if (begins) forget();
    form.hidden = !here;
    // Who pressed keys anywhere on the page is nowhere in it; what can be done now is here.
    if (begins && document.activeElement === document.body) form.querySelector("[type=submit]").focus();
  });

  async function say(how, then) {
    const after = THEN[then] ?? `press ${then}`;
    if (how === "seconds") {
      const seconds = Number(by("how-long").value);
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST) throw new Error(`Write a number of seconds from 1 to ${LONGEST}.`);
      await phone.press(`record:${seconds}${then === "hash" ? "" : `+${then}`}`, `speak for ${many(seconds, "second")}, then ${after}`);
    } else if (how === "words") {
      const words = by("sound-words").value.trim();
      if (!words) throw new Error("Write what is to be said.");
      await phone.speak(words, then, `say “${words}”, then ${after}`);
    } else {
      const { wav, seconds } = how === "file" ? await chosenFile() : heard();
      await phone.say(wav, then, `speak for ${many(Math.round(seconds), "second")}, then ${after}`);
    }
  }

  async function chosenFile() {
    const [file] = by("sound-file").files;
    if (!file) throw new Error("Choose a file first.");
    try {
      return await telephone(await file.arrayBuffer());
    } catch {
      throw new Error(NOT_SOUND);
    }
  }

  function heard() {
    if (!taken) throw new Error("Nothing was said yet: choose “Begin to speak”.");
    return taken;
  }

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
    phone.hush();
    const recorder = new MediaRecorder(stream);
    const pieces = [];
    const began = performance.now();
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    const timer = setInterval(() => length((performance.now() - began) / 1000, "You speak:"), 250);
    microphone = { recorder, stream, pieces, timer };
    taken = null;
    recorder.start();
    by("microphone").textContent = "Stop";
    length(0, "You speak:");
  }

  async function stop() {
    const { recorder, stream, pieces, timer } = microphone;
    microphone = null;
    clearInterval(timer);
    const stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
    recorder.stop();
    await stopped;
    for (const track of stream.getTracks()) track.stop();
    by("microphone").textContent = "Speak again, from the beginning";
    taken = await telephone(await new Blob(pieces, { type: recorder.mimeType }).arrayBuffer());
    length(taken.seconds, "You have said:");
  }

  function length(seconds, words) {
    by("microphone-length").hidden = false;
    by("microphone-length").textContent = `${words} ${clock(seconds)}`;
  }

  function forget() {
    taken = null;
    wrong("");
    by("microphone").textContent = "Begin to speak";
    by("microphone-length").hidden = true;
  }

  function choose() {
    const how = chosen("how");
    for (const group of form.querySelectorAll("[data-how]")) group.hidden = group.dataset.how !== how;
    wrong("");
  }

  function wrong(words) {
    by("speak-error").textContent = words;
  }

  choose();
}
