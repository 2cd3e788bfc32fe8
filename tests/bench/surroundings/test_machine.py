"""What is read of a machine is what its kernel says, and nothing when it says nothing."""

from pathlib import Path

from seatrial.bench.surroundings.machine import core_quota, machine, usable_cores


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_this_machine_has_cores_and_memory_and_an_identity_that_stays() -> None:
    found = machine()

    assert 1 <= found.cores == usable_cores()
    assert found.memory is not None
    assert found.identity == machine().identity


def test_a_machine_without_files_of_a_kernel_is_told_by_what_is_left(tmp_path: Path) -> None:
    found = machine(tmp_path)

    assert (found.isa, found.quota, found.virtual, found.governor) == ((), None, None, "")
    assert found.identity != machine().identity or not machine().isa


def test_the_processor_is_named_with_the_instruction_sets_that_matter(tmp_path: Path) -> None:
    cpuinfo = (
        "processor : 0\nmodel name : Example CPU 9000\nflags : fpu sse2 avx2 avx512f hypervisor\n\nprocessor : 1\n"
    )
    found = machine(written(tmp_path, {"proc/cpuinfo": cpuinfo}))

    assert (found.cpu, found.isa, found.virtual) == ("Example CPU 9000", ("avx2", "avx512f"), True)


def test_the_quota_of_a_container_is_told_in_cores(tmp_path: Path) -> None:
    second = written(tmp_path / "v2", {"proc/self/cgroup": "0::/app\n", "sys/fs/cgroup/app/cpu.max": "150000 100000\n"})
    first = {
        "proc/self/cgroup": "4:cpu,cpuacct:/job\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    }

    assert core_quota(second) == 1.5
    assert core_quota(written(tmp_path / "v1", first)) == 0.5


def test_no_limit_is_no_quota(tmp_path: Path) -> None:
    unlimited = {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}

    assert core_quota(written(tmp_path, unlimited)) is None


def test_a_limit_of_memory_counts(tmp_path: Path) -> None:
    small = {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "536870912\n"}

    assert machine(written(tmp_path, small)).memory == 536870912
