"""How bytes become text: byte-order marks, UTF-8, UTF-16 without a mark, and else Latin-1; line ends as ``\\n``."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding people really commit; never raises."""
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n")


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text, as git does: a NUL among the first 8000, unless they are UTF-16 or UTF-32."""
    head = data[:8000]
    return b"\0" in head and not any(data.startswith(mark) for mark, _ in _MARKS) and not _utf16_without_mark(head)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if _utf16_without_mark(data[:8000]):
        return data.decode("utf-16-le", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _utf16_without_mark(head: bytes) -> bool:
    odd, even = head[1::2], head[::2]
    return len(head) >= 4 and odd.count(0) > 0.9 * len(odd) and even.count(0) < 0.1 * len(even)
