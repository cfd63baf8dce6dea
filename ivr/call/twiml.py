"""Verbs to the XML that Twilio reads, written by Twilio's own classes, once, when a page is compiled."""

from functools import singledispatch
from itertools import groupby
from typing import Any

from twilio.twiml.voice_response import Gather as TwilioGather
from twilio.twiml.voice_response import Say as TwilioSay
from twilio.twiml.voice_response import SsmlProsody, VoiceResponse

from ivr.call.speech import Break, Piece, Slot, Words, mark
from ivr.call.verbs import Dial, Gather, Hangup, Pause, Play, Record, Redirect, Say, Verb


def document(verbs: tuple[Verb, ...]) -> bytes:
    """Return the TwiML document of these verbs, UTF-8, with marks where slots will be filled."""
    response = VoiceResponse()
    for verb in verbs:
        _append(verb, response)
    return str(response).encode()


@singledispatch
def _append(verb: Any, parent: Any) -> None:
    raise TypeError(f"{verb!r} is not a verb")


@_append.register
def _(verb: Say, parent: Any) -> None:
    say = TwilioSay(voice=verb.voice, language=verb.locale)
    into: TwilioSay | SsmlProsody = say
    if verb.rate != 100:
        into = SsmlProsody(rate=f"{verb.rate}%")
        say.append(into)
    for pause, pieces in groupby(verb.speech, lambda piece: isinstance(piece, Break)):
        if pause:
            into.break_(time=f"{sum(piece.milliseconds for piece in pieces if isinstance(piece, Break))}ms")
        else:  # one text at a time: of two texts in a row Twilio's classes keep only the last
            into.nest("".join(map(_text, pieces)))
    parent.append(say)


def _text(piece: Piece) -> str:
    match piece:
        case Words(text):
            return text
        case Slot(name):
            return mark(name)
        case Break():
            return " "


@_append.register
def _(verb: Play, parent: Any) -> None:
    parent.play(url=verb.url)


@_append.register
def _(verb: Pause, parent: Any) -> None:
    parent.pause(length=verb.seconds)


@_append.register
def _(verb: Gather, parent: Any) -> None:
    gather = TwilioGather(
        input="dtmf",
        action=verb.action,
        method="POST",
        timeout=verb.timeout,
        num_digits=verb.digits,
        finish_on_key=verb.finish_on_key,
        action_on_empty_result=verb.answer_silence,
    )
    for child in verb.speaks:
        _append(child, gather)
    parent.append(gather)


@_append.register
def _(verb: Record, parent: Any) -> None:
    parent.record(
        action=verb.action,
        method="POST",
        timeout=verb.silence,
        max_length=verb.longest,
        finish_on_key=verb.finish_on_keys,
        play_beep=verb.beep,
        trim="do-not-trim",
        recording_status_callback=verb.status_callback,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent",
    )


@_append.register
def _(verb: Dial, parent: Any) -> None:
    parent.dial(action=verb.action, method="POST", timeout=verb.ring, answer_on_bridge=True).number(
        verb.number
    )


@_append.register
def _(verb: Redirect, parent: Any) -> None:
    parent.redirect(verb.url, method="POST")


@_append.register
def _(verb: Hangup, parent: Any) -> None:
    parent.hangup()
