"""What the caller did, from the fields that Twilio posts, in every shape they have been seen in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.heard import Dialled, NothingRecorded, Pressed, Recorded, Silence
from ivr.web.heard import LONGEST_ENTRY, NoRecording, heard, recording_of

URL = "https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE12"


@pytest.mark.parametrize(
    ("form", "query", "what"),
    [
        ({"Digits": "1"}, "", Pressed("1")),
        ({"Digits": "*"}, "", Pressed("*")),
        ({"Digits": "07700900123"}, "", Pressed("07700900123")),
        ({"Digits": "077-00 9x"}, "", Pressed("077009")),
        ({"Digits": "1" * 500}, "", Pressed("1" * LONGEST_ENTRY)),
        ({"Digits": "٣"}, "", Silence()),
        ({"Digits": "hangup"}, "", Silence()),
        ({"Digits": ""}, "", Silence()),
        ({}, "", Silence()),
        ({"msg": "Gather End", "FinishedOnKey": "#", "Digits": ""}, "", Silence()),
        ({}, "heard=nothing", NothingRecorded()),
        ({"Digits": "5"}, "x=1&heard=nothing", NothingRecorded()),
        ({"Digits": "5"}, "heard=nothings", Pressed("5")),
        ({"DialCallStatus": "busy"}, "", Dialled("busy")),
        ({"DialCallStatus": "answered-by-martians"}, "", Dialled("failed")),
        ({"DialCallStatus": "", "Digits": "1"}, "", Pressed("1")),
        # a recording
        ({"RecordingUrl": URL, "RecordingDuration": "8", "Digits": "#"}, "", Recorded("RE12", URL, 8, "#")),
        ({"RecordingUrl": URL, "RecordingDuration": "8", "Digits": "5"}, "", Recorded("RE12", URL, 8, "5")),
        ({"RecordingUrl": URL, "RecordingDuration": "8"}, "", Recorded("RE12", URL, 8)),
        (
            {"RecordingUrl": URL + ".wav?x=1", "RecordingDuration": "8"},
            "",
            Recorded("RE12", URL + ".wav?x=1", 8),
        ),
        (
            {"RecordingSid": "RE34", "RecordingUrl": URL, "RecordingDuration": "8"},
            "",
            Recorded("RE34", URL, 8),
        ),
        ({"RecordingSid": "RE34", "RecordingDuration": "8"}, "", Recorded("RE34", "", 8)),
        ({"RecordingUrl": URL, "Digits": "hangup"}, "", Recorded("RE12", URL, 0, None, True)),
        ({"RecordingUrl": URL, "CallStatus": "completed"}, "", Recorded("RE12", URL, 0, None, True)),
        ({"RecordingUrl": URL, "RecordingDuration": "-1"}, "", Recorded("RE12", URL, 0)),
        ({"RecordingUrl": URL, "RecordingDuration": "9" * 5000}, "", Recorded("RE12", URL, 0)),
        ({"RecordingUrl": URL, "RecordingDuration": "²"}, "", Recorded("RE12", URL, 0)),
        # an empty one
        ({"RecordingUrl": URL, "RecordingDuration": "0"}, "", NothingRecorded()),
        ({"RecordingUrl": URL, "RecordingDuration": "0", "Digits": "#"}, "", NothingRecorded()),
        ({"RecordingUrl": URL, "RecordingDuration": "0", "Digits": "5"}, "", Pressed("5")),
        ({"RecordingSid": "RE34"}, "", NothingRecorded()),
        ({"RecordingUrl": "", "RecordingSid": " ", "Digits": "1"}, "", Pressed("1")),
        (
            {"RecordingUrl": URL, "RecordingDuration": "0", "Digits": "hangup"},
            "",
            Recorded("RE12", URL, 0, None, True),
        ),
    ],
)
def test_what_was_heard(form, query, what):
    assert heard(form, query) == what


FIELDS = ("Digits", "RecordingUrl", "RecordingSid", "RecordingDuration", "DialCallStatus", "CallStatus")


@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.sampled_from(["", "0", "5", "hangup", "completed", URL]) | st.text(max_size=50),
    ),
    st.sampled_from(["", "heard=nothing"]) | st.text(max_size=20),
)
def test_anything_at_all_is_something_heard(form, query):
    what = heard(form, query)
    if isinstance(what, Pressed):
        assert what.digits
        assert set(what.digits) <= set("0123456789*#")
    if isinstance(what, Recorded):
        assert 0 <= what.seconds <= 86_400
        assert what.sid or what.url


def test_what_a_recordings_own_webhook_tells():
    assert recording_of({"RecordingUrl": URL, "RecordingDuration": "8"}) == ("RE12", URL, 8)
    assert recording_of({"RecordingSid": "RE9", "RecordingDuration": "0"}) == ("RE9", "", 0)
    assert recording_of({"RecordingSid": "RE9", "RecordingDuration": "long"}) == ("RE9", "", None)
    with pytest.raises(NoRecording):
        recording_of({"RecordingUrl": " "})


@pytest.mark.parametrize("sid", ["RE1 ../x", "RE1\x00", "", "../RE2", "R" * 65])
def test_a_name_that_cannot_be_one_is_taken_from_the_address(sid):
    form = {"RecordingSid": sid, "RecordingUrl": URL, "RecordingDuration": "8"}
    assert recording_of(form) == (recording_of({"RecordingUrl": URL})[0], URL, 8)
    assert heard(form, "").sid == recording_of(form)[0]
    if sid:  # what cannot be named otherwise is not lost for that
        assert recording_of({"RecordingSid": sid}) == (sid, "", None)
