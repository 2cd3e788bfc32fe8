"""Who is named as owner."""

from datetime import date

import pytest

from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.facts.project.people import owners, recent_owners
from seatrial.model import Confidence, Owner, Settings
from seatrial.repo import Change, History, Memory, Repo
from tests.repositories import repo_of


def of(files: dict[str, str]) -> tuple[NamedOwner, ...]:
    return owners(repo_of(files))


def seen(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(owner.name, owner.contact) for owner in of(files) if not owner.placeholder]


def test_code_owners_are_read_in_the_order_of_the_file() -> None:
    files = {".github/CODEOWNERS": "# all\n* @ada\n/src/ ml@bank.test @bank/ml # comment\n"}

    assert seen(files) == [("@ada", "@ada"), ("ml@bank.test", "ml@bank.test"), ("@bank/ml", "@bank/ml")]


def test_everybody_and_names_of_templates_are_nobody() -> None:
    files = {"CODEOWNERS": "* @org/everyone\n/src @your-org/your-team\n"}

    assert seen(files) == []
    assert all(owner.placeholder for owner in of(files))
    assert all(owner.what.endswith(", which reads like a placeholder") for owner in of(files) if owner.placeholder)


def test_a_handle_is_likely_until_it_has_made_a_change() -> None:
    files = {"CODEOWNERS": "* @ada\n"}
    change = Change("1", "Ada Byron", "12+ada@users.noreply.github.com", date(2026, 5, 1), "Fix")
    known = Repo(Memory(files, history=History((change,))))

    assert of(files)[0].confidence is Confidence.LIKELY
    assert owners(known)[0].confidence is Confidence.VERIFIED


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Built by [Ada Byron](https://github.com/ada)", ["Ada Byron"]),
        ("Built by Ada Byron", []),
        ("The encoder was built by [Ada Byron](https://github.com/ada)", []),
        ("For any queries, please contact us via email ada@bank.test.", ["ada"]),
        ("Thanks to ada@bank.test for the data.", []),
        ("Built in Paris by **Ada Byron** · <ada@bank.test>", ["Ada Byron"]),
    ],
)
def test_who_made_it_and_takes_questions_is_named_by_a_line(line: str, names: list[str]) -> None:
    found = seen({"README.md": f"# Score\n\nScores.\n\n## Contributors\n\n- Max\n\n{line}\n"})
    below = seen({"README.md": f"# Score\n\nScores.\n\n## Use\n\n{line}\n"})

    assert [name for name, _ in {*found, *below}] == names


def test_metadata_names_an_owner_by_an_address_a_person_or_a_maintainer() -> None:
    def project(people: str) -> dict[str, str]:
        return {"pyproject.toml": f'[project]\nname = "x"\n{people}\n'}

    assert seen(project('authors = [{name = "Ada Byron"}]')) == [("Ada Byron", "")]
    assert seen(project('authors = [{name = "The Team", email = "ml@bank.test"}]')) == [("The Team", "ml@bank.test")]
    assert seen(project('maintainers = [{name = "zed"}]')) == [("zed", "")]
    assert seen(project('authors = [{name = "OpenCompany"}]')) == []
    assert seen(project('authors = [{name = "Your Name", email = "you@example.com"}]')) == []


def test_the_outermost_package_for_node_names_an_owner_by_its_author_or_maintainers() -> None:
    def package(said: str, path: str = "package.json") -> list[tuple[str, str]]:
        return seen({path: f'{{"name": "x", {said}}}', "model.py": ""})

    ada = [("Ada Byron", "ada@bank.test")]
    assert package('"author": {"name": "Ada Byron", "email": "ada@bank.test"}') == ada
    assert package('"author": "Ada Byron <ada@bank.test> (https://bank.test)"') == ada
    assert package('"maintainers": [{"name": "Ada Byron", "email": "ada@bank.test"}, 7]') == ada
    assert package('"author": "Ada Byron <ada@bank.test>"', "web/package.json") == [], "the interface's own"
    assert package('"author": ""') == package('"author": "Your Name <you@example.com>"') == []


@pytest.mark.parametrize("text", ["[]", "{", "7", '{"author": [[]], "maintainers": {"name": 1}}', "[" * 100_000])
def test_a_package_for_node_that_is_none_names_nobody(text: str) -> None:
    assert of({"package.json": text}) == ()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("LABEL version=1 maintainer=ada.byron@bank.test", [("ada.byron", "ada.byron@bank.test")]),
        ("LABEL maintainer=contact@bank.test", [("contact@bank.test", "contact@bank.test")]),
        ("LABEL maintainer='Ada Byron <ada@bank.test>'", [("Ada Byron", "ada@bank.test")]),
        ('LABEL org.opencontainers.image.authors="ml@bank.test"', [("ml", "ml@bank.test")]),
        ("MAINTAINER Ada Byron <ada@bank.test>", [("Ada Byron", "ada@bank.test")]),
        ('LABEL maintainer="Puckel_"', []),
        ('LABEL maintainer="Ada Byron <ada@example.com>"', []),
        ('LABEL description="asks ada@bank.test"', []),
    ],
)
def test_an_image_names_an_owner_by_an_address(line: str, found: list[tuple[str, str]]) -> None:
    assert seen({"Dockerfile": f"FROM python:3.12-slim\n{line}\nCOPY . .\n"}) == found


def test_an_image_that_was_taken_over_names_no_owner() -> None:
    assert seen({"libs/other/docker/base/Dockerfile": "FROM debian\nLABEL maintainer=ada@bank.test\n"}) == []


def test_a_readme_names_an_owner_by_role_and_contact() -> None:
    assert seen({"README.md": "# X\n\n## Maintainers\n\n- [Ada Byron](https://github.com/ada)\n"}) == [
        ("Ada Byron", "https://github.com/ada")
    ]
    assert seen({"README.md": "# X\n\nPlease contact us at ml@bank.test.\n"}) == [("ml", "ml@bank.test")]
    assert seen({"README.md": "# X\n\nMaintainer: Ada Byron\n"}) == [("Ada Byron", "")]


_CREDITS = """Credits
=======

Development Lead
----------------

* Ada Byron <ada@bank.test>

Contributors
------------

* Kim Doe <kim@bank.test>
"""
_MANY = "".join(f"Person Number{n} <p{n}@bank.test>\n\n" for n in range(9))


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("AUTHORS", "Ada Byron <https://github.com/ada/>\n\nKim Doe <kim@bank.test>\n", ["Ada Byron", "Kim Doe"]),
        ("AUTHORS.rst", _CREDITS, ["Ada Byron"]),
        ("AUTHORS.md", _MANY, []),
        ("AUTHORS", "Ada Byron\n\nExample Inc.\n", []),
        ("vendor/tool/AUTHORS", "Ada Byron <ada@bank.test>\n", []),
        ("docs/AUTHORS.md", "Ada Byron <ada@bank.test>\n", []),
    ],
    ids=["a few", "a lead", "whoever ever helped", "no way to reach them", "of others", "elsewhere"],
)
def test_a_file_of_a_few_authors_or_of_those_who_lead_names_owners(path: str, text: str, names: list[str]) -> None:
    assert [name for name, _ in seen({path: text})] == names


def test_a_line_of_addresses_at_the_beginning_says_whose_work_it_is() -> None:
    line = "<ada.byron@bank.test>, <kim@bank.test>"

    assert seen({"README.md": f"## X\n\nIt finds faults.\n\n___\n{line}\n"}) == [("ada.byron", "ada.byron@bank.test")]
    assert seen({"README.md": f"# X\n\n## Data\n\nFrom a plant.\n\n## Access\n\n{line}\n"}) == []
    assert seen({"README.md": "# X\n\nLog in as ada.byron@bank.test to see it.\n"}) == []
    assert seen({"README.md": "# X\n\n<you@example.com>\n"}) == []


@pytest.mark.parametrize("text", ["**Ada Byron**  \nEngineer\n", "Ada Byron\n", "- Ada Byron\n"])
def test_a_bare_name_below_the_heading_of_the_author_answers_for_the_project(text: str) -> None:
    assert seen({"README.md": f"# X\n\n## Author\n\n{text}"}) == [("Ada Byron", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "**Ada Byron**  \nEngineer\n\nLinkedIn:  \nhttps://www.linkedin.com/in/ada-byron\n",
            "https://www.linkedin.com/in/ada-byron",
        ),
        ("Ada Byron\n\n[GitHub](https://github.com/ada)\n", "https://github.com/ada"),
        ("Ada Byron\n\nhttps://linkedin.com/in/your-name\n", ""),
        ("Ada Byron\n\nhttps://github.com/ada/models\n", ""),
    ],
)
def test_a_page_of_the_author_below_the_bare_name_reaches_them(text: str, found: str) -> None:
    assert seen({"README.md": f"# X\n\n## Author\n\n{text}"}) == [("Ada Byron", found)]


@pytest.mark.parametrize(
    "text", ["## Author\n\nOpen Source Labs\n", "## Authors\n\nAda Byron\n", "## Author\n\n**Project Lead**\n"]
)
def test_a_company_the_authors_of_a_paper_and_a_title_are_no_bare_name(text: str) -> None:
    assert seen({"README.md": f"# X\n\n{text}"}) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# Tool\n\n## Getting a token\n\n2. Email `desk@provider.test` with the name in the subject.\n", 0),
        ("# Tool\n\n## Data\n\n1. Request access: write an e-mail to data@provider.test\n", 0),
        ("# Tool\n\n## Contact\n\nEmail ada@bank.test for access to the data.\n", 1),
        ("# Tool\n\nQuestions? Email ada@bank.test\n", 1),
    ],
    ids=["a token of a provider", "access to somebody's data", "the contact of the project", "questions"],
)
def test_whom_to_write_to_for_something_of_theirs_owns_nothing(text: str, names: int) -> None:
    assert len(seen({"README.md": text})) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# X\n\n## Developers\n\nYou can also contact [Ada Byron](https://ada.test) directly.\n", ["Ada Byron"]),
        (
            "# X\n\n## Model Card Contact\n\nPlease contact Ada Byron on [the forge](https://github.com/ada).\n",
            ["Ada Byron"],
        ),
        ("# X\n\n## Автор / Author\n\nada@bank.test\n", ["ada"]),
        ("# X\n\n## License\n\nMIT.\n\nBuilt in Paris by Ada Byron · <ada@bank.test>\n", ["Ada Byron"]),
        ("# X\n\n## License\n\nThe icons are by ada@bank.test.\n", []),
        ("# X\n\n## Data\n\nFor access contact [Ada Byron](https://ada.test).\n", []),
        ("# X\n\n## Help\n\nContact [our forum](https://forum.test).\n", []),
    ],
)
def test_a_sentence_that_says_whom_to_write_to_names_somebody(text: str, names: list[str]) -> None:
    assert [name for name, _ in seen({"README.md": text})] == names


def test_a_version_is_no_address() -> None:
    assert not seen(
        {"README.md": "# X\n\nWe support these engines:\n\n- [org/fast](https://x.test)@[v1.2.3](https://x.test)\n"}
    )


def test_authors_of_papers_and_of_data_are_no_owners() -> None:
    assert (
        seen({"README.md": "# X\n\nby [A. One](https://one.test), B. Two\n\n```bibtex\nauthor={A. One}\n```\n"}) == []
    )
    assert seen({"data/README.md": "Contact: someone@university.test\n"}) == []


def test_a_contact_page_without_anybody_names_nobody() -> None:
    assert seen({"README.md": "# X\n\n## Contact\n\nOpen an issue or join our chat.\n"}) == []


def test_the_catalogue_names_an_owner_unless_it_is_a_guest() -> None:
    assert seen({"catalog-info.yaml": "spec:\n  owner: team-risk\n"}) == [("team-risk", "team-risk")]
    assert seen({"catalog-info.yaml": "spec:\n  owner: guests\n"}) == []


@pytest.mark.parametrize(
    ("maintainer", "found"),
    [
        ("{name: Ada Byron, email: ada@bank.test}", [("Ada Byron", "ada@bank.test")]),
        ("{name: ada, url: https://ada.bank.test}", [("ada", "https://ada.bank.test")]),
        ("{name: Your Name, email: you@example.com}", []),
    ],
)
def test_a_chart_names_an_owner_by_its_maintainers(maintainer: str, found: list[tuple[str, str]]) -> None:
    chart = f"apiVersion: v2\nname: prices\nversion: 1.0.0\nmaintainers: [{maintainer}]\n"

    assert seen({"chart/Chart.yaml": chart}) == found
    assert seen({"vendor/redis/Chart.yaml": chart}) == []


def test_the_owner_in_the_settings_comes_first() -> None:
    settings = Settings(owner=Owner(technical="team-risk", business="po@bank.test"))
    found = owners(Repo(Memory({"CODEOWNERS": "* @ada"}), settings))

    assert [owner.source for owner in found] == [Source.SETTINGS, Source.SETTINGS, Source.CODEOWNERS]


def test_an_owner_is_recent_for_twelve_months() -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\nauthors = [{name = "Ada Byron"}]\n'}
    history = History((Change("1", "Ada Byron", "ada@bank.test", date(2025, 9, 1), "Fix"),))
    memory = Memory(files, history=history)

    assert recent_owners(Repo(memory, as_of=date(2026, 7, 1)))
    assert not recent_owners(Repo(memory, as_of=date(2026, 10, 1)))


def test_the_contact_of_a_code_of_conduct_owns_nothing() -> None:
    assert seen({"README.md": "# X\n\n## Contributing\n\nContact conduct@bank.test with questions.\n"}) == []


def test_a_page_deep_in_code_that_was_taken_over_names_nobody_of_this_repository() -> None:
    page = "# Net\n\n## Maintainers\n\n- Ada Byron, github: [ada](https://github.com/ada)\n"

    assert seen({"README.md": page}) == seen({"packages/net/README.md": page}) != []
    assert seen({"training/code/net/README.md": page}) == []


def test_the_forges_own_address_names_the_handle_behind_it() -> None:
    project = "[project]\nname = 'a'\nauthors = [{name = 'Ada Byron', email = '12+ada@users.noreply.github.com'}]\n"

    assert seen({"pyproject.toml": project}) == [("Ada Byron", "@ada")]
    assert seen({"pyproject.toml": "[project]\nname = 'a'\nauthors = [{name = '@ada'}]\n"}) == [("@ada", "@ada")]


def test_the_contact_of_an_interface_names_an_owner_in_code_and_in_its_description() -> None:
    def app(contact: str) -> list[tuple[str, str]]:
        return seen({"app.py": f"from fastapi import FastAPI\napp = FastAPI(title='x', contact={contact})\n"})

    team = [("Search team", "search@bank.test")]
    described = "openapi: 3.0.0\ninfo:\n  title: x\n  contact:\n    name: {}\n    email: {}\npaths: {{}}\n"

    assert app("{'name': 'Search team', 'email': 'search@bank.test'}") == team
    assert app("dict(name='Search team', url='https://bank.test/search')") == [
        ("Search team", "https://bank.test/search")
    ]
    assert seen({"docs/openapi.yaml": described.format("Search team", "search@bank.test"), "a.py": ""}) == team


def test_a_bare_name_an_example_and_the_contact_of_another_interface_are_no_owner() -> None:
    def app(contact: str, path: str = "app.py") -> list[tuple[str, str]]:
        return seen({path: f"from fastapi import FastAPI\napp = FastAPI(title='x', contact={contact})\n"})

    copied = 'openapi: 3.0.0\ninfo:\n  contact: {name: "API Support", url: "https://help.openai.com/"}\npaths: {}\n'
    taken = "openapi: 3.0.0\ninfo:\n  contact: {name: Them, email: them@bank.test}\npaths: {}\n"

    assert app("{'name': 'Search team'}") == []
    assert app("{'url': home_page}") == []
    assert app("{'name': 'Deadpoolio', 'email': 'dp@x.example.com'}") == []
    assert app("{'name': 'Search team', 'email': 'search@bank.test'}", "tests/test_app.py") == []
    assert seen({"openapi.yaml": copied}) == []
    assert seen({"src/client/generated/of/openapi.yaml": taken}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "[DEFAULT]\nlib_name = x\nauthor = Ada Byron\nauthor_email = ada@bank.test\n",
            [("Ada Byron", "ada@bank.test")],
        ),
        ("[DEFAULT]\nlib_name = x\nauthor = Your Name\nauthor_email = you@example.com\n", []),
        ("[server]\nauthor = Ada Byron\nauthor_email = ada@bank.test\n", []),  # settings of something else
    ],
)
def test_the_settings_of_nbdev_name_the_author(text: str, found: list[tuple[str, str]]) -> None:
    assert seen({"settings.ini": text}) == found


def test_an_account_that_is_shown_with_its_password_is_no_owner() -> None:
    page = "# Shop\n\n## Start\n\n- database page: localhost:16543 (Email: `{}`, {})\n"

    assert seen({"README.md": page.format("pages@bank.test", "Password: `pages`")}) == []
    assert seen({"README.md": page.format("ml@bank.test", "in the office")}) == [("ml", "ml@bank.test")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ada-byron\nmplanck\n", [("@ada-byron", "@ada-byron"), ("@mplanck", "@mplanck")]),
        ("\nada-byron", [("@ada-byron", "@ada-byron")]),
        ("tbd\n", []), ("everyone\n", []), ("", []), ("ada-byron keeps\nthis\n", []), ("Ada\n", []),
    ],
)  # fmt: skip
def test_a_plain_list_of_handles_in_a_file_of_maintainers_names_owners(text: str, found: list[tuple[str, str]]) -> None:
    assert seen({"maintainers.txt": text}) == found
    assert seen({"words.txt": text}) == []


def test_the_owners_file_of_prow_names_who_approves_and_not_who_only_reviews() -> None:
    text = "approvers:\n  - jsmith\n  - '@mdoe'\nreviewers:\n  - passerby\n"
    named = {owner.name for owner in of({"OWNERS": text}) if owner.source is Source.CODEOWNERS}

    assert named == {"@jsmith", "@mdoe"}
    assert of({"OWNERS": "approvers: 3\n"}) == ()


SETUP = "from setuptools import setup\nexec(open('churn/_meta.py').read())\nsetup(name='churn', author=__author__)\n"
SAID = '__author__ = "Ada Byron"\n__email__ = "ada@bank.test"\n'


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"setup.py": SETUP, "churn/_meta.py": SAID}, [("Ada Byron", "ada@bank.test")]),
        ({"pyproject.toml": "[project]\nname = 'churn'\n", "src/churn/__init__.py": SAID},
         [("Ada Byron", "ada@bank.test")]),
        ({"setup.py": SETUP, "churn/_meta.py": '__author__ = "Ada Byron"\n'}, []),
        ({"setup.py": SETUP, "churn/parts/taken/__init__.py": SAID}, []),  # of whoever wrote the part
        ({"setup.py": SETUP, "third_party/parser/__init__.py": SAID}, []),
        ({"churn/_meta.py": SAID}, []),
        ({"setup.py": SETUP, "churn/_meta.py": SAID.replace("bank.test", "example.com")}, []),
    ],
)  # fmt: skip
def test_a_package_may_name_its_author_in_its_own_variables(
    files: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert seen(files) == found


@pytest.mark.parametrize(
    ("lines", "contact"),
    [
        ("| Author | GitHub |\n|---|---|\n| Ada Byron | https://github.com/ada |\n", "https://github.com/ada"),
        ("| Author | Ada Byron |\n|---|---|\n| GitHub | https://github.com/ada |\n", "https://github.com/ada"),
        ("**Author**: Ada Byron\n\n**GitHub**: [ada](https://github.com/ada)\n", "https://github.com/ada"),
        ("**Author**: Ada Byron\n\nBuilt on https://github.com/numpy\n", ""),  # whose it is nobody says
        ("**Author**: Ada Byron\n\nGitHub: https://github.com/ada/prices\n", ""),  # no page of a person
    ],
)
def test_a_table_of_authors_tells_where_they_are_found(lines: str, contact: str) -> None:
    assert seen({"README.md": f"# X\n\n{lines}"}) == [("Ada Byron", contact)]


def test_a_table_of_models_with_their_authors_names_no_owner() -> None:
    table = "| Model | Author |\n|---|---|\n| resnet | [Ada Byron](https://github.com/ada) |\n"

    assert seen({"README.md": f"# X\n\n{table}"}) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Your Name - [@ada](https://x.com/ada) - ada@bank.test", ("@ada", "ada@bank.test")),
        (
            "- **LinkedIn:** [Ada Byron](https://linkedin.com/in/ada-byron)",
            ("Ada Byron", "https://linkedin.com/in/ada-byron"),
        ),
        ("Your Name - ada@bank.test", ("ada", "ada@bank.test")),
    ],
)
def test_what_a_template_left_before_a_real_address_is_no_name(line: str, found: tuple[str, str]) -> None:
    assert seen({"README.md": f"# X\n\n## Contact\n\n{line}\n"}) == [found]


def test_a_page_without_a_name_is_called_by_whose_it_is() -> None:
    page = of({"README.md": "# X\n\n## Contact\n\n- [Profile](https://github.com/ada)\n"})

    assert [owner.what for owner in page] == ["@ada is named as owner in README.md"]


def test_an_address_may_stand_behind_the_name_in_a_setup_script() -> None:
    script = 'from setuptools import setup\n\nsetup(name="x", author="Ada Byron <ada@bank.test>")\n'

    assert seen({"setup.py": script}) == [("Ada Byron", "ada@bank.test")]
