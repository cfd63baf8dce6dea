"""A line with its studio on a port of this machine, and the hands of somebody who uses it."""

import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from werkzeug.serving import make_server

from ivr.menu.flow import version_of
from ivr.web.app import STORE, create_app
from ivr.web.settings import from_environment
from tests.browser.serving import _Quiet
from tests.browser.windows import PATIENCE, until

PERSON = "+441632960111"
SHIPPED = Path(__file__).parents[2] / "menus.yaml"


class House:
    """A line that runs, its menu file, and where it is. `settings` is for `Windows`."""

    def __init__(self, folder, address):
        self.folder, self.address = folder, address
        self.menus = folder / "menus.yaml"
        self.settings = SimpleNamespace(inbox_url=address)
        self.app = None

    def client(self):
        """Return a client of the app that comes from this machine and asks for it by name."""
        client = self.app.test_client()
        client.environ_base |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": self.address.partition("//")[2]}
        return client

    def edit(self, old, new):
        """Change the menu file as an editor saves it."""
        before = self.menus.read_text()
        assert old in before
        self._save(before.replace(old, new, 1))

    def mend(self):
        """Put the shipped menu back."""
        self._save(SHIPPED.read_text())

    def _save(self, text):
        beside = self.menus.with_suffix(".new")
        beside.write_text(text)
        beside.replace(self.menus)  # nobody ever reads half of it

    def settled(self):
        """Wait until the line has seen the menu file as it is now, and has asked the rules about it."""
        client, version = self.client(), version_of(self.menus.read_bytes())
        deadline = time.monotonic() + PATIENCE / 1000
        while (now := client.get("/studio/now").json)["version"] != version or now["lint"] is None:
            assert time.monotonic() < deadline, "the rules are not asked"
            time.sleep(0.05)


@contextmanager
def studio(folder, menus=None, **settings):
    """Serve the shipped menu, or the text of another one, with its studio; `settings` are as in the environment."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=_Quiet)
    house = House(folder, f"http://127.0.0.1:{server.port}")
    house.menus.write_text(menus or SHIPPED.read_text())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        house.app = server.app = _line(house, settings)
        yield house
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        if (store := getattr(server.app, "extensions", {}).get(STORE)) is not None:
            store.close()


def _line(house, settings):
    return create_app(
        from_environment(
            {
                "IVR_MENUS": str(house.menus),
                "IVR_DATABASE_URL": f"sqlite:///{house.folder / 'line.db'}",
                "IVR_PUBLIC_URL": house.address,
                "IVR_TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
                "IVR_DEMONSTRATION": "yes",
                "IVR_PERSON_NUMBER": PERSON,
                "IVR_STUDIO": "here",
                "IVR_SECRET": "the secret of the studio of these tests",
                **settings,
            }
        )
    )


class Hands:
    """Somebody at a page of the studio."""

    def __init__(self, page, words="read"):
        self.page = page
        page.goto("/studio/")
        if words != "hear":
            page.locator(f"#words-{words}").check()

    def at(self, node):
        """Wait until the call is at a node."""
        until(self.page, f"document.getElementById('where').textContent === 'At {node}'")

    def ring(self, node="welcome"):
        """Ring, and wait until the line is at its first node."""
        self.page.get_by_role("button", name="Ring the line").click()
        self.at(node)

    def keys(self, keys, node):
        """Press keys of the keyboard one after the other, as the line is ready for each, and get to a node."""
        for key in keys.split():
            turns = self.page.locator(".turn").count()
            self.page.keyboard.press(key)
            until(self.page, f"document.querySelectorAll('.turn').length > {turns + 1}")
        self.at(node)

    def heard(self):
        """Return what was heard so far, a list for each turn."""
        return [
            [part.text_content() for part in turn.locator(".part").all()]
            for turn in self.page.locator(".turn[data-turn]").all()
        ]
