"""The grammar of TwiML as tables: each element, its attributes, what may stand inside it.

Sources: Twilio's documentation of each verb, its published XSD, and the types of twilio-node, as collected in the
project's notes on telephony. An element that this telephone has no use for is known by name and not looked into.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ivr.phone.values import (
    Value,
    anything,
    boolean,
    hints,
    integer,
    keys,
    language,
    matching,
    method,
    one_key,
    one_of,
    several_of,
    tones,
    url,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may have.

    `words` says whether text may stand in it. `looked_into` is False for elements that are only known by name.
    `needs` are attributes that must be there.
    """

    attributes: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    children: frozenset[str] = frozenset()
    words: bool = False
    looked_into: bool = True
    needs: tuple[str, ...] = ()


CALL_EVENTS = several_of("initiated", "ringing", "answered", "completed")
RECORDING_EVENTS = several_of("in-progress", "completed", "absent")
RECORDED = ("do-not-record", "record-from-answer", "record-from-ringing")
TRIM = one_of("trim-silence", "do-not-trim")
SPOKEN = frozenset({"Say", "Play", "Pause"})
SSML = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})

_CALLED: Mapping[str, Value] = {
    "url": url,
    "method": method,
    "statusCallback": url,
    "statusCallbackMethod": method,
    "statusCallbackEvent": CALL_EVENTS,
}
_MACHINE: Mapping[str, Value] = {
    "machineDetection": one_of("Enable", "DetectMessageEnd"),
    "amdStatusCallback": url,
    "amdStatusCallbackMethod": method,
    "machineDetectionTimeout": integer(3, 59),
    "machineDetectionSpeechThreshold": integer(1000, 6000),
    "machineDetectionSpeechEndThreshold": integer(500, 5000),
    "machineDetectionSilenceTimeout": integer(2000, 10000),
}
_RECORDING_CALLBACK: Mapping[str, Value] = {
    "recordingStatusCallback": url,
    "recordingStatusCallbackMethod": method,
    "recordingStatusCallbackEvent": RECORDING_EVENTS,
    "recordingConfigurationId": anything,
}
_BY_NAME = Rule(looked_into=False)

RULES: Mapping[str, Rule] = {
    "Say": Rule(
        {"voice": anything, "language": language, "loop": integer(0)}, SSML, words=True
    ),  # voices.py judges the voice
    "Play": Rule({"loop": integer(0), "digits": tones}, words=True),
    "Pause": Rule({"length": integer(1)}),
    "Gather": Rule(
        {
            "action": url,
            "method": method,
            "input": one_of("dtmf", "speech", "dtmf speech", "speech dtmf"),
            "timeout": integer(0, also=("auto",)),
            "speechTimeout": integer(0, also=("auto",)),
            "maxSpeechTime": integer(1),
            "numDigits": integer(1),
            "finishOnKey": one_key,
            "actionOnEmptyResult": boolean,
            "language": language,
            "hints": hints,
            "profanityFilter": boolean,
            "bargeIn": boolean,
            "partialResultCallback": url,
            "partialResultCallbackMethod": method,
            "speechModel": matching(r"[a-z0-9_.-]+", "the name of a speech model"),
            "enhanced": boolean,
            "debug": boolean,
        },
        SPOKEN,
    ),
    "Record": Rule(
        {
            "action": url,
            "method": method,
            "timeout": integer(0),
            "finishOnKey": keys,
            "maxLength": integer(2, 14400),
            "playBeep": boolean,
            "trim": TRIM,
            "transcribe": boolean,
            "transcribeCallback": url,
            **_RECORDING_CALLBACK,
        }
    ),
    "Dial": Rule(
        {
            "action": url,
            "method": method,
            "timeout": integer(1, 600),
            "timeLimit": integer(1, 86400),
            "hangupOnStar": boolean,
            "callerId": matching(r"\+[1-9][0-9]{6,14}|(client|sip):\S+", "a number such as +441632960000"),
            "record": one_of(*RECORDED, "record-from-answer-dual", "record-from-ringing-dual"),
            "trim": TRIM,
            "answerOnBridge": boolean,
            "ringTone": matching(r"[a-z]{2}(-old)?|automatic|at", "a country code such as uk"),
            "recordingTrack": one_of("inbound", "outbound", "both"),
            "sequential": boolean,
            "referUrl": url,
            "referMethod": method,
            "events": anything,
            "passports": anything,
            **_RECORDING_CALLBACK,
        },
        frozenset({"Number", "Client", "Sip", "Conference", "Queue", "Sim", "Application", "WhatsApp"}),
        words=True,
    ),
    "Number": Rule({"sendDigits": tones, "byoc": anything, **_CALLED, **_MACHINE}, words=True),
    "Client": Rule(dict(_CALLED), frozenset({"Identity", "Parameter"}), words=True),
    "Identity": Rule(words=True),
    "Parameter": Rule({"name": anything, "value": anything}, needs=("name",)),
    "Sip": Rule(
        {"username": anything, "password": anything, **_CALLED, **_MACHINE},
        frozenset({"Uri", "Headers"}),
        words=True,
    ),
    "Sim": Rule(words=True),
    "WhatsApp": Rule(dict(_CALLED), words=True),
    "Queue": Rule(
        {"url": url, "method": method, "reservationSid": anything, "postWorkActivitySid": anything},
        words=True,
    ),
    "Enqueue": Rule(
        {
            "action": url,
            "method": method,
            "waitUrl": url,
            "waitUrlMethod": method,
            "maxQueueSize": integer(1),
            "workflowSid": anything,
        },
        frozenset({"Task"}),
        words=True,
    ),
    "Redirect": Rule({"method": method}, words=True),
    "Reject": Rule({"reason": one_of("rejected", "busy")}, frozenset({"Parameter"})),
    "Hangup": Rule(children=frozenset({"Parameter"})),
    "Leave": Rule(),
    "Echo": Rule(),
    "Sms": Rule(
        {"to": anything, "from": anything, "action": url, "method": method, "statusCallback": url}, words=True
    ),
    **dict.fromkeys(
        (
            "Connect",
            "Start",
            "Stop",
            "Pay",
            "Prompt",
            "Refer",
            "Conference",
            "Application",
            "Task",
            "Uri",
            "Headers",
        ),
        _BY_NAME,
    ),
}
"""Every element but Response and the SSML inside Say."""

VERBS = frozenset(
    {"Say", "Play", "Pause", "Gather", "Record", "Dial", "Redirect", "Reject", "Hangup"}
    | {"Enqueue", "Queue", "Leave", "Echo", "Sms", "Connect", "Start", "Stop", "Pay", "Prompt", "Refer"}
)
"""What may stand directly in Response."""

_SPEED = ("x-slow", "slow", "medium", "fast", "x-fast")
_LOUD = ("default", "silent", "x-soft", "soft", "medium", "loud", "x-loud")
_HIGH = ("default", "x-low", "low", "medium", "high", "x-high")
_READ_AS = (
    *("characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction", "unit"),
    *("date", "time", "address", "expletive", "telephone"),
)
_DATES = ["mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd", "hms12", "hms24"]
_ALPHABETS = [
    "ipa",
    "x-sampa",
    "x-amazon-jyutping",
    "x-amazon-pinyin",
    "x-amazon-pron-kana",
    "x-amazon-yomigana",
]
_NO_BLOCKS = SSML - {"p", "s"}

SSML_RULES: Mapping[str, Rule] = {
    "break": Rule(
        {
            "strength": one_of("none", "x-weak", "weak", "medium", "strong", "x-strong"),
            "time": matching(
                r"(10|[0-9])(\.0+)?s|[0-9]\.[0-9]{1,3}s|(10000|[0-9]{1,4})ms",
                "a time up to 10s, such as 500ms or 2s",
            ),
        }
    ),
    "emphasis": Rule({"level": one_of("strong", "moderate", "reduced")}, _NO_BLOCKS, words=True),
    "lang": Rule({"xml:lang": language}, SSML, words=True, needs=("xml:lang",)),
    "p": Rule(children=SSML - {"p"}, words=True),
    "s": Rule(children=_NO_BLOCKS, words=True),
    "phoneme": Rule({"alphabet": one_of(*_ALPHABETS), "ph": anything}, words=True, needs=("ph",)),
    "prosody": Rule(
        {
            "rate": matching(
                "|".join(_SPEED) + r"|(200|1[0-9]{2}|[2-9][0-9])%", "a word such as slow, or 20% to 200%"
            ),
            "volume": matching(
                "|".join(_LOUD) + r"|[+-][0-9]{1,2}(\.[0-9]+)?dB", "a word such as soft, or +6dB"
            ),
            "pitch": matching(
                "|".join(_HIGH) + r"|[+-][0-9]{1,3}(\.[0-9]+)?%", "a word such as low, or +10%"
            ),
        },
        SSML,
        words=True,
    ),
    "say-as": Rule(
        {"interpret-as": one_of(*_READ_AS), "format": one_of(*_DATES)}, words=True, needs=("interpret-as",)
    ),
    "sub": Rule({"alias": anything}, words=True, needs=("alias",)),
    "w": Rule(
        {"role": matching(r"(amazon|ivona):[A-Z0-9_]+", "a role such as amazon:VB")},
        SSML - {"p", "s", "w", "lang"},
        words=True,
        needs=("role",),
    ),
}
"""The SSML that Twilio lets into Say, and what may stand in what."""
