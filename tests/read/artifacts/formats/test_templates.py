"""A chat template is judged by its syntax tree: loops over messages are fine, ways to the interpreter are not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model.artifacts import Artifact, Verdict
from seatrial.read.artifacts.router import inspect

CHATML = (
    "{%- if tools %}{{- '<|im_start|>system\\n' }}{%- for tool in tools %}{{- tool | tojson }}{%- endfor %}{%- endif %}"
    "{%- for message in messages %}{%- if loop.first and messages[0]['role'] != 'system' %}{{- bos_token }}{%- endif %}"
    "{{- '<|im_start|>' + message.role + '\\n' + message['content'] | trim + '<|im_end|>' }}"
    "{%- if message.role == 'x' %}{% break %}{%- endif %}"
    "{% generation %}{{ message.content.split('</think>')[-1].lstrip('\\n') }}{% endgeneration %}{%- endfor %}"
    "{%- set ns = namespace(found=false, last=messages|length - 1) %}{%- set ns.found = true %}"
    "{%- if add_generation_prompt %}{{- raise_exception('no') if ns.found else strftime_now('%Y') }}{%- endif %}"
    "{{ messages | map(attribute='content') | join(', ') }}{{ messages|selectattr('role', 'equalto', 'user')|list }}"
)


def template(text: str) -> Artifact:
    return inspect("chat_template.jinja", text.encode())


def test_a_usual_chat_template_is_clean() -> None:
    found = template(CHATML)

    assert (found.format, found.verdict, found.findings, found.gaps) == ("chat template", Verdict.CLEAN, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self._TemplateReference__context.cycler }}",
        "{{ ''['__class__'] }}",
        "{{ ''['__cl' + 'ass__'] }}",
        "{{ ''['__cl' ~ 'ass__'] }}",
        "{{ ''[['__cl', 'ass__']|join] }}",
        "{{ ''['__ssalc__'|reverse] }}",
        "{{ ''['__ssalc__'[::-1]] }}",
        "{{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ ''|attr(name) }}",
        "{{ ''|attr('%c%cclass'|format(95, 95)) }}",
        "{{ [x]|map(attribute='__class__')|list }}",
        "{{ [x]|map('attr', '__class__')|list }}",
        "{{ [x]|map('attr', name)|list }}",
        "{{ ''['%c%cclass%c%c'|format(95, 95, 95, 95)] }}",
        "{{ ''['%c%cclass'%(95, 95)] }}",
        "{{ getattr(x, 'y') }}",
        "{{ __import__('os') }}",
        "{% set x = lipsum.__globals__ %}",
        "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}",
        "{% if joiner.__init__ %}{% endif %}",
        "{{ ().gi_frame }}",
        "{% for m in messages %}{{ m.__class__ ",
    ],
)
def test_a_way_to_the_interpreter_is_dangerous(text: str) -> None:
    assert template(f"{{# hi #}}{text}").verdict is Verdict.DANGEROUS


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'other.jinja' %}",
        "{% import 'macros' as m %}",
        "{{ message._private }}",
        "{% set half = '__class__' %}",
        "{% set u = '%c' % 95 %}{{ x[u] }}",
        "{% set u = '_' * 2 %}{{ x[u ~ 'class' ~ u] }}",
        "{{ x[(lipsum|string)[18] ~ 'globals' ~ y] }}",
        "{% set a = '__cla' %}",
    ],
)
def test_a_template_that_reads_files_or_hides_names_is_suspicious(text: str) -> None:
    assert template(text).verdict is Verdict.SUSPICIOUS


@pytest.mark.parametrize("text", ["{% for %}", "{{ 'a }}", "{{" + "(" * 50_000 + "}}"], ids=["for", "quote", "deep"])
def test_a_template_that_cannot_be_parsed_is_a_gap(text: str) -> None:
    assert template(text).verdict is Verdict.NOT_FULLY_READ


def test_one_attack_is_one_finding_with_its_first_line() -> None:
    found = template("{{ a }}\n{{ b.__class__.__base__.__subclasses__() }}\n{{ c._d }}").findings

    assert [one.key for one in found] == ["line 2"]
    assert "reads the attributes __class__, __base__, __subclasses__: a way to everything" in found[0].what


def test_templates_of_other_things_than_chats_are_nobodys() -> None:
    for name in ("Dockerfile.jinja2", "page.template"):
        assert inspect(name, b"FROM python:{{ version }}\n{% include 'x' %}").format == ""
        assert inspect(name, b"{{ x.__class__ }}").verdict is Verdict.DANGEROUS


def test_a_chat_template_in_yaml_is_read() -> None:
    assert inspect("serve.yaml", b"model: a\nchat_template: '{{ x.__class__ }}'\n").verdict is Verdict.DANGEROUS
    assert inspect("serve.yaml", b"chat_template: '{{ messages }}'\n").verdict is Verdict.CLEAN


@pytest.mark.parametrize(
    "name", ["tokenizer_config.json", "processor_config.json", "chat_template.json", "a/other.json"]
)
def test_templates_in_json_are_read_whether_one_or_many(name: str) -> None:
    evil = "{{ x.__globals__ }}"
    many = [{"name": "default", "template": CHATML}, {"name": "tool_use", "template": evil}]

    assert inspect(name, json.dumps({"chat_template": CHATML}).encode()).verdict is Verdict.CLEAN
    assert inspect(name, json.dumps({"chat_template": evil}).encode()).verdict is Verdict.DANGEROUS
    found = inspect(name, json.dumps({"chat_template": many}).encode())
    assert found.findings[0].key == "chat_template[1], line 1"


@given(st.text(alphabet="{}%|_()[]'\"abc.~+-* \n", max_size=60))
def test_any_text_as_a_template_raises_nothing(text: str) -> None:
    assert template("{{ x }}" + text).verdict in Verdict
