"""The fields that stand in every request about a call."""

from __future__ import annotations

WITHHELD = "+266696687"
"""What Twilio puts in From for a withheld number: "ANONYMOUS" on the keys."""


def parameters(*, call_sid: str, account_sid: str, from_number: str, to_number: str) -> dict[str, str]:
    """The fields that stand in every request about a call. Twilio sends most of the geography empty."""
    caller = WITHHELD if from_number == "withheld" else from_number
    # Twilio takes the withheld number for one in Lesotho (seen in a real log).
    country = {WITHHELD: "LS"}.get(caller, "GB" if caller.startswith("+44") else "")
    fields = {
        "CallSid": call_sid,
        "AccountSid": account_sid,
        "From": caller,
        "To": to_number,
        "Caller": caller,
        "Called": to_number,
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
    }
    for who, where in (("From", country), ("Caller", country), ("To", "GB"), ("Called", "GB")):
        fields |= {f"{who}City": "", f"{who}State": "", f"{who}Zip": "", f"{who}Country": where}
    return fields
