// The browser's own voices: the second choice, where the server speaks no words of a language.

const speech = window.speechSynthesis;

/** Return a voice of a language: of the same region if there is one. */
function voiceOf(language) {
  const voices = speech?.getVoices() ?? [];
  const short = language.split("-")[0].toLowerCase();
  return (
    voices.find((voice) => voice.lang.toLowerCase() === language.toLowerCase()) ??
    voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === short)
  );
}

/** Say whether a voice of this browser speaks a language. */
export const speakable = (language) => Boolean(speech && voiceOf(language));

/** Speak words, after so many seconds; `done` is kept when they are spoken, or `stop` is called. */
export function utter(words, language, pause = 0) {
  let finish = () => {};
  const done = new Promise((kept) => {
    finish = kept;
  });
  const said = new SpeechSynthesisUtterance(words);
  said.voice = voiceOf(language);
  said.lang = language;
  said.addEventListener("end", finish);
  said.addEventListener("error", finish);
  const timer = setTimeout(() => speech.speak(said), pause * 1000);
  return {
    done,
    stop() {
      clearTimeout(timer);
      speech.cancel();
      finish();
    },
  };
}

speech?.getVoices(); // some browsers look for them only when asked once
