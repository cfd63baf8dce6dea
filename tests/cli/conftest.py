"""A small menu file to try commands on."""

import pytest
from command_line import SMALL


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file
