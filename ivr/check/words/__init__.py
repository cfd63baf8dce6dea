"""Words that rules look for, as data by language: one list in each file.

A language is named by the first part of its code. A list that lacks a language says nothing about it: the rule then
leaves the texts of that language to a person. A list grows as cases are met; finding nothing proves nothing.
"""


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text that is written with blanks between them.

    >>> sorted(words_in("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())
