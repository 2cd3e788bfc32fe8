"""A runbook is worth its commands: those that exist in this repository."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.operations.named_commands import named
from seatrial.facts.operations.runbook_contents import Topic, runbooks, running_guides
from tests.repositories import repo_of

PAGE = """# Runbook

When the service is down, check the logs and restart it; {more}
The rest of this page says a few more words, so that it is long enough to be taken for a real one by its reader, as
people write them when they know what they do at night and why they do it then.

```sh
make {target}
```
"""


def page(more: str = "call nobody", target: str = "restart") -> dict[str, str]:
    return {"docs/runbook.md": PAGE.format(more=more, target=target), "Makefile": "restart:\n\tdocker restart prices\n"}


def test_topics_and_commands_are_found() -> None:
    (item,) = runbooks(repo_of(page()))

    assert item.topics == (Topic.SYMPTOMS, Topic.CHECKS, Topic.RESTART)
    assert item.found == ("make restart",)
    assert item.real


def test_a_target_that_does_not_exist_makes_it_unreal() -> None:
    (item,) = runbooks(repo_of(page(target="resurrect")))

    assert item.lost == ("make resurrect",)
    assert not item.real


def test_a_contact_is_somebody_who_can_be_reached() -> None:
    (named_one,) = runbooks(repo_of(page("on call: prices@houses.dev")))
    (unset,) = runbooks(repo_of(page("on call: [to be configured]")))

    assert Topic.CONTACTS in named_one.topics
    assert Topic.CONTACTS not in unset.topics


def test_days_are_read() -> None:
    (item,) = runbooks(repo_of(page("tried on 2026-05-01 and not on 2026-02-31")))

    assert item.days == (date(2026, 5, 1),)


def test_names_in_commands() -> None:
    text = (
        "kubectl rollout undo deployment/prices\n./scripts/undo.sh\ndocker compose restart worker\ncat /etc/hosts.yml"
    )

    assert set(named(text)) == {"prices", "scripts/undo.sh", "worker"}


@given(st.text(max_size=300))
def test_hostile_documents_raise_nothing(text: str) -> None:
    runbooks(repo_of({"docs/runbook.md": "# Runbook\n" + text}))


def test_commands_within_sentences_tell_how_it_is_started() -> None:
    page = "# App\n\n## Run the project locally\n\n- Run `docker compose up -d` in your terminal, to start it.\n"

    assert [found.path for found in running_guides(repo_of({"app/README.md": page}))] == ["app/README.md"]
    assert running_guides(repo_of({"app/README.md": page.replace("`docker compose up -d`", "it")})) == ()
