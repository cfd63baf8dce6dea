"""The grammar: what it lets through, and what it refuses in which words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml import voice_response as tw

from ivr.phone.twiml import check

AMY = "voice='Polly.Amy-Neural' language='en-GB'"

GOOD = {
    "empty answer": "<Response/>",
    "declaration, comment, white space": '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n<Response>\n <Say>Hi</Say>\n</Response>\n',
    "latin-1": '<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>Hi</Say></Response>',
    "basic voice": "<Response><Say voice='woman' language='en-GB' loop='0'>Hi</Say></Response>",
    "voice known by its pattern": "<Response><Say voice='Polly.Seoyeon' language='ko-KR'>Hi</Say></Response>",
    "google voice": "<Response><Say voice='Google.en-GB-Chirp3-HD-Kore' language='en-GB'>Hi</Say></Response>",
    "polish": "<Response><Say voice='Polly.Ewa' language='pl-PL'>Hi</Say></Response>",
    "voice without language": "<Response><Say voice='Polly.Amy'>Hi</Say></Response>",
    "ssml": f"<Response><Say {AMY}>A<break time='1.5s'/><prosody rate='90%'><s>B <say-as interpret-as='digits'>12</say-as></s></prosody>"
    "<lang xml:lang='pl-PL'>C</lang><sub alias='doctor'>Dr</sub><phoneme alphabet='ipa' ph='x'>x</phoneme><p>E</p><w role='amazon:VB'>read</w></Say></Response>",
    "emphasis in a standard voice": "<Response><Say voice='Polly.Amy'><emphasis level='strong'>A</emphasis></Say></Response>",
    "menu": "<Response><Gather action='x?a=1&amp;b=%20' numDigits='1' finishOnKey='' actionOnEmptyResult='true' timeout='10'>"
    "<Say>A</Say><Pause length='1'/><Play>/a.wav</Play></Gather></Response>",
    "safety nets": "<Response><Gather action='x' actionOnEmptyResult='true'/><Redirect>y</Redirect></Response>",
    "gather that falls through": "<Response><Gather action='x'/><Say>Sorry.</Say><Gather action='y'/><Hangup/></Response>",
    "record with its net": "<Response><Record action='/r' maxLength='180' timeout='0' finishOnKey='#5' trim='do-not-trim' playBeep='true' "
    "recordingStatusCallback='https://line.example/cb' recordingStatusCallbackEvent='completed absent'/><Redirect method='POST'>/v</Redirect></Response>",
    "dial": "<Response><Dial action='/d' timeout='30' answerOnBridge='true'>+441632960001</Dial></Response>",
    "dial nouns": "<Response><Dial><Number sendDigits='ww1#'>+441632960001</Number><Client><Identity>joe</Identity></Client><Sip>sip:a@b.example</Sip></Dial></Response>",
    "play digits": "<Response><Play digits='1w2'/></Response>",
    "reject": "<Response><Reject reason='busy'/></Response>",
    "elsewhere": "<Response><Enqueue waitUrl='/w'>support</Enqueue></Response>",
    "known by name": "<Response><Connect><Stream url='wss://line.example'/></Connect></Response>",
    "3000 characters": f"<Response><Say {AMY}>{'a' * 3000}<break/></Say></Response>",
}

BAD = {
    "nothing": ("", "The document is empty."),
    "no xml": ("hello", "This is not XML: syntax error, line 1, column 1 (error 12100)."),
    "open": ("<Response>", "This is not XML: no element found"),
    "html entity": ("<Response><Say>a&nbsp;b</Say></Response>", "undefined entity"),
    "white space first": ('\n<?xml version="1.0"?><Response/>', "There is white space before <?xml (error 12100)."),
    "byte order mark": ("\ufeff<Response/>", "begins with a byte order mark"),
    "encoding": ('<?xml version="1.0" encoding="klingon"?><Response/>', "encoding that the document names is not known"),
    "doctype": ("<!DOCTYPE Response SYSTEM 'http://line.example/x.dtd'><Response/>", "document type"),
    "laughs": ("<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><Response>&b;</Response>", "document type"),
    "deep": ("<Response>" + "<Say>" * 100 + "</Say>" * 100 + "</Response>", "nested more than 40 levels"),
    "big": (f"<Response><Say>{'a ' * 33000}</Say></Response>", "at most 65536 (error 11750)"),
    "root": ("<html/>", "The document is a <html>, not a <Response>."),
    "response attribute": ("<Response speed='1'/>", "Response: there is no attribute speed."),
    "loose words": ("<Response>Hi</Response>", "Response: the words 'Hi' stand outside any verb"),
    "lower case": ("<Response><say>Hi</say></Response>", "say: TwiML has no such element. Did you mean Say?"),
    "unknown verb": ("<Response><Records/></Response>", "Records: TwiML has no such element. Did you mean Record?"),
    "noun as verb": ("<Response><Number>+441632960001</Number></Response>", "Number: it may not stand directly inside Response."),
    "attribute": ("<Response><Gather action='x' numDigit='1'/></Response>", "Gather: there is no attribute numDigit. Did you mean numDigits?"),
    "number": ("<Response><Gather action='x' numDigits='0'/></Response>", "Gather: numDigits must be a whole number of at least 1, not '0'."),
    "number with a sign": ("<Response><Gather action='x' timeout='+5'/></Response>", "Gather: timeout must be"),
    "arabic digits": ("<Response><Gather action='x' timeout='٥'/></Response>", "Gather: timeout must be"),
    "boolean": ("<Response><Gather action='x' actionOnEmptyResult='yes'/></Response>", "must be 'true' or 'false', not 'yes'."),
    "method": ("<Response><Gather action='x' method='PUT'/></Response>", "method must be 'GET' or 'POST'"),
    "input": ("<Response><Gather action='x' input='dtmf,speech'/></Response>", "input must be"),
    "finish key": ("<Response><Gather action='x' finishOnKey='#*'/></Response>", "finishOnKey must be one key"),
    "hints": (f"<Response><Gather action='x' hints='{'a' * 101}'/></Response>", "hints must be at most 500"),
    "speech model": ("<Response><Gather action='x' speechModel='phone_call' speechTimeout='auto'/></Response>", "speechTimeout must be"),
    "gather action": ("<Response><Gather/></Response>", "Gather: without an action Twilio asks for this same document again"),
    "gather children": ("<Response><Gather action='x'><Redirect>y</Redirect></Gather></Response>", "Redirect inside Gather: only Pause, Play and Say may"),
    "record action": ("<Response><Record/></Response>", "Record: without an action"),
    "record length": ("<Response><Record action='x' maxLength='1'/></Response>", "maxLength must be a whole number from 2 to 14400"),
    "record keys": ("<Response><Record action='x' finishOnKey='A'/></Response>", "finishOnKey must be keys"),
    "record trim": ("<Response><Record action='x' trim='yes'/></Response>", "trim must be"),
    "record events": ("<Response><Record action='x' recordingStatusCallbackEvent='completed, absent'/></Response>", "recordingStatusCallbackEvent must be"),
    "record events twice": ("<Response><Record action='x' recordingStatusCallbackEvent='absent absent'/></Response>", "recordingStatusCallbackEvent must be"),
    "record children": ("<Response><Record action='x'><Say>Hi</Say></Record></Response>", "Say inside Record: nothing may stand inside Record."),
    "record in say": ("<Response><Say>A<Record action='x'/></Say></Response>", "Record inside Say: only"),
    "url blank": ("<Response><Redirect>a b</Redirect></Response>", "Redirect: it must hold an absolute http or https URL, or a relative one"),
    "url scheme": ("<Response><Redirect>ftp://line.example/</Redirect></Response>", "Redirect: it must hold"),
    "url host": ("<Response><Redirect>https:///x</Redirect></Response>", "Redirect: it must hold"),
    "no url": ("<Response><Redirect/></Response>", "Redirect: it must hold"),
    "play nothing": ("<Response><Play/></Response>", "Play: it needs the URL of a sound, or digits."),
    "after redirect": ("<Response><Redirect>x</Redirect><Say>Hi</Say></Response>", "Say after Redirect: it can never be reached."),
    "after hangup": ("<Response><Hangup/><Hangup/></Response>", "Hangup after Hangup: it can never be reached."),
    "after dial": ("<Response><Dial action='x'>+441632960001</Dial><Say>Bye</Say></Response>", "Say after Dial: it can never"),
    "after gather": ("<Response><Gather action='x' actionOnEmptyResult='true'/><Say>Bye</Say></Response>", "Say after Gather: it can never"),
    "late reject": ("<Response><Say>Hi</Say><Reject/></Response>", "Reject: it must be the first verb"),
    "hangup attribute": ("<Response><Hangup reason='x'/></Response>", "Hangup: there is no attribute reason."),
    "pause words": ("<Response><Pause>1</Pause></Response>", "Pause: it may hold no words, and holds '1'."),
    "dial 999": ("<Response><Dial>999</Dial></Response>", "Dial: '999' is a short or emergency number"),
    "dial 101": ("<Response><Dial><Number>101</Number></Dial></Response>", "Number inside Dial: '101' is a short"),
    "dial +44112": ("<Response><Dial>+44112</Dial></Response>", "short or emergency number"),
    "dial national": ("<Response><Dial>01632 960001</Dial></Response>", "Dial: it must be a whole international number such as +441632960000, not '01632 960001' (error 13224)."),
    "dial nobody": ("<Response><Dial/></Response>", "Dial: there is no number to ring."),
    "dial both": ("<Response><Dial>+441632960001<Client>x</Client></Dial></Response>", "it holds both the words"),
    "dial noun": ("<Response><Dial><Say>Hi</Say></Dial></Response>", "Say inside Dial: only"),
    "empty say": ("<Response><Say> </Say></Response>", "Say: it says nothing."),
    "no such voice": ("<Response><Say voice='alice'>Hi</Say></Response>", "Say: there is no voice 'alice'."),
    "no such british voice": ("<Response><Say voice='Google.en-GB-Wavenet-Z'>Hi</Say></Response>", "there is no voice"),
    "no long-form amy": ("<Response><Say voice='Polly.Amy-Long-Form'>Hi</Say></Response>", "there is no voice"),
    "voice and language": ("<Response><Say voice='Polly.Amy' language='en-US'>Hi</Say></Response>", "the voice Polly.Amy speaks en-GB, and the language is en-US"),
    "voice not british": ("<Response><Say voice='Polly.Seoyeon' language='en-GB'>Hi</Say></Response>", "is not one of the en-GB voices"),
    "google language": ("<Response><Say voice='Google.de-DE-Wavenet-A' language='en-GB'>Hi</Say></Response>", "speaks de-DE"),
    "language": ("<Response><Say language='English'>Hi</Say></Response>", "language must be a language tag such as en-GB"),
    "polly limit": (f"<Response><Say {AMY}>{'a' * 3001}</Say></Response>", "3001 characters; the voice Polly.Amy-Neural says at most 3000."),
    "google limit with tags": (f"<Response><Say voice='Google.en-GB-Wavenet-A'>{'a' * 4980}<break strength='weak'/></Say></Response>", "says at most 5000"),
    "basic limit": (f"<Response><Say>{'a' * 4097}</Say></Response>", "says at most 4096"),
    "ssml in man": ("<Response><Say voice='man'>A<break/></Say></Response>", "SSML is spoken only by Polly and Google voices; this voice is man."),
    "ssml in no voice": ("<Response><Say>A<break/></Say></Response>", "this voice is not named."),
    "emphasis in neural": (f"<Response><Say {AMY}><emphasis>A</emphasis></Say></Response>", "the voice Polly.Amy-Neural does not know emphasis."),
    "emphasis nested": ("<Response><Say voice='Polly.Amy-Generative'><s><emphasis>A</emphasis></s></Say></Response>", "does not know emphasis."),
    "pitch in neural": (f"<Response><Say {AMY}><prosody pitch='low'>A</prosody></Say></Response>", "does not know pitch."),
    "break time": (f"<Response><Say {AMY}>A<break time='11s'/></Say></Response>", "break inside Say: time must be a time up to 10s, such as 500ms or 2s, not '11s'."),
    "rate": (f"<Response><Say {AMY}><prosody rate='10%'>A</prosody></Say></Response>", "rate must be"),
    "empty prosody": (f"<Response><Say {AMY}><prosody>A</prosody></Say></Response>", "it needs a rate, a volume or a pitch."),
    "paragraph in sentence": (f"<Response><Say {AMY}><s><p>A</p></s></Say></Response>", "p inside s: only"),
    "say-as": (f"<Response><Say {AMY}><say-as>1</say-as></Say></Response>", "it needs the attribute interpret-as."),
    "in break": (f"<Response><Say {AMY}>A<break>B</break></Say></Response>", "it may hold no words"),
    "audio": (f"<Response><Say {AMY}>A<audio src='x'/></Say></Response>", "audio: TwiML has no such element."),
    "mark": (f"<Response><Say {AMY}>A<Break/></Say></Response>", "Break: TwiML has no such element. Did you mean break?"),
}  # fmt: skip


@pytest.mark.parametrize("xml", GOOD.values(), ids=GOOD.keys())
def test_good(xml):
    assert check(xml.encode("utf-8")) == []


@pytest.mark.parametrize(("xml", "part"), BAD.values(), ids=BAD.keys())
def test_bad(xml, part):
    problems = check(xml.encode("utf-8"))
    assert len(problems) == 1, problems
    assert part in problems[0]


def test_all_problems_come_at_once():
    xml = b"<Response><Gather><Record/></Gather><Pause length='0'/><Redirect/></Response>"
    assert len(check(xml)) == 4


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data):
    assert all(isinstance(problem, str) for problem in check(data))


@given(
    st.lists(
        st.sampled_from(
            [
                b"<Response>",
                b"</Response>",
                b"<Say ",
                b"<Gather>",
                b"</Say>",
                b"/>",
                b"a='1'",
                b" x ",
                b"&amp;",
                b"<!--",
                b"-->",
                b"\x00",
                b"\xff",
                b"]]>",
            ]
        ),
        max_size=20,
    )
)
def test_any_xml_like_bytes_get_an_answer(parts):
    check(b"".join(parts))


@pytest.mark.parametrize(
    "xml",
    [
        b"<Response>" + b"<Say>a</Say>" * 5400 + b"</Response>",
        b"<Response " + b" ".join(b"a%d='1'" % n for n in range(6000)) + b"/>",
        b"<Response><Gather hints='" + b"," * 65000 + b"'/></Response>",
        b"<" * 65000,
        b"<a>" * 20000,
        b"<Response><Say>" + b"<prosody>" * 30 + b"x " * 30000,
    ],
)
def test_hostile_documents_take_little_time(xml):
    begun = time.thread_time()
    check(xml)
    assert time.thread_time() - begun < 2


# Whatever the twilio package writes from legal arguments is legal -----------------------------------------------

words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30).filter(
    str.strip
)
urls = st.sampled_from(["/next", "next?x=1&y=%20", "https://line.example/a/b", "../up", "?heard=nothing"])
methods = st.sampled_from(["GET", "POST"])
voices = st.sampled_from(
    [
        ("Polly.Amy-Neural", "en-GB"),
        ("Polly.Emma", "en-GB"),
        ("Google.en-GB-Neural2-A", "en-GB"),
        ("Polly.Ewa", "pl-PL"),
    ]
)


def optional(**attributes):
    return st.fixed_dictionaries({}, optional=attributes)


@st.composite
def says(draw):
    voice, language = draw(voices)
    say = tw.Say(voice=voice, language=language, **draw(optional(loop=st.integers(0, 9))))
    say.append(draw(words))
    for _ in range(draw(st.integers(0, 3))):
        ssml(draw, say, 0)
        say.append(draw(words))
    return say


def ssml(draw, parent, depth):
    kind = draw(st.sampled_from(["break_", "prosody", "say_as", "sub", "lang", "s", "phoneme"]))
    text = draw(words)
    match kind:
        case "break_":
            parent.break_(
                **draw(
                    st.one_of(
                        optional(time=st.sampled_from(["300ms", "10s", "0.5s"])),
                        optional(strength=st.just("x-strong")),
                    )
                )
            )
        case "prosody":
            child = tw.SsmlProsody(
                text,
                rate=draw(st.sampled_from(["slow", "85%", "100%"])),
                **draw(optional(volume=st.just("loud"))),
            )
            if depth < 4:
                ssml(draw, child, depth + 1)
            parent.append(child)
        case "say_as":
            parent.say_as(text, interpret_as=draw(st.sampled_from(["digits", "telephone", "date"])))
        case "sub":
            parent.sub(text, alias=draw(words))
        case "lang":
            parent.lang(text, xml_lang="pl-PL")
        case "s" if depth == 0:
            parent.s(text)
        case _:
            parent.phoneme(text, alphabet="ipa", ph="x")


plays = st.builds(lambda u, a: tw.Play(u, **a), urls, optional(loop=st.integers(0, 9)))
pauses = st.builds(lambda a: tw.Pause(**a), optional(length=st.integers(1, 60)))
spoken = st.one_of(says(), plays, pauses)


@st.composite
def gathers(draw):
    gather = tw.Gather(
        action=draw(urls),
        **draw(
            optional(
                method=methods,
                timeout=st.one_of(st.integers(0, 60), st.just("auto")),
                num_digits=st.integers(1, 20),
                finish_on_key=st.sampled_from(["", *"0123456789*#"]),
                input=st.sampled_from(["dtmf", "speech", "dtmf speech"]),
                language=st.sampled_from(["en-GB", "pl-PL"]),
                hints=st.just("yes, no"),
                barge_in=st.booleans(),
                profanity_filter=st.booleans(),
                partial_result_callback=urls,
            )
        ),
    )
    for child in draw(st.lists(spoken, max_size=3)):
        gather.append(child)
    return gather


records = st.builds(
    lambda u, a: tw.Record(action=u, **a),
    urls,
    optional(
        method=methods,
        timeout=st.integers(0, 60),
        finish_on_key=st.text("0123456789*#"),
        max_length=st.integers(2, 14400),
        play_beep=st.booleans(),
        trim=st.sampled_from(["trim-silence", "do-not-trim"]),
        recording_status_callback=urls,
        recording_status_callback_event=st.sampled_from(
            ["completed", "absent completed", "in-progress completed absent"]
        ),
        transcribe=st.booleans(),
    ),
)


@st.composite
def dials(draw):
    dial = tw.Dial(
        **draw(
            optional(
                timeout=st.integers(1, 600),
                time_limit=st.integers(1, 14400),
                hangup_on_star=st.booleans(),
                caller_id=st.just("+441632960001"),
                record=st.sampled_from(["do-not-record", "record-from-answer-dual"]),
                ring_tone=st.sampled_from(["uk", "us-old"]),
                answer_on_bridge=st.booleans(),
            )
        )
    )
    for number in draw(st.lists(st.integers(10**7, 10**15 - 1), min_size=1, max_size=3)):
        dial.number(
            f"+{number}",
            **draw(
                optional(
                    send_digits=st.just("ww1#"),
                    url=urls,
                    status_callback=urls,
                    status_callback_event=st.just("initiated completed"),
                )
            ),
        )
    return dial


ends = st.one_of(st.none(), st.builds(tw.Redirect, urls), st.builds(tw.Hangup))


@given(st.lists(st.one_of(spoken, gathers(), records, dials()), max_size=5), ends)
def test_what_the_twilio_package_writes_is_accepted(verbs, end):
    response = tw.VoiceResponse()
    for verb in [*verbs, *([end] if end else [])]:
        response.append(verb)
    assert check(str(response).encode()) == []
