"""What was measured, on which machine, set up how? What a record knows before the first run."""

from enum import StrEnum

from seatrial.model.record import dataclass


class Provenance(StrEnum):
    """Where a number that a model needs to run comes from, the most trusted first."""

    USER = "user"  #: an option, or seatrial.yaml
    REPO_FILE = "repo-file"  #: test data or a configuration that is kept with the model
    GRAPH = "graph"  #: the model itself fixes or bounds it
    HEURISTIC = "heuristic"  #: guessed by name and rank
    SEARCH = "search"  #: the first value with which it ran


class Scenario(StrEnum):
    """How requests come, by MLPerf's names where it has one."""

    COLD = "cold"  #: fresh processes: import, session, first run
    SINGLE = "single"  #: one after the other, as soon as the last one ended
    SPARSE = "sparse"  #: one after the other, with a pause between
    BATCH = "batch"  #: one after the other, several samples in each
    OFFLINE = "offline"  #: everything at once, on several instances
    SERVER = "server"  #: by a schedule that waits for nobody
    CONTENTION = "contention"  #: one after the other, beside synthetic work on another core
    SOAK = "soak"  #: one after the other, for long

    def told(self, gap_ms: float = 0.0) -> str:
        """Say how requests came, one after the other; ``gap_ms`` is the pause between them."""
        match self:
            case Scenario.SPARSE:
                return f"{gap_ms:g} ms apart"
            case Scenario.CONTENTION:
                return "beside work on another core"
            case Scenario.SOAK:
                return "for long"
            case _:
                return "back to back"


CPU_PROVIDER = "CPUExecutionProvider"  #: onnxruntime's own kernels

#: Scenarios in which a request waits for no other, so that their latencies stand side by side.
ONE_AT_A_TIME = (Scenario.SINGLE, Scenario.SPARSE, Scenario.CONTENTION, Scenario.SOAK)


@dataclass(frozen=True, slots=True)
class Configuration:
    """How a system under test is set up."""

    device: str = "cpu"  #: "cpu", "cuda:0", or as an endpoint or callable calls itself
    provider: str = ""  #: execution provider of onnxruntime; "" where there is none
    intra_threads: int = 1  #: of one instance, inside one operator; 0 leaves it to the runtime
    inter_threads: int = 1
    instances: int = 1  #: processes that serve side by side
    batch: int = 1  #: samples in one run
    spinning: bool = True  #: idle threads of the pool spin
    arena: bool = True
    optimisation: str = "all"  #: "disable", "basic", "extended", "layout" or "all"
    flush_subnormals: bool = False
    options: tuple[tuple[str, str], ...] = ()  #: what else was set, by the runtime's own names

    @property
    def on_device(self) -> bool:
        """Whether a model file runs on another device than the processor."""
        return self.provider not in ("", CPU_PROVIDER)

    @property
    def name(self) -> str:
        """Return it in a few words, the same for the same configuration; defaults are left out."""
        processor = self.device.partition(":")[0] == "cpu"
        parts = ["cpu" if processor else self.device]
        if processor or self.intra_threads != 1:
            parts.append(f"{self.intra_threads or 'all'} thread{'' if self.intra_threads == 1 else 's'}")
        parts += [f"{self.instances} instances"] * (self.instances != 1)
        parts += [f"batch {self.batch}"] * (self.batch != 1)
        parts += ["no spinning"] * (not self.spinning) + ["no arena"] * (not self.arena)
        parts += [f"optimisation {self.optimisation}"] * (self.optimisation != "all")
        parts += ["subnormals flushed"] * self.flush_subnormals
        return ", ".join([*parts, *(f"{key}={value}" for key, value in self.options)])


#: Source of a dimension that counts rows: the scenario chooses its size, so that nothing is guessed.
ONE_ROW = "one row"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of one input, as it was run."""

    size: int
    name: str = ""  #: symbol in the graph; "" when it has none
    provenance: Provenance = Provenance.GRAPH
    source: str = ""  #: path of the file, or the rule that chose


@dataclass(frozen=True, slots=True)
class Input:
    """What one input was fed with."""

    name: str
    type: str  #: "float32", "int64", "string"
    dims: tuple[Dimension, ...] = ()  #: () is a scalar
    values: Provenance = Provenance.HEURISTIC
    source: str = ""  #: of the values: a path, or a rule in words
    distinct: int = 1  #: how many different feeds took turns


@dataclass(frozen=True, slots=True)
class Subject:
    """A system under test: a model file, an endpoint or a callable."""

    name: str  #: path inside the repository, address without credentials, or ``module:function``
    kind: str = "onnx"  #: "onnx", "http" or "callable"
    sha256: str = ""  #: of the model file and its external data; "" for what is no file
    bytes: int = 0  #: external data included
    inputs: tuple[Input, ...] = ()
    outputs: tuple[str, ...] = ()  #: ``name: float32[?, 5]``
    opset: int = 0
    producer: str = ""
    parameters: int | None = None
    macs: int | None = None  #: multiply-accumulates of one run, from the shapes at run time
    subnormal: int | None = None  #: weights that are subnormal numbers
    synthetic: bool = False  #: it ran on guessed shapes or values only, so that a verdict says little about real use


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it was measured. What cannot be read is None or "", never guessed."""

    cpu: str = ""
    isa: tuple[str, ...] = ()  #: instruction sets that matter here: avx2, avx512f, amx_int8, neon, sve
    cores: int = 0  #: that this process may use
    cores_online: int = 0
    quota: float | None = None  #: cores that the container may use on average
    memory: int | None = None  #: bytes that this process may use
    system: str = ""  #: operating system and kernel
    architecture: str = ""
    virtual: bool | None = None
    governor: str = ""
    on_battery: bool | None = None
    accelerators: tuple[str, ...] = ()
    python: str = ""  #: that ran the model
    runtime: str = ""  #: "onnxruntime 1.32.0"
    providers: tuple[str, ...] = ()  #: built into the runtime, which does not tell that they work here
    harness_us: float | None = None  #: microseconds that a call costs without a model
    identity: str = ""  #: digest that is the same for the same machine; names no host
