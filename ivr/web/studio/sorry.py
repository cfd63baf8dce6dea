"""What the studio cannot do, in words for whoever asked."""


class Sorry(Exception):
    """Raised when something that was asked for cannot be done. The text says why, in one or two plain sentences.

    `code` is the HTTP status: 400 what was asked cannot be read, 403 not for this visitor, 404 it is not there (any
    more), 409 it does not fit how things stand, 429 too much at once, 503 not now. `more` goes into the answer.
    """

    def __init__(self, code: int, words: str, **more: object) -> None:
        super().__init__(words)
        self.code = code
        self.more = more
