"""A model beside its base: a difference is found, none is invented, and the base is what was named."""

import subprocess
from pathlib import Path
from random import Random
from statistics import median

import pytest

from seatrial.bench.base import base
from seatrial.bench.discover import model_file
from seatrial.bench.records.stored import to_json
from seatrial.bench.regression import judged
from seatrial.bench.request import BadRequest
from seatrial.bench.samples import Samples
from seatrial.bench.selftest import SelfTest, tried
from seatrial.bench.statistics.histograms import histogram
from seatrial.bench.statistics.paired import Paired, compare
from seatrial.bench.system import Limits
from seatrial.bench.task import Task
from seatrial.bench.watch import Watch
from seatrial.model.benchmark import Block, Comparison, Configuration, Record

from .simulated import Simulated

MODEL = Path(__file__, "../../../examples/churn-api/models/churn.onnx").resolve()


def compared(old: Simulated, new: Simulated) -> Paired:
    paired = Paired(Samples(Task(old, Configuration())), Samples(Task(new, Configuration())))
    compare(paired, Watch(20.0), Random(1), Limits())
    return paired


def changes(paired: Paired) -> dict[str, Comparison]:
    return {one.metric: one for one in judged(paired, "model.onnx", "main")}


@pytest.mark.usefixtures("quiet")
def test_two_per_cent_more_work_are_found() -> None:
    found = changes(compared(Simulated(), Simulated(floor_ns=1.02e6, random=Random(8))))

    assert found["p50_ms"].verdict == "slower"
    assert found["p50_ms"].low < 1.02 < found["p50_ms"].high
    assert found["rss_bytes"].verdict == "same"


@pytest.mark.usefixtures("quiet")
def test_a_model_is_the_same_as_itself() -> None:
    assert changes(compared(Simulated(runs=400), Simulated(runs=400, random=Random(8))))["p50_ms"].verdict == "same"


@pytest.mark.usefixtures("quiet")
def test_processes_that_differ_hide_a_small_difference_and_find_none_that_is_not_there() -> None:
    noisy = changes(compared(Simulated(between=0.1), Simulated(between=0.1, random=Random(8))))

    assert noisy["p50_ms"].verdict == "unclear"
    assert noisy["p50_ms"].high - noisy["p50_ms"].low > 0.02


@pytest.mark.usefixtures("quiet")
def test_a_base_that_crashes_ends_the_comparison() -> None:
    paired = compared(Simulated(fails_at=1), Simulated())

    assert paired.old.failure is not None
    assert len(paired.pairs) == 1


def test_on_a_disturbed_machine_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.bench.watch.Watch.patience", 0.0)
    monkeypatch.setattr("seatrial.bench.turns.objection", lambda seen, limit: "other processes")
    paired = Paired(
        Samples(Task(Simulated(), Configuration())), Samples(Task(Simulated(floor_ns=2e6), Configuration()))
    )
    compare(paired, Watch(0.3), Random(1), Limits())

    assert not paired.quiet
    assert changes(paired)["p50_ms"].verdict == "unclear"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose model changed since its first commit."""
    (tmp_path / "models").mkdir()
    model = tmp_path / "models" / "churn.onnx"
    model.write_bytes(MODEL.read_bytes())
    (tmp_path / "models" / "labels.txt").write_text("no\nyes\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"], ["tag", "v1"]):
        _git(tmp_path, *words)
    model.write_bytes(MODEL.read_bytes() + b"\x72\x03\x0a\x01a")
    return tmp_path


def _git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def test_the_base_of_a_commit_is_the_model_as_it_was(repository: Path) -> None:
    now = model_file(repository / "models" / "churn.onnx")
    model = type(now)("models/churn.onnx", now.file, repository, now.sha256)
    with base("v1", repository).of(model) as then:
        assert then is not None
        assert then.file.read_bytes() == MODEL.read_bytes()
        assert (then.file.parent / "labels.txt").is_file()
        assert then.sha256 != now.sha256
        folder = then.file.parent
    assert not folder.exists()


def test_a_model_that_was_not_there_has_no_base(repository: Path) -> None:
    now = model_file(repository / "models" / "churn.onnx")
    with base("v1", repository).of(type(now)("models/new.onnx", now.file, repository)) as then:
        assert then is None


def test_a_record_means_its_commit(repository: Path, tmp_path: Path) -> None:
    record = tmp_path / "old.json"
    record.write_bytes(to_json(Record(commit="v1")))
    found = base(str(record), repository)

    assert (found.name, found.commit is not None) == ("v1", True)


@pytest.mark.parametrize("text", ["v2", "--help", "", "no such file.onnx"])
def test_what_is_no_base_is_refused_in_one_sentence(repository: Path, text: str) -> None:
    with pytest.raises(BadRequest, match="no model file, no record, and no commit"):
        base(text, repository)


def test_a_record_without_a_commit_is_no_base(tmp_path: Path) -> None:
    record = tmp_path / "old.json"
    record.write_bytes(to_json(Record()))
    with pytest.raises(BadRequest, match="names no commit"):
        base(str(record), tmp_path)


def store(between: float, clusters: int = 16, slower: float = 0.0) -> list[list[tuple[Block, Block]]]:
    """Pairs of processes that differ, drawn from a seed; a share of their blocks is half as fast again."""
    random = Random(4)

    def block(process: int, speed: float) -> Block:
        halved = 1.5 if random.random() < slower else 1.0
        floor = 1e6 * halved * speed * (1 + random.gauss(0, 0.01))
        runs = [int(floor * (1 + random.expovariate(20))) for _ in range(120)]
        return Block(process, 0, 120, 0.2, median(runs), histogram=histogram(runs))

    made = []
    for at in range(clusters):
        speeds = [1 + random.gauss(0, between) for _ in range(2)]
        made.append([(block(at, speeds[0]), block(at, speeds[1])) for _ in range(4)])
    return made


def alone(pairs: list[list[tuple[Block, Block]]]) -> list[list[Block]]:
    """The blocks of each process of each pair."""
    return [[pair[side] for pair in cluster] for cluster in pairs for side in (0, 1)]


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw less often than in earnest."""
    monkeypatch.setattr("seatrial.bench.selftest.COMPARISONS", 60)
    monkeypatch.setattr("seatrial.bench.selftest.INTERVALS", 60)


@pytest.mark.usefixtures("fewer")
@pytest.mark.parametrize("between", [0.0, 0.03])
def test_the_method_holds_on_blocks_as_they_should_be(between: float) -> None:
    found = tried(store(between), alone(store(between)))

    assert found.false_alarms is not None
    assert found.false_alarms <= 0.12
    assert (found.median or 0) >= 0.85
    assert (found.tail or 0) >= 0.85


@pytest.mark.usefixtures("fewer")
def test_intervals_of_the_median_hold_on_a_machine_with_two_speeds() -> None:
    two_speeds = store(0.005, clusters=24, slower=0.15)

    assert (tried(two_speeds, alone(two_speeds)).median or 0) >= 0.90


def test_a_store_that_is_too_small_tells_nothing() -> None:
    found = tried(store(0.0, clusters=3), alone(store(0.0, clusters=3)), disturbed=7)

    assert found == SelfTest(12, 3, 6, 7)
    assert found.holds is None
