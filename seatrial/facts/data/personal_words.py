"""Which names of fields and variables stand for what identifies a person, or is nobody else's business?"""

import re

from seatrial.read.regex import caseless, regex

_PERSONAL = regex(
    r"e_?mail(?:_?address)?|phone(?:_?number)?|mobile(?:_?number)?|ssn|social_?security(?:_?number)?|national_?id"
    r"|passport(?:_?n\w*)?|(?:first|last|full|given|family|sur|patient|customer|client|employee|person)_?name|surname"
    r"|dob|date_?of_?birth|birth_?(?:date|day)|(?:home_?|street_?|postal_?)address|iban|(?:credit_?)?card(?:_?number)?"
    r"|cvv|pan|mrn|medical_?record(?:_?number)?|nhs_?number|diagnos[ie]s|patient(?:_?(?:data|record|notes?))?"
    r"|salary|religion|ethnicity"
)
_SPOKEN = regex(r"prompt|user_?(?:input|message|query|text)|question|transcript|chat_?history|conversation|messages")
#: Names of what says something about a request without repeating it.
_ABOUT = caseless(
    r"(?:\w*_)?(?:id|uuid|hash|digest|version|count|len|length|size|shape|status|method|path|url|type|name|model|time|level"
    r"|latency|duration|keys|columns|code|client|host|port|headers|filename|content_type|query_params|n\w?)"
)


def is_personal(name: str) -> bool:
    """Tell whether a name is that of a personal value: ``email``, ``patient_name``, ``dateOfBirth``."""
    return bool(_PERSONAL.fullmatch(_plain(name)))


def is_spoken(name: str) -> bool:
    """Tell whether a name is that of what a person wrote to a model."""
    return bool(_SPOKEN.fullmatch(_plain(name)))


def is_about(name: str) -> bool:
    """Tell whether a name is that of something about a request or a record, and not of its content."""
    return bool(_ABOUT.fullmatch(_plain(name)))


def _plain(name: str) -> str:
    last = name.rpartition(".")[2].strip("[]'\"")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", last).lower()
