"""With which files does each parser start? Small ones, made by code: one of each form that it knows."""
# ruff: noqa: E501, ISC003 -- a seed is easiest to read as one literal

import base64
import gzip
import io
import json
import pickle
import zipfile
import zlib
from collections.abc import Mapping
from typing import TypeAlias

from benchmarks.fuzz import artifact_seeds

Seeds: TypeAlias = tuple[tuple[str, bytes], ...]  #: path, content


def _zip(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


_PICKLES = tuple(pickle.dumps({"a": [1.5, (None, b"x")], "b": {2, 3}}, protocol) for protocol in range(6))
_CALLS = b"cos\nsystem\n(S'true'\ntR."
_LAMBDA = _json({"class_name": "Functional", "config": {"layers": [{"class_name": "Lambda", "config": {}}]}})
#: Fields of an ONNX model: a version of the format, a producer, and a graph with one input.
_ONNX = b"\x08\x08\x12\x07pytorch\x3a\x0c\x0a\x03x:y\x5a\x05\x0a\x03inp\x42\x04\x0a\x00\x10\x11"
_TENSORS = _json({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "__metadata__": {"format": "pt"}})
_SAFETENSORS = len(_TENSORS).to_bytes(8, "little") + _TENSORS + bytes(8)
_ZIP = _zip(archive__data__pkl=_CALLS, archive__version=b"3\n")
#: Two small files as h5py writes them, in its old and its newest layout: an attribute with a Lambda layer, a link to
#: another file, a group with more attributes than fit its header.
_HDF5 = tuple(
    zlib.decompress(base64.b85decode(packed))
    for packed in (
        "c-rll%}&BV6oqHn0;Phffe>-kbm7Vb|3z0AMOlzYj0<;I0g>>xz!($49^b%6@DY3jmM(n+-$EIB3$&ThOv1v%`)zLK%*?qr&9LA+7f#RO#+pGGx=u7=l6k&>x3qul?cYG9P=`=o6;F>&_EteR!QWEd^*!iUm-+m>f3OeozbWL8ORQeQT8BDP{O7!PSXxkD@4XHae%}}=K)*Oij;CpNtF>0S((T+e>P$~lI=N|1XVQK1tus$`HuL$(MUfJ?5ID!^+m)8n>y<lByJjC*cF}3yRvml8vfZ9ztv?tLq6EIfBUDwOYXUta(8B^fBG7e#9u??@KwlE*9;0RajUWhuAP9mW2!bGgA7z@5@e?p({7;&4a*3CeyUvne4ie+$ZtrmZ6M_QF-H@LU<!-rD@V&V#Dt8OR%cXiwYc)DegOE(^p^|wb8Q3?WFRgzhX7^US04?bj3+9ZG9Gq7td7ZQA>c8c5ta>?}!t>dZ_fdI1+wwjd&u2&8C&csFmG=qreD>shB0Qgcc^{qUb0F^%<@sdgeGHz@p}Y^vLcakO2!hZ",
        "c-rgqaB<`1lHy|K;9!7(|4`s11>qY&#rMANU*+%N62!z%At1oOuvq{iYzCF)Vq#!qU;xSF2tq{kpfWsm3=GT+ybK}?EDQ{}`6;P6@yYplX_@H^l8lTDAY(w75v-PjfeA>e0r6(2Zm>8Dge_vZEYRKA-v=xvfFuvq0|M1b$vKI|#qoKGxv5H43Q9hSxk)LBN;(Qk5KDn#)wQ(@V0)1DmqBS}9O5iE#948Ov*8eD$05#vL!1+bI2R6aZXDt;aDtCv6pVsVFbYP&C>RB!U=)mkQ7{Td!6+E?z~9-!n@I?HpaKTiM1Z|s4hNQ;%)D%1?^r*zBw4?LL7$=VOHc-M-~uv8Au0sw%{vG~47>!Tu^Y<ZL=8u$F;wJ%91gJ=!{I!j?mA=oOX!e>&0B9qx8Pt`h96L;F+O5skOL1`%%3|oYcvfE8sHY>5da>!VS)`uA*Z27&@mWTG{VP_SWr#jBGNV%B%KhWHGs627))%QO~^T?5Dyo~C>m%KE=9vj1ZD@!mVL)BeQ^s0s$zh-kC6eDM%Wj?Pyw_9CNm2<uqVxcO6%t-$2x`hxB=~b1yX4O3IYa(-LB#y3{6M^@5KX@8R{4i0&~3nn=))d5?GU2YRlk-Brr{WN+^RAk{M4={itOSLsGGLZ^IsjZAdD1be})L@C-@CaY^kr41P!|woX|2f7<sJv(fZR#hl>b;sh^J!61NNC!3jp88YmfXn=FD7sQ4Q_Ja5bJ%&W-VMftoM3f#D6g|d7>0w3DV?vZ3HWWRkMCoBi(PKuG9u5>e=0xe?MA2hGlpZb=J(fi2;U3K#BLDyZ(23FH",
    )
)
_GGUF = (
    b"GGUF\x03\0\0\0"
    + (0).to_bytes(8, "little")
    + (1).to_bytes(8, "little")
    + ((23).to_bytes(8, "little") + b"tokenizer.chat_template\x08\0\0\0" + (9).to_bytes(8, "little") + b"{{ a.b }}")
)
_SAVED_MODEL = b"\x08\x01\x12\x12\x12\x10\x0a\x0e\x0a\x04node\x12\x06PyFunc"
_TFLITE = b"\x10\x00\x00\x00TFL3\x08\x00\x0c\x00\x08\x00\x04\x00\x08\x00\x00\x00\x08\x00\x00\x00\x03\x00\x00\x00\x01\x00\x00\x00\x0c\x00\x00\x00\x08\x00\x0c\x00\x0b\x00\x04\x00\x08\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00 \n\x00\x00\x00FlexPyFunc\x00\x00"
_R = b"X\n\0\0\0\x03\0\4\3\0\0\3\5\0\0\0\0\5UTF-8\0\0\0\x13\0\0\0\1\0\0\0\5\0\0\0\xfe\0\0\0\xfe\0\0\0\xfe"
_MATLAB = b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM" + b"\x0e\0\0\0\x10\0\0\0\6\0\0\0\x08\0\0\0\x10\0\0\0\0\0\0\0"
_FOR_SCAN: Seeds = (
    *(("a.pkl", one) for one in (*_PICKLES, _CALLS)),
    *(("a.h5", one) for one in _HDF5),
    ("a.pt", _ZIP),
    ("a.pkl.gz", gzip.compress(_CALLS, mtime=0)),
    ("a.npy", b"\x93NUMPY\1\0\x3b\0{'descr': '|O', 'fortran_order': False, 'shape': (1,), }  \n" + _CALLS),
    ("a.onnx", _ONNX),
    ("a.safetensors", _SAFETENSORS + _CALLS),
    ("a.gguf", _GGUF),
    ("saved_model.pb", _SAVED_MODEL),
    ("a.tflite", _TFLITE),
    ("a.rds", _R),
    ("a.mat", _MATLAB),
    ("a.parquet", b"PAR1" + b"arrow.py_extension_type" + (23).to_bytes(4, "little") + b"PAR1"),
    ("a.cbm", b"CBM1\x04\0\0\0abcd"),
    ("a.txt", b"tree\nversion=v4\nend of trees\n"),
    ("config.json", _LAMBDA),
    ("config.json", _json({"auto_map": {"AutoModel": "m.M"}, "chat_template": [{"name": "a", "template": "{{ a }}"}]})),
    ("schema.json", _json({"__class__": "system", "__module__": "os", "__loader__": "FunctionNode", "content": {}})),
    ("a.yaml", b"a: !!python/object/apply:os.system ['id']\n"),
    ("MLmodel", b"flavors: {python_function: {loader_module: a.b, data: ../x}}\n"),
    ("a.pmml", b"<PMML><Apply function='a.b'/><Extension>java.io</Extension></PMML>"),
    ("chat_template.jinja", b"{% for m in messages %}{{ m['a' ~ 'b']|attr('c') }}{% endfor %}"),
    ("code/__torch__/a.py", b"class A(Module):\n  __parameters__ = []\n  x = ops.a.b(torch.from_file(1))\n"),
    ("modeling_a.py", b"import os\nos.system('a')\n"),
)
_NOTEBOOK = _json({
    "cells": [
        {"cell_type": "code", "execution_count": 1, "source": ["%pip install x\n", "!ls\n", "a = 1\n"],
         "outputs": [{"output_type": "stream", "text": ["a@example.org\n"]}]},
        {"cell_type": "markdown", "source": "# title"},
    ],
    "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4,
})  # fmt: skip
_PYTHON = b'''"""Doc."""
from __future__ import annotations
import os, a.b as c
X: int = 1


@app.post("/x", status=[1, {"a": 2}])
async def f(a: "list[int]", *b, c=1, **d) -> None:
    """Doc."""
    with open(f"{a!r:>{c}}") as g, h:
        for i in (j for j in range(3) if j):
            try:
                await i(a[1:2], **d)
            except (OSError, ValueError) as e:
                raise RuntimeError("x") from e
    match a:
        case {"k": [1, *rest]} if rest:
            return lambda x: x
    assert a == 1, "no"


class A(B, metaclass=C):
    x = 1
    def m(self): self.y = yield


if __name__ == "__main__":
    f(os.environ["A"], key="b" "c")
'''
_TABLE = b"name,email,dob,iban\nAda,ada@mail.com,1990-01-02,GB82WEST12345698765432\n"
_WORKBOOK = _zip(xl__sharedStrings__xml=b"<sst><si><t>ada@mail.com</t></si></sst>")
_MAKEFILE = b"A := $(shell x)\n.PHONY: a\na: b c ## help\n\t@echo $(A) \\\n\t  && make b\n"

SEEDS: Mapping[str, Seeds] = {
    "suppressions:suppressions_in": (
        ("a.py", b"load(f)  # seatrial: ignore[SEC-02, SEC-03] our own file\n# seatrial: ignore[SEC-15]\nrun(\n  'a')\n"),
        ("a.ipynb", _json({"cells": [{"cell_type": "code", "source": ["f()  # seatrial: ignore[SEC-02] ours\n"]}]})),
        ("a.md", b"<!-- seatrial: ignore[GOV-01] told elsewhere -->\ntext\n"),
        ("a.yaml", b"a: 1  # seatrial: ignore[SEC-16] pinned by the mirror\n"),
        ("Dockerfile", b"# seatrial: ignore[SEC-08] a build stage\nUSER root\n"),
    ),
    "code.complexity:COMPLEXITY": (("a.py", _PYTHON),),
    "code.notebook:NOTEBOOK": (("a.ipynb", _NOTEBOOK),),
    "code.python:PYTHON": (("a.py", _PYTHON), ("a.py", b"print 'two'\nimport b\n"), ("a.py", b"def f(:\n  x = (\n")),
    "code.python_tasks:python_tasks": (
        ("noxfile.py", b"import nox\n@nox.session\ndef t(s):\n    s.run('pytest', '-q')\n    s.install('.')\n"),
        ("tasks.py", b"from invoke import task\n@task(pre=[x])\ndef b(c):\n    c.run('make')\n"),
    ),
    "documents.bench_record:BENCH_RECORD": (
        ("record.json", _json({"schema_version": "1.0", "machine": {"cpu": "x"}, "models": [{"name": "a", "sha256": "00"}]})),
    ),
    "documents.benchmark_result:BENCHMARK_RESULT": (
        ("bench.json", _json({"benchmarks": [{"name": "a", "stats": {"mean": 0.1, "data": [0.1]}}], "machine_info": {}})),
        ("k6.json", _json({"metrics": {"http_req_duration": {"p(95)": 12.5, "count": 10}}})),
        ("locust_stats.csv", b"Type,Name,Request Count,95%\nGET,/x,10,12\n"),
    ),
    "documents.codeowners:CODEOWNERS": (
        (".github/CODEOWNERS", b"# a\n* @org/team a@b.org\n/docs/ @x\n[S][2] @y\n"),
        ("OWNERS", b"approvers:\n- a\nreviewers:\n- b\n"),
    ),
    "documents.document:DOCUMENT": (
        ("privacy.html", b"<h1>Privacy</h1>\n<ul><li>your name</li></ul><!-- x -->\n<p>kept for 30 days &amp; no more</p>\n"),
        ("privacy.tsx", b"const text = `\n# Privacy\n\n- your name\n`;\nexport default () => <h1>Privacy</h1>;\n"),
        ("README.md", b"---\na: b\n---\n# T\n\nx [a](b) `c` <b>d</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx\n```\n"),
        ("a.rst", b"Title\n=====\n\n.. note:: x\n\n+--+--+\n|a |b |\n+--+--+\n\n`x <y>`_\n"),
        ("a.adoc", b"= T\n\n== S\n\n|===\n|a |b\n|===\n\nlink:a[b]\n"),
    ),
    "documents.evaluation_set:EVALUATION_SET": (
        ("eval.jsonl", b'{"input": "a", "expected": "b"}\n{"question": "c", "answer": "d"}\n'),
        ("eval.yaml", b"tests:\n- vars: {a: b}\n  assert: [{type: equals, value: c}]\n"),
        ("eval.csv", b"question,answer\na,b\n"),
    ),
    "documents.hub_head:HUB_HEAD": (
        ("README.md", b"---\nlicense: mit\ndatasets: [a]\nmodel-index:\n- name: m\n  results:\n  - task: {type: t}\n"
                      + b"    metrics: [{type: acc, value: 0.9}]\n---\n# T\n"),
    ),
    "foreign.programs:PROGRAM": (
        ("a.ts", b"import express, { Router as R } from 'express';\nconst app: express.Express = express();\napp.use('/api', auth, limit({ max: 20 }));\napp.post<T>('/ask', async (req: Req, res): Promise<void> => {\n  const { q } = req.body; const r = /a\"[/]/.test(q);\n  res.status(401).json({ t: `be ${q.x} and ${`in ${q}`}`, ...rest, f() { return 1 } });\n});\nmodule.exports = { app };\nexport default app;\n"),
        ("b.ts", b"@Controller('chat')\n@UseGuards(G)\nexport class C extends B {\n  private readonly llm = new L({ model: 'm' });\n  constructor(private svc: S) { super() }\n  @Post(':id') async ask(@Body() d: D): Promise<A> { return this.svc.ask(d?.q!) as A; }\n}\nexport * from './y';\nexport const POST = wrap(async () => {});\nconst { z } = require('zod'), y = await import('y');\n"),
        ("a.go", b"package main\nimport (\n\t\"net/http\"\n\to \"github.com/sashabaranov/go-openai\"\n)\ntype H struct {\n\tc *o.Client\n}\nfunc (h *H) Ask(a, b string) func() error {\n\tr, err := h.c.CreateChatCompletion(ctx, o.Request{Model: `m`, Messages: []o.M{{Role: \"system\"}}})\n\tif r == 'x' { go func(x int) { f(x) }(1) }\n\treturn nil\n}\n"),
    ),
    "infrastructure.dockerfile:DOCKERFILE": (
        ("Dockerfile", b"# syntax=x\nARG A=1\nFROM a:$A AS b\nRUN <<E\nx ${A:-y}\nE\nRUN [\"a\", \"b\"]\nCOPY --from=b a \\\n b\n"
                       + b"ENV A=b C \"d e\"\nHEALTHCHECK --interval=1s CMD x\nUSER 1\nENTRYPOINT a\n"),
    ),
    "infrastructure.bicep:BICEP": (
        ("main.bicep", b"param a string = 'b' // x\nresource c 'D/e@1' = {\n  f: '${a}'\n  g: [1, {h: true}]\n  i: '''\nx\n'''\n}\n"),
    ),
    "infrastructure.hcl:HCL": (
        ("main.tf", b'resource "a" "b" {\n  c = "${d.e}" # x\n  f = [1, {g = true}]\n  h = <<-E\n  x\n  E\n  i { j = k }\n}\n'),
    ),
    "infrastructure.makefile:makefile": (("Makefile", _MAKEFILE),),
    "infrastructure.makefile:justfile": (("justfile", b"a := 'x'\n[private]\n@b c='1' *d: e\n  echo {{c}}\n"),),
    "infrastructure.caddyfile:CADDYFILE": (
        ("Caddyfile", b'{\n\tauto_https off\n}\na.test {\n\ttls internal # own\n\treverse_proxy "web:80" {\n\t}\n}\n'),
        ("Caddyfile", b"{$DOMAIN:localhost} {\n\thandle /api/* {\n\t\trequest_body {\n\t\t\tmax_size 1MB\n\t\t}\n\t}\n}\n"),
    ),
    "infrastructure.nginx:NGINX": (
        ("nginx.conf", b"http { server { listen 80; location ~ \\.x$ { proxy_pass http://a; limit_req zone=b; } } }\n"),
    ),
    "infrastructure.shell:SHELL": (
        ("a.sh", b"#!/bin/sh\nset -euo pipefail\nA=b c | d && e 'f g' \"$(h `i`)\" > j || true\nif a; then b; fi\n"
                 + b"for x in 1 2; do y; done\ncat <<E\nz\nE\nuv run --with a python -m b\n"),
    ),
    "infrastructure.task_files:TASKS": (
        ("Makefile", _MAKEFILE),
        ("justfile", b"a b='c': d\n  echo {{b}}\n"),
        ("Taskfile.yml", b"tasks:\n  a:\n    deps: [b]\n    cmds: [c, {task: d}]\n"),
        ("tox.ini", b"[tox]\nenvlist = a{1,2}\n[testenv:a]\ncommands =\n  b {posargs}\n[testenv:c]\ncommands =\n"),
        ("package.json", _json({"scripts": {"a": "b && c"}})),
        ("pyproject.toml", b"[tool.poe.tasks]\na = 'b'\n[tool.hatch.envs.x.scripts]\nc = ['d']\n[tool.pdm.scripts]\ne = {cmd='f'}\n"),
        ("noxfile.py", b"import nox\n@nox.session\ndef t(s):\n    s.run('a')\n"),
        ("Procfile", b"web: a b\n"),
    ),
    "infrastructure.toml_document:TOML": (("a.toml", b"a = 1\n[b.c]\nd = [1, 'x', {e = 2026-01-01}]\n[[f]]\ng = '''h'''\n"),),
    "infrastructure.yaml_documents:YAML": (
        ("a.yaml", b"a: &x [1, 'b', !t c]\nd: *x\n<<: {e: |\n  f\n}\n---\n- g: >-\n    h\n"),
        ("templates/a.yaml", b"a: {{ .Values.b | quote }}\n{{- if c }}\nd: e\n{{- end }}\n"),
    ),
    "artifacts.router:inspect": _FOR_SCAN,
    "models.artifact:ARTIFACT": (
        ("a.pt", _ZIP), ("a.pkl", _PICKLES[4]), ("a.pkl", _CALLS), ("a.onnx", _ONNX), ("a.safetensors", _SAFETENSORS),
        ("a.joblib", zlib.compress(_PICKLES[3])), ("a.npz", _zip(a__npy=b"\x93NUMPY\x01\x00\x10\x00{'descr':'<f4'}")),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + _LAMBDA), ("a.pkl.gz", gzip.compress(_CALLS)),
    ),
    "models.magic:format_of": (("a.bin", b"GGUF\x03\x00\x00\x00"), ("a.h5", b"\x89HDF\r\n\x1a\n"), ("a.pt", _ZIP)),
    "models.magic:looks_pickled": (("a.pkl", _PICKLES[2]),),
    "models.metric_file:METRIC_FILE": (
        ("metrics.json", _json({"accuracy": 0.9, "eval": {"f1": "0.8"}})), ("metrics.yaml", b"auc: 0.7\n"),
    ),
    "models.model_config:MODEL_CONFIG": (("config.json", _json({"model_type": "bert", "architectures": ["B"]})),),
    "models.onnx_model:onnx_model": (("a.onnx", _ONNX),),
    "models.protobuf:fields": (("a.pb", _ONNX),),
    "models.safetensors:safetensors": (("a.safetensors", _SAFETENSORS),),
    "models.zip_members:members": (("a.zip", _ZIP),),
    "project.conda:ENVIRONMENT": (
        ("environment.yml", b"name: a\nchannels: [b]\ndependencies:\n- python=3.11\n- c::d>=1\n- pip:\n  - e==2\n"),
    ),
    "project.lockfile:LOCK": (
        ("uv.lock", b'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { editable = "." }\ndependencies = [\n'
                    + b'    { name = "b", marker = "x" },\n]\n[package.dev-dependencies]\ndev = [\n    { name = "c" },\n]\n'),
        ("poetry.lock", b'[[package]]\nname = "a"\nversion = "1"\ngroups = ["dev"]\n[package.dependencies]\nb = ">=1"\n'),
        ("Pipfile.lock", _json({"_meta": {}, "default": {"a": {"version": "==1"}}, "develop": {"b": {"ref": "x"}}})),
        ("conda-lock.yml", b"package:\n- name: a\n  version: '1'\n  manager: conda\n"),
        ("pixi.lock", b"packages:\n- conda: https://x/linux-64/a-1.0-h1.conda\n- pypi: https://x/b-2.0-py3-none-any.whl\n"),
    ),
    "project.package_json:PACKAGE_JSON": (
        ("package.json", _json({"name": "a", "author": {"name": "A B", "email": "a@b.c"}, "maintainers": ["C <c@d.e>"]})),
        ("package.json", _json({"version": "1.0.0", "author": "A B <a@b.c> (page)", "license": "MIT"})),
    ),
    "project.pipfile:PIPFILE": (("Pipfile", b"[packages]\na = '*'\nb = {version='>=1', extras=['c']}\n[requires]\npython_version='3.11'\n"),),
    "project.pixi:PIXI": (
        ("pixi.toml", b"[workspace]\nname='a'\nauthors=['b <c@d.org>']\n[dependencies]\npython='>=3.11'\n[pypi-dependencies]\ne={version='*', extras=['f']}\n[feature.g.target.linux-64.dependencies]\nh={version='1', channel='i'}\n"),
    ),
    "project.pyproject:PYPROJECT": (
        ("pyproject.toml", b"[project]\nname='a'\nversion='1'\ndependencies=['b>=1; x', 'c @ git+https://d']\n"
                           + b"[project.optional-dependencies]\ne=['f[g]~=1']\n[dependency-groups]\nh=['i', {include-group='h'}]\n"
                           + b"[tool.poetry.dependencies]\nj='^1.2'\n[tool.poetry.group.k.dependencies]\nl={version='*', optional=true}\n"),
    ),
    "project.requirements:REQUIREMENTS": (
        ("requirements.txt", b"-r b.txt\n--index-url https://x\na==1 \\\n  --hash=sha256:00\nb[c]>=1,<2; x # d\n-e .\ngit+https://e@f#egg=g\n"),
    ),
    "project.setup_files:SETTINGS_INI": (("settings.ini", b"[DEFAULT]\nlib_name = a\nmin_python = 3.10\nrequirements = b>=1 c\nauthor = A B\nauthor_email = a@b.c\n"),),
    "project.setup_files:SETUP_CFG": (("setup.cfg", b"[metadata]\nname = a\n[options]\ninstall_requires =\n  b>=1\n[options.extras_require]\nc = d\n"),),
    "project.setup_files:SETUP_PY": (("setup.py", b"from setuptools import setup\nX = ['a']\nsetup(name='b', install_requires=X + ['c'], extras_require={'d': ['e']})\n"),),
    "sensitive.personal_data:PERSONAL_DATA": (
        ("a.csv", _TABLE), ("a.tsv", _TABLE.replace(b",", b"\t")), ("a.jsonl", b'{"email": "ada@mail.com", "phone": "+49 151 23456789"}\n'),
        ("a.json", _json([{"card": "4929123412341235", "ssn": "078-05-1120"}])), ("a.xlsx", _WORKBOOK),
        ("p.ndjson", _json({"resourceType": "Patient", "birthDate": "1980", "name": [{"family": "Lee"}]})),
    ),
    "sensitive.secrets:SECRETS": (
        ("a.py", b'KEY = "s3cr3t-Value-93kd02"\nURL = "postgres://u:p4ss@h/db"\n'), ("a.ipynb", _NOTEBOOK), (".env", b"A_TOKEN=abc\n"),
        ("id_rsa", b"-----BEGIN " + b"PRIVATE KEY-----\nMII\n-----END " + b"PRIVATE KEY-----\n"),
    ),
    "sensitive.table_rows:table_rows": (("a.csv", _TABLE), ("a.xlsx", _WORKBOOK), ("a.json", b'[{"a": 1}]')),
    **artifact_seeds.SEEDS,
    "text:decode": (("a", b"\xff\xfea\x00"), ("a", b"\xef\xbb\xbfa\r\n"), ("a", b"\xe9")),
    "text:is_binary": (("a", b"\xff\xfea\x00"), ("a", b"\x00")),
}  # fmt: skip

#: Functions that are handed what one of these parsers found, or wrote itself: they are tried through it.
THROUGH: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "artifacts.archives.unpacking:expanded",
            "artifacts.archives.unpacking:head",
            "artifacts.archives.unpacking:pieces",
            "artifacts.archives.zip_directory:directory",
            "artifacts.archives.zip_directory:end_record",
            "artifacts.archives.zip_directory:text",
            "artifacts.pickles.encoded:encoded",
            "artifacts.pickles.opcodes:line_end",
            "artifacts.pickles.opcodes:number",
            "artifacts.pickles.opcodes:payload",
            "artifacts.pickles.streams:follow",
            "artifacts.pickles.values:value",
            "hdf5.space:opened",
            "hdf5.space:signature_at",
            "hdf5.walk:walk",
        ),
        "artifacts.router:inspect",
    ),
    "code.python_transport:unpack": "code.python:PYTHON",
    "models.magic:decompressed": "models.artifact:ARTIFACT",
    "models.protobuf:inside": "models.onnx_model:onnx_model",
    "models.zip_members:content": "sensitive.table_rows:table_rows",
    "sensitive.personal_data:fhir_patients": "sensitive.personal_data:PERSONAL_DATA",
    **artifact_seeds.THROUGH,
}
