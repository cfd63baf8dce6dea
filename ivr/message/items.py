"""The names of sealed items. A seal is bound to its item's name, so none can be put in another's place."""


def of_answer(call_sid: str, step: int, name: str) -> str:
    """Name an answer: what the caller said to one question at one step."""
    return f"answer/{call_sid}/{step}/{name}"


def of_request(call_sid: str, step: int) -> str:
    """Name the reference that a caller keyed in to have an earlier message cancelled or changed."""
    return f"request/{call_sid}/{step}"


def of_recording(recording_sid: str) -> str:
    """Name the audio of a recording."""
    return f"recording/{recording_sid}"


def of_hold(reference: str) -> str:
    """Name the reason why a message must not be erased."""
    return f"hold/{reference}"


def of_note(note_id: str) -> str:
    """Name what an officer wrote about a message."""
    return f"note/{note_id}"


def in_call(step: int, name: str) -> str:
    """Name an answer among those of its own call, for the seal that hides it while the call lasts."""
    return f"{step}/{name}"
