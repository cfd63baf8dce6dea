"""The keys that messages are sealed to: made, listed, replaced, vouched for and destroyed by `ivr keys`.

All of it is for the host of the inbox, which holds the private halves. Everything else needs `ivr.message.vault` only.
"""

from ivr.message.keys.making import KeysRefused, key_in, new, shred
from ivr.message.keys.replacing import Replaced, recover, rotate
from ivr.message.keys.seen import KeyView, Overview, overview
from ivr.message.keys.vouching import vouch

__all__ = [
    "KeyView",
    "KeysRefused",
    "Overview",
    "Replaced",
    "key_in",
    "new",
    "overview",
    "recover",
    "rotate",
    "shred",
    "vouch",
]
