"""What remains of a line when its markup is taken away, and where does it link to?"""

from collections.abc import Iterator

from seatrial.read.regex import caseless, regex

_LINK = regex(r"!?\[([^\[\]\n]*)\]\(\s*<?([^()\s<>]+)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)")
_RST_LINK = regex(r"`([^`<>\n]*[^`<>\s])\s*<([^<>\s]+)>`_{1,2}")
_ADOC_LINK = regex(r"(?:link:|(?=https?:))([^\s\[\]]{1,900})\[([^\[\]\n]*)\]")
_AUTO_LINK = regex(r"<((?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_HTML_LINK = caseless(r"<a\b[^<>]*?href=[\"']([^\"'<>]+)[\"'][^<>]*>(.*?)(?:</a>|$)")
_IMAGE = regex(r"!\[[^\]\n]*\]\([^()\n]*\)")
_TAG = regex(r"</?(?:[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>\n]*)?/?>")
_EMPHASIS = regex(r"(\*\*\*|\*\*|__|~~)")
_RUN_IN = regex(r"^(?:\*\*|__)([^*_:]{2,60}?)[:.]?(?:\*\*|__)[:.]?\s+(?=\S)(?![:=|–—-])")  # a label in bold
_LEAD = regex(r"^\s*(?:>\s*)*(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]\]\s+)?")
_TEMPLATE_TAG = caseless(r"<(?=(?:your|insert|add|fill|enter|name|team|project|describe|link|todo)\b[^<>]*>)")


def links(line: str) -> Iterator[tuple[str, str]]:
    """Yield text and target of the links of a line, in any of the markup languages."""
    if "[" not in line and "<" not in line:
        return
    for match in _LINK.finditer(line):
        yield match[1], match[2]
    for match in _RST_LINK.finditer(line):
        yield match[1], match[2]
    for match in _HTML_LINK.finditer(line):
        yield _TAG.sub("", match[2]), match[1]
    for match in _ADOC_LINK.finditer(line):
        yield match[2], match[1]
    for match in _AUTO_LINK.finditer(line):
        yield match[1], match[1]


def plain(line: str) -> str:
    """Return what a reader sees of a line: links by their text, addresses kept, images and tags gone."""
    if "[" in line:  # most lines hold no markup, and a document has thousands of them
        line = _LINK.sub(r"\1", _IMAGE.sub(" ", line))
    if "<" in line:
        line = _RST_LINK.sub(r"\1", line)
    if "[" in line:
        line = _ADOC_LINK.sub(r"\2", line)
    if "<" in line or "\0" in line:
        line = _AUTO_LINK.sub(r"\1", line)
        line = _TAG.sub(" ", _TEMPLATE_TAG.sub("\0", line)).replace("\0", "<")
    line = _LEAD.sub("", line)
    if "**" in line or "__" in line or "~~" in line:
        line = _EMPHASIS.sub("", _RUN_IN.sub(r"\1: ", line))
    if "&" in line:
        from html import unescape  # its table of two thousand names is seldom asked

        line = unescape(line)
    return " ".join(line.split())
