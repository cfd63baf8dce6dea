// A player of recordings for the keyboard, around the browser's own: back and forward by five seconds, speeds, the
// position in words, and a bar that shows how loud it is. It plays only when somebody asks it to, and one at a time.

const SKIP = 5;
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const TROUBLES = {
  401: "You are not in any more. Come in again to hear this.",
  403: "Your role does not let you hear this.",
  404: "This recording is not here, or not yet.",
  410: "This recording was erased.",
  503: "The store cannot be reached now. Try again in a minute.",
};
const CANNOT_FETCH = "The recording could not be fetched. Check your connection, then try again.";
const CANNOT_PLAY = "This browser cannot play this recording.";

let made = 0;
let context = null;

/** Put the player into a `<div class="player" data-player>` that has an `<audio>` in it. */
export function better(box) {
  const audio = box.querySelector("audio");
  if (!audio) return;
  made += 1;
  const label = box.dataset.label || audio.getAttribute("aria-label") || "Recording";
  const known = Number(box.dataset.seconds) || 0;
  const id = `player-${made}`;
  let wanted = null; // where to begin, asked for before anything was fetched

  const play = button("Play", "player__play");
  const back = button(`Back ${SKIP} seconds`, "govuk-button--secondary");
  const forward = button(`Forward ${SKIP} seconds`, "govuk-button--secondary");
  const time = element("p", "govuk-body player__time");
  const slider = element("input", "player__slider");
  const speed = element("select", "govuk-select");
  const speedLabel = element("label", "govuk-label", "Speed");
  const level = element("div", "player__level");
  const loud = element("span");
  const keys = element("p", "player__keys", `Keys in this player: the left and right arrows go back and forward ${SKIP} seconds, Home goes to the beginning.`);
  const trouble = element("p", "player__trouble");

  slider.type = "range";
  slider.min = "0";
  slider.step = "1";
  slider.value = "0";
  slider.setAttribute("aria-label", "Position");
  keys.id = `${id}-keys`;
  slider.setAttribute("aria-describedby", keys.id);
  speed.id = `${id}-speed`;
  speedLabel.htmlFor = speed.id;
  for (const rate of SPEEDS) {
    const option = element("option", "", rate === 1 ? "1, as spoken" : String(rate));
    option.value = String(rate);
    option.selected = rate === 1;
    speed.append(option);
  }
  level.setAttribute("aria-hidden", "true");
  level.append(loud);
  trouble.setAttribute("role", "alert");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);

  const speedBox = element("div", "player__speed");
  speedBox.append(speedLabel, speed);
  const first = element("div", "player__row");
  first.append(play, back, forward, speedBox, time);
  const second = element("div", "player__row");
  second.append(slider);
  box.append(first, second, level, keys, trouble);
  box.classList.add("player--better");
  audio.preservesPitch = true;

  const length = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : known);
  const position = () => (wanted === null ? audio.currentTime : wanted);

  function show() {
    const whole = length();
    const words = whole ? `${inWords(position())} of ${inWords(whole)}` : inWords(position());
    time.textContent = whole ? `${asClock(position())} of ${asClock(whole)}` : asClock(position());
    slider.max = String(Math.max(1, Math.round(whole)));
    slider.value = String(Math.round(position()));
    slider.setAttribute("aria-valuetext", words);
  }

  function goTo(seconds) {
    const whole = length();
    const there = Math.max(0, whole ? Math.min(seconds, whole) : seconds);
    if (audio.readyState) {
      audio.currentTime = there;
    } else {
      wanted = there;
    }
    show();
  }

  async function start() {
    trouble.textContent = "";
    for (const other of document.querySelectorAll("audio")) {
      if (other !== audio) other.pause();
    }
    if (audio.error) audio.load(); // what failed once may work now
    if (audio.ended) audio.currentTime = 0;
    listen();
    try {
      await audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError") trouble.textContent = "This browser did not let it play. Choose Play again.";
    }
  }

  function listen() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || level.dataset.on || !window.AudioContext) return;
    context = context || new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 256;
    context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
    const samples = new Uint8Array(analyser.fftSize);
    level.dataset.on = "yes";
    audio.addEventListener("play", () => {
      context.resume();
      requestAnimationFrame(draw);
    });
    function draw() {
      analyser.getByteTimeDomainData(samples);
      const most = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample - 128)), 0) / 128;
      loud.style.transform = `scaleX(${audio.paused ? 0 : Math.min(1, most * 1.5)})`;
      if (!audio.paused) requestAnimationFrame(draw);
    }
  }

  play.addEventListener("click", () => (audio.paused ? start() : audio.pause()));
  back.addEventListener("click", () => goTo(position() - SKIP));
  forward.addEventListener("click", () => goTo(position() + SKIP));
  slider.addEventListener("input", () => goTo(Number(slider.value)));
  speed.addEventListener("change", () => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.target === speed || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const there = { ArrowLeft: position() - SKIP, ArrowRight: position() + SKIP, Home: 0 }[event.key];
    if (there !== undefined) goTo(there);
    else if (event.key === " " && event.target === slider) play.click();
    else return;
    event.preventDefault();
  });
  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null) audio.currentTime = wanted;
    wanted = null;
    show();
  });
  for (const happening of ["timeupdate", "seeked", "ended", "durationchange"]) audio.addEventListener(happening, show);
  for (const happening of ["play", "pause", "ended"]) {
    audio.addEventListener(happening, () => {
      play.textContent = audio.paused ? "Play" : "Pause";
    });
  }
  audio.addEventListener("error", async () => {
    play.textContent = "Play";
    trouble.textContent = await whatIsWrong(audio.src);
  });
  show();
}

/** Ask for one byte, because the browser does not tell a script why it could not play something. */
async function whatIsWrong(address) {
  try {
    const answer = await fetch(address, { headers: { Range: "bytes=0-0" }, redirect: "error" });
    return answer.ok ? CANNOT_PLAY : TROUBLES[answer.status] || CANNOT_FETCH;
  } catch {
    return CANNOT_FETCH;
  }
}

function element(name, classes = "", text = "") {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.textContent = text;
  return made;
}

function button(text, classes) {
  const made = element("button", `govuk-button ${classes}`, text);
  made.type = "button";
  return made;
}

function asClock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function inWords(seconds) {
  const whole = Math.floor(seconds);
  const parts = [];
  for (const [number, unit] of [[Math.floor(whole / 60), "minute"], [whole % 60, "second"]]) {
    if (number || (unit === "second" && !parts.length)) parts.push(`${number} ${unit}${number === 1 ? "" : "s"}`);
  }
  return parts.join(" ");
}
