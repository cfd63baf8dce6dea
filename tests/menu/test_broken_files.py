"""Broken files of every kind: always a message at the right place, never a traceback, in bounded time and memory."""

import gc
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.menu.problems import STRUCTURAL, MenuError, Refused, Unreadable
from ivr.menu.source import Source, read, read_file

# What is written, where the problem is, its rule, and words of its message and remedy.
NO_MENU = {
    "empty": ("", "1:1", "empty-file", "nothing in this file"),
    "only comments": ("# my menu\n\n", "1:1", "empty-file", "nothing in this file"),
    "only an empty document": ("---\n...\n", "1:1", "empty-file", "nothing in this file"),
    "a sentence": ("Hello there\n", "1:1", "not-a-mapping", "names with a colon"),
    "a list": ("- line\n- nodes\n", "1:1", "not-a-mapping", "names with a colon"),
    "an alias": ("*line\n", "1:1", "not-a-mapping", "names with a colon"),
    "no space at all after colons": ("line:x\n", "1:1", "not-a-mapping", "space after each colon"),
}
UNREADABLE = {
    "tab": ("a:\n\tb: 1\n", "2:1", "not-yaml", "indented with a tab. Use spaces"),
    "tab after spaces": ("a:\n  b: 1\n  \tc: 2\n", "3:3", "not-yaml", "indented with a tab"),
    "tab below text": ("a: 1\n\tb: 2\n", "2:1", "not-yaml", "indented with a tab"),
    "blank of a web page": ("a:\n  b: 1\n  \u00a0c\n  d: 2\n", "3:3", "not-yaml", "not ordinary spaces"),
    "star as a sign": ("a:\n  *: 1\n", "2:3", "not-yaml", "Write the word star"),
    "star as a sign in braces": ("a: {*: 1}\n", "1:5", "not-yaml", "Write the word star"),
    "star as a bullet": ("a:\n  * b\n", "2:3", "not-yaml", "cannot begin with *"),
    "hash as a sign in braces": ("a: {#: x}\n", "1:5", "not-yaml", "write the word hash"),
    "at": ("a: @home\n", "1:4", "not-yaml", "cannot begin with @ unless it is in quotes"),
    "backtick": ("a: `code`\n", "1:4", "not-yaml", "cannot begin with `"),
    "percent": ("a: %s\n", "1:4", "not-yaml", "cannot begin with %"),
    "ampersand": ("a: & so on\n", "1:4", "not-yaml", "cannot begin with &"),
    "greater than": ("a: >so on\n", "1:4", "not-yaml", "cannot begin with >"),
    "bar": ("a: |so on\n", "1:4", "not-yaml", "cannot begin with |"),
    "question mark": ("a: ? b\n", "1:4", "not-yaml", "cannot begin with ?"),
    "comma": ("a: , b\n", "1:4", "not-yaml", "cannot begin with ,"),
    "unknown tag handle": ("a: !x!y b\n", "1:4", "not-yaml", "cannot begin with !"),
    "placeholder first": ("a: {reference} is it\n", "1:4", "not-yaml", "cannot begin with {"),
    "bracket first": ("b: 1\na: [London] office\n", "2:4", "not-yaml", "cannot begin with ["),
    "stars around a word": ("a: *bold* text\n", "1:4", "not-yaml", "cannot begin with *"),
    "dash in a line": ("a: - b\n", "1:4", "not-yaml", "a line of its own"),
    "no space after the colon": ("a: b\nc:d\n", "2:2", "not-yaml", "space after it"),
    "no space after a later colon": (
        "a:\n  b: c\n  goto:main\n  d: e\n",
        "3:7",
        "not-yaml",
        "blank is missing",
    ),
    "line without a colon": (
        "a:\n  b: c\n  hello\n  d: e\n",
        "3:3",
        "not-yaml",
        "neither a name with a colon",
    ),
    "colon in text": ("a:\n  prompt: Note: this\n", "2:15", "not-yaml", "Put the text in quotes"),
    "colon in text in braces": ("1: {to: note: this, goto: b}\n", "1:13", "not-yaml", "second colon"),
    "letters before the colon": ("a: é “x” 😀: b\n", "1:11", "not-yaml", "second colon"),
    "indented too far": ("a: 1\n  b: 2\n", "2:3", "not-yaml", "indented further than the one above"),
    "indented too far below quotes": ("a: 'x'\n  b: c\n", "2:3", "not-yaml", "indentation of this line"),
    "indented too little": ("a:\n  b: 1\n c: 2\n", "3:2", "not-yaml", "indentation of this line"),
    "first line indented": ("  a: 1\nb: 2\n", "2:1", "not-yaml", "indentation of this line"),
    "single quote never closed": (
        "a: 'x\nb: 2\n",
        "1:4",
        "not-yaml",
        "quotation mark ' that opens here is never",
    ),
    "double quote never closed": (
        'a:\n  b: "x\nc: 2\n',
        "2:6",
        "not-yaml",
        'quotation mark " that opens here',
    ),
    "quote closed by the next": ("a: 'x\nb: 'y'\n", "1:4", "not-yaml", "the next one is on line 2"),
    "apostrophe in single quotes": ("a: 'it's'\n", "1:8", "not-yaml", "in double quotes"),
    "text after quotes": ('a: "x" y\n', "1:8", "not-yaml", "ends at the quotation mark"),
    "backslash": ('a: "\\q"\n', "1:5", "not-yaml", "backslash"),
    "half a surrogate": ('a: "\\uD800"\n', "1:7", "not-yaml", "backslash"),
    "brace never closed": ("a:\n  1: {to: x\n  2: {to: y}\n", "2:6", "not-yaml", "brace { that opens here"),
    "bracket never closed": ("a: [x,\n", "1:4", "not-yaml", "bracket [ that opens here"),
    "one brace too many": ("{a: 1}}\n", "1:7", "not-yaml", "understood"),
    "dash among names": ("a: b\n- c\n", "2:1", "not-yaml", "A dash begins"),
    "name among dashes": ("a:\n- b\nc\n", "3:1", "not-yaml", "colon"),
    "merge left over": ("a: b\n<<<<<<< HEAD\nc: d\n=======\n", "2:1", "not-yaml", "merging two versions"),
    "directive": ("%YAML 1.1\n---\na: 1\n", "1:1", "not-yaml", "Remove the line"),
    "a hundred thousand directives": (
        "# x\n" + "".join(f"%TAG !{i}! x{i}\n" for i in range(100_000)) + "---\na: 1\n",
        "2:1",
        "not-yaml",
        "%TAG",
    ),
    "control character": ("a: 1\nb: x\x07\n", "2:5", "control-character", "not text (number 7)"),
    "line end of another kind": ("a: x\u2028y\n", "1:5", "control-character", "not text (number 8232)"),
    "byte order mark inside": ("a: 1\n\ufeffb: 2\n", "2:1", "control-character", "not text"),
    "41 lists": ("a: " + "[" * 40, "1:43", "too-deep", "more than 40 levels"),
    "five thousand lists": ("a: " + "[" * 5_000 + "]" * 5_000, "1:43", "too-deep", "more than 40 levels"),
    "fifty mappings": (
        "\n".join(" " * i + "a:" for i in range(50)),
        "41:41",
        "too-deep",
        "more than 40 levels",
    ),
    "fifty dashes": ("a:\n" + "- " * 50, "2:79", "too-deep", "more than 40 levels"),
}

REFUSED = {
    "repeated key": (
        "a:\n  b: 1\n  b: 2\n",
        [("3:3", "repeated-key", "“b” stands here twice; the first one is on line 2")],
    ),
    "repeated in other clothes": ("a: {1: x, '1': y}\n", [("1:11", "repeated-key", "line 1")]),
    "two options on one key": (
        "nodes:\n  main:\n    options:\n      1: {to: x}\n      1: {to: y}\n",
        [("5:7", "key-used-twice", "on key 1; the first one is on line 4")],
    ),
    "every repeated key": (
        "a: 1\nb: {c: 1, c: 2}\na: {d: 1, d: 2}\n",
        [("2:11", "repeated-key", "“c”"), ("3:1", "repeated-key", "“a”"), ("3:11", "repeated-key", "“d”")],
    ),
    "anchor and alias": (
        "a: &x 1\nb: *x\n",
        [("1:4", "alias", "“&x” is a YAML anchor"), ("2:4", "alias", "“*x” is a YAML alias")],
    ),
    "indented with blanks of a web page": (
        "a:\n  b: 1\n\u00a0\u00a0c: 2\n",
        [("3:1", "invisible-character", "type it again")],
    ),
    "alias as a name": ("a:\n  *star : x\n", [("2:3", "alias", "“*star”")]),
    "anchored group": ("a: &x\n  b: c\n", [("1:4", "alias", "“&x”")]),
    "merge key": ("a:\n  <<: {b: 1}\n", [("2:3", "merge-key", "<<")]),
    "python tag": (
        "a: !!python/object/apply:os.system [ls]\n",
        [("1:4", "tag", "“!!python/object/apply:os.system”")],
    ),
    "own tag": ("a: !important text\n", [("1:4", "tag", "“!important”")]),
    "plain tag": ("a: !!str 1\n", [("1:4", "tag", "“!!str”")]),
    "list as a name": ("? [a, b]\n: c\n", [("1:3", "complex-key", "where a name belongs")]),
    "placeholder as a name": ("a:\n  {b: c}: d\n", [("2:3", "complex-key", "where a name belongs")]),
    "two documents": ("a: 1\n---\nb: 2\n", [("2:1", "several-documents", "second document")]),
    "a broken second document": ("a: 1\n---\n\tb: 2\n", [("2:1", "several-documents", "second document")]),
    "comma in braces": (
        "1: {to: hear this, again, goto: main}\n",
        [("1:20", "missing-colon", "after “again” there is none. If it is text, put all of it in quotes")],
    ),
    "placeholder alone": ("a: {reference}\n", [("1:5", "missing-colon", "“reference”")]),
    "no space in braces": ("a: {to:x}\n", [("1:5", "missing-colon", "Put a space after the colon")]),
    "hash as a sign": ("a:\n  1: x\n  #: y\n", [("3:3", "lost-in-comment", "write the word hash")]),
    "press #": ("a: Press # to finish\n", [("1:10", "lost-in-comment", "no caller would hear them")]),
    "web blank in a name": ("a:\n  b\u00a0c: 1\n", [("2:3", "invisible-character", "cannot be seen")]),
    "escaped control character": ('a: "x\\0"\n', [("1:4", "control-character", "number 0")]),
    "all at once": (
        "a: &x 1\nb: !t 2\na: 3\nc: {d}\n#: e\n<<: f\n",
        [
            ("1:4", "alias", "&x"),
            ("2:4", "tag", "!t"),
            ("3:1", "repeated-key", "“a”"),
            ("4:5", "missing-colon", "“d”"),
            ("5:1", "lost-in-comment", "hash"),
            ("6:1", "merge-key", "<<"),
        ],
    ),
}

NO_TEXT = {
    "UTF-16 with a mark": ("a: é".encode("utf-16"), "1:1", "This file is UTF-16."),
    "UTF-16, the other way": ("a: é".encode("utf-16-le"), "1:1", "This file is UTF-16."),
    "UTF-16, big end first": ("a: é".encode("utf-16-be"), "1:1", "This file is UTF-16."),
    "UTF-32 with a mark": ("a: é".encode("utf-32"), "1:1", "This file is UTF-32."),
    "UTF-32": ("a: é".encode("utf-32-be"), "1:1", "This file is UTF-32."),
    "Windows": ("a: 1\nb: café\n".encode("cp1252"), "2:7", "probably “é”"),
    "cut off": ("a: é".encode()[:-1], "1:4", "not saved as UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "1:1", "looks like a picture"),
    "a Word document": (b"PK\x03\x04" + bytes(range(256)), "1:1", "word processor"),
    "surrogates": (b"a: \xed\xa0\x80", "1:4", "not saved as UTF-8"),
}


def where(problem):
    return f"{problem.line}:{problem.column}"


@pytest.mark.parametrize("name", NO_MENU)
def test_yaml_that_is_no_menu_is_refused(name):
    text, place, rule, words = NO_MENU[name]
    with pytest.raises(Refused) as caught:
        read(text.encode(), "my.yaml")
    (problem,) = caught.value.problems
    assert (where(problem), problem.rule) == (place, rule)
    assert words in f"{problem.message} {problem.remedy}"
    assert rule in STRUCTURAL


@pytest.mark.parametrize("text", ["- a\n}", "[" * 200, "[" * 100 + "]" * 100])
def test_what_is_no_menu_and_not_even_yaml_cannot_be_read(text):
    with pytest.raises(Unreadable):
        read(text.encode())


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_yaml_says_where_and_what_to_do(name):
    text, place, rule, words = UNREADABLE[name]
    with pytest.raises(Unreadable) as caught:
        read(text.encode(), "my.yaml")
    problem = caught.value.problem
    assert (where(problem), problem.rule) == (place, rule)
    assert words in f"{problem.message} {problem.remedy}"
    assert problem.file == "my.yaml"
    assert problem.level == "error"
    assert rule in STRUCTURAL
    assert problem.remedy


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_menu_never_means_is_refused_all_at_once(name):
    text, expected = REFUSED[name]
    with pytest.raises(Refused) as caught:
        read(text.encode(), "my.yaml")
    assert [(where(p), p.rule) for p in caught.value.problems] == [
        (place, rule) for place, rule, _ in expected
    ]
    for problem, (_, _, words) in zip(caught.value.problems, expected, strict=True):
        assert words.casefold() in f"{problem.message} {problem.remedy}".casefold()
        assert problem.rule in STRUCTURAL
        assert problem.remedy


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_not_utf_8_says_what_it_is(name):
    data, place, words = NO_TEXT[name]
    with pytest.raises(Unreadable) as caught:
        read(data)
    problem = caught.value.problem
    assert (where(problem), problem.rule) == (place, "not-utf-8")
    assert words in problem.message
    assert "UTF-8" in problem.message + problem.remedy or "plain text" in problem.remedy


def test_zeros_are_no_text():
    with pytest.raises(Unreadable, match="control-character"):
        read(bytes(1000))


def test_a_problem_names_the_node_or_the_language_it_is_in():
    text = "nodes:\n  main:\n    a: {b: 1, b: 2}\n  main: {}\ntranslations:\n  pl:\n    a: *x\n"
    with pytest.raises(Refused) as caught:
        read(text.encode())
    assert [(p.node, p.language) for p in caught.value.problems] == [
        ("main", None),
        ("main", None),
        (None, "pl"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  Press # to finish\n  #: x\n",
        "a: 'Press # to finish'\n",
        "a: 'x\n\n  #: y\n\n  z'\n",
        "a: main   # the first menu\n",
        "a: 1 # or # so\n",
        "# press # now\na: 1\n",
        "a: 1\n# : x\n".replace("# :", "# b:"),
        "a: {b: , c: ''}\n",
        "a: {b: '', 'c' : d,\n  e:\n   f}\n",
        "'<': 1\n'<<<': 2\n",
    ],
)
def test_what_only_looks_wrong_is_read(text):
    assert isinstance(read(text.encode()), Source)


def test_billion_laughs_cost_nothing():
    lines = ["a0: &a0 [ha, ha]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    with pytest.raises(Refused) as caught:
        read("\n".join(lines).encode())
    assert {p.rule for p in caught.value.problems} == {"alias"}
    assert len(caught.value.problems) == 30 + 29 * 9


def test_after_a_thousand_problems_it_stops():
    with pytest.raises(Refused) as caught:
        read(b"a: 1\n" * 50_000)
    assert len(caught.value.problems) == 1001
    assert caught.value.problems[-1].rule == "too-many-problems"
    assert "too-many-problems" in STRUCTURAL


def test_a_file_over_5_mb_is_not_parsed():
    with pytest.raises(Unreadable, match="over 5 MB") as caught:
        read(b"a: 1\n" * 2_000_000)
    assert caught.value.problem.rule == "file-too-large"


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        ("a: ", "["),
        ("a: ", "{a: "),
        ("a:\n", "- "),
        ("", "? "),
        ("a: '", "x"),
        ("a: ", "x\n "),
        ("a: ", "press # "),
        ("a: x", " or #"),
        ("a: [", "a,"),
        ("a: ", "'"),
        ("", "a"),
        ("a:\n", " "),
        ("%TAG ! a\n", "%TAG !a! b\n"),
    ],
    ids=repr,
)
def test_the_worst_files_cost_seconds(start, unit):
    data = (start + unit * 4_999_000)[:4_999_000].encode()
    began = time.process_time()
    try:
        read(data)
    except MenuError as error:
        assert len(str(error)) < 1_000_000  # noqa: PT017 - whether it is refused is not the question here
    assert time.process_time() - began < 45, "a minute and more before it was bounded"


def test_memory_is_bounded_and_so_is_time():
    code = (
        "import sys\nfrom ivr.menu.source import read\nfrom ivr.menu.problems import MenuError\n"
        "try:\n    read(b'a: [' + b'{},' * 1_660_000)\nexcept MenuError as error:\n    print(error)\n"
    )

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (45, 45))

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, preexec_fn=limit, timeout=600
    )
    assert done.stderr == ""
    assert "too-complicated" in done.stdout


def test_the_collector_rests_meanwhile():
    collections = []
    text = "".join(f"k{i}: {{a: [b]}}\n" for i in range(5_000)).encode()
    gc.collect(0)  # so that none is due just before it
    gc.callbacks.append(lambda phase, about: collections.append(phase))
    try:
        read(text)
        assert len(collections) <= 2, "one may come after it; while it runs there would be a dozen"
    finally:
        gc.callbacks.pop()


def test_the_collector_is_left_as_it_was():
    assert gc.isenabled()
    read(b"a: 1")
    assert gc.isenabled()
    with pytest.raises(Unreadable):
        read(b"a: [")
    assert gc.isenabled()
    gc.disable()
    try:
        read(b"a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()


def unreadable(path):
    with pytest.raises(Unreadable) as caught:
        read_file(path)
    assert caught.value.problem.rule in STRUCTURAL
    assert caught.value.problem.file == os.fspath(path)
    return caught.value.problem


def test_a_file_that_is_missing(tmp_path):
    problem = unreadable(tmp_path / "menus.yaml")
    assert problem.rule == "unreadable-file"
    assert "no such file" in problem.message


def test_a_folder(tmp_path):
    assert "This is a folder" in unreadable(tmp_path).message


def test_below_a_file(tmp_path):
    (tmp_path / "a").write_text("a: 1")
    assert unreadable(tmp_path / "a" / "b").rule == "unreadable-file"


@pytest.mark.parametrize("name", ["", "a\0b", "a" * 5000])
def test_a_name_no_file_can_have(name):
    assert unreadable(name).rule == "unreadable-file"


def test_links_that_go_round(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert unreadable(tmp_path / "a").rule == "unreadable-file"


def test_a_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not an ordinary file" in unreadable(tmp_path / "pipe").message


def test_a_device_does_not_flood():
    assert "not an ordinary file" in unreadable("/dev/zero").message


NOBODY = 65534


def test_a_file_nobody_may_read(tmp_path):
    (tmp_path / "a").write_text("a: 1")
    (tmp_path / "a").chmod(0)
    me = os.geteuid()
    if me == 0:  # root may read everything
        os.seteuid(NOBODY)
    try:
        assert "not permitted" in unreadable(tmp_path / "a").message
    finally:
        os.seteuid(me)


def test_a_huge_file_is_not_read(tmp_path):
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(10**12)  # sparse: it takes no room, and would not fit into memory
    assert unreadable(tmp_path / "huge").rule == "file-too-large"


def test_no_file_is_left_open(tmp_path):
    (tmp_path / "good").write_text("a: 1")
    before = open_files()
    read_file(tmp_path / "good")
    for broken in (tmp_path, tmp_path / "missing", "/dev/zero"):
        unreadable(broken)
    assert open_files() == before


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


GOOD = """\
line:
  name: "Night line"   # what it is called
  languages: {en: {name: English, voice: Polly.Amy-Neural}}
nodes:
  main:
    kind: menu
    prompt: 'You can ask for “help”.'
    wait: [10 seconds, 15 seconds]
    options:
      1: {to: ask, goto: main}
      2:
        for: help
        goto: |
          main
"""
PIECES = [
    "\t",
    "  ",
    "\n",
    ":",
    ": ",
    "- ",
    "#",
    "*",
    "&a ",
    "!t ",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    "|",
    ">",
    "?",
]
PIECES += [
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "<<: ",
    "\\",
    "\0",
    "\ufeff",
    "\u2028",
    "é",
    "\r",
    "\x85",
    "%TAG ! x\n",
    "~",
]


@given(st.binary(max_size=200))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes_are_read_or_refused(data):
    read_or_refuse(data)


@given(st.lists(st.sampled_from([*PIECES, "a", "b: ", "1"]), max_size=30).map("".join))
def test_any_scraps_of_yaml_are_read_or_refused(text):
    read_or_refuse(text.encode())


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 5), st.sampled_from([*PIECES, ""])),
        min_size=1,
        max_size=4,
    )
)
def test_any_slip_in_a_good_file_is_read_or_refused(slips):
    text = GOOD
    for at, length, piece in slips:
        text = text[:at] + piece + text[at + length :]
    read_or_refuse(text.encode())


def read_or_refuse(data):
    try:
        source = read(data)
    except MenuError as error:
        lines = data.decode("utf-8-sig", "replace").splitlines()
        for problem in error.problems:
            assert problem.rule in STRUCTURAL
            assert problem.line <= len(lines) + 1
    else:
        assert isinstance(source.data, dict)
