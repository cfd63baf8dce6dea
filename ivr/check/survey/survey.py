"""A flow, surveyed: what is heard where, and what leads where."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.call.verbs import Verb
from ivr.check.survey.edge import Edge
from ivr.check.survey.linking import link
from ivr.check.survey.named import named_before
from ivr.check.survey.nearness import nearness, onwards
from ivr.check.survey.sounding import Sounding, recordings_of, samples_of
from ivr.check.survey.stepping import verbs_at
from ivr.check.survey.visit import Pages, Visit
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow


class Survey:
    """What callers of a flow can hear and do. Made by `survey_of`.

    `opens`: the nodes that a call can begin with. `passed`: the junctions that some call passes. `edges`: the ways
    out of every node that is heard.
    """

    def __init__(self, flow: Flow) -> None:
        with collector_off():
            self._links = link(flow)
        self.flow = flow
        self.opens = tuple(self._links.opens)
        self.passed = tuple(self._links.passed)
        self.edges: Mapping[NodeId, tuple[Edge, ...]] = {
            name: tuple(edges) for name, edges in self._links.edges.items()
        }
        self.ahead = onwards(self._links.opens, self._links.edges)
        self._near = nearness(flow, self._links.opens, self.ahead)
        self._visits: dict[str, Mapping[NodeId, Visit]] = {}
        self._soundings: dict[str, Sounding] = {}
        self._told: dict[str, Mapping[NodeId, frozenset[Key]]] = {}

    @property
    def unreached(self) -> tuple[NodeId, ...]:
        """The nodes that no call comes to, in the order of the file."""
        return tuple(
            name for name in self.flow.nodes if name not in self.edges and name not in self._links.passed
        )

    def visits(self, language: str | None = None) -> Mapping[NodeId, Visit]:
        """Return every node that is heard, in a language (the file's own if none is named), in file order.

        Calls may begin in any language of the line, so the nodes and edges are the same in each.
        """
        code = language or self.flow.source_language
        made = self._visits.get(code)
        if made is None:
            made = self._visits[code] = MappingProxyType(self._visited(code))
        return made

    def said_before(self, language: str | None = None) -> Mapping[NodeId, frozenset[Key]]:
        """Return, for every node that is heard, the keys that have been named on every way to it."""
        code = language or self.flow.source_language
        told = self._told.get(code)
        if told is None:
            named = {name: visit.keys_said.keys() for name, visit in self.visits(code).items()}
            told = self._told[code] = named_before(self._links.opens, self.ahead, named)
        return told

    def spoken(self, verbs: tuple[Verb, ...], language: str | None = None, *, filled: bool = False) -> str:
        """Return what verbs say, as it is spoken; what only a call can fill in as `{name}`, or as a sample of it."""
        return self._sounding(language or self.flow.source_language).text(verbs, filled=filled)

    def seconds(self, said: tuple[Verb, ...] | str, language: str | None = None) -> float:
        """Return how long verbs, or a text, take to say, waits for keys not counted."""
        sounding = self._sounding(language or self.flow.source_language)
        return sounding.length(said) if isinstance(said, str) else sounding.seconds(said)

    def _sounding(self, language: str) -> Sounding:
        made = self._soundings.get(language)
        if made is None:
            edition = self.flow.editions[language]
            samples = samples_of(self._links.junctions.answers)
            made = self._soundings[language] = Sounding(edition, samples, recordings_of(edition))
        return made

    def _visited(self, language: str) -> dict[NodeId, Visit]:
        flow, links = self.flow, self._links
        edition = flow.editions[language]
        sounding = self._sounding(language)
        own = language == flow.source_language
        plays = partial(verbs_at, flow, language, links.kept if own else {})
        return {
            name: Visit(
                node_id=name,
                node=node,
                language=language,
                pages=Pages(
                    links.insides[name].turns,
                    partial(plays, name),
                    links.insides[name].played if own else {},
                ),
                edges=self.edges[name],
                inside=links.insides[name],
                sounding=sounding,
                presses=self._near[name].presses,
                menus=self._near[name].menus,
                silences=self._near[name].silences,
                told=partial(self.said_before, language),
            )
            for name, node in edition.nodes.items()
            if name in links.insides
        }
