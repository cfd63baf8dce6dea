"""How strongly the organisation's sign-in has to have made sure of somebody, where the settings ask for that."""

from urllib.parse import urlsplit

import pytest
from signing_in import MAIL, SAM, signing_in


@pytest.fixture
def there(tmp_path, patient):
    """An inbox that asks for `mfa` or `phr`, and its provider."""
    with signing_in(tmp_path, oidc_strength="mfa  phr") as both:
        yield both


def came_in(there, **said):
    there.provider.person = {**SAM, **said}
    client = there.end.client()
    back = urlsplit(there.provider.agree(client.get("/inbox/sign-in").location))
    return client.get(f"{back.path}?{back.query}"), client


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "phr"}, {"acr": "1", "amr": ["mfa"]}])
def test_who_signed_in_with_a_second_step_is_in(there, said):
    answer, _ = came_in(there, **said)
    assert (answer.status_code, answer.location) == (303, "/inbox/")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"amr": ["pwd"]},
        {"acr": "1"},
        {"amr": [["mfa"], {"mfa": 1}, None]},
        {"acr": "mfa phr"},
    ],
)
def test_a_sign_in_without_a_second_step_is_too_weak(there, caplog, said):
    answer, client = came_in(there, **said)
    assert answer.status_code == 403
    assert "This inbox needs a second step" in answer.text
    assert client.get("/inbox/account", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401
    assert "A sign-in was too weak" in caplog.text
    assert MAIL not in caplog.text


def test_what_is_not_signed_does_not_count(there):
    """The rest is told by an address that is asked for it; how somebody signed in has to be in the identity itself."""
    there.provider.only_when_asked = {"email", "email_verified", "amr"}
    answer, _ = came_in(there, amr=["mfa"])
    assert answer.status_code == 403
