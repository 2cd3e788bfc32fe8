"""Which lines of a document are headings, text, rows of tables and code? One scanner for three markup languages."""

import re
from collections.abc import Iterator

from seatrial.read.documents.document_row import Form, Kind, Row
from seatrial.read.regex import caseless, regex

_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ATX = regex(r"\s{0,3}(#{1,6})\s++(.*)")  # its end is cut off in code: a pattern would take the square of it
_ADOC = regex(r"(={1,6})\s+(\S.*)$")
_HTML_HEADING = caseless(r"\s*<h([1-6])[^>]*>(.*?)</h\1>\s*$")
_BOLD_HEADING = regex(r"\s{0,3}(?:\*\*|__)([^*_:]{3,60}?)\s*+:?(?:\*\*|__)\s*+:?\s*+$")
_UNDERLINE = regex(r"([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_FENCE = regex(r"\s*(`{3,}+(?!.*`)|~{3,}|-{4,}|\.{4,})\s*\{?\.?([\w+-]*)")
_ONE_LINE = regex(r"\s*`{3,}+([^`]+)`{3,}\s*")  #: code that begins and ends on its line: ```make run```
_PRE = caseless(r"<pre\b[^<>]*>")
_AROUND_CODE = caseless(r"</?(?:pre|code|br|span|b|i)\b[^<>]*>")
_NEXT = regex(r"\s*(\d+[.)]|#{2,6})\s+\S")
_DIRECTIVE = regex(r"(\s*)\.\. (code|code-block|sourcecode|highlight|math|raw|mermaid|graphviz)::\s*([\w+-]*)")
_RST_COMMENT = regex(r"\s*\.\. (?![\w-]+::|_|\[)")
_RST_ROLE = regex(r"^\s*(?:\.\. [\w:-]+::|:[\w-]+:(?=\s*$))\s*")
_INDENT = regex(r" {4}| {0,3}\t")
#: Below these an indented line goes on with what they began: items, notes and tabs of MkDocs, terms, HTML.
_HOLDS_MORE = regex(r"\s{0,3}(?:[-*+]|\d+[.)]|[!?=]{3}\+?|:|\[[^\]]+\]:)\s|\s*<")
#: What is no code though it is set apart: an address to write to, and a sentence.
_PROSE = regex(
    r"\s*(?:(?:[\w.'-]+\s+){0,6}[<(]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)]?|[A-Z][\w'’,-]*+(?:\s++[\w'’%.,-]+){4,60}[.!?:])\s*"
)
_TABLE_RULE = regex(r"[\s|:+=-]+$")
_MOST_CODE = 4000  # characters
_LONGEST = 4000  # a longer line is data, not prose


def rows(text: str, form: Form, start: int = 0, *, by_indent: bool = False) -> Iterator[Row]:
    """Yield the rows after the first ``start`` lines, comments left out; blank lines are left out too.

    ``by_indent``: lines that stand four columns to the right are code, as in Markdown, and no prose set apart.
    """
    bare = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    scanner = _Scanner(bare.split("\n"), form, start, by_indent=by_indent)
    while (row := scanner.next()) is not None:
        if row.text.strip() or row.kind is Kind.FENCE:
            yield row


class _Scanner:
    """Walks over the lines once, from top to bottom."""

    def __init__(self, lines: list[str], form: Form, start: int, *, by_indent: bool) -> None:
        self.lines, self.form, self.at, self.by_indent = [line[:_LONGEST] for line in lines], form, start, by_indent
        self.holder = ""  # the last line without an indent, below which an indented one may go on
        self.levels: list[str] = []  # the underlines of reStructuredText, in the order of their first use

    def next(self) -> Row | None:
        if self.at >= len(self.lines):
            return None
        line = self.lines[self.at]
        row = self._code() or self._heading() or self._line()
        if line.strip() and not _INDENT.match(line):
            self.holder = line
        return row

    def _code(self) -> Row | None:
        line = self.lines[self.at]
        if self.form is Form.RST:
            directive = _DIRECTIVE.match(line)
            return self._indented(len(directive[1]), directive[3]) if directive else self._comment(line)
        if self.by_indent and self._is_set_apart():
            return self._set_apart()
        if self.form is Form.MARKDOWN and (whole := _ONE_LINE.fullmatch(line)):
            self.at += 1
            return Row(Kind.FENCE, max(self.at - 1, 1), whole[1].strip())
        fence = _FENCE.match(line)
        if fence is None or (fence[1][0] in "-." and self.form is not Form.ASCIIDOC):
            return self._preformatted(line) if self.form is Form.MARKDOWN else None
        return self._fenced(fence[1], fence[2])

    def _fenced(self, mark: str, language: str) -> Row:
        first, depth = self.at + 1, _depth(self.lines[self.at])
        rest = range(first, len(self.lines))
        end = next((i for i in rest if self.lines[i].strip().startswith(mark)), len(self.lines))
        left = next((i for i in range(first, end) if self._leaves(i, depth)), None)
        self.at, end = (end + 1, end) if left is None else (left, left)
        return Row(Kind.FENCE, first, "\n".join(self.lines[first:end])[:_MOST_CODE], language=language.lower())

    def _preformatted(self, line: str) -> Row | None:
        """Read ``<pre>make run</pre>``, on one line or on several; words before it are a line of their own."""
        begins = _PRE.search(line)
        if begins is None:
            return None
        if line[: begins.start()].strip():
            self.lines[self.at] = line[begins.start() :]
            return Row(Kind.TEXT, self.at + 1, line[: begins.start()])
        first = self.at
        end = next((i for i in range(first, len(self.lines)) if "</pre" in self.lines[i].lower()), len(self.lines) - 1)
        self.at = end + 1
        return Row(
            Kind.FENCE, first + 1, _AROUND_CODE.sub("", "\n".join(self.lines[first : self.at]))[:_MOST_CODE].strip()
        )

    def _leaves(self, at: int, depth: int) -> bool:
        """Tell whether code in an item of a list ends here without a mark: with the next item, or a heading."""
        line = self.lines[at]
        return self.form is Form.MARKDOWN and bool(_NEXT.match(line)) and _depth(line) < depth

    def _is_set_apart(self) -> bool:
        """Tell code by its indent: after a blank line or a heading, and not within an item of a list."""
        line, above = self.lines[self.at], self.lines[self.at - 1] if self.at else ""
        if not _INDENT.match(line) or not line.strip() or (above.strip() and not _ATX.match(above)):
            return False
        if _PROSE.fullmatch(line):
            return False
        return not _HOLDS_MORE.match(self.holder) and not line.lstrip().startswith("<")

    def _set_apart(self) -> Row:
        first = self.at
        while self.at < len(self.lines) and (not (line := self.lines[self.at]).strip() or _INDENT.match(line)):
            self.at += 1
        code = "\n".join(_INDENT.sub("", line, count=1) for line in self.lines[first : self.at])
        return Row(Kind.FENCE, first, code.rstrip()[:_MOST_CODE])

    def _indented(self, indent: int, language: str) -> Row:
        first = self.at
        self.at += 1
        while self.at < len(self.lines) and (not (line := self.lines[self.at]).strip() or _depth(line) > indent):
            self.at += 1
        return Row(Kind.FENCE, first + 1, "\n".join(self.lines[first + 1 : self.at])[:_MOST_CODE], language=language)

    def _comment(self, line: str) -> Row | None:
        if not _RST_COMMENT.match(line):
            return None
        number, _ = self.at + 1, self._indented(_depth(line), "")
        return Row(Kind.TEXT, number, "")

    def _heading(self) -> Row | None:
        line, number = self.lines[self.at], self.at + 1
        marked = self._marked(line)
        if marked:
            self.at += 1
            return Row(Kind.HEADING, number, marked[1], marked[0])
        return self._underlined(line, number)

    def _marked(self, line: str) -> tuple[int, str] | None:
        """A heading that shows on its own line; a line that is all bold counts as the lowest."""
        if self.form is Form.RST:
            return None
        if self.form is Form.ASCIIDOC:
            match = _ADOC.match(line)
            return (len(match[1]), match[2]) if match else None
        if match := _ATX.match(line):
            return len(match[1]), match[2].rstrip().rstrip("#").rstrip()
        if match := _HTML_HEADING.match(line):
            return int(match[1]), match[2]
        match = _BOLD_HEADING.match(line)
        return (7, match[1]) if match else None

    def _underlined(self, line: str, number: int) -> Row | None:
        below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        rule = _UNDERLINE.fullmatch(below)
        if rule is None or not line.strip() or not self._is_title(line, below):
            return None
        self.at += 2
        mark = rule[1]
        if self.form is Form.MARKDOWN:
            return Row(Kind.HEADING, number, line, 1 if mark == "=" else 2)
        if mark not in self.levels:
            self.levels.append(mark)
        return Row(Kind.HEADING, number, line, self.levels.index(mark) + 1)

    def _is_title(self, line: str, below: str) -> bool:
        if self.form is Form.MARKDOWN:
            return below[0] in "=-" and not line.lstrip().startswith(("|", "-", "*", ">", "+")) and len(line) < 120
        return self.form is Form.RST and not _UNDERLINE.fullmatch(line) and len(below.strip()) >= len(line.strip()) - 2

    def _line(self) -> Row:
        line, number = self.lines[self.at], self.at + 1
        self.at += 1
        if _TABLE_RULE.fullmatch(line) or (self.form is not Form.MARKDOWN and _UNDERLINE.fullmatch(line)):
            return Row(Kind.TEXT, number, "")
        if self.form is Form.ASCIIDOC and line.startswith("//"):
            return Row(Kind.TEXT, number, "")
        if line.lstrip().startswith("|") or line.count(" | ") >= 2:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            return Row(Kind.TABLE, number, " | ".join(cells))
        return Row(Kind.TEXT, number, _RST_ROLE.sub("", line) if self.form is Form.RST else line)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
