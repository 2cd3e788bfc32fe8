"""What ruff sees counts where our own rules judge no call, and only for texts that somebody can put something into."""

from seatrial.facts.security.second_opinion import further_injections, unjudged_code
from seatrial.model.scan import NO_SYNTAX, Scan, Seen
from seatrial.repo import Repo
from tests.repositories import repo_of


def _audited(code: str, *seen: tuple[str, int], missed: tuple[tuple[str, str], ...] = (), failed: str = "") -> Repo:
    audited = repo_of({"store.py": code})
    told = tuple(Seen(rule, "store.py", line) for rule, line in seen)
    audited.scans = {"ruff": Scan("ruff", "0.14", told, missed, failed)}
    return audited


def _shown(code: str, *seen: tuple[str, int]) -> list[str]:
    return [f"{found.site.line} {found.what}" for found in further_injections(_audited(code, *seen))]


def test_a_query_that_is_put_together_for_a_call_of_the_owner_is_shown_with_it() -> None:
    code = "def rows(store, name):\n    return store.look_up(f'SELECT * FROM t WHERE n = {name}')\n"
    told = "2 store.look_up (ruff: S608) is given a database query that is put together when it runs"

    assert _shown(code, ("S608", 2)) == [f"{told}, from parts not traced further"]


def test_a_query_that_is_kept_first_is_shown_with_its_name() -> None:
    code = "def rows(store, name):\n    query = f'SELECT * FROM t WHERE n = {name}'\n    return store.look_up(query)\n"

    assert [text.partition(" is given")[0] for text in _shown(code, ("S608", 2))] == ["2 query (ruff: S608)"]


def test_a_query_of_fixed_parts_a_sentence_and_a_log_are_none() -> None:
    assert _shown("TABLE = 'rows'\nQUERY = f'SELECT * FROM {TABLE}'\n", ("S608", 2)) == []
    assert _shown("def f(x):\n    raise KeyError(f'select one of {x} from the list')\n", ("S608", 2)) == []
    assert _shown("def f(log, x):\n    log.info(f'SELECT * FROM t WHERE n = {x}')\n", ("S608", 2)) == []


def test_a_command_is_shown_where_it_stands_and_a_rule_about_style_is_not() -> None:
    code = "def f(run, x):\n    run(f'rm {x}', shell=True)\n"

    assert [text.partition(" is given")[0] for text in _shown(code, ("S604", 2), ("S101", 2))] == [
        "2 a call (ruff: S604)"
    ]


def test_what_our_own_rules_judge_is_not_told_twice() -> None:
    assert _shown("import os\ndef f(x):\n    os.system(f'rm {x}')\n", ("S605", 3)) == []


def test_what_ruff_did_not_tell_is_unknown_unless_our_own_reader_tells_of_it() -> None:
    missed = (("a.py", "took too long"), ("b.py", NO_SYNTAX))

    assert unjudged_code(_audited("", missed=missed)) == ("a.py: ruff took too long",)
    assert unjudged_code(_audited("", failed="it was stopped")) == ("ruff: it was stopped",)
