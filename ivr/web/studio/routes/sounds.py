"""What a call sounds like, and what is said into it."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from ivr.phone.speaking import parts_of
from ivr.web.studio.asked import Asked, whole_number
from ivr.web.studio.guard import visitors
from ivr.web.studio.means import Means
from ivr.web.studio.protection import SOUNDS
from ivr.web.studio.ringing.telephones import path_of
from ivr.web.studio.routes.calls import since_then
from ivr.web.studio.sorry import Sorry
from ivr.web.studio.voice import LONGEST

_USUAL_LANGUAGE = "en-GB"


def routes(pages: Blueprint, means: Means) -> None:
    """Add them."""

    @pages.get("/calls/<call_id>/sound/<document>/<part>")
    @visitors
    def sound(call_id: str, document: str, part: str) -> ResponseReturnValue:
        """Give the sound of a prompt; nothing (204) where the browser's own voice has to say it."""
        call = means.calls.find(call_id)
        documents, place = call.documents, _place(document)
        if place >= len(documents):
            raise Sorry(404, "This call has no such document.")
        parts, number = parts_of(documents[place]), _place(part)
        if number >= len(parts):
            raise Sorry(404, "This document has no such prompt.")
        wanted = parts[number]
        if wanted.play_url is not None:
            audio = call.telephone.asked.sounds.get(path_of(wanted.play_url))
        else:
            audio = means.voice.sound(wanted)
        return Response(audio, mimetype="audio/wav") if audio else Response(status=204)

    @pages.post("/calls/<call_id>/record")
    @visitors
    def record(call_id: str) -> ResponseReturnValue:
        """Say what a microphone or a file has."""
        since, then = whole_number("from"), request.args.get("then", "hash")
        if request.mimetype not in SOUNDS:
            raise Sorry(400, "What is said has to come as a WAV file.")
        audio = request.get_data()
        call = means.calls.find(call_id)
        with call.lock:
            return jsonify(since_then(call, means, since, lambda: call.speak(audio, then[:10])))

    @pages.post("/calls/<call_id>/speak")
    @visitors
    def speak(call_id: str) -> ResponseReturnValue:
        """Say words, by the voice of the studio."""
        since, asked = whole_number("from"), Asked(("words", "then", "language"))
        words, then = asked.text("words", longest=LONGEST), asked.text("then", "hash", longest=10)
        language = asked.text("language", _USUAL_LANGUAGE, longest=20)
        if not words:
            raise Sorry(400, "Say which “words” to speak.")
        call = means.calls.find(call_id)
        if not call.listens:  # before a voice works for seconds, on what nobody would hear
            raise Sorry(409, "The line does not listen now: words can be spoken where it records.")
        audio = means.voice.say(words, language)
        with call.lock:
            return jsonify(since_then(call, means, since, lambda: call.speak(audio, then)))


def _place(text: str) -> int:
    """Return a number of an address. What is none is none here: `int` fails on 5,000 digits, and takes other digits."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Sorry(404, "There is no such sound.")
    return int(text)
