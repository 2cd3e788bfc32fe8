"""A model file runs in processes of its own and answers what a system under test is asked."""

import os
import shutil
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from seatrial.bench.inputs.feeding import Feeds, Recipe
from seatrial.bench.observed import Block, Cause, Tensor, Unmeasured
from seatrial.bench.onnx_system import OnnxSession, OnnxSystem
from seatrial.bench.open_loop import Arrivals
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration

FEEDS = Feeds((Recipe("x", "float32", (1, 3, 16, 16), "normal", batched=(0,)),), batchable=True)
#: As many milliseconds as a test of a schedule has arrivals.
SCHEDULE = array("q", range(0, 100_000_000, 1_000_000))


def started(model: Path, configuration: Configuration, feeds: Feeds = FEEDS) -> OnnxSession:
    session = OnnxSystem("convolution", model, feeds).start(configuration, Limits(memory_bytes=2 << 30))
    assert isinstance(session, OnnxSession), session
    return session


@pytest.fixture(scope="module")
def session(convolution: Path) -> Iterator[OnnxSession]:
    opened = started(convolution, Configuration())
    yield opened
    opened.close()


def test_a_model_runs_from_a_folder_whose_name_is_no_text(convolution: Path, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()

    opened = started(Path(shutil.copy(convolution, folder)), Configuration())
    block = opened.block(0.0, minimum_runs=3)
    opened.close()

    assert isinstance(block, Block)


@pytest.fixture(scope="module")
def two(convolution: Path) -> Iterator[OnnxSession]:
    options = (("io_binding", "1"), ("callers", "2"), ("session.use_env_allocators", "0"))
    opened = started(convolution, Configuration(instances=2, batch=2, spinning=False, arena=False, options=options))
    yield opened
    opened.close()


def test_a_cold_start_tells_its_parts(session: OnnxSession) -> None:
    begun = session.started

    assert min(begun.process_ns, begun.import_ns, begun.session_ns, begun.first_run_ns) > 0
    assert 0 < begun.resident_bytes[0] <= begun.resident_bytes[1]
    assert begun.runtime.startswith("onnxruntime 1.")
    assert begun.distinct == 8
    assert begun.transfer_ns == (-1, -1)


def test_where_each_node_runs_is_known(session: OnnxSession) -> None:
    (placed,) = session.started.placement

    assert (placed.provider, placed.nodes) == ("CPUExecutionProvider", 3)
    assert ("Conv", 1) in placed.operators


def test_a_block_reaches_its_least_number_and_tells_what_the_process_saw(session: OnnxSession) -> None:
    block = session.block(0.0, minimum_runs=30)

    assert isinstance(block, Block)
    assert (block.runs, block.errors, len(block.lanes)) == (30, 0, 1)
    seen = block.lanes[0].seen
    assert 0 < sum(block.latencies_ns) <= seen.ended_ns - seen.started_ns
    assert seen.processor_ns > 0
    assert seen.resident_bytes > 0
    assert block.pace_ns == seen.pace_ns > 0


def test_a_pause_between_runs_takes_its_time(session: OnnxSession) -> None:
    block = session.block(0.0, minimum_runs=4, gap_s=0.02)

    assert isinstance(block, Block)
    assert block.seconds >= 0.06


def test_every_arrival_is_served_in_the_order_of_the_schedule(session: OnnxSession) -> None:
    arrivals = session.open_loop(SCHEDULE)

    assert isinstance(arrivals, Arrivals)
    assert arrivals.served == tuple(range(len(SCHEDULE)))
    assert all(one >= 0 for one in arrivals.lateness_ns)
    assert all(whole >= part for whole, part in zip(arrivals.latencies_ns, arrivals.service_ns, strict=True))


def test_what_nobody_takes_before_the_end_is_left(session: OnnxSession) -> None:
    arrivals = session.open_loop(array("q", [0, 10**12]), limit_s=0.2)

    assert isinstance(arrivals, Arrivals)
    assert arrivals.served == (0,)
    assert arrivals.finished_ns[1] == -1


def test_the_answer_to_the_first_input_is_always_the_same(session: OnnxSession, two: OnnxSession) -> None:
    once, again, other = session.outputs(), session.outputs(), two.outputs()

    assert isinstance(once, tuple)
    assert isinstance(other, tuple)
    assert isinstance(once[0], Tensor)
    assert once == again
    assert (once[0].name, once[0].type, once[0].shape) == ("out", "float32", (1, 4, 15, 15))
    assert len(np.frombuffer(once[0].data, "float32")) == 900
    assert other[0].shape == (2, 4, 15, 15)


def test_instances_are_processes_that_share_one_schedule(two: OnnxSession) -> None:
    arrivals = two.open_loop(SCHEDULE)

    assert isinstance(arrivals, Arrivals)
    assert len(set(two.pids)) == len(arrivals.seen) == 2
    assert arrivals.served == tuple(range(len(SCHEDULE)))


def test_callers_share_a_session_and_run_at_the_same_time(two: OnnxSession) -> None:
    block = two.block(0.0, minimum_runs=10)

    assert isinstance(block, Block)
    assert [len(lane.latencies_ns) for lane in block.lanes] == [20, 20]


def test_a_profile_counts_operations_and_weights_that_the_runtime_packed(session: OnnxSession) -> None:
    work = session.profile()

    assert isinstance(work, Work)
    convolution, transposed = 8 * 14 * 14 * 3 * 3 * 3, 8 * 14 * 14 * 4 * 2 * 2
    assert [node.macs for node in work.nodes] == [convolution, transposed, 0]
    assert (work.macs, work.uncounted) == (convolution + transposed, ())
    assert work.bytes > 4 * (3 * 16 * 16 + 2 * 8 * 14 * 14)
    assert sum(node.nanoseconds for node in work.run) > 0
    assert work.memory > 0


def test_a_model_of_one_row_takes_no_batch(convolution: Path) -> None:
    fixed = Feeds(FEEDS.recipes)

    answer = OnnxSystem("convolution", convolution, fixed).start(Configuration(batch=4), Limits())

    assert answer == Unmeasured(Cause.REFUSED, "the model takes one row in a call")


def test_flushing_subnormals_and_levels_of_optimisation_are_settings(convolution: Path) -> None:
    session = started(convolution, Configuration(flush_subnormals=True, optimisation="layout", inter_threads=2))

    block = session.block(0.0, minimum_runs=3)
    session.close()
    session.close()

    assert isinstance(block, Block)
