"""Whose work does a text say it is, under which kind of licence, and in which repository is it at home?"""

import re
from typing import TypeAlias

from seatrial.read.regex import caseless, regex

_YEARS = r"(?:\d{4}[ \t,–-]{0,4}(?:present)?[ \t,–-]{0,4}){1,20}"
#: A line of copyright with a sign or a year, and what stands behind them: a licence speaks of copyright without either.
_LINE = caseless(
    rf"copyright[ \t]{{0,4}}(?:(?:\(c\)|©|&copy;)[ \t,]{{0,4}}(?:{_YEARS})?|{_YEARS})(?:\(c\)|©)?"
    r"[ \t.,:]{0,4}(?:by )?([^\n\[{<(]{2,100})"
)
_END = caseless(r"all rights|licen[cs]e|permission|http|\sunder\s")
_WORD = regex(r"[^\W\d_]{3,}")
_FILLING = frozenset({
    "the", "and", "authors", "author", "contributors", "contributor", "team", "inc", "llc", "ltd", "gmbh", "corp",
    "corporation", "company", "project", "its", "affiliates", "group", "labs", "community", "developers", "others",
})  # fmt: skip
_WROTE_LICENCES = "Free Software Foundation"  #: whose copyright is that of the words of the licence
#: The first that matches wins: what the text of a licence, or a line that names it, holds in small letters.
_KINDS = (
    ("affero", "agpl"),
    ("agpl", "agpl"),
    ("lesser general public", "lgpl"),
    ("lgpl", "lgpl"),
    ("gnu general public", "gpl"),
    ("gpl-", "gpl"),
    ("apache license", "apache"),
    ("apache-2.0", "apache"),
    ("mozilla public", "mpl"),
    ("redistribution and use in source", "bsd"),
    ("permission is hereby granted, free of charge", "mit"),
    ("mit license", "mit"),
    ("spdx-license-identifier: mit", "mit"),
)
_FORGE = r"(?:github|gitlab|bitbucket)\.(?:com|org)"
_HOME = regex(
    r"^[ \t]{0,40}[\"']?(?:url|home[-_ ]?page|repository|source(?:[-_ ]?code)?|code|github)[\"']?[ \t]{0,9}[=:]"
    rf"[ \t]{{0,9}}[\"']?https?://(?:www\.)?{_FORGE}/([\w.-]{{1,99}})/([\w.-]{{1,99}})",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = regex(rf"https?://(?:www\.)?{_FORGE}/([\w.-]{{1,99}})/([\w.-]{{1,99}})")
_CLONED = regex(rf"git clone\s[^\n]{{0,60}}?{_FORGE}[/:]([\w.-]{{1,99}})/([\w.-]{{1,99}})")

Home: TypeAlias = tuple[str, str]  #: owner and name of a repository, in small letters


def holders(text: str) -> frozenset[str]:
    """Return the words by which lines of copyright name who holds the rights, in small letters."""
    found = (_END.split(match[1], 1)[0] for match in _LINE.finditer(text) if _WROTE_LICENCES not in match[0])
    return frozenset(word.lower() for name in found for word in _WORD.findall(name)) - _FILLING


def kind_of(text: str) -> str:
    """Return the kind of the licence that a text is, or names; "" when it is none that is known."""
    lowered = text.lower()
    return next((kind for words, kind in _KINDS if words in lowered), "")


def homes(text: str) -> frozenset[Home]:
    """Return the repositories that the metadata of a project calls its own, or that a README tells to clone."""
    return _as_homes([*_HOME.findall(text), *_CLONED.findall(text)])


def homes_named(text: str) -> frozenset[Home]:
    """Return all repositories on a forge whose address stands in a text."""
    return _as_homes(_ADDRESS.findall(text))


def _as_homes(found: list[Home]) -> frozenset[Home]:
    return frozenset((owner.lower(), name.lower().removesuffix(".git")) for owner, name in found)
