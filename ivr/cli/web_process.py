"""The app in one of the processes that answer, each made anew from the environment."""

import multiprocessing
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from ivr.web.app import Side
    from ivr.web.calls import Journal
    from ivr.web.settings import Settings


def both() -> "WSGIApplication":
    """Make the app of this process: everything."""
    return _app(None)


def voice() -> "WSGIApplication":
    """Make the app of this process: what answers calls."""
    return _app("voice")


def inbox() -> "WSGIApplication":
    """Make the app of this process: where officers work."""
    return _app("inbox")


def _app(only: "Side | None") -> "WSGIApplication":
    hear_once()
    from ivr.cli.telephone import settings_of
    from ivr.message.work import Enqueuer
    from ivr.web import create_app
    from ivr.web.making import provider_of

    settings = settings_of()
    jobs, provider = Enqueuer(settings.database_url), provider_of(settings)
    app = create_app(settings, jobs=jobs, only=only, provider=provider, journal=_journal(settings))
    jobs.prepare_soon()  # it takes seconds, in which calls are answered already
    if provider is not None:  # or the first caller who wants to listen waits for it
        threading.Thread(target=provider.prepare, name="ivr-provider", daemon=True).start()
    return app


def _journal(settings: "Settings") -> "Journal | None":
    """Return the journal of calls; None where there is none. A line without one still answers."""
    import logging

    from ivr.web.journal import journal_of
    from ivr.web.settings import SettingsError

    try:
        return journal_of(settings)
    except SettingsError as error:
        logging.getLogger(__name__).error("No journal of calls is written. %s", error)
        return None


def hear_once() -> None:
    """Let this process hear once that it is to stop, from whoever says so first: a signal, or the end of its parent.

    Ctrl-C in a terminal and a stop by systemd reach every process of the line, and then its first one stops the others,
    too. granian's workers do not end by themselves when they are told twice, and are waited for in vain. So a thread
    takes the signals; only the first is passed on. Whose parent is gone without a word would answer for ever.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=_pass_on, name="ivr-stop", daemon=True).start()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent,), name="ivr-parent", daemon=True).start()


def _pass_on() -> None:
    signal.sigwait({signal.SIGTERM})  # Ctrl-C is for the first process
    handler = signal.getsignal(signal.SIGTERM)
    if callable(handler):
        handler(signal.SIGTERM, None)
    else:  # it has not even begun
        os._exit(0)


def _outlive(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
