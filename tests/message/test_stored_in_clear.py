"""docs/security.md says of every column what is stored in it and why, and of no other."""

import re
from pathlib import Path

import pytest

from ivr.message import tables

MANUAL = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
TABLES = tables.metadata.tables
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
SEALED = {("ivr_item", "ciphertext"), ("ivr_item_key", "sealed_key")}


def rows(table):
    """What the manual says of a table's columns: how each is stored, and why."""
    chapter = MANUAL.partition(f"\n### `{table}`\n")[2].partition("\n### ")[0]
    return {column: (stored, why) for column, stored, why in ROW.findall(chapter)}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_manual_and_no_other(table):
    assert list(rows(table)) == [column.name for column in TABLES[table].columns]


@pytest.mark.parametrize("table", TABLES)
def test_it_says_of_what_is_sealed_that_it_is_and_of_all_else_that_it_is_not(table):
    for column, (stored, why) in rows(table).items():
        assert ("sealed" in stored) == ((table, column) in SEALED), column
        assert re.search(r"\w", why), column


def test_no_table_is_in_the_manual_that_is_gone():
    assert set(re.findall(r"^### `(\w+)`$", MANUAL, re.MULTILINE)) == set(TABLES)
