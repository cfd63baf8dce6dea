"""The rooms of the house: who may import whom, which libraries belong where, and what the pure core never
does."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "ivr").rglob("*.py"))

ORDER = ("call", "menu", "walk", "check", "show", "phone", "message", "web", "cli")
PURE = frozenset(ORDER[:5])
MAY_IMPORT = {room: frozenset(ORDER[: ORDER.index(room)]) for room in ORDER} | {
    "phone": frozenset(),  # it obeys TwiML, not the flow
    "message": frozenset({"call"}),  # it keeps what callers leave, whatever menu they left it in
}

# What a folder may import besides: a scenario is read by the same strict reader of YAML, with the same words for slips.
ALSO = {
    "phone/scenario": ("ivr.menu.source", "ivr.menu.problems", "ivr.menu.suggest", "ivr.menu.text"),
}

# Which rooms, folders in them, or modules may import a library. One that is not here is a new dependency: decide, then write
# it down.
LIBRARIES = {
    "flask": {"web", "__init__.py"},  # there only as the type of what `create_app` returns
    "werkzeug": {"web"},
    "click": {"cli"},
    "yaml": {"menu"},
    "pydantic": {"menu", "show", "web"},
    "pydantic_core": {"menu", "show"},
    "sqlalchemy": {"message", "web/practice/faults/switch.py"},
    "alembic": {"message/migrations"},
    "cryptography": {"message/sealing.py"},
    "dbos": {"message/work"},
    "requests": {"message/provider_client.py", "message/provider_sound.py", "web/inbox/entering"},
    "urllib3": {"message/provider_client.py", "message/provider_sound.py", "web/inbox/entering"},
    "twilio": {"call", "message/provider_client.py"},
    "pytest": {"phone/pytest_plugin.py", "pytest_scenarios.py"},
    "granian": {"cli"},
    "phonenumbers": {"call", "menu", "walk", "web"},
    "argon2": {"message/accounts"},
    "pyotp": {"message/accounts"},
    "segno": {"web/inbox"},
    "flask_wtf": {"web/inbox"},
    "wtforms": {"web/inbox"},
    "itsdangerous": {"web/inbox", "message/accounts"},
    "authlib": {"web/inbox/entering"},
    "joserfc": {"web/inbox/entering"},
    "jinja2": {"web/inbox"},
    "govuk_bank_holidays": {"menu", "walk"},
    "hibari": {"phone/speaking"},
    "numpy": {"phone/speaking"},
}

# The pure core is told the time, the number and the answer; it asks nobody.
IMPURE = {
    "time", "random", "secrets", "uuid", "socket", "ssl", "select", "http", "urllib.request", "requests",
    "asyncio", "subprocess", "sqlite3", "logging", "threading", "multiprocessing", "tempfile", "shutil",
}  # fmt: skip
CLOCK = {"now", "utcnow", "today"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
READERS = {"menu/source.py"}
"""The modules of the core that may read a file. Data inside the package is read with `importlib.resources`
anywhere."""


def room_of(module: str) -> str:
    """`call/keys.py` -> `call`; the package's own `__init__.py` has no room and may name any."""
    return module.split("/")[0] if "/" in module else ""


def also(module: str) -> tuple[str, ...]:
    """The modules of other rooms that a module may import because of its folder."""
    return tuple(name for folder, names in ALSO.items() if module.startswith(f"{folder}/") for name in names)


def imported(module: str, tree: ast.AST):
    """Every dotted name a module imports, wherever in it, with its line."""
    package = ["ivr", *module.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            if source in ("ivr", "urllib", "importlib"):  # what is named may be a module
                for alias in node.names:
                    yield f"{source}.{alias.name}", node.lineno
            else:
                yield source, node.lineno


def problems(module: str, text: str) -> list[str]:
    """What one module does that its room must not."""
    tree = ast.parse(text)
    room = room_of(module)
    found = []
    names = list(imported(module, tree))
    for name, line in names:
        top, _, rest = name.partition(".")
        if top == "ivr":
            target = rest.split(".")[0]
            if target not in ORDER and room not in ("", "cli"):
                found.append(f"{line}: imports {name}: name the room")
            elif name.startswith(also(module)):
                continue
            elif room and target in ORDER and target != room and target not in MAY_IMPORT[room]:
                found.append(f"{line}: {room} must not import from {target}")
        elif top not in sys.stdlib_module_names:
            allowed = LIBRARIES.get(top)
            if allowed is None:
                found.append(f"{line}: {top} is in no room's list of libraries")
            elif not any(f"{module}/".startswith(f"{place}/") for place in allowed):
                found.append(f"{line}: {room or module} must not import {top}")
        if room in PURE and any(name == impure or name.startswith(f"{impure}.") for impure in IMPURE):
            found.append(f"{line}: the core must not import {name}")
    if room in PURE:
        resources = any(name.startswith("importlib.resources") for name, _ in names)
        found += [f"{line}: {what}" for line, what in impurities(tree, files=resources or module in READERS)]
    return found


def impurities(tree: ast.AST, *, files: bool):
    """Clock, surroundings and files, as they are asked for without importing anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
            yield node.lineno, "the core must not read the environment"
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in CLOCK:
            yield node.lineno, f"the core must not call {called}(): it is told the time"
        if called in FILES and not files:
            yield node.lineno, f"the core must not call {called}(): only menu/source.py reads files"


def test_every_module_keeps_to_its_room():
    texts = {path.relative_to(ROOT / "ivr").as_posix(): path.read_text(encoding="utf-8") for path in MODULES}
    found = {module: problems(module, text) for module, text in texts.items()}
    assert {module: wrong for module, wrong in found.items() if wrong} == {}


def test_every_folder_is_a_room():
    assert {path.name for path in (ROOT / "ivr").iterdir() if (path / "__init__.py").exists()} == set(ORDER)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("call/a.py", "from ivr.menu import flow"),
        ("call/a.py", "from ..menu import flow"),
        ("walk/a.py", "def f():\n    from ivr.web.form import parse_form"),
        ("phone/a.py", "import ivr.call.turn"),
        ("message/a.py", "from ivr.menu.flow import Flow"),
        ("show/a.py", "from ivr import load"),
        ("phone/scenario/a.py", "from ivr.menu.flow import Flow"),
        ("phone/a.py", "from ivr.menu.problems import Problem"),
        ("call/a.py", "import flask"),
        ("message/a.py", "import flask"),
        ("web/a.py", "import sqlalchemy.orm"),
        ("message/a.py", "import alembic"),
        ("message/a.py", "import dbos"),
        ("phone/caller.py", "import pytest"),
        ("web/a.py", "import click"),
        ("web/a.py", "import numpy"),
        ("walk/a.py", "import time"),
        ("walk/a.py", "from urllib import request"),
        ("walk/a.py", "import urllib.request"),
        ("walk/a.py", "from datetime import datetime\nx = datetime.now()"),
        ("walk/a.py", "import datetime\nx = datetime.date.today()"),
        ("menu/a.py", "import os\nx = os.environ['A']"),
        ("menu/a.py", "from os import getenv\nx = open('a')"),
        ("check/a.py", "from pathlib import Path\nx = Path('a').read_text()"),
    ],
)
def test_what_a_room_must_not_do_is_found(module, text):
    assert problems(module, text) != []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (
            "walk/a.py",
            "from ivr.menu.flow import Flow\nfrom datetime import datetime\nfrom urllib.parse import quote",
        ),
        ("walk/a.py", "from . import b\nfrom .b import c"),
        ("phone/scenario/a.py", "from ivr.menu.problems import Problem\nfrom ivr.menu.source import read"),
        ("message/a.py", "from ivr.call.effects import Sent\nimport sqlalchemy, time, os\nx = os.environ"),
        ("message/migrations/versions/a.py", "from alembic import op"),
        (str(Path("message", "work", "a.py")), "import dbos"),
        ("menu/source.py", "from pathlib import Path\nx = Path('a').read_bytes()"),
        (
            "walk/a.py",
            "from importlib import resources\nx = resources.files('ivr').joinpath('a').read_text()",
        ),
        ("phone/pytest_plugin.py", "import pytest"),
        ("web/a.py", "from ivr.message import store\nimport flask"),
        ("__init__.py", "from ivr.menu import load"),
    ],
)
def test_what_a_room_may_do_is_let_be(module, text):
    assert problems(module, text) == []


HEAVY = ("flask", "werkzeug", "jinja2", "sqlalchemy", "granian", "requests", "twilio", "pytest", "asyncio")
LIGHT = ("lint menus.yaml", "paths --help", "explain menu", "map menus.yaml")
COMMANDS = f"""
import sys
def tell(after):
    print("after", after, *[name for name in {HEAVY} if name in sys.modules], sep="|")
import ivr, ivr.cli
tell("importing")
for words in {LIGHT}:
    try:
        ivr.cli.main(words.split())
    except SystemExit as end:
        assert not end.code, words
    tell(words)
import jinja2, requests
tell("all")
"""


def test_neither_the_package_nor_a_command_that_reads_the_file_loads_anything_heavy():
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS], capture_output=True, text=True, check=False, cwd=ROOT
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("after|")]
    assert told == [
        *(f"after|{when}" for when in ("importing", *LIGHT)),
        "after|all|jinja2|requests",
    ], done.stderr
