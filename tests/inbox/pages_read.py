"""Reading a page of the inbox as somebody does who does not see it: its heading, its words, its links."""

import re
from html import unescape
from typing import Any

from lxml import html


class Page:
    """A page, from a response. Elements are found by XPath."""

    def __init__(self, response: Any, status: int = 200) -> None:
        assert response.status_code == status, (response.status_code, response.headers.get("Location"))
        self.tree = html.fromstring(response.text)
        (self.main,) = self.tree.xpath("//main")

    @property
    def heading(self) -> str:
        (heading,) = self.tree.xpath("//h1")
        return words(heading)

    @property
    def title(self) -> str:
        (title,) = self.tree.xpath("//title")
        return words(title)

    @property
    def words(self) -> str:
        return words(self.main)

    def find(self, path: str) -> list[Any]:
        return list(self.main.xpath(f".{path}"))

    def all(self, path: str) -> list[str]:
        return [words(one) for one in self.find(path)]

    def link(self, text: str) -> str:
        """Where the one link with these words leads."""
        links = {words(one): one.get("href") for one in self.tree.xpath("//a")}
        assert text in links, (text, links)
        return links[text]

    def facts(self, card: int = 0) -> dict[str, str]:
        return facts(self.find("//article")[card])

    def marks(self, card: int = 0) -> list[str]:
        return [words(mark) for mark in self.find("//article")[card].xpath(".//ul[@aria-label='Marks']/li")]

    def rows(self) -> list[list[str]]:
        """What is in the rows of the page's tables, without their headers."""
        return [[words(cell) for cell in row.xpath("th|td")] for row in self.find("//tbody/tr")]


def facts(element: Any) -> dict[str, str]:
    """Names and values of the lists of facts in an element."""
    names, values = element.xpath(".//dl//dt"), element.xpath(".//dl//dd")
    return {words(name): words(value) for name, value in zip(names, values, strict=True)}


def words(element: Any) -> str:
    return re.sub(r"\s+", " ", unescape(element.text_content())).strip()
