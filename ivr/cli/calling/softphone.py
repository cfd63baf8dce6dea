"""A softphone before a line: each call that comes in is a telephone of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from ivr.cli.calling.lines import Telephone, in_language
from ivr.cli.calling.told import ending, page
from ivr.cli.exits import Cannot
from ivr.cli.telephone import settings_of
from ivr.phone.document import Document
from ivr.phone.sip.conversation import Talk
from ivr.phone.sip.dialog import Dialog
from ivr.phone.sip.media import HungUp
from ivr.phone.speaking import Cached, NoSuchSpeaker, speaker

Ring = Callable[[str], AbstractContextManager[Telephone]]
"""Gives a telephone that rings the line from a number, or `withheld`, for one call."""
Tell = Callable[[str], None]
_BRITISH: Final = re.compile(r"(?:\+|00)?44(?=[1-9])|0(?=[1-9])")


def voice_of(choice: str) -> Cached:
    """Return the voice of a setting. Raises Cannot where there is none."""
    try:
        found = speaker(choice)
    except NoSuchSpeaker as none:
        raise Cannot(str(none)) from None
    if found is None:
        raise Cannot(
            "No voice is here to speak. Try: pip install 'liaison-line[speech]'"
            if choice == "auto"
            else "IVR_SPEECH is off: a softphone would hear nothing."
        )
    return Cached(found)


def number_of(user: str) -> str:
    """Return the number that a softphone says it rings from, in E.164; `withheld` for a name, or none.

    >>> number_of("07700900123"), number_of("+447700900123"), number_of("desk")
    ('+447700900123', '+447700900123', 'withheld')
    """
    number = _BRITISH.sub("+44", user, count=1)
    return number if re.fullmatch(r"\+[1-9][0-9]{6,14}", number) else "withheld"


@contextmanager
def practice(file: str, *, language: str | None, at: datetime | None) -> Iterator[Ring]:
    """Let calls ring a line that is gone afterwards. The file is read again at each call that finds it changed.

    Raises MenuError for the file as it is now, Cannot for the rest.
    """
    from ivr.web.menu_file import MenuFile
    from ivr.web.practice.line import OURS, practice_line

    source = MenuFile(Path(file))
    in_language(source(), language)

    with practice_line(lambda: in_language(source(), language), settings_of(without=OURS)) as line:

        @contextmanager
        def ring(number: str) -> Iterator[Telephone]:
            caller = line.caller(number, at=at, passing_words="wait")
            yield Telephone(caller, "/voice", lambda: line.messages(caller.call_sid, at))

        yield ring


def conversation(ring: Ring, voice: Cached, number: str | None, tell: Tell) -> Callable[[Dialog], None]:
    """Return what happens when a softphone rings. `number`: rings from it, whatever the softphone says it is."""

    def shown(document: Document) -> None:
        for line in page(document):
            tell(line)

    def converse(call: Dialog) -> None:
        try:
            with ring(number or number_of(call.number)) as telephone:
                tell("A softphone rings.")
                try:
                    Talk(call.media, telephone.caller, voice, shown).go(telephone.path)
                finally:
                    for line in ending(telephone, call.media.seconds):
                        tell(line)
        except HungUp:
            raise
        except Cannot as wrong:
            tell(f"The call ends: {wrong.format_message()}")
        except Exception as error:  # what is said can hold what a caller keyed in: its kind is enough
            tell(f"The call ends: something went wrong here ({type(error).__name__}).")

    return converse
