"""What to ask before a message is closed: it was not heard, or something of it is still to come."""

from ivr.message.desk import Opened


def doubts(opened: Opened) -> tuple[str, ...]:
    """Return why somebody may not want to close it yet, in words; nothing where all is clear."""
    listed = opened.listed
    found = (
        (opened.heard_at is None and bool(opened.recordings), "Nobody has listened to it yet."),
        (
            any(recording.state == "expected" for recording in opened.recordings),
            "A recording has not come from the telephone company yet.",
        ),
        (bool(listed.requests), "Its caller has asked for something since, and nobody has dealt with that."),
    )
    return tuple(words for true, words in found if true)
