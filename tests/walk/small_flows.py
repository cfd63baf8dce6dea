"""Small flows drawn by chance: every kind of node, led to each other in every way."""

from hypothesis import strategies as st

from ivr.menu import Flow, Refused, load_text

HEAD = """\
line:
  name: Small
  start: {start}
  {person}attempts: {attempts}
  not_before_choice: [{early}]
  languages: {{en: {{name: English, voice: Polly.Amy, locale: en-GB}}}}
nodes:
"""
NAMES = ("a", "b", "c", "d", "e", "f")
VALUES = ("x", "y")


@st.composite
def small_texts(draw, most: int = 6) -> str:
    """Draw a menu file. Some of them cannot be built."""
    names = NAMES[: draw(st.integers(2, most))]
    goto = st.sampled_from([*names, *names, *names, "back"])
    there = st.sampled_from(names)

    def menu() -> str:
        options = []
        for key in draw(st.lists(st.sampled_from("1238"), min_size=1, max_size=3, unique=True)):
            extra = draw(
                st.sampled_from(["", "", ", value: x", ", value: y", ", consent: true", ", confirms: true"])
            )
            options.append(f"{key}: {{to: go, goto: {draw(goto)}{extra}}}")
        otherwise = draw(st.sampled_from(["", f", otherwise: {draw(goto)}", f", otherwise: {{no_input: {draw(goto)}, no_match: {draw(goto)}}}"]))  # fmt: skip
        default = draw(st.sampled_from(["", ", default: x"]))
        words = draw(st.sampled_from(["Hi.", "Secret."]))
        return f"{{kind: menu, prompt: {words}, answer: v{default}{otherwise}, options: {{{', '.join(options)}}}}}"

    def node() -> str:
        match draw(
            st.sampled_from(
                ["menu"] * 5
                + ["say", "ask", "record", "transfer", "branch", "branch", "hours", "send", "discard", "end"]
                + ["listen"]
            )
        ):
            case "menu":
                return menu()
            case "say":
                return f"{{kind: say, prompt: Hi., goto: {draw(goto)}}}"
            case "ask":
                return f"{{kind: ask, prompt: Hi., answer: w, accept: digits, entered: {draw(goto)}, otherwise: {draw(goto)}}}"
            case "record":
                review = draw(st.sampled_from(["", f", review: {draw(there)}"]))
                return f"{{kind: record, prompt: Hi., longest: 30, silence: 5, recorded: {draw(goto)}, empty: {draw(goto)}{review}}}"
            case "transfer":
                answered = draw(st.sampled_from(["", f", answered: {draw(goto)}"]))
                return f"{{kind: transfer, prompt: Hi., number: x, unavailable: No.{answered}}}"
            case "branch":
                on, values = draw(
                    st.sampled_from(
                        [
                            ("v", VALUES),
                            ("message", ("draft", "kept", "sent")),
                            ("caller_number", ("withheld",)),
                        ]
                    )
                )
                return f"{{kind: branch, on: {on}, when: {{{draw(st.sampled_from(values))}: {draw(there)}}}, otherwise: {draw(there)}}}"
            case "hours":
                return f"{{kind: hours, open: {{monday-friday: 09:00-17:00}}, when_open: {draw(there)}, when_closed: {draw(there)}}}"
            case "listen":
                return f"{{kind: listen, prompt: Hi., goto: {draw(goto)}, unavailable: {draw(there)}}}"
            case "end":
                return "{kind: end, prompt: Bye.}"
            case kind:
                return f"{{kind: {kind}, goto: {draw(there)}}}"

    person = draw(st.sampled_from(["", f"person: {draw(there)}\n  ", f"emergency: {draw(there)}\n  "]))
    head = HEAD.format(
        start=draw(there),
        person=person,
        attempts=draw(st.integers(1, 2)),
        early=draw(st.sampled_from(["", "Secret"])),
    )
    nodes = [f"  {name}: {node()}\n" for name in names]
    if not any("answer: v" in text for text in nodes):
        nodes.append("  g: {kind: menu, prompt: Hi., answer: v, options: {1: {to: go, goto: a}}}\n")
    return head + "".join(nodes)


def _taken(text: str) -> Flow | None:
    try:
        return load_text(text.encode())
    except Refused:
        return None


def small_flows(most: int = 6) -> st.SearchStrategy[Flow]:
    """Draw a flow that can be built."""
    return small_texts(most).map(_taken).filter(lambda flow: flow is not None)
