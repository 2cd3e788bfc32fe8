"""Is a text real, or what a template left behind?"""

from functools import lru_cache

from seatrial.read.regex import caseless, regex

_MARK = caseless(
    r"\b(?:TODO|TBD|FIXME|XXX)\b|\blorem ipsum\b|\bchange[-_ ]?me\b|\bcoming soon\b"
    r"|\bto be (?:written|filled|added|done)\b"
    r"|\[more information needed\]|\[insert[^\]]*\]|\[(?:your|add|describe|fill|enter|name of|e\.g\.)\b[^\]]*\]"
    r"|<(?:your|insert|add|fill|enter|name|team|project|describe|link to|todo)\b[^>\n]{0,80}>"
    r"|\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\byour[-_ ](?:name|org|organi[sz]ation|company|team|e-?mail)\b"
    r"|\b(?:replace|fill) (?:this|me|in)\b|\bfill in\b|\byyyy-mm-dd\b|\bsection text here\b"
)
_CODE_SPAN = regex(r"`[^`\n]*`")
_RUN = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts that write no spaces between words
_WORD = regex(r"[^\W_](?:[\w'’.%-]*\w)?")

#: A section with fewer words says too little to be relied on.
ENOUGH_WORDS = 20


def marks(text: str) -> tuple[str, ...]:
    """Return what templates leave to be filled in: ``TODO``, ``<your team>``, ``[More Information Needed]``."""
    return tuple(match[0] for match in _MARK.finditer(_CODE_SPAN.sub(" ", text)))


@lru_cache(maxsize=10_000)  # several facts ask of the same section
def is_placeholder(text: str) -> bool:
    """Tell whether nothing much is left of a text when the marks of a template are taken out of it."""
    bare = _CODE_SPAN.sub(" ", text)
    found = [match[0] for match in _MARK.finditer(bare)]
    if not found:
        return word_count(text) == 0
    rest = "\n".join(line for line in text.split("\n") if not _MARK.search(_CODE_SPAN.sub(" ", line)))
    return word_count(rest) < ENOUGH_WORDS


def word_count(text: str) -> int:
    """Count words in any script; two characters of Chinese or Japanese are taken for one word."""
    if text.isascii():
        return len(_WORD.findall(text))
    dense = len(_RUN.findall(text))
    return len(_WORD.findall(_RUN.sub(" ", text))) + (dense + 1) // 2
