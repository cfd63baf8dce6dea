"""The numbers that a call may be put through to, as the settings name and write them.

>>> e164("person", "01632 960 001"), plain_name("DUTY_SERGEANT")
('+441632960001', 'duty-sergeant')
"""

from typing import Final

FEWEST_DIGITS: Final = 8
"""Of the national number. Every emergency and short number is shorter."""


def plain_name(name: str) -> str:
    """Give the one spelling of a transfer's name: in lower case, with hyphens."""
    return name.lower().replace("_", "-")


def e164(name: str, text: str) -> str:
    """Give a number in E.164, `+44…`, from the way people write it; one without `+` is a British one.

    Emergency and short numbers (999, 112, 101, 111) never pass: ringing one by mistake costs lives or money.

    Raises:
        ValueError: it is not a whole telephone number. The text names the setting, `IVR_<NAME>_NUMBER`.
    """
    import phonenumbers  # half a megabyte of code: only where a number is set

    variable = f"IVR_{name.upper().replace('-', '_')}_NUMBER"
    advice = ", as +44 and ten digits for example"
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"{variable} is not a telephone number. Write the whole number{advice}") from error
    digits = phonenumbers.national_significant_number(number)
    # Possible, not valid: the numbers set aside for drama and for tests are not valid ones.
    if len(digits) < FEWEST_DIGITS or not phonenumbers.is_possible_number(number) or number.extension:
        raise ValueError(f"{variable} is not a whole telephone number. Short numbers cannot be rung{advice}")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
