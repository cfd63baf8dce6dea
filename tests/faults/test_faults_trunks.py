"""What lies between Twilio and any line: webhooks twice, late, in another order, at the same instant, of strangers."""

import threading

import pytest
from other_lines import BYE, Shop, telephone

from ivr.phone.faults import FAULTS, Trunk
from ivr.phone.faults.trunks import AT_ONCE
from ivr.phone.wsgi import Response

WHOLE = [
    ("/voice", ""),
    ("/chosen", "1"),
    ("/said", "#"),
    ("/kept", "completed"),
    ("/status", "completed"),
]
"""What the shop is asked in a call without faults."""


def shop_with(name, **shop):
    shop = Shop(**shop)
    trunk = FAULTS[name].on(shop.post)
    caller = telephone(trunk)
    caller.dial("/voice").press("1").record(3)
    assert caller.ended == "hangup"
    assert caller.problems == []
    trunk.close()
    return shop, trunk


def test_a_trunk_forwards_everything_as_it_is():
    shop = Shop()
    trunk = Trunk(shop.post)
    telephone(trunk).dial("/voice").press("1").record(3)
    trunk.close()
    assert shop.asked == WHOLE
    assert (trunk.times, trunk.complaints) == (0, [])


def test_every_fault_says_what_it_does():
    assert list(FAULTS) == [
        *("twice", "late", "out-of-order", "same-instant", "recording-404", "media-401"),
        *("store-down", "killed", "forged", "unsigned", "stale", "menu-changed"),
    ]
    for name, fault in FAULTS.items():
        assert fault.name == name
        assert fault.does[0].isupper()
        assert not fault.does.endswith(".")
        assert fault.did.format(times=3)


def test_every_webhook_comes_twice():
    shop, trunk = shop_with("twice")
    assert shop.asked[::2] == shop.asked[1::2]
    assert shop.asked[::2] == WHOLE
    assert trunk.times == 5
    assert trunk.complaints == []


@pytest.mark.parametrize("name", ["twice", "same-instant"])
def test_a_line_that_answers_otherwise_the_second_time_is_found(name):
    shop = Shop(forgets=True)
    trunk = FAULTS[name].on(shop.post)
    telephone(trunk).dial("/voice")
    assert trunk.complaints[0] == "/voice did not answer the same webhook with the same words."


def test_the_address_of_what_is_played_may_be_another_one():
    addresses = iter(["/sound/1", "/sound/2"])

    def post(url, form, headers):
        body = f"<Response><Play>{next(addresses)}</Play></Response>".encode()
        return Response(200, {"Content-Type": "text/xml"}, body)

    trunk = FAULTS["twice"].on(post)
    trunk.post("https://line.example/voice", {}, {})
    assert trunk.complaints == []


def test_callbacks_come_late():
    shop = Shop()
    trunk = FAULTS["late"].on(shop.post)
    caller = telephone(trunk, status_callback="before")
    caller.dial("/voice").press("1").record(3)
    assert shop.asked == [("/voice", ""), ("/chosen", "1"), ("/said", "#"), ("/kept", "completed")]
    trunk.close()
    assert shop.asked[4:] == [("/status", "completed")]
    trunk.close()
    assert len(shop.asked) == 5
    assert trunk.times == 2


def test_a_step_comes_again_after_the_next_and_callbacks_last():
    shop, trunk = shop_with("out-of-order")
    assert [path for path, _ in shop.asked] == [
        *("/voice", "/chosen", "/voice", "/said", "/chosen"),
        *("/status", "/kept", "/said", "/voice"),
    ]
    assert trunk.complaints == []


def test_webhooks_really_come_at_the_same_instant():
    together = threading.Barrier(AT_ONCE)
    shop = Shop()

    def post(url, form, headers):
        if "/chosen" in url:
            together.wait(timeout=300)  # nobody gets on before all are here
        return shop.post(url, form, headers)

    trunk = FAULTS["same-instant"].on(post)
    telephone(trunk).dial("/voice").press("1").record(3)
    trunk.close()
    assert not together.broken
    assert shop.asked.count(("/chosen", "1")) == AT_ONCE
    assert shop.asked.count(("/said", "#")) == AT_ONCE
    assert shop.asked.count(("/kept", "completed")) == 2
    # The callback of the recording comes with the step that it belongs to.
    assert {shop.asked.index(("/kept", "completed")) // AT_ONCE} <= {2, 3}


def test_what_a_line_raises_at_the_same_instant_is_not_swallowed():
    def post(url, form, headers):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        FAULTS["same-instant"].on(post).post("https://line.example/voice", {}, {})


@pytest.mark.parametrize("name", ["forged", "unsigned", "stale"])
def test_strangers_are_refused_and_the_call_goes_on(name):
    shop, trunk = shop_with(name)
    assert shop.asked == WHOLE
    assert trunk.times >= 2 * len(WHOLE)
    assert trunk.complaints == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("forged", "with a made-up signature"),
        ("unsigned", "without a signature"),
        ("stale", "with the signature of another one"),
    ],
)
def test_a_line_that_lets_strangers_in_is_found(name, what):
    trunk = FAULTS[name].on(Shop(checks=False).post)
    telephone(trunk).dial("/voice").press("1")
    assert trunk.complaints == [
        f"/voice answered 200 to a webhook {what}.",
        f"/chosen answered 200 to a webhook {what}.",
    ]


@pytest.mark.parametrize("name", ["late", "out-of-order"])
def test_a_callback_that_is_answered_wrongly_is_found(name):
    def post(url, form, headers):
        gone = "/status" in url
        return Response(500 if gone else 200, {"Content-Type": "text/xml"}, BYE)

    trunk = FAULTS[name].on(post)
    telephone(trunk).dial("/voice")
    trunk.close()
    assert trunk.complaints == ["The callback /status was answered with 500."]
