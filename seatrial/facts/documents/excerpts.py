"""How is a line of a document quoted in a sentence?"""


def excerpt(text: str, most: int = 100) -> str:
    """Return the text, or its first words with a sign that more follows, in at most so many characters.

    >>> excerpt("answers in time, optimize if needed", 24)
    'answers in time, …'
    """
    if len(text) <= most:
        return text
    words = text[: most - 1].rpartition(" ")[0].rstrip()
    return f"{words} …" if words else f"{text[: most - 1]}…"
