"""TwiML bytes to plain elements, or the reason why they are no XML.

Expat is used directly, so that a document type is refused at its first character: no entity is ever declared,
expanded or fetched. Memory and time are bounded by the size limit and the depth limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MOST_BYTES = 64 * 1024
"""Twilio refuses a longer document (error 11750)."""

DEEPEST = 40
"""Levels of nesting; legal TwiML with the longest legal SSML needs about ten."""


class NotMarkup(Exception):
    """The document cannot be read at all. The text says why, in plain English."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its name, its attributes as written, and its children (elements and words) in order."""

    name: str
    attributes: dict[str, str]
    children: tuple[Element | str, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """The children that are elements."""
        return tuple(child for child in self.children if isinstance(child, Element))

    @property
    def words(self) -> str:
        """The words directly inside, without those of nested elements, white space trimmed at both ends."""
        return "".join(child for child in self.children if isinstance(child, str)).strip()

    @property
    def all_words(self) -> str:
        """Every word inside at any depth, as written."""
        return "".join(child if isinstance(child, str) else child.all_words for child in self.children)

    def walk(self) -> Iterator[Element]:
        """Every element inside this one, at any depth, in document order."""
        for child in self.elements:
            yield child
            yield from child.walk()

    @property
    def inner(self) -> str:
        """What stands between the tags, as XML."""
        return "".join(escape(child) if isinstance(child, str) else child.written for child in self.children)

    @property
    def written(self) -> str:
        """The element as XML."""
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        return f"<{self.name}{attributes}>{self.inner}</{self.name}>"


def parse(xml: bytes) -> Element:
    """Read a document of at most 64 kB. Raises `NotMarkup` with the reason."""
    if len(xml) > MOST_BYTES:
        raise NotMarkup(
            f"The document is {len(xml)} bytes long. Twilio takes at most {MOST_BYTES} (error 11750)."
        )
    if not xml.strip():
        raise NotMarkup("The document is empty.")
    if xml.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise NotMarkup(
            "The document begins with a byte order mark. Leave it out: nothing may stand before <?xml."
        )
    if xml[:1].isspace() and xml.lstrip().startswith(b"<?xml"):
        raise NotMarkup("There is white space before <?xml (error 12100).")
    return _Reader().read(xml)


class _Reader:
    """Builds the tree while expat reads."""

    def __init__(self) -> None:
        self.open: list[tuple[str, dict[str, str], list[Element | str]]] = [("", {}, [])]
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, xml: bytes) -> Element:
        try:
            self.parser.Parse(xml, True)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise NotMarkup(
                f"This is not XML: {why}, line {error.lineno}, column {error.offset + 1} (error 12100)."
            ) from None
        except (LookupError, ValueError):  # expat knows few encodings, Python's codecs refuse the rest
            raise NotMarkup("The encoding that the document names is not known. Use UTF-8.") from None
        root = self.open[0][2][0]
        assert isinstance(root, Element)  # noqa: S101 - expat refuses words outside the root
        return root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) > DEEPEST:
            raise NotMarkup(f"The document is nested more than {DEEPEST} levels deep.")
        self.open.append((name, attributes, []))

    def end(self, _name: str) -> None:
        name, attributes, children = self.open.pop()
        self.open[-1][2].append(Element(name, attributes, tuple(children)))

    def words(self, words: str) -> None:
        self.open[-1][2].append(words)

    def doctype(self, *_: object) -> None:
        raise NotMarkup(
            "The document has a document type (<!DOCTYPE …>). TwiML has none, and entities are refused."
        )
