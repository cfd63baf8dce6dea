"""A pizza line, written as Twilio's own tutorials are, with nothing of Liaison Line in it."""

from flask import Flask, Response, request, session, url_for
from twilio.twiml.voice_response import Gather, VoiceResponse


def create_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "dough"
    app.orders = []

    def twiml(response: VoiceResponse) -> Response:
        return Response(str(response), content_type="text/xml")

    @app.post("/pizza")
    def answer():
        response = VoiceResponse()
        gather = Gather(action="menu", num_digits=1, timeout=4)
        gather.say("Welcome to the pizza line. Press 1 for Margherita. Press 2 for Funghi.")
        response.append(gather)
        response.say("We did not hear you.")
        response.redirect(url_for("answer", _external=True))
        return twiml(response)

    @app.post("/menu")
    def menu():
        names = {"1": "Margherita", "2": "Funghi"}
        response = VoiceResponse()
        if request.form["Digits"] not in names:
            response.say("There is no such pizza.")
            response.redirect("/pizza")
            return twiml(response)
        session["pizza"] = names[request.form["Digits"]]
        gather = Gather(action="/how-many", finish_on_key="#")
        gather.say("How many? Then press hash.")
        response.append(gather)
        response.hangup()
        return twiml(response)

    @app.post("/how-many")
    def how_many():
        session["number"] = request.form["Digits"]
        response = VoiceResponse()
        response.say("Say where you live after the beep.")
        response.record(action=url_for("address"), method="GET", max_length=20, finish_on_key="*")
        response.say("We cannot deliver to nowhere. Goodbye.")
        return twiml(response)

    @app.get("/address")
    def address():
        app.orders.append((session["pizza"], int(session["number"]), int(request.args["RecordingDuration"])))
        response = VoiceResponse()
        response.say(f"Thank you. {session['number']} {session['pizza']}. Goodbye.")
        return twiml(response)

    return app
