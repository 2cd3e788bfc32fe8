"""Documents in the markup languages that repositories use."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.documents import inline_markup
from seatrial.read.documents.document import read_document
from seatrial.read.documents.document_record import Document

FORMS = ["md", "rst", "adoc"]
LINES = ["# A", "===", "---", "```", "~~~", "text", "| a |", "", ".. note::", "    x", "== B", "<!--", "-->", "**C**"]


def read(text: str, path: str = "README.md") -> Document:
    return read_document(path, text.encode())


def headings(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in document.sections if section.heading]


def test_sections_have_headings_levels_lines_and_what_stands_above() -> None:
    document = read("# Scorer\n\nWhat it is.\n\n## Use\n\ntext\n\n### Details\n\nmore\n\n## Limits\n\nsome\n")

    assert [(s.level, s.heading, s.line, s.within) for s in document.sections] == [
        (1, "Scorer", 1, ()),
        (2, "Use", 5, ("Scorer",)),
        (3, "Details", 9, ("Scorer", "Use")),
        (2, "Limits", 13, ("Scorer",)),
    ]
    assert document.title == "Scorer"
    assert [section.heading for section in document.within(document.sections[1])] == ["Use", "Details"]


def test_code_and_comments_are_no_text() -> None:
    document = read("# A\n<!-- TODO: owner\nmore -->\nreal words\n```yaml\n# not a heading\np95: 20\n```\nafter\n")
    (section,) = document.sections

    assert section.text == "real words\nafter"
    assert [line.number for line in section.lines] == [4, 9]
    assert [(fence.language, fence.text) for fence in section.fences] == [("yaml", "# not a heading\np95: 20")]


def test_an_unclosed_fence_ends_with_the_document() -> None:
    assert read("# A\n```\n# B\n").sections[0].fences[0].text == "# B\n"


def test_marks_of_a_fence_on_both_ends_of_a_line_open_none() -> None:
    text = (
        "# A\n## Start\n```docker compose up```\n\n## Team\nWrite ```now``` or ```then``` at will\n## C\n```\nx\n```\n"
    )
    _, start, team, last = read(text).sections

    assert [(fence.text, fence.line) for fence in start.fences] == [("docker compose up", 2)]
    assert (team.heading, team.words, team.fences) == ("Team", 6, ())
    assert [fence.text for fence in last.fences] == ["x"]


def test_an_unclosed_fence_in_a_list_ends_with_its_item() -> None:
    text = "# A\n1. Clone:\n    ```sh\n    git clone x\n2. Train:\n    ```sh\n    python train.py\n    ```\n"
    flat = "```sh\n1. one\n## two\n```\n"

    assert [fence.text.strip() for fence in read(text).sections[0].fences] == ["git clone x", "python train.py"]
    assert [fence.text for fence in read(flat).sections[0].fences] == ["1. one\n## two"]


def test_code_that_is_told_by_its_indent_is_no_text_in_markdown() -> None:
    text = "# A\n\nRun:\n\n    # twice\n    python train.py\n\n\tmake\n\nand wait\n    on\n"
    (section,) = read(text).sections

    assert [(fence.text, fence.line) for fence in section.fences] == [("# twice\npython train.py\n\nmake", 4)]
    assert section.text == "Run:\nand wait\non"
    assert not any(part.fences for part in read(text, "notes.txt").sections)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ada.byron@bank.example", False),
        ("Ada Byron <ada@bank.example>", False),
        ("The service answers 99.9% of all requests.", False),
        ("git clone git@forge.example:bank/model.git", True),
        ("python train.py", True),
        ("Traceback (most recent call last):", True),
        ("model = joblib.load(path).", True),
        ("SELECT name FROM customers WHERE age > 3.", True),
    ],
)
def test_an_address_and_a_sentence_are_text_though_they_are_set_apart(line: str, code: bool) -> None:
    sections = read(f"# A\n\nAsk:\n\n    {line}\n\nor wait\n").sections

    assert bool([fence for section in sections for fence in section.fences]) is code


def test_what_goes_on_below_an_item_a_note_or_a_tag_is_text() -> None:
    text = "- one\n\n    more of it\n\n    and more\n\n!!! note\n\n    said aside\n\n<p>\n\n    <b>x</b>\n"

    assert not any(section.fences for section in read(text).sections)


def test_headings_are_found_underlined_in_html_and_all_bold() -> None:
    document = read("Title\n=====\n\nSub\n---\n\n<h3 align='center'>Team</h3>\n\n**Contact:**\n\nme\n")

    assert headings(document) == [(1, "Title"), (2, "Sub"), (3, "Team"), (7, "Contact")]


def test_a_rule_below_a_list_or_a_table_is_no_heading() -> None:
    assert headings(read("- item\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")) == []


def test_rows_of_tables_are_text_with_a_mark() -> None:
    (section,) = read("| latency | p95 |\n|:---|---:|\n| predict | 40 ms |\n").sections

    assert [(line.text, line.table) for line in section.lines] == [("latency | p95", True), ("predict | 40 ms", True)]


def test_markup_is_taken_away_and_links_are_kept() -> None:
    (section,) = read("- **Owner:** [Ada](mailto:ada@bank.test) &amp; <b>team</b> ![x](y.png)\n").sections

    assert section.text == "Owner: Ada & team"
    assert section.links[0].target == "mailto:ada@bank.test"


def test_restructured_text_is_read() -> None:
    document = read(
        "Scorer\n======\n\n.. a comment\n   goes on\n\nUse\n---\n\nSee `docs <https://x.org>`_.\n\n"
        ".. code-block:: python\n\n    import os\n\nafter\n",
        "docs/index.rst",
    )

    assert headings(document) == [(1, "Scorer"), (2, "Use")]
    assert document.sections[1].text == "See docs.\nafter"
    assert document.sections[1].links[0].target == "https://x.org"


def test_asciidoc_is_read() -> None:
    document = read("= Scorer\n\n// comment\n== Use\n\ntext\n----\ncode\n----\n", "docs/use.adoc")

    assert headings(document) == [(1, "Scorer"), (2, "Use")]
    assert document.sections[1].text == "text"


def test_front_matter_is_read_by_dotted_keys() -> None:
    document = read("---\nlicense: mit\ndatasets:\n- imdb\nmodel-index:\n- name: m\n  results:\n  - metrics:\n"
                    "    - value: 0.91\n---\n# Card\n")  # fmt: skip

    assert document.matter("datasets") == ("imdb",)
    assert document.matter("model-index") == ("m", "0.91")
    assert document.sections[0].line == 11


def test_broken_front_matter_costs_only_itself() -> None:
    assert headings(read("---\na: [\n---\n# Card\n")) == [(1, "Card")]


def test_what_a_template_left_is_a_placeholder() -> None:
    hub = read("## Out-of-Scope Use\n\n[More Information Needed]\n").sections[0]
    todo = read("## Owner\n\nTODO\n").sections[0]
    yours = read("## Owner\n\n<your team>\n").sections[0]
    empty = read("## Owner\n").sections[0]

    assert [section.placeholder for section in (hub, todo, yours, empty)] == [True] * 4


def test_real_text_is_no_placeholder() -> None:
    helm = read("## Values\n\nThe chart reads `{{ .Values.image }}` from the file of the release.\n").sections[0]
    note = read("## Plan\n\n" + "we measured the latency of the service on the target machine " * 3 + "\nTODO: more\n")
    chinese = read(
        "## 局限\n\n" + "该模型在低光照图像上的表现较差不应用于医疗诊断或安全关键场景请谨慎使用并人工复核结果" + "\n"
    )

    assert not helm.placeholder
    assert not note.sections[0].placeholder
    assert chinese.sections[0].words > 20


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)), st.sampled_from(["md", "rst", "adoc"])
)
def test_no_content_makes_the_reader_fail(data: bytes, suffix: str) -> None:
    document = read_document(f"a.{suffix}", data)

    assert document.sections
    assert document.words >= 0


@given(st.lists(st.sampled_from(LINES), max_size=20), st.sampled_from(FORMS))
def test_every_section_starts_below_the_one_before(lines: list[str], suffix: str) -> None:
    found = [section.line for section in read("\n".join(lines), f"a.{suffix}").sections]

    assert found == sorted(found)


MARKUP = [
    "![a](b.png)", "[a](https://b.c)", "`a <b>`_", "link:b[a]", "https://b.c[a]", "<https://b.c>", "<a href='b'>c</a>",
    "**a**", "**Owner:** b", "__a__", "~~a~~", "- [x] ", "> ", "<your team>", "&amp;", "a", " ", "\0", "1. ",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=6).map("".join))
def test_markup_that_a_line_cannot_hold_need_not_be_looked_for(line: str) -> None:
    gone = inline_markup._RST_LINK.sub(r"\1", inline_markup._LINK.sub(r"\1", inline_markup._IMAGE.sub(" ", line)))
    gone = inline_markup._AUTO_LINK.sub(r"\1", inline_markup._ADOC_LINK.sub(r"\2", gone))
    gone = inline_markup._TAG.sub(" ", inline_markup._TEMPLATE_TAG.sub("\0", gone)).replace("\0", "<")
    gone = inline_markup._EMPHASIS.sub("", inline_markup._RUN_IN.sub(r"\1: ", inline_markup._LEAD.sub("", gone)))

    assert inline_markup.plain(line) == " ".join(unescape(gone).split())


def test_code_between_html_marks_is_code_and_the_words_before_it_are_text() -> None:
    command = "python -m torch.distributed.run train.py \\\n--fast"
    text = f"# A\nTo train, run <pre>{command}</pre>\n<pre><code>make</code></pre>\nend\n"
    (section,) = read(text).sections

    assert [(fence.text, fence.line) for fence in section.fences] == [
        (command, 2),
        ("make", 4),
    ]
    assert [line.text for line in section.lines] == ["To train, run", "end"]
    assert read("# A\n```\n<pre>x</pre>\n```\n").sections[0].fences[0].text == "<pre>x</pre>"
    assert read("# A\n<pre>never closed\n").sections[0].fences[0].text == "never closed"
