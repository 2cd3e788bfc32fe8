import ast

import pytest

from seatrial.blueprint.filling import filled
from seatrial.blueprint.language import GO, JINJA, Language
from seatrial.blueprint.values import Value

ANSWERS: dict[str, Value] = {
    "cookiecutter": {"name": "My Churn", "registry": True, "cloud": {"aws": "eu-west-1"}, "kind": "svm"},
    "kinds": ("svm", "tree"),
    "off": False,
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cookiecutter.name", "My Churn"),
        ("cookiecutter['name']", "My Churn"),
        ("cookiecutter.name.lower().replace(' ', '_')", "my_churn"),
        ("cookiecutter.name | lower | replace(' ', '-')", "my-churn"),
        ("cookiecutter.cloud.aws", "eu-west-1"),
        ("cookiecutter.cloud.gcp", ""),
        ("cookiecutter.cloud.gcp | default('none')", "none"),
        ("'a' if cookiecutter.registry else 'b'", "a"),
        ("'v' ~ '1'", "v1"),
        ("cookiecutter.name | tojson", '"My Churn"'),
        # what is not known stands there by its name, so that names in paths and programs still agree
        ("cookiecutter.owner", "owner"),
        ("cookiecutter.owner | slugify", "owner"),
        ("unheard.of(1)[2:]", "of"),
        ("_copier_conf.answers_file", "answers_file"),
        ("(" * 300, "value"),
    ],
)
def test_a_value_of_jinja_is_what_the_answers_make_of_it_else_its_name(expression: str, expected: str) -> None:
    assert filled(f"x = {{{{ {expression} }}}}", JINJA, ANSWERS).text == f"x = {expected}"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("cookiecutter.registry", True),
        ("not cookiecutter.registry", False),
        ("off or cookiecutter.kind == 'svm'", True),
        ("cookiecutter.kind != 'svm'", False),
        ("cookiecutter.kind in ['tree', 'svm']", True),
        ("'Churn' not in cookiecutter.name", False),
        ("cookiecutter.cloud is defined", True),
        ("cookiecutter.cloud.gcp is not defined", True),
        ("cookiecutter.cloud.gcp is not none", False),
        ("unheard_of", True),  # what stands first is taken
        ("unheard_of and off", False),
    ],
)
def test_of_two_branches_that_of_the_answers_is_taken(condition: str, expected: bool) -> None:
    text = f"{{% if {condition} %}}yes{{% else %}}no{{% endif %}}"

    assert filled(text, JINJA, ANSWERS).text == ("yes" if expected else "no")


PROGRAM = """import os
{% if off -%}
import torch
{%- elif cookiecutter.kind == 'svm' %}
from sklearn.svm import SVC
{%- else %}
import xgboost
{%- endif %}

def kinds():
    {# one for each
       that is known #}
    {% for kind in kinds %}
    yield "{{ kind }}"
    {% endfor %}
    {% macro unused(x) %}
    nothing
    {% endmacro %}
    {% set last = cookiecutter.name|lower %}
    yield "{{ last }}"; yield "{% raw %}{{ kept }}{% endraw %}"
"""


def test_every_line_of_what_is_made_stands_where_the_template_has_it() -> None:
    made = filled(PROGRAM, JINJA, ANSWERS).text.splitlines()

    assert len(made) == len(PROGRAM.splitlines())
    assert made[4] == "from sklearn.svm import SVC"
    assert [line.strip() for line in made if "yield" in line] == [
        'yield "svm"',
        'yield "my churn"; yield "{{ kept }}"',
    ]
    assert made[13].strip() == 'yield "svm"'
    ast.parse("\n".join(made))


def test_a_go_template_is_filled_in_by_the_same_rules() -> None:
    text = (
        "{{- /* what is said\n first */ -}}\njob:\n"
        "  {{ if (eq .cloud `aws`) }}region: a\n  {{- else if and (ne .cloud `gcp`) .wide -}}"
        "region: {{ .region | lower }}\n  {{- else -}}region: c{{ end }}\n"
        "{{ range $i, $k := .kinds }}  kind: {{ $k }}{{ end }}\n"
        "{{ $n := printf `%s-%s` .name (print `x`) }}  name: {{ $n }}\n"
        "{{ define `part` }}hidden{{ end }}  model: {{ template `model_name` . }} {{ template `other` . }}\n"
        "{{ with .region }}  at: {{ . }}{{ end }}\n"
    )
    known: dict[str, Value] = {
        ".": {"cloud": "azure", "wide": True, "region": "EU", "kinds": ("a", "b"), "name": "churn"},
        "template": {"model_name": "churn-model"},
    }
    made = filled(text, GO, known)

    assert [line.rstrip() for line in made.text.splitlines()] == [
        "", "", "job:", "", "  region: eu", "",
        "  kind: a", "  name: churn-x", "  model: churn-model other", "  at: EU",
    ]  # fmt: skip
    assert not made.sure
    assert filled("{{ .name }}", GO, known).sure


@pytest.mark.parametrize("language", [JINJA, GO], ids=["jinja", "go"])
@pytest.mark.parametrize(
    "text",
    [
        "{{" * 100_000,
        "{%if a%}" * 30_000,
        "{{if a}}" * 30_000,
        "{{end}}{%endif%}" * 10_000,
        "{{ " + "(" * 390 + " }}",
        "{{ a" + ".a" * 190 + " }}" * 1000,
        "{% set a = a ~ a %}" * 10_000 + "{{ a }}" * 10_000,
        f"{' ' * 5000}{{% if off %}}\n" * 5000,
        "{{" + " " * 1_000_000,
    ],
    ids=["begins", "ifs", "go ifs", "ends", "brackets", "dots", "doubles", "indents", "blanks"],
)
def test_hostile_templates_make_little_of_much(language: Language, text: str) -> None:
    assert len(filled(text, language, {**ANSWERS, "a": "aaaa", ".": {}}).text) <= max(len(text), 6_000_000)
