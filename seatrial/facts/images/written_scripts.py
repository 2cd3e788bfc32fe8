"""Which scripts does the build of an image write itself, and what do they say?"""

import posixpath
from collections.abc import Iterator, Mapping

from seatrial.read.infrastructure.dockerfile import Stage
from seatrial.read.infrastructure.dockerfile_instructions import Instruction
from seatrial.read.regex import regex

#: ``echo "python -m app" > /run.sh``, ``printf '#!/bin/sh\nexec app\n' >> start.sh``.
_ECHO = regex(
    r"\b(?:echo|printf)\s+(?:-[en]{1,2}\s+)?"
    r"(?:\"((?:[^\"\\]|\\[\s\S]){0,4000})\"|'([^']{0,4000})'|([\w@$][^\"'>|&;\n]{0,400}?))\s*(>{1,2})\s*([\w./-]+)"
)
_CAT = regex(r"\b(?:cat|tee)\s+(?:>{1,2}\s*)?([\w./-]*)\s*<<-?\s*[\"']?[A-Za-z_]\w*[\"']?(?:\s*>{1,2}\s*([\w./-]+))?")
_ESCAPED = regex(r"\\([\"$`\\])")
_VARIABLE = regex(r"(?<!\\)\$\{?([A-Za-z_]\w*)\}?")


def written_scripts(stages: tuple[Stage, ...]) -> Mapping[str, str]:
    """Return what files in the image were written by ``echo``, ``printf``, ``cat`` and COPY with a here-document.

    Paths are absolute; of a text in double quotes the arguments and the environment of the build are put in.
    """
    found: dict[str, str] = {}
    for stage in reversed(stages):
        folder, known = "/", dict((*stage.arguments, *stage.environment))
        for step in stage.instructions:
            if step.name == "WORKDIR":
                folder = posixpath.join(folder, step.text.strip("\"'"))
            for path, text, more in _written(step, known):
                full = posixpath.normpath(posixpath.join(folder, path))
                found[full] = f"{found.get(full, '')}\n{text}" if more else text
    return found


def _written(step: Instruction, known: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Yield path, text, and whether the text is added to what is there, for each file that a step writes."""
    if step.name in {"COPY", "ADD"} and step.heredocs:
        yield step.text.split()[-1], step.heredocs[0], False
    if step.name != "RUN":
        return
    for opened, body in zip(_CAT.finditer(step.text), step.heredocs, strict=False):
        if path := opened[2] or opened[1]:
            yield path, body, False
    for echo in _ECHO.finditer(step.text):
        plain = echo[2] or echo[3] or ""
        text = _put_in(echo[1], known) if echo[1] is not None else plain
        yield echo[5], text.replace("\\n", "\n"), echo[4] == ">>"


def _put_in(text: str, known: Mapping[str, str]) -> str:
    return _ESCAPED.sub(r"\1", _VARIABLE.sub(lambda one: known.get(one[1], one[0]), text))
