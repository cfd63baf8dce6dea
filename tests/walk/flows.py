"""Flows for the tests of the walk."""

from functools import cache
from pathlib import Path

from ivr.menu import Flow, load, load_text

MENUS = Path(__file__).parents[2] / "menus.yaml"

EVERY_KIND = """\
line:
  name: A line with every kind of node
  start: welcome
  person: person
  emergency: emergency
  controller: This test
  notice: This is a test.
  attempts: 2
  wait: [7 seconds, 9 seconds]
  entry_wait: 11 seconds
  services: {help: {name: The Help, number: 0300 790 6772}}
  say_as: {LGBT: L G B T, LGBT+: L G B T plus, "999": nine nine nine}
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  welcome:
    kind: say
    prompt: Welcome to the line. It is for everybody.
    goto: main
  main:
    kind: menu
    prompt: Hello. What would you like?
    reprompt: Once more.
    options:
      1: {to: leave a message, goto: consent}
      2: {for: opening hours, goto: hours}
      3: {to: speak Polish, goto: main, language: pl}
      4: {to: ring us, goto: desk}
      6: {to: cancel a message, goto: cancel}
      8: {to: stop, goto: bye}
    also: To hear this again, press 9.
  consent:
    kind: menu
    prompt: May {controller} keep what you say?
    options: {1: {to: agree, goto: which, consent: true}}
    attempts: 3
    wait: 5 seconds
    otherwise: {no_input: quiet, no_match: bye}
    no_input: [First., Second.]
    no_match: Not that one.
  which:
    kind: branch
    on: caller_number
    when: {usable: contact}
    otherwise: number
  contact:
    kind: menu
    prompt: How may we ring you?
    answer: number
    options:
      1: {to: use the number you ring from, goto: mode, value: "{caller_number}", confirms: true}
      2: {to: key in another one, goto: number}
  number:
    kind: ask
    prompt: A number, please.
    reprompt: The number again.
    not_accepted: That is no number.
    answer: number
    accept: uk-phone-number
    entered: check
    otherwise: mode
  check:
    kind: menu
    role: confirm
    prompt: You keyed in {number}.
    options:
      1: {to: say that is right, goto: mode, confirms: true}
      2: {to: change it, goto: number}
  mode:
    kind: menu
    prompt: How would you like to leave it?
    answer: mode
    default: spoken
    options:
      1: {to: speak, goto: by-mode, value: spoken}
      2: {to: use keys, goto: by-mode, value: keyed}
    otherwise: {no_input: by-mode, no_match: bye}
  by-mode: {kind: branch, on: mode, when: {spoken: message, keyed: review}, otherwise: bye}
  message:
    kind: record
    prompt: Speak after the beep.
    longest: 1 minute
    silence: 5 seconds
    recorded: review
    empty: empty
    review: review
  empty:
    kind: menu
    prompt: I heard nothing.
    options: {1: {to: try again, goto: message}, 2: {to: go on, goto: review}}
  review:
    kind: menu
    role: review
    prompt: Your message is ready. Its number is {reference}.
    options:
      1: {to: send it, goto: send}
      2: {to: record more, goto: message}
      3: {to: delete it, goto: sure}
      4: {to: listen to it, goto: hear}
  hear: {kind: listen, prompt: You will hear it now., of: message, goto: review, unavailable: not-now}
  not-now: {kind: say, prompt: It cannot be played now., goto: back}
  sure:
    kind: menu
    prompt: Really?
    irreversible: true
    options: {1: {to: delete it, goto: discard}, 2: {to: keep it, goto: back}}
  discard: {kind: discard, goto: gone}
  gone: {kind: say, prompt: It is deleted., goto: main}
  send: {kind: send, goto: sent}
  sent:
    kind: menu
    prompt: It is sent. Its number is {reference}.
    options: {1: {to: go on, goto: main}, 2: {to: stop, goto: bye}}
  hours:
    kind: hours
    open: {monday-friday: 09:00-17:00}
    bank_holidays: england-and-wales
    when_open: open
    when_closed: closed
    when_unsure: unsure
  open: {kind: say, prompt: "They are open: {help}, {help.number}.", goto: main}
  closed: {kind: say, prompt: "They open {next_open_day}.", goto: main}
  unsure: {kind: say, prompt: They may be closed., goto: main}
  desk:
    kind: transfer
    number: desk
    prompt: One moment.
    ring: 25 seconds
    unavailable: The desk has no telephone.
    unanswered: Nobody answers at the desk.
    answered: after-desk
  after-desk: {kind: menu, prompt: Was that all?, options: {1: {to: go on, goto: main}, 2: {to: stop, goto: bye}}}
  cancel:
    kind: ask
    prompt: The number of your message?
    answer: earlier
    accept: reference
    request: cancel
    entered: cancelled
  cancelled: {kind: say, prompt: It will be cancelled., goto: main}
  quiet: {kind: end, prompt: Goodbye then.}
  bye: {kind: end, prompt: Goodbye.}
  person:
    kind: transfer
    number: person
    prompt: We are putting you through.
    unavailable: Nobody can take your call.
    unanswered: Nobody took your call.
  emergency:
    kind: menu
    prompt: In danger, hang up and ring 999.
    options: {1: {to: go back, goto: back}}
    otherwise: back
translations:
  pl:
    nodes:
      main:
        prompt: Dzień dobry.
        options: {1: zostawić wiadomość}
"""


@cache
def every_kind() -> Flow:
    return load_text(EVERY_KIND.encode())


@cache
def shipped() -> Flow:
    return load(MENUS)
