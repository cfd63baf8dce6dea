"""The app in one of the processes that answer for `ivr serve`."""

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def create_app() -> "WSGIApplication":
    """Make the app of this process, from the environment.

    Ctrl-C in a terminal reaches every process of the line. Only the first of them may hear it, which then stops the
    others: granian's workers do not end by themselves when they are told twice at once, and are waited for in vain.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from ivr.web import create_app

    return create_app()
