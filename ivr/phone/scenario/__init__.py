"""Calls as text that people who are no programmers read and write: what happens, step by step, and what is heard.

`values` is a scenario, `reading` takes it from its file (`text` knows the words), `running` does it on a telephone,
`writing` writes one down, `harmless` replaces what somebody keyed in. Nothing is imported here.
"""
