"""An engine around a net runs it where no gradients are kept; nets call their layers, and trainings try their model."""

import pytest

from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.serving.serving import served
from tests.repositories import component_of, repo_of

ENGINE = (
    "import torch\nfrom nets import Net\n\nclass Engine{bases}:\n    def __init__(self, {given}):\n"
    "        self._model = {kept}\n\n    @torch.{mode}()\n    def step(self, value):\n        {first}\n"
    "        return self._model(value).item()\n"
)
USUAL = {"bases": "", "given": "model: Net", "kept": "model", "mode": "inference_mode", "first": "self.seen = value"}


def test_an_engine_runs_the_net_that_it_was_made_with() -> None:
    calls = inference_calls(repo_of({"engine.py": ENGINE.format(**USUAL)}))

    assert [(call.scope, call.call.written) for call in calls] == [("Engine.step", "self._model")]


@pytest.mark.parametrize(
    "other",
    [
        {"bases": "(torch.nn.Module)"},
        {"given": "size: int", "kept": "make(size)"},
        {"mode": "enable_grad"},
        {"first": "self.loss(value).backward()"},
    ],
)
def test_a_net_that_calls_its_layers_and_a_training_run_none(other: dict[str, str]) -> None:
    assert inference_calls(repo_of({"engine.py": ENGINE.format(**USUAL | other)})) == ()


def test_a_stream_of_events_answers_with_what_its_generator_steps() -> None:
    app = (
        "from fastapi import FastAPI, Request\nfrom fastapi.responses import StreamingResponse\n\napp = FastAPI()\n\n"
        "async def events(state):\n    async def pump(name):\n        engine = state.engines[name]\n"
        "        return engine.step(1.0)\n\n    for name in state.engines:\n        yield await pump(name)\n\n"
        "@app.get('/stream')\nasync def stream(request: Request):\n"
        "    return StreamingResponse(events(request.app.state), media_type='text/event-stream')\n"
    )
    component = component_of({"engine.py": ENGINE.format(**USUAL), "app.py": app})

    assert [item.endpoint.url for item in served(component)] == ["/stream"]
