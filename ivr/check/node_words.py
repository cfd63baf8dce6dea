"""What each node says at first, in one language, as it is written and with its places in the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.call.turn import NodeId
from ivr.check.finding import Path, node_of
from ivr.check.once import once_per_flow
from ivr.check.texts import Text, texts
from ivr.menu.flow import Flow

_AT_FIRST = frozenset({"prompt", "options", "also"})
"""The fields that are spoken when a call comes to a node; the others only after silence or a wrong key."""


@dataclass(frozen=True)
class NodeWords:
    """What a node says at first. `texts` is never empty; those without a translation are in the file's own language.

    `language` is that of the call. `translated` says whether any of the texts is really in it.
    """

    node_id: NodeId
    language: str
    texts: tuple[Text, ...]
    translated: bool

    @property
    def words(self) -> str:
        """All of it in one."""
        return " ".join(text.words for text in self.texts)

    @property
    def path(self) -> Path:
        """Where the first of it stands that is in the language."""
        return next((text.path for text in self.texts if text.language == self.language), self.texts[0].path)


@once_per_flow
def words_at_nodes(flow: Flow) -> Mapping[str, Mapping[NodeId, NodeWords]]:
    """Return, for each language of the line, what each node says at first; nodes that say nothing are left out."""
    own: dict[NodeId, dict[Path, Text]] = {}
    others: dict[str, dict[Path, Text]] = {language: {} for language in flow.editions}
    for text in texts(flow):
        name = NodeId(node_of(text.path) or "")
        translated = text.path[0] == "translations"
        path = text.path[2:] if translated else text.path
        if not name or path[2] not in _AT_FIRST:
            continue
        if translated:
            others[text.language][path] = text
        else:
            own.setdefault(name, {})[path] = text
    return {
        language: {name: _node_words(flow, name, language, said, table) for name, said in own.items()}
        for language, table in others.items()
    }


def _node_words(
    flow: Flow, name: NodeId, language: str, said: Mapping[Path, Text], table: Mapping[Path, Text]
) -> NodeWords:
    heard = tuple(table.get(path, text) for path, text in said.items())
    translated = language == flow.source_language or any(path in table for path in said)
    return NodeWords(name, language, heard, translated)
