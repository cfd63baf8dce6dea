"""Menu files that can be read: every scalar is the text that was written, and everything knows its place."""

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ivr.menu.problems import Refused
from ivr.menu.source import Source, read, read_file
from ivr.menu.text import compose

MENU = """\
line:
  name: Night line   # spoken first
  areas: {dacorum: {name: Dacorum, towns: [Hemel Hempstead, Tring]}}
nodes:
  main:
    kind: menu
    prompt: "Héllo, “you” 😀"
    options:
      1: {to: ask, goto: main}
      star: {to: go, goto: main}
  empty:
"""


@pytest.mark.parametrize(
    "written",
    [
        "09:00",
        "no",
        "yes",
        "on",
        "0161",
        "+447700900123",
        "012",
        "1:30",
        "~",
        "null",
        "true",
        "1e3",
        "0x1F",
        "1_000",
        "2026-12-25",
        ".5",
        ".inf",
        "=",
        "07700 900123",
        "LGBT+",
        "-",
        "10 seconds",
        "09:00-17:00",
        "999",
    ],
)
def test_a_scalar_is_the_text_that_was_written(written):
    text = f"a: {written}\n'b': [{written}, {{c: {written}}}]\n? {written}\n: d\n"
    if written == "-":
        text = "a: '-'\n'b': ['-', {c: '-'}]\n'-': d\n"
    assert read(text.encode()).data == {"a": written, "b": [written, {"c": written}], written: "d"}


def test_an_empty_value_is_empty_text():
    assert read(b"a:\nb: ''\nc: {d: , e: ''}\nf:\n-\n- x\n").data == {
        "a": "",
        "b": "",
        "c": {"d": "", "e": ""},
        "f": ["", "x"],
    }


def test_text_over_several_lines():
    assert read(b"a: one\n  two\n\n  three\nb: |\n  x\n  y\nc: >-\n  x\n  y\n").data == {
        "a": "one two\nthree",
        "b": "x\ny\n",
        "c": "x y",
    }


@pytest.mark.parametrize(
    ("path", "value", "name"),
    [
        ((), (1, 1), (1, 1)),
        (("line",), (2, 3), (1, 1)),
        (("line", "name"), (2, 9), (2, 3)),
        (("line", "areas", "dacorum"), (3, 20), (3, 11)),
        (("line", "areas", "dacorum", "towns", 0), (3, 44), (3, 44)),
        (("line", "areas", "dacorum", "towns", 1), (3, 61), (3, 61)),
        (("nodes", "main", "prompt"), (7, 13), (7, 5)),
        (("nodes", "main", "options", "1", "goto"), (9, 26), (9, 20)),
        (("nodes", "main", "options", "star"), (10, 13), (10, 7)),
        (("nodes", "empty"), (11, 9), (11, 3)),
        # What is not there: its nearest parent that is.
        (("nodes", "main", "otherwise"), (6, 5), (5, 3)),
        (("nodes", "main", "options", "1", "goto", "deeper", 3), (9, 26), (9, 20)),
        (("nodes", "main", "options", 1), (9, 7), (8, 5)),
        (("line", "areas", "dacorum", "towns", 2), (3, 43), (3, 36)),
        (("line", "areas", "dacorum", "towns", "x"), (3, 43), (3, 36)),
        (("nowhere", "x"), (1, 1), (1, 1)),
    ],
)
def test_everything_knows_its_place(path, value, name):
    source = read(MENU.encode())
    assert source.position(path) == value
    assert source.key_position(path) == name


def test_the_data_at_a_path():
    source = read(MENU.encode())
    assert source.plain(()) == source.data
    assert source.plain(("line", "areas", "dacorum", "towns", 1)) == "Tring"
    assert source.plain(("nodes", "empty")) == ""
    for nowhere in [
        ("x",),
        ("line", "name", 0),
        ("line", 0),
        ("line", "areas", "dacorum", "towns", 9),
        ("line", "x", "y"),
    ]:
        assert source.plain(nowhere) is None
    assert source.plain(("line", "areas", "dacorum", "towns", "x")) is None


def test_lines_end_as_any_editor_ends_them():
    source = read("a: é\r\nb: 2\rc: 3\n\nd: 4".encode())
    assert [source.position((name,)) for name in "abcd"] == [(1, 4), (2, 4), (3, 4), (5, 4)]


def test_a_byte_order_mark_is_accepted_and_counts_for_nothing():
    source = read(b"\xef\xbb\xbfa: 1\n")
    assert source.data == {"a": "1"}
    assert source.key_position(("a",)) == (1, 1)


def test_a_single_document_may_be_marked():
    assert read(b"---\na: 1\n...\n").data == {"a": "1"}
    assert read(b"# why\n--- # what\na: 1\n").data == {"a": "1"}


def test_forty_levels_are_enough_and_allowed():
    assert read(("a: " + "[" * 39 + "]" * 39).encode())


def test_a_file_of_5_mb_is_read(tmp_path):
    path = tmp_path / "menus.yaml"
    path.write_bytes(b"a: 1 #" + b"x" * 4_999_994)
    source = read_file(path)
    assert source.data == {"a": "1"}
    assert source.file == str(path)
    assert len(source.raw) == 5_000_000


def test_a_file_that_says_it_is_empty_is_read_all_the_same():
    # Files under /proc give their size as 0; in this one stands the name of this process.
    with pytest.raises(Refused, match="not-a-mapping"):
        read_file("/proc/self/comm")


def test_the_words_of_a_file_are_not_in_its_repr():
    assert "Night" not in repr(read(MENU.encode()))


def test_the_pure_loader_reads_the_same(monkeypatch):
    expected = read(MENU.encode())
    monkeypatch.setattr(compose, "_Loader", yaml.SafeLoader)
    source = read(MENU.encode())
    assert source.data == expected.data
    assert places(source) == places(expected)


def places(source: Source):
    return [(path, source.position(path), source.key_position(path)) for path, _ in walk(source.data)]


def walk(data, path=()):
    """Yield the path and the value of every part."""
    yield path, data
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield from walk(part, (*path, step))


TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Cn", "Co"), exclude_characters="\xa0\u202f"
    ),
    max_size=12,
)
TREE = st.recursive(
    TEXT,
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(TEXT.filter(lambda name: name != "<<"), part, max_size=4)
    ),
    max_leaves=20,
)


@given(
    st.dictionaries(TEXT.filter(lambda name: name != "<<"), TREE, min_size=1, max_size=5),
    st.sampled_from([True, False]),
    st.sampled_from(["'", '"']),
    st.sampled_from([20, 80, 10_000]),
)
def test_every_scalar_comes_back_and_stands_where_it_says(data, in_braces, quote, width):
    text = yaml.safe_dump(
        data,
        default_style=quote,
        default_flow_style=in_braces,
        allow_unicode=True,
        width=width,
        sort_keys=False,
    )
    source = read(text.encode())
    assert source.data == data
    lines = text.splitlines()
    previous = (1, 0)
    for path, part in walk(data):
        line, column = source.position(path)
        if isinstance(part, str):
            assert_stands(lines, line, column, part)
        if path and isinstance(path[-1], str):
            key_line, key_column = source.key_position(path)
            assert_stands(lines, key_line, key_column, path[-1])
            assert previous < (key_line, key_column) < (line, column)
            previous = (key_line, key_column)


def assert_stands(lines, line, column, text):
    """Check that the quoted text begins at the place: the parser, begun there, reads it."""
    rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
    assert rest[0] in "'\""
    scalar = next(e for e in yaml.parse(rest, yaml.CSafeLoader) if isinstance(e, yaml.ScalarEvent))
    assert scalar.value == text


def test_ten_thousand_nodes_are_read_in_seconds():
    node = {
        "kind": "menu",
        "prompt": "You can ask an officer to contact you.",
        "options": {str(key): {"to": "ask for that", "goto": "n1"} for key in (1, 2, 3, 4)},
        "otherwise": "n1",
    }
    text = "nodes:\n" + "".join(f"  n{i}: {json.dumps(node)}\n" for i in range(10_000))
    began = time.process_time()
    source = read(text.encode())
    assert time.process_time() - began < 30, "it takes about one second on a quiet machine"
    assert len(source.data["nodes"]) == 10_000
    assert source.position(("nodes", "n9999", "otherwise"))[0] == 10_001
