"""Whoever is on a softphone as the caller of a line: the documents are spoken, keys and speech go to the line.

The `Caller` goes from document to document at once; this keeps it in step with ears: a Gather ends when its words and
its silence have really passed, or at a key.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ivr.phone.caller import Caller
from ivr.phone.document import Document, number
from ivr.phone.markup import Element, parse
from ivr.phone.sip.media import HungUp, Media
from ivr.phone.sip.sounds import ringing, samples_in, tone
from ivr.phone.sound import RATE, wav
from ivr.phone.speaking import Cached, Part, SpeechFailed, parts_of, render
from ivr.phone.speaking.rendering import samples_of, silence
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, StepDoesNotFit, Wait

OUTCOMES: Final = {"1": "completed", "2": "busy", "3": "no-answer", "4": "failed"}
"""How a call put through ends: nobody is really rung, so whoever is on the telephone says it with a key."""
ANY_KEY: Final = "1234567890*#"
GONE: Final = "An application error has occurred. Goodbye."
"""What Twilio says where a line does not answer."""
UNABLE: Final = 880
"""Hertz of the tone for a prompt that no voice here can speak."""
_FETCHED: Final = re.compile(r"\[plays (?:a sound|[0-9.e+]+ seconds)\]")
"""What is heard of a recorded sound that could be fetched: one that was only named has no sound here."""
_NAMES: Final = {"*": "star", "#": "hash"}


@dataclass(slots=True)
class Talk:
    """One call. `heard`: is told of each document as it begins to be heard."""

    media: Media
    caller: Caller
    voice: Cached
    heard: Callable[[Document], None] = lambda document: None
    _shown: int = 0
    _played: int = 0

    def go(self, path: str) -> None:
        """Ring the line, and go on until somebody hangs up. Raises HungUp where the softphone did, after the line has
        been told."""
        try:
            self.caller.dial(path)
            while True:
                self._speak_new()
                if self.caller.ended is not None:
                    break
                self._turn()
            while self.media.wait(0.3) is not None:  # a key in the last words changes nothing
                continue
        except HungUp:
            if self.caller.call_sid and self.caller.ended is None:
                self.caller.do(HangUp())
            raise

    # Speaking -------------------------------------------------------------------------------------------------

    def _speak_new(self) -> None:
        documents = self.caller.documents
        new, self._shown = documents[self._shown :], len(documents)
        for document in new:
            self.heard(document)
            last = document is documents[-1] and self.caller.waiting is not None
            parts = parts_of(document)
            self.voice.prepare(parts)
            for part in parts:
                self.media.play(self._sound(part), barge_in=last)
                if last and self.media.interrupted():
                    break
        if self.caller.ended in ("application-error", "endless"):
            self.media.play(samples_of(self.voice.say(GONE, language="en-GB")), barge_in=False)

    def _sound(self, part: Part) -> bytes:
        if part.play_url is not None:
            return silence(part.pause_before) + self._recorded(part)
        try:
            file = render(part, self.voice)
        except SpeechFailed:
            file = None
        return samples_of(file) if file is not None else tone(UNABLE, 0.3) + silence(1)

    def _recorded(self, part: Part) -> bytes:
        """The sound that the caller fetched for a part: the next of those that could be fetched."""
        if not _FETCHED.fullmatch(part.words) or self._played >= len(self.caller.played):
            return tone(UNABLE, 0.3)
        file = self.caller.played[self._played]
        self._played += 1
        return samples_in(file) or tone(UNABLE, 0.3)

    # Doing ----------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        verb = self.caller.verb
        assert verb is not None  # noqa: S101 - a call that goes on waits at a verb
        if self.caller.waiting == "record":
            self._record(verb)
        elif self.caller.waiting == "dial":
            self._dial(verb)
        else:
            self._gather(verb)

    def _gather(self, gather: Element) -> None:
        timeout = number(gather, "timeout", 5)
        key = self.media.wait(timeout)
        if key is None:
            self.caller.do(Wait())
            return
        most = number(gather, "numDigits", 0)
        finish = gather.attributes.get("finishOnKey", "#")
        keys = key
        while key not in (*finish, None) and (not most or len(keys) < most):
            key = self.media.wait(timeout)
            keys += key or ""
        self.caller.do(Press(keys))

    def _record(self, verb: Element) -> None:
        """Let the words pass, or a key of a Gather before the Record stop them; then beep, and listen."""
        key = self.media.wait(number(verb, "timeout", 5) if verb.name == "Gather" else 0)
        if key is not None and verb.name == "Gather":
            self.caller.do(Press(key))
            return
        record = self._ahead(verb, "Record")
        if record.attributes.get("playBeep") != "false":
            self.media.play(tone(1000, 0.3), barge_in=False)
            self.media.wait(0)
        self.media.forget_keys()
        longest, quiet = number(record, "maxLength", 3600), number(record, "timeout", 5)
        finish = record.attributes.get("finishOnKey", ANY_KEY)
        self.media.start_recording()
        then = "silence"
        try:
            while True:
                key = self.media.wait(0.1)
                length, silent, _ = self.media.recording()
                if key is not None and key in finish:
                    then = _NAMES.get(key, key)
                    break
                if length >= longest or (quiet and silent >= quiet):
                    break
        except HungUp:
            then = "hangup"
        self._said(then, quiet)
        if then == "hangup":
            raise HungUp

    def _said(self, then: str, quiet: int) -> None:
        length, _, spoke = self.media.recording()
        samples = self.media.stop_recording()
        if then == "silence" and length > quiet and spoke:
            samples = samples[: len(samples) - quiet * RATE * 2]
        seconds = math.ceil(len(samples) / 2 / RATE) if spoke else 0
        whole = samples[: seconds * RATE * 2].ljust(seconds * RATE * 2, b"\0")
        self.caller.do(Speak(seconds, then, wav(whole) if seconds else None))

    def _dial(self, verb: Element) -> None:
        """Let it ring until a key says how that ends, or nobody answers."""
        if verb.name == "Gather" and (key := self.media.wait(number(verb, "timeout", 5))) is not None:
            self.caller.do(Press(key))
            return
        self.media.wait(0)
        self.media.forget_keys()
        for _ in range(max(1, number(self._ahead(verb, "Dial"), "timeout", 30) // 3)):
            self.media.play(ringing(), barge_in=True)
            key = self.media.wait(0)
            if key in OUTCOMES:
                self.caller.do(DialOutcome(OUTCOMES[key]))
                return
            if key is not None:
                try:
                    self.caller.do(Press(key))
                except StepDoesNotFit:
                    continue
                return
        self.caller.do(DialOutcome("no-answer"))

    def _ahead(self, verb: Element, name: str) -> Element:
        """The verb of this name that the call comes to from where it is."""
        if verb.name == name:
            return verb
        verbs = parse(self.caller.documents[-1].twiml.encode()).elements
        return next(each for each in verbs[verbs.index(verb) :] if each.name == name)
