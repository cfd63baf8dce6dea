"""Coming in by the organisation's own sign-in. Only where the settings name one; second steps are its business."""

import logging
from importlib.util import find_spec
from typing import Final

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts import NoAccount
from ivr.web.inbox import protection, sessions
from ivr.web.inbox.entering import steps
from ivr.web.inbox.entering.identity import NotBelieved, TooWeak
from ivr.web.inbox.entering.login import login_page
from ivr.web.inbox.entering.organisation import NotReached, Organisation
from ivr.web.inbox.guard import public
from ivr.web.inbox.means import Means

logger = logging.getLogger(__name__)

_AWAY: Final = "Your organisation’s sign-in cannot be reached now. Try again in a few minutes"
_NOT_BELIEVED: Final = "The sign-in did not work, or took too long. Try it again from here"
_TOO_WEAK: Final = (
    "This inbox needs a second step, such as a code, and your organisation’s sign-in did not say that there was one. "
    "Sign in there with a second step, then try again from here. If that does not help, tell whoever runs this line"
)
_NO_ACCOUNT: Final = "There is no account here for whom you signed in as. Ask whoever keeps the accounts"
_MISSING: Final = "The sign-in is not installed here. Tell whoever runs this line"
_EXTRA: Final = "IVR_OIDC_ISSUER is set, but Authlib is not installed: pip install 'liaison-line[sso]'"


def routes(pages: Blueprint, means: Means) -> None:
    """Add the pages."""
    settings = means.settings
    organisation = Organisation(settings)
    installed = find_spec("authlib") is not None
    if settings.oidc_issuer and not installed:
        logger.error(_EXTRA)

    @pages.get("/sign-in")
    @public
    def sign_in() -> ResponseReturnValue:
        """Go to the organisation, where somebody here asks for it: no other site begins a session for anybody."""
        _only_where_there_is_one()
        if protection.comes_from_elsewhere():
            return redirect(url_for("inbox.login"), 303)
        if not installed:
            return _sorry(_MISSING, 503)
        try:
            pending = organisation.begin(_back(), means.clock())
        except NotReached as error:
            logger.warning("The organisation's sign-in cannot be reached: %s", error)
            return _sorry(_AWAY, 503)
        sessions.signing_in(dict(pending.pending))
        return redirect(pending.url, 303)

    @pages.get("/sign-in/callback")
    @public
    def sign_in_callback() -> ResponseReturnValue:
        """Come back from there."""
        _only_where_there_is_one()
        if not installed:
            return _sorry(_MISSING, 503)
        now = means.clock()
        try:
            who = organisation.finish(sessions.signed_in(), request.args, _back(), now)
            begun = means.accounts.enter_by_sign_in(who.issuer, who.subject, who.claim, at=now)
        except NotReached as error:
            logger.warning("The organisation's sign-in cannot be reached: %s", error)
            return _sorry(_AWAY, 503)
        except TooWeak:
            logger.warning("A sign-in was too weak: its acr and amr have nothing of IVR_OIDC_STRENGTH")
            return _sorry(_TOO_WEAK, 403)
        except NotBelieved as error:
            logger.warning("A sign-in was not believed: %s", error)
            return _sorry(_NOT_BELIEVED, 403)
        except NoAccount:
            return _sorry(_NO_ACCOUNT, 403)
        return steps.go_on(means, begun)

    def _only_where_there_is_one() -> None:
        if not settings.oidc_issuer:
            abort(404)

    def _back() -> str:
        """Return the address to come back to: that of the settings, for a request may say any host."""
        if settings.inbox_url:
            return f"{settings.inbox_url.rstrip('/')}/inbox/sign-in/callback"
        return url_for("inbox.sign_in_callback", _external=True)

    def _sorry(words: str, code: int) -> ResponseReturnValue:
        return login_page(means, (("sign-in", words),)), code
