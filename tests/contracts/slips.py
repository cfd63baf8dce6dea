"""A whole menu with places where slips can be put, and the slips: place, words, rule."""

WHOLE = """\
line:
  name: Night line
  start: main
  person: person
  #LINE
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
nodes:
  main:
    kind: menu
    prompt: Welcome.#PROMPT
    #MENU
    options:
      1: {to: go on, goto: number}
      2: {for: opening hours, goto: office}
      #OPTION
    otherwise: person
  number:
    kind: ask
    prompt: Key in a number.
    answer: safe_number
    accept: uk-phone-number
    #ASK
    entered: confirm
    otherwise: person
  confirm: {kind: menu, prompt: "You entered {safe_number}.", options: {1: {to: go on, goto: message}}}
  message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: thanks, empty: bye}
  thanks: {kind: end, prompt: "Your reference is {reference}. Goodbye."}
  bye: {kind: end, prompt: Goodbye.}
  office:
    kind: hours
    open: {monday-friday: 09:00-17:00}
    #HOURS
    when_open: bye
    when_closed: closed
  closed: {kind: say, prompt: "We open {next_open_day}.", goto: main}
  person: {kind: transfer, number: person, prompt: We put you through., unavailable: Ring 101.}
  #NODE
"""

SLIPS = {
    "a name under line": ("LINE", "greeting: hello", "unknown-key"),
    "a node under line": ("LINE", "emergency: nope", "unknown-node"),
    "a wait of the line": ("LINE", "wait: soon", "wrong-value"),
    "a placeholder": ("PROMPT", " {nothing}", "unknown-placeholder"),
    "a placeholder too early": ("PROMPT", " {safe_number}", "unasked-placeholder"),
    "a name in a menu": ("MENU", "promt: Hello.", "unknown-key"),
    "a wait of a menu": ("MENU", "wait: 3 parsecs", "wrong-value"),
    "a count of a menu": ("MENU", "attempts: none", "wrong-value"),
    "a goto": ("OPTION", "3: {to: x, goto: nowhere}", "unknown-node"),
    "key 0": ("OPTION", "0: {to: x, goto: main}", "reserved-key"),
    "a key twice": ("OPTION", '"1": {to: x, goto: main}', "key-used-twice"),
    "an option without words": ("OPTION", "4: {goto: main}", "missing-key"),
    "an option without goto": ("OPTION", "6: {to: x}", "missing-key"),
    "a name in an option": ("OPTION", "8: {to: x, goto: main, colour: red}", "unknown-key"),
    "a name in an ask": ("ASK", "answers: x", "unknown-key"),
    "the bank holidays": ("HOURS", "bank_holidays: mars", "wrong-value"),
    "a node of a junction": ("HOURS", "when_unsure: nix", "unknown-node"),
    "a kind": ("NODE", "n1: {kind: menuu, prompt: x}", "unknown-kind"),
    "no kind": ("NODE", "n2: {prompt: x}", "missing-key"),
    "no prompt": ("NODE", "n3: {kind: end}", "missing-key"),
    "a loop": ("NODE", "n4: {kind: say, prompt: x, goto: n4}", "endless-loop"),
    "a node twice": ("NODE", "closed: {kind: end, prompt: x}", "repeated-key"),
    "an anchor": ("NODE", "n5: &x {kind: end, prompt: x}", "alias"),
    "a tag": ("NODE", "n6: !!map {kind: end, prompt: x}", "tag"),
    "a long prompt": ("NODE", f"n7: {{kind: end, prompt: {'word ' * 700}}}", "prompt-too-long"),
    "a list for a node": ("NODE", "n8: [1, 2]", "wrong-value"),
    "a branch": (
        "NODE",
        "n9: {kind: branch, on: zilch, when: {a: main}, otherwise: main}",
        "unknown-answer",
    ),
}
INDENT = {"LINE": 2, "PROMPT": 0, "MENU": 4, "OPTION": 6, "ASK": 4, "HOURS": 4, "NODE": 2}
