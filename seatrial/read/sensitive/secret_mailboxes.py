"""Which sixteen small letters let a program into a mailbox: the application passwords that Google gives out?"""

import re

from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.randomness import is_stand_in
from seatrial.read.sensitive.secret_contexts import Rule

_NEAR = 400  #: characters before and after a password in which its mail server or address is named
_LETTERS = r"""["']?(?P<key>[a-z]{{4}}(?P<gap> ?)[a-z]{{4}}(?P=gap)[a-z]{{4}}(?P=gap)[a-z]{{4}})(?![\w ]*[a-z])"""
_GIVEN = r"""{word}\w{{0,12}}["'\])]{{0,3}}[ \t]{{0,9}}[:=][ \t]{{0,9}}""" + _LETTERS
#: Handed to the server beside the address: ``login(address, ...)``, ``NetworkCredential(address, ...)``.
_HANDED = r"""{word}\w{{0,6}}\([^,\n]{{1,120}},[ \t]{{0,4}}""" + _LETTERS
_MAIL = caseless(r"smtp|imap|@gmail\.com|gmail|googlemail|mail_?server|app(?:lication)?[ _-]?password")
#: Letters drawn at random: many without a vowel between them, or several that words seldom have.
_UNSPOKEN = regex(r"[bcdfghjklmnpqrstvwxz]{4}")
_RARE = frozenset("jqvwxzk")


def _opens_mail(match: re.Match[str]) -> bool | None:
    """Judge sixteen letters by the mail that is spoken of beside them; words, and stand-ins of guides, are none."""
    letters = match["key"].replace(" ", "")
    drawn = bool(_UNSPOKEN.search(letters)) or sum(letter in _RARE for letter in letters) >= 3
    if not drawn or is_stand_in(letters) or letters == "abcdefghijklmnop":
        return None
    around = match.string[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
    return True if _MAIL.search(around) else None


_NAMED = ("PASSWORD", "PASSWD", "PASS", "PWD", "password", "passwd", "pass", "pwd", "Password", "Pass")
MAILBOXES = (
    *(Rule("password of a mailbox", word, regex(_GIVEN.format(word=word)), _opens_mail) for word in _NAMED),
    *(
        Rule("password of a mailbox", word, regex(_HANDED.format(word=word)), _opens_mail)
        for word in ("login", "Credential", "SMTP", "SmtpAuth")
    ),
)
