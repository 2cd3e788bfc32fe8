"""A graph that a method put together has its steps run by whoever asks it; an object tells its class by its name."""

from seatrial.facts.code.callees import callees
from tests.repositories import repo_of

GRAPH = (
    "from langgraph.graph import StateGraph\n\nclass DeskAgent:\n    def __init__(self):\n"
    "        self.graph = self._build()\n\n    def _build(self):\n        graph = StateGraph(dict)\n"
    "        graph.add_node('think', self.think)\n        return graph.compile()\n\n    def think(self, state):\n"
    "        return state\n\n    def run(self, text):\n        return self.graph.invoke({'text': text})\n"
)
OTHERS = "".join(f"class Step{n}:\n    def run(self, text):\n        return text\n\n" for n in range(9))
DOOR = "def ask(text):\n    {name} = need('it')\n    return {name}.run(text)\n"


def test_whoever_asks_a_graph_runs_what_its_method_put_together() -> None:
    repo = repo_of({"desk.py": GRAPH})

    assert [one.scope for one in callees(repo, "desk.py", "DeskAgent.run")] == ["DeskAgent._build"]
    assert callees(repo_of({"desk.py": GRAPH.replace("compile", "render")}), "desk.py", "DeskAgent.run") == ()


def test_of_many_methods_of_a_name_that_of_the_class_is_meant_that_the_object_is_called_after() -> None:
    files = {"desk.py": GRAPH, "steps.py": OTHERS, "door.py": DOOR.format(name="agent")}

    assert [one.scope for one in callees(repo_of(files), "door.py", "ask")] == ["DeskAgent.run"]
    files["door.py"] = DOOR.format(name="thing")
    assert callees(repo_of(files), "door.py", "ask") == ()
