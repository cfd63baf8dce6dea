"""The same flow in other languages: the words under `translations`, laid over the nodes they belong to."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from ivr.call.turn import NodeId
from ivr.menu.complaints import Complaints, Path, as_written
from ivr.menu.edition import Edition
from ivr.menu.line import Line, SayAs
from ivr.menu.node import Node
from ivr.menu.phrases import Phrases
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import Model, Prompt, Spoken, found


def editions(
    line: Line, nodes: Mapping[NodeId, Node], data: Mapping[str, Any], complaints: Complaints
) -> dict[str, Edition]:
    """Return the flow's words in each of its languages; note what is wrong with the translations."""
    source = next(iter(line.languages))
    translations = _group(data.get("translations", {}), ("translations",), complaints)
    for code in translations:
        if code not in line.languages or code == source:
            meant = did_you_mean(code, [c for c in line.languages if c != source])
            hint = f"Did you mean “{meant}”?" if meant else "Add the language under line: languages: first."
            if code == source:
                hint = "The file itself is written in this language."
            complaints.add(
                "unknown-language",
                ("translations", code),
                f"“{code}” is no language to translate into.",
                hint,
                at_key=True,
            )
    translated = {
        code: _Translation(code, line, nodes, complaints).read(translations.get(code, {}))
        for code in line.languages
        if code != source
    }
    phrases = {"": line.phrases, **{code: told[2] for code, told in translated.items()}}
    whole = {source: Edition(source, line, nodes, phrases)}
    whole |= {code: Edition(code, told[0], told[1], phrases) for code, told in translated.items()}
    return whole


class _LineWords(Model):
    """What the whole line says, in another language."""

    notice: Prompt | None = None
    controller: Spoken = ""
    say_as: SayAs = Field(default_factory=dict)
    phrases: Phrases = Phrases()


class _Translation:
    """Reads the words of one language."""

    def __init__(self, code: str, line: Line, nodes: Mapping[NodeId, Node], complaints: Complaints) -> None:
        self.code, self.line, self.nodes, self.complaints = code, line, nodes, complaints

    def read(self, data: Any) -> tuple[Line, Mapping[NodeId, Node], Phrases]:
        path: Path = ("translations", self.code)
        parts = _group(data, path, self.complaints, ("line", "nodes"))
        line, phrases = self._line(parts.get("line", {}), (*path, "line"))
        nodes: dict[NodeId, Node] = dict(self.nodes)
        for name, words in _group(parts.get("nodes", {}), (*path, "nodes"), self.complaints).items():
            node = self.nodes.get(NodeId(name))
            if node is None and self.complaints.source.plain(("nodes", name)) is not None:
                continue  # it could not be read, which is told already
            if node is None:
                meant = did_you_mean(name, self.nodes)
                hint = f"Did you mean “{meant}”?" if meant else ""
                self._complain(
                    "unknown-node", (*path, "nodes", name), f"There is no node “{name}” to translate.", hint
                )
                continue
            told = self._over(node, words, (*path, "nodes", name))
            nodes[NodeId(name)] = told
        return line, nodes, phrases

    def _line(self, data: Any, path: Path) -> tuple[Line, Phrases]:
        parts = _group(data, path, self.complaints, tuple(_LineWords.model_fields))
        prompts = {name: _tagged(parts[name], self.code) for name in ("notice", "phrases") if name in parts}
        own = self.complaints.model(_LineWords, parts | prompts, path, language=self.code)
        if own is None:
            return self.line, self.line.phrases
        phrases = self.line.phrases.model_copy(
            update={name: getattr(own.phrases, name) for name in own.phrases.model_fields_set}
        )
        changes = {name: getattr(own, name) for name in own.model_fields_set - {"phrases", "say_as"}}
        return self.line.model_copy(update={**changes, "say_as": {**self.line.say_as, **own.say_as}}), phrases

    def _over(self, whole: Any, told: Any, path: Path) -> Any:
        """Return a node, or a group inside one, with these words in place of its own."""
        parts = whole if isinstance(whole, dict) else whole.__dict__
        names = {as_written((name,))[0]: name for name, part in parts.items() if any(found(part, Prompt))}
        changes = {
            names[name]: self._part(parts[names[name]], words, (*path, name))
            for name, words in _group(told, path, self.complaints, sorted(names)).items()
        }
        return {**whole, **changes} if isinstance(whole, dict) else whole.model_copy(update=changes)

    def _part(self, part: Any, told: Any, path: Path) -> Any:
        if isinstance(part, Prompt):
            return self._prompt(told, path) or part
        if isinstance(part, tuple):
            lines = told if isinstance(told, list) else [told]
            return tuple(filter(None, (self._prompt(text, path) for text in lines)))
        own = (
            [name for name, inner in part.__dict__.items() if isinstance(inner, Prompt)]
            if isinstance(part, Model)
            else []
        )
        if len(own) == 1:  # what says one thing only, such as an option, is told by those words alone
            name = as_written((own[0],))[0]
            if isinstance(told, dict) and list(told) == [name]:
                told, path = told[str(name)], (*path, name)
            return part.model_copy(update={own[0]: self._part(getattr(part, own[0]), told, path)})
        return self._over(part, told, path)

    def _prompt(self, told: Any, path: Path) -> Prompt | None:
        prompt: Prompt | None = self.complaints.model(
            Prompt, _tagged(told, self.code), path, language=self.code
        )
        return prompt

    def _complain(self, rule: str, path: Path, message: str, hint: str) -> None:
        self.complaints.add(rule, path, message, hint, language=self.code, at_key=True)


def _tagged(data: Any, code: str) -> Any:
    """Mark every prompt in plain data as being in a language."""
    if isinstance(data, str):
        return {"words": data, "language": code}
    if isinstance(data, list):
        return [_tagged(part, code) for part in data]
    if isinstance(data, dict):
        if "words" in data:
            return {"language": code, **data}
        return {name: _tagged(part, code) for name, part in data.items()}
    return data


def _group(data: Any, path: Path, complaints: Complaints, names: Any = None) -> dict[str, Any]:
    """Return a group of names; note it if it is none, or has a name that cannot be there."""
    if data == "":
        return {}
    if not isinstance(data, dict):
        complaints.add("wrong-value", path, "This should be a group of names, each with a colon.")
        return {}
    known = {}
    for name, value in data.items():
        if names is None or name in names:
            known[name] = value
        else:
            meant = did_you_mean(name, names)
            hint = (
                f"Did you mean “{meant}”?"
                if meant
                else f"There are words to translate at: {', '.join(names)}."
            )
            complaints.add(
                "unknown-key",
                (*path, name),
                f"There is nothing to translate at “{name[:60]}”.",
                hint,
                at_key=True,
            )
    return known
