"""Engines are started by images and manifests, and by programs that stay with what they start."""

import pytest

from seatrial.facts.archetype import archetype
from seatrial.facts.inference.engines import started_engines
from seatrial.model import Archetype
from tests.repositories import component_of, repo_of

MODAL = "import subprocess\nimport modal\n\napp = modal.App('a')\n\n\n@app.function(gpu='H100')\n{}def serve():\n{}"
HANDED = "@modal.web_server(port=8000)\n"
IMAGE = {"Dockerfile": 'FROM python:3.12\nCOPY serve.py .\nCMD ["python", "serve.py"]\n'}


@pytest.mark.parametrize(
    "body",
    [
        "    subprocess.Popen(['vllm', 'serve', MODEL, '--port', '8000'])\n",
        "    cmd = ['vllm', 'serve', MODEL]\n    cmd += ['--port', '8000']\n    subprocess.Popen(cmd)\n",
        "    cmd = ['vllm', 'serve', MODEL]\n    subprocess.Popen(' '.join(cmd), shell=True)\n",
        "    subprocess.Popen(f'vllm serve {MODEL} --port 8000', shell=True)\n",
        "    subprocess.Popen([sys.executable, '-m', 'vllm.entrypoints.openai.api_server'])\n",
    ],
)
def test_a_function_that_hands_over_the_port_of_an_engine_serves_by_it(body: str) -> None:
    component = component_of({"serve.py": MODAL.format(HANDED, body)})

    assert [one.endpoint.framework for one in started_engines(component.repo)] == ["vLLM"]
    assert archetype(component).archetype is Archetype.ONLINE_SERVICE


@pytest.mark.parametrize(
    ("program", "serves"),
    [
        ("import subprocess\nsubprocess.run(['ollama', 'serve'], check=True)\n", True),
        ("import os\nos.execvp('vllm', ['vllm', 'serve', 'm'])\n", True),
        ("import subprocess\np = subprocess.Popen(['vllm', 'serve', 'm'])\np.wait()\n", True),
        ("import subprocess\np = subprocess.Popen(['vllm', 'serve', 'm'])\nask()\np.kill()\n", False),
        ("import subprocess\nsubprocess.run(['ollama', 'pull', 'm'], check=True)\n", False),
    ],
)
def test_a_program_that_stays_with_its_engine_serves_by_it(program: str, serves: bool) -> None:
    assert bool(started_engines(repo_of({"serve.py": program, **IMAGE}))) == serves
    assert not started_engines(repo_of({"serve.py": program}))  # nobody starts it
