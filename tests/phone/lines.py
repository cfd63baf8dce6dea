"""Tiny lines to ring: a path, and the TwiML that it answers with."""

from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiLine

TOKEN = "f" * 32


class Line:
    """Answers each path with its TwiML (or a (status, headers, body)), refuses what is not signed, keeps requests."""

    def __init__(self, **documents):
        self.documents = {"/" + path.replace("__", "/"): answer for path, answer in documents.items()}
        self.documents.setdefault("/voice/status", (204, {}, b""))
        self.requests = []

    def __call__(self, environ, start_response):
        method, path, query = (environ[name] for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING"))
        body = environ["wsgi.input"].read().decode()
        url = f"https://{environ['HTTP_HOST']}{path}" + (f"?{query}" if query else "")
        form = dict(parse_qsl(body, keep_blank_values=True))
        assert RequestValidator(TOKEN).validate(url, form, environ["HTTP_X_TWILIO_SIGNATURE"])
        self.requests.append((method, path, query, form))
        self.environ = environ
        answer = self.documents.get(path, (404, {"Content-Type": "text/html"}, b"no"))
        if isinstance(answer, list):  # one after the other
            answer = answer.pop(0)
        if isinstance(answer, str):
            answer = (
                200,
                {"Content-Type": "text/xml; charset=utf-8"},
                f"<Response>{answer}</Response>".encode(),
            )
        status, headers, body = answer
        start_response(f"{status} X", list(headers.items()))
        return [body]

    def caller(self, **settings):
        line = WsgiLine(self)
        return Caller(line.post, get=line.get, token=TOKEN, **settings)

    def paths(self):
        return [path for _, path, _, _ in self.requests]

    def form(self, path):
        """The form of the last request to the path."""
        return [form for _, asked, _, form in self.requests if asked == path][-1]
