"""How fast the line speaks on this computer: `python -m scripts.bench.speaking [--voice hibari]`.

From nothing, in a process of its own: making the voice, and the first prompt of the shipped menu. Then every prompt of
a long call, against the time it takes to listen to it, and the same again from memory.
"""

import argparse
import subprocess
import sys
import time

from ivr.menu import load
from ivr.phone.sound import wav_seconds
from ivr.phone.speaking import Cached, parts_of, render, speaker
from ivr.web.practice.line import practice_line
from ivr.web.settings import Settings
from scripts.bench.figures import surroundings

FIRST = """
import time
start = time.perf_counter()
from ivr.phone.speaking import speaker
voice = speaker({voice!r})
made = time.perf_counter()
voice.say({words!r}, language="en-GB")
print(made - start, time.perf_counter() - made)
"""
STEPS = ("1", "1", "1", "1", "1", "1", "1", "1")


def documents():
    """The documents of a call through the shipped menu, as a caller hears them."""
    flow = load("menus.yaml")
    with practice_line(lambda: flow, Settings()) as line:
        caller = line.caller().dial()
        for key in STEPS:
            if caller.waiting == "gather":
                caller.press(key)
        return list(caller.documents)


def main():
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", default="hibari", help="hibari or espeak-ng")
    voice_name = parser.parse_args().voice
    parts = [part for document in documents() for part in parts_of(document)]
    print(surroundings())
    first = FIRST.format(voice=voice_name, words=parts[0].words)
    for _ in range(3):
        made, said = subprocess.check_output([sys.executable, "-c", first], text=True).split()
        print(f"from nothing: the voice {float(made):.3f} s, its first prompt {float(said):.3f} s later")
    voice = Cached(speaker(voice_name))
    voice.say("One.", language="en-GB")
    for what in ("spoken", "from memory"):
        spent, seconds, longest = 0.0, 0.0, 0.0
        for part in parts:
            start = time.perf_counter()
            file = render(part, voice)
            took = time.perf_counter() - start
            spent, seconds, longest = spent + took, seconds + wav_seconds(file), max(longest, took)
        print(
            f"{what}: {len(parts)} prompts, {seconds:.0f} s of sound in {spent:.3f} s: {seconds / spent:.0f} times "
            f"as fast as it is heard; the slowest prompt took {longest * 1000:.1f} ms"
        )
    print(f"kept: {voice.bytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
