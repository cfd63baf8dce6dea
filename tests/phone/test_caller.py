"""The telephone, one behaviour of Twilio's at a time."""

import pytest
from lines import Line

from ivr.phone.caller import Caller
from ivr.phone.steps import StepDoesNotFit, UnknownStep
from ivr.phone.wsgi import Response

MENU = "<Gather action='/next' numDigits='1' finishOnKey='' timeout='10'><Say>Hello.</Say></Gather>"
NEXT = "<Say>Next.</Say>"


# Requests ------------------------------------------------------------------------------------------------------


def test_the_first_request_carries_twilios_parameters():
    line = Line(voice=MENU)
    caller = line.caller().dial("/voice")
    method, path, query, form = line.requests[0]
    assert (method, path, query) == ("POST", "/voice", "")
    assert form["CallSid"] == caller.call_sid
    assert (form["From"], form["Caller"]) == ("+447700900001", "+447700900001")
    assert (form["To"], form["Called"]) == ("+441632960000", "+441632960000")
    assert (form["CallStatus"], form["Direction"], form["ApiVersion"]) == ("ringing", "inbound", "2010-04-01")
    assert len(form["CallSid"]) == len(form["AccountSid"]) == 34
    assert {
        form[f"{who}{what}"]
        for who in ("From", "To", "Caller", "Called")
        for what in ("City", "State", "Zip")
    } == {""}
    assert form["FromCountry"] == "GB"
    assert line.environ["CONTENT_TYPE"].startswith("application/x-www-form-urlencoded")


def test_a_withheld_number_is_spelt_as_twilio_spells_it():
    line = Line(voice=MENU)
    line.caller(from_number="withheld").dial()
    assert (line.form("/voice")["From"], line.form("/voice")["Caller"]) == ("+266696687", "+266696687")


def test_later_requests_are_in_progress_of_the_same_call():
    line = Line(voice=MENU, next=NEXT)
    caller = line.caller().dial().press("1")
    assert line.form("/next")["CallStatus"] == "in-progress"
    assert line.form("/next")["CallSid"] == caller.call_sid


def test_ringing_again_is_another_call():
    line = Line(voice=NEXT)
    caller = line.caller().dial()
    first = caller.call_sid
    assert caller.dial().call_sid != first
    assert len(caller.documents) == 1


def test_relative_urls_start_from_the_current_document():
    line = Line(a__voice="<Redirect>b/menu?x=1</Redirect>", a__b__menu="<Redirect>?y=2</Redirect>")
    line.documents["/a/b/menu"] = ["<Redirect>?y=2#rc=3</Redirect>", MENU]
    caller = line.caller().dial("/a/voice")
    assert [document.url for document in caller.documents] == ["/a/voice", "/a/b/menu?x=1", "/a/b/menu?y=2"]
    assert caller.at == "/a/b/menu"


def test_a_get_carries_its_parameters_in_the_url():
    line = Line(voice=MENU.replace("action='/next'", "action='/next?a=b' method='GET'"), next=NEXT)
    line.caller().dial().press("4")
    method, _, query, form = line.requests[1]
    assert method == "GET"
    assert query.startswith("a=b&CallSid=")
    assert "Digits=4" in query
    assert form == {}


def test_http_redirects_are_followed_and_cookies_kept():
    line = Line(
        voice=(307, {"Location": "/real", "Set-Cookie": "a=1; Path=/; HttpOnly"}, b""),
        real=MENU,
        next=(302, {"Location": "there"}, b""),
        there=NEXT,
    )
    caller = line.caller().dial()
    assert caller.at == "/real"
    assert line.form("/real")["CallStatus"] == "ringing"
    caller.press("1")
    assert line.requests[-2][:2] == ("GET", "/there")
    assert line.environ["HTTP_COOKIE"] == "a=1"
    assert caller.problems == []


def test_the_fragment_of_a_url_is_not_requested():
    asked = []

    def post(url, form, headers):
        asked.append(url)
        return Response(200, {"Content-Type": "text/xml"}, b"<Response/>")

    Caller(post).dial("/voice#rc=2")
    assert asked[0] == "https://line.example/voice"


# Gather --------------------------------------------------------------------------------------------------------


def test_a_gather_with_numdigits_takes_the_key_at_once():
    line = Line(voice=MENU, next=NEXT)
    caller = line.caller().dial()
    assert (caller.heard, caller.waiting, caller.at) == (["Hello."], "gather", "/voice")
    before = caller.seconds
    caller.press("3")
    form = line.form("/next")
    assert (form["Digits"], form["FinishedOnKey"], form["msg"]) == ("3", "", "Gather End")
    assert caller.seconds - before < 1


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "finished", "waited"),
    [
        ("", "12 hash", "12", "#", 0),
        ("", "12", "12", "", 5),
        ("timeout='8'", "12", "12", "", 8),
        ("timeout='auto'", "12", "12", "", 5),
        ("numDigits='3'", "123", "123", "", 0),
        ("numDigits='3'", "12 hash", "12", "#", 0),
        ("finishOnKey='*'", "12#*", "12#", "*", 0),
        ("finishOnKey=''", "12 hash", "12#", "", 5),
        ("finishOnKey='' numDigits='1'", "star", "*", "", 0),
        ("finishOnKey='' numDigits='1'", "hash", "#", "", 0),
    ],
)
def test_how_an_entry_ends(attributes, keys, digits, finished, waited):
    line = Line(voice=f"<Gather action='/next' {attributes}/>", next="<Pause length='100'/>")
    caller = line.caller().dial().press(keys)
    form = line.form("/next")
    assert (form["Digits"], form["FinishedOnKey"]) == (digits, finished)
    assert caller.seconds == 100 + waited


def test_the_finish_key_before_any_digit_is_no_input():
    line = Line(voice="<Gather action='/next'/><Say>Nothing keyed.</Say>")
    caller = line.caller().dial().press("hash")
    assert caller.heard == ["Nothing keyed."]
    assert line.paths() == ["/voice", "/voice/status"]


def test_silence_falls_through_to_the_next_verb():
    line = Line(voice=MENU + "<Say>Sorry.</Say><Redirect>/next</Redirect>", next=NEXT)
    caller = line.caller().dial()
    assert caller.heard == ["Hello."]
    caller.wait()
    assert caller.documents[0].heard == ("Hello.", "Sorry.")
    assert [document.waiting for document in caller.documents] == ["gather", None]
    assert caller.heard == ["Next."]
    assert caller.seconds > 10


def test_silence_at_the_last_gather_ends_the_call():
    caller = Line(voice=MENU).caller().dial().wait()
    assert caller.ended == "hangup"


@pytest.mark.parametrize(("setting", "digits"), [("blank", ""), ("missing", None)])
@pytest.mark.parametrize("silent", [True, False])
def test_action_on_empty_result(setting, digits, silent):
    line = Line(voice="<Gather action='/next' actionOnEmptyResult='true'/>", next=NEXT)
    caller = line.caller(empty_digits=setting).dial()
    _ = caller.wait() if silent else caller.press("hash")
    assert line.form("/next").get("Digits") == digits
    assert line.form("/next")["FinishedOnKey"] == ("" if silent else "#")


def test_keys_left_over_go_on_to_the_next_gather():
    line = Line(voice=MENU, next=MENU.replace("/next", "/last"), last=NEXT)
    line.caller().dial().press("55")
    assert (line.form("/next")["Digits"], line.form("/last")["Digits"]) == ("5", "5")


def test_keys_left_when_the_call_ends_do_not_fit():
    line = Line(voice=MENU, next=NEXT)
    with pytest.raises(
        StepDoesNotFit, match=r"'5 hash' does not fit: the call has ended \(hangup\), with these keys left"
    ):
        line.caller().dial().press("55 hash")


def test_a_gather_for_speech_takes_no_keys():
    line = Line(voice="<Gather action='/next' input='speech'/>")
    with pytest.raises(StepDoesNotFit, match="speech only"):
        line.caller().dial().press("1")


def test_two_gathers_in_a_row_wait_one_after_the_other():
    line = Line(voice=MENU + "<Say>Again.</Say>" + MENU.replace("/next", "/second"), second=NEXT)
    caller = line.caller().dial()
    assert caller.heard == ["Hello."]
    caller.wait()
    assert (caller.heard, caller.waiting) == (["Hello.", "Again.", "Hello."], "gather")
    caller.press("1")
    assert caller.at == "/second"


@pytest.mark.parametrize(
    "between",
    ["<Gather action='/next' actionOnEmptyResult='true'/>", "<Redirect>/next</Redirect>", "<Hangup/>"],
)
def test_a_record_that_silence_does_not_reach_is_not_waited_for(between):
    caller = Line(voice=MENU + between + "<Record action='/next'/>").caller().dial()
    assert (caller.waiting, caller.heard) == ("gather", ["Hello."])
    with pytest.raises(StepDoesNotFit):
        caller.record(3)


# Record --------------------------------------------------------------------------------------------------------

RECORD = (
    "<Gather action='/next' numDigits='1' finishOnKey='' timeout='1'><Say>Speak.</Say></Gather><Say>Now.</Say>"
    "<Record action='/done' timeout='15' maxLength='180' finishOnKey='#5' recordingStatusCallback='/callback'/>"
    "<Redirect>/nothing</Redirect>"
)


def record_line(record=RECORD):
    return Line(
        voice=record,
        next=NEXT,
        done="<Say>Thank you.</Say>",
        callback=(204, {}, b""),
        nothing="<Say>Nothing.</Say>",
    )


def test_a_gather_before_a_record_is_passed_in_silence():
    line = record_line()
    caller = line.caller().dial()
    assert (caller.waiting, caller.heard) == ("record", ["Speak.", "Now."])
    before = caller.seconds
    caller.record(12)
    assert line.paths() == ["/voice", "/done", "/callback", "/voice/status"]
    form = line.form("/done")
    assert (form["RecordingDuration"], form["Digits"], form["CallStatus"]) == ("12", "#", "in-progress")
    assert form["RecordingUrl"].endswith("/" + form["RecordingSid"])
    assert caller.documents[0].heard == ("Speak.", "Now.")
    assert 13 < caller.seconds - before < 15
    told = line.form("/callback")
    assert (told["RecordingStatus"], told["RecordingDuration"], told["RecordingSource"]) == (
        "completed",
        "12",
        "RecordVerb",
    )
    assert told["RecordingSid"] == form["RecordingSid"]
    assert told["RecordingChannels"] == "1"
    assert "From" not in told


def test_a_key_before_the_record_is_the_gathers():
    line = record_line()
    caller = line.caller().dial().press("5")
    assert line.form("/next")["Digits"] == "5"
    assert caller.documents[0].heard == ("Speak.",)


@pytest.mark.parametrize(
    ("then", "digits"), [("hash", "#"), ("5", "5"), ("silence", ""), (None, "#"), ("hangup", "hangup")]
)
def test_how_a_recording_ends(then, digits):
    line = record_line()
    caller = line.caller().dial().record(12, then)
    assert line.form("/done")["Digits"] == digits
    assert line.form("/done")["RecordingDuration"] == "12"
    assert caller.ended == ("caller-hung-up" if then == "hangup" else "hangup")


def test_a_hang_up_in_a_recording_still_asks_the_action_but_plays_nothing():
    line = record_line()
    caller = line.caller().dial().record(12, "hangup")
    assert line.paths() == ["/voice", "/done", "/voice/status", "/callback"]
    assert line.form("/done")["CallStatus"] == "completed"
    assert caller.heard == ["Speak.", "Now."]
    assert line.form("/voice/status")["CallStatus"] == "completed"
    assert int(line.form("/voice/status")["CallDuration"]) >= 13


@pytest.mark.parametrize(
    ("when", "times", "paths"),
    [
        ("after", 2, ["/done", "/callback", "/callback"]),
        ("before", 1, ["/callback", "/done"]),
        ("before", 2, ["/callback", "/callback", "/done"]),
        ("never", 1, ["/done"]),
    ],
)
def test_when_the_status_callback_comes(when, times, paths):
    line = record_line()
    line.caller(status_callback=when, status_callback_times=times).dial().record(12)
    assert line.paths()[1:-1] == paths


def test_a_relative_status_callback_starts_from_the_document_also_after_a_hang_up():
    record = "<Record action='done/x' recordingStatusCallback='callback'/>"
    line = Line(voice=record, done__x=NEXT, callback=(204, {}, b""))
    assert line.caller().dial().record(3, "hangup").problems == []
    assert line.caller().dial().record(3).problems == []
    assert line.paths().count("/callback") == 2


@pytest.mark.parametrize("end", ["silence", "hash"])
def test_an_empty_recording_falls_through(end):
    line = record_line()
    caller = line.caller().dial().record(0, end)
    assert line.paths() == ["/voice", "/nothing", "/voice/status"]
    assert caller.heard == ["Nothing."]


@pytest.mark.parametrize(("end", "digits"), [("silence", ""), ("5", "5"), ("hangup", "hangup")])
def test_an_empty_recording_may_ask_the_action(end, digits):
    line = record_line()
    line.caller(empty_recording="posts").dial().record(0, end)
    assert line.form("/done")["Digits"] == digits
    assert line.form("/done")["RecordingDuration"] == "0"


def test_an_empty_recording_hung_up_on_asks_nothing():
    line = record_line()
    assert line.caller().dial().record(0, "hangup").ended == "caller-hung-up"
    assert line.paths() == ["/voice", "/voice/status"]


def test_waiting_at_a_record_is_saying_nothing():
    line = record_line()
    caller = line.caller().dial().wait()
    assert line.paths() == ["/voice", "/nothing", "/voice/status"]
    assert 16 < caller.seconds < 20


def test_absent_and_in_progress_are_told_when_asked_for():
    line = record_line(
        RECORD.replace("/callback'", "/callback' recordingStatusCallbackEvent='in-progress absent'")
    )
    line.caller().dial().wait()
    assert [form["RecordingStatus"] for _, path, _, form in line.requests if path == "/callback"] == [
        "in-progress",
        "absent",
    ]
    line.caller().dial().record(3)
    assert line.paths().count("/callback") == 3


def test_the_longest_length_cuts_a_recording():
    line = record_line()
    for seconds in (180, 500):
        caller = line.caller().dial().record(seconds)
        assert (line.form("/done")["RecordingDuration"], line.form("/done")["Digits"]) == ("180", "")
        assert 180 < caller.seconds < 190


def test_who_hangs_up_after_the_longest_length_does_so_at_the_next_document():
    line = record_line()
    line.documents["/done"] = MENU
    assert line.caller().dial().record(500, "hangup").ended == "caller-hung-up"
    assert line.form("/done")["Digits"] == ""


def test_silence_that_is_not_listened_for_lasts_to_the_longest_length():
    line = record_line(RECORD.replace("timeout='15'", "timeout='0'"))
    line.caller().dial().record(3, "silence")
    assert line.form("/done")["RecordingDuration"] == "180"


def test_a_key_that_does_not_end_the_recording_does_not_fit():
    with pytest.raises(StepDoesNotFit, match=r"7 does not end this recording; only #5 does \(finishOnKey\)"):
        record_line().caller().dial().record(12, "7")


def test_any_key_ends_a_recording_by_default_and_a_key_alone_is_an_empty_one():
    line = Line(voice="<Record action='/done'/><Say>Nothing.</Say>", done=NEXT)
    assert line.caller().dial().record(3, "7").heard == ["Next."]
    assert line.caller().dial().press("7").heard == ["Nothing."]


def test_a_record_without_action_asks_for_its_own_document_and_is_a_problem():
    line = Line(voice=["<Record/>", NEXT])
    caller = line.caller().dial().record(3)
    assert line.paths()[:2] == ["/voice", "/voice"]
    assert "Record: without an action" in caller.problems[0]


# Dial ----------------------------------------------------------------------------------------------------------

DIAL = "<Say>One moment.</Say><Dial action='/dialled' timeout='20'>+441632960001</Dial>"


@pytest.mark.parametrize(
    ("outcome", "duration"),
    [("completed", "60"), ("busy", None), ("no-answer", None), ("failed", None), ("canceled", None)],
)
def test_the_outcome_of_a_dial(outcome, duration):
    line = Line(voice=DIAL, dialled=NEXT)
    caller = line.caller().dial()
    assert caller.waiting == "dial"
    caller.dial_outcome(outcome)
    form = line.form("/dialled")
    assert (form["DialCallStatus"], form.get("DialCallDuration")) == (outcome, duration)
    assert form["DialCallSid"].startswith("CA")
    assert form["DialBridged"] == ("true" if outcome == "completed" else "false")
    assert caller.seconds > {"completed": 60, "no-answer": 20}.get(outcome, 0)
    assert caller.heard == ["Next."]


def test_a_dial_without_action_falls_through():
    line = Line(voice="<Dial>+441632960001</Dial><Say>After.</Say>")
    assert line.caller().dial().dial_outcome("busy").heard == ["After."]


def test_waiting_at_a_dial_is_nobody_answering():
    line = Line(voice=DIAL, dialled=NEXT)
    caller = line.caller().dial().wait()
    assert line.form("/dialled")["DialCallStatus"] == "no-answer"
    assert caller.seconds > 20


def test_hanging_up_while_it_rings_still_asks_the_action():
    line = Line(voice=DIAL, dialled=NEXT)
    caller = line.caller().dial().hang_up()
    assert (line.form("/dialled")["DialCallStatus"], line.form("/dialled")["CallStatus"]) == (
        "canceled",
        "completed",
    )
    assert caller.ended == "caller-hung-up"
    assert caller.heard == ["One moment."]


def test_a_gather_before_a_dial_is_passed_in_silence():
    line = Line(voice=MENU + DIAL, next=NEXT, dialled=NEXT)
    caller = line.caller().dial()
    assert (caller.waiting, caller.heard) == ("dial", ["Hello.", "One moment."])
    caller.dial_outcome("busy")
    assert line.paths()[1] == "/dialled"


def test_keys_do_not_fit_a_dial_but_star_may_hang_it_up():
    with pytest.raises(StepDoesNotFit, match="waits for a call put through to be answered, not for a key"):
        Line(voice=DIAL).caller().dial().press("1")
    line = Line(voice=DIAL.replace("timeout", "hangupOnStar='true' timeout"), dialled=NEXT)
    assert line.caller().dial().press("star").heard == ["Next."]


def test_an_unknown_outcome_is_no_step():
    with pytest.raises(UnknownStep, match="'dial:engaged' is no step"):
        Line(voice=DIAL).caller().dial().dial_outcome("engaged")


# The rest of TwiML ---------------------------------------------------------------------------------------------


def test_say_loops_pause_and_play_take_their_time():
    line = Line(
        voice="<Say loop='2'>One, two.</Say><Pause length='7'/><Play>/a.wav</Play><Play digits='1w'/>"
    )
    caller = line.caller(sounds={"/a.wav": 3.0}).dial()
    assert caller.heard == ["One, two.", "One, two.", "[plays /a.wav]"]
    assert caller.seconds == pytest.approx(2 * (2 / 2.9 + 0.5) + 7 + 3 + 1, abs=0.01)
    assert caller.documents[0].seconds == pytest.approx(caller.seconds, abs=0.01)


@pytest.mark.parametrize("loop", [0, 1000, 999_999_999])
def test_a_prompt_without_end_is_listed_once_and_lasts_a_thousand_times(loop):
    caller = Line(voice=f"<Say loop='{loop}'>One.</Say>").caller().dial()
    assert caller.heard == ["One."]
    assert caller.seconds == pytest.approx(1000 * (1 / 2.9 + 0.25))


def test_ssml_is_heard_without_its_tags():
    line = Line(
        voice="<Say voice='Polly.Amy' language='en-GB'>Ring <sub alias='one oh one'>101</sub>,<break time='1s'/> <prosody rate='slow'>please</prosody>.</Say>"
    )
    assert line.caller().dial().heard == ["Ring one oh one, please."]


def test_reject_is_not_answered():
    assert Line(voice="<Reject/>").caller().dial().ended == "rejected"


def test_what_this_telephone_cannot_follow_is_a_problem():
    caller = Line(voice="<Enqueue>people</Enqueue>").caller().dial()
    assert (caller.ended, caller.problems) == (
        "application-error",
        ["/voice: this telephone does not follow Enqueue."],
    )


def test_plain_text_is_read_aloud_and_sound_is_played():
    line = Line(
        voice=(200, {"content-type": "text/plain"}, b"Hello there."),
        sound=(200, {"Content-Type": "audio/wav"}, b""),
    )
    caller = line.caller().dial()
    assert (caller.heard, caller.ended, caller.problems) == (["Hello there."], "hangup", [])
    assert caller.dial("/sound").ended == "hangup"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            (500, {"Content-Type": "text/xml"}, b"<Response/>"),
            "POST /voice was answered with 500 (error 11200).",
        ),
        ((403, {}, b""), "POST /voice was answered with 403 (error 11200)."),
        ((200, {}, b"<Response/>"), "/voice answered with the content type '' (error 12300)."),
        (
            (200, {"Content-Type": "application/json"}, b"{}"),
            "/voice answered with the content type 'application/json' (error 12300).",
        ),
        (
            (200, {"Content-Type": "text/html"}, b"<p>Error"),
            "/voice: This is not XML: no element found, line 1, column 9 (error 12100).",
        ),
        ((200, {"Content-Type": "text/xml"}, b""), "/voice: The document is empty."),
        ((302, {"Location": "/voice"}, b""), "/voice redirects more than 10 times (error 11215)."),
        (
            (302, {"Location": "https://elsewhere.example/"}, b""),
            "elsewhere.example is another host; this telephone reaches only the line's own.",
        ),
    ],
)
def test_an_application_error_ends_the_call(answer, problem):
    caller = Line(voice=answer).caller().dial()
    assert (caller.ended, caller.problems) == ("application-error", [problem])
    assert caller.waiting is None


def test_an_error_in_mid_call_ends_it_too():
    line = Line(voice=MENU)
    caller = line.caller().dial().press("1")
    assert caller.ended == "application-error"
    assert line.paths() == ["/voice", "/next", "/voice/status"]


def test_a_get_needs_a_way_to_get():
    line = Line(voice="<Redirect method='GET'>/next</Redirect>")
    caller = line.caller()
    caller._get = None
    assert "not given a way" in caller.dial().problems[0]


def test_redirects_without_end_are_found_out():
    line = Line(voice="<Redirect>/voice</Redirect>")
    caller = line.caller().dial()
    assert caller.ended == "endless"
    assert len(caller.documents) == 51
    assert len(caller.problems) == 1


def test_a_caller_who_does_something_may_stay():
    line = Line(voice=MENU.replace("/next", "/voice"))
    caller = line.caller().dial()
    for _ in range(60):
        caller.press("1")
    caller.press("1" * 60)
    assert (caller.ended, caller.problems) == (None, [])


def test_problems_of_the_grammar_are_told_once_and_the_call_goes_on():
    line = Line(voice="<Gather action='/voice' numDigits='1' colour='red'/>")
    caller = line.caller().dial().press("1").press("2")
    assert caller.problems == ["/voice: Gather: there is no attribute colour."]
    assert caller.waiting == "gather"


# The end -------------------------------------------------------------------------------------------------------


def test_the_end_of_a_call_is_told_to_the_status_callback():
    line = Line(voice="<Pause length='61'/>")
    line.caller().dial()
    form = line.form("/voice/status")
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")


def test_no_status_callback_at_the_usual_address_is_no_problem_and_a_wrong_one_is():
    line = Line(voice=NEXT)
    line.documents["/voice/status"] = (404, {}, b"")
    assert line.caller().dial().problems == []
    assert line.caller(status_path="/voice/status").dial().problems == [
        "Status callback: POST /voice/status was answered with 404 (error 11200)."
    ]
    line.documents["/voice/status"] = (500, {}, b"")
    assert len(line.caller().dial().problems) == 1
    line.requests.clear()
    line.caller(status_path="").dial()
    assert line.paths() == ["/voice"]


def test_a_status_callback_answered_with_html_is_a_problem():
    line = Line(voice=NEXT)
    line.documents["/voice/status"] = (200, {"Content-Type": "text/html"}, b"<p>ok</p>")
    assert "answered with HTML" in line.caller().dial().problems[0]


def test_hanging_up_at_a_menu_asks_for_no_more_twiml():
    line = Line(voice=MENU)
    caller = line.caller().dial().hang_up()
    assert (caller.ended, line.paths()) == ("caller-hung-up", ["/voice", "/voice/status"])


@pytest.mark.parametrize(
    "step",
    [
        lambda c: c.press("1"),
        lambda c: c.wait(),
        lambda c: c.record(1),
        lambda c: c.hang_up(),
        lambda c: c.dial_outcome("busy"),
    ],
)
def test_nothing_fits_after_the_end_or_before_the_beginning(step):
    caller = Line(voice=NEXT).caller()
    with pytest.raises(StepDoesNotFit, match="nobody has dialled yet"):
        step(caller)
    caller.dial()
    with pytest.raises(StepDoesNotFit, match=r"the call has ended \(hangup\)"):
        step(caller)


def test_one_call_at_a_time():
    with pytest.raises(StepDoesNotFit, match="already on the telephone"):
        Line(voice=MENU).caller().dial().dial()


def test_press_takes_only_keys():
    with pytest.raises(StepDoesNotFit, match="it is not a key"):
        Line(voice=MENU).caller().dial().press("hangup")


def test_before_dialling_nothing_is_heard():
    caller = Line().caller()
    assert (
        caller.heard,
        caller.all_heard,
        caller.at,
        caller.ended,
        caller.waiting,
        caller.seconds,
        caller.keys,
    ) == ([], [], "", None, None, 0, {})
