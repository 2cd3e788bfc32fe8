"""Does a text that should describe a model hold a program?"""

import re

from seatrial.read.regex import caseless, regex

_LONGEST = 1_000_000
_SIGNS = (
    (caseless(r"<script\b|javascript:|\bonerror\s*="), "a script for browsers"),
    (regex(r"\A#!\s*/|\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:ba)?sh\b|\brm -rf /"), "a shell script"),
    (
        regex(
            r"__(?:import|builtins|globals|subclasses|reduce)__|\b(?:exec|eval)\s*\(|\bos\.(?:system|popen)\s*\("
            r"|\bsubprocess\.\w+\s*\(|^[^\S\n]*import (?:os|sys|subprocess|socket)\b|\bpickle\.loads?\s*\(",
            re.MULTILINE,
        ),
        "Python code",
    ),
    (caseless(r"\bpowershell\b.{0,80}-(?:enc|e|command)\b|\bcmd(?:\.exe)? /c\b"), "a command for Windows"),
)


def script(text: str) -> str:
    """Return what kind of program the start of a text holds, "" when none."""
    looked = text[:_LONGEST]
    return next((what for sign, what in _SIGNS if sign.search(looked)), "")
