// Sound as a telephone carries it: 8,000 samples a second, one channel, 16 bits, as a WAV file.

export const RATE = 8000;

/** Make any sound that the browser can read into such a file. Raises an error where it cannot read it. */
export async function telephone(bytes) {
  const reader = new OfflineAudioContext(1, 1, RATE);
  const sound = await reader.decodeAudioData(bytes); // at RATE already
  const samples = Math.max(1, Math.ceil(sound.duration * RATE));
  const mixer = new OfflineAudioContext(1, samples, RATE);
  const source = mixer.createBufferSource();
  source.buffer = sound;
  source.connect(mixer.destination); // many channels become one
  source.start();
  return { wav: file((await mixer.startRendering()).getChannelData(0)), seconds: samples / RATE };
}

function file(samples) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const word = (at, text) => [...text].forEach((letter, more) => bytes.setUint8(at + more, letter.charCodeAt(0)));
  word(0, "RIFF");
  bytes.setUint32(4, 36 + 2 * samples.length, true);
  word(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, 2 * RATE, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  word(36, "data");
  bytes.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, at) => bytes.setInt16(44 + 2 * at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return bytes.buffer;
}
