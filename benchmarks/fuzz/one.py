"""Which bytes does one parser not bear? ``python -m benchmarks.fuzz.one PARSER FOLDER [options of libFuzzer]``."""

import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["seatrial.read"]):
    from benchmarks.fuzz.parsers import parsers
    from benchmarks.fuzz.seeds import SEEDS


def main(name: str, folder: Path, options: list[str]) -> None:
    """Write the seeds of a parser and let the fuzzer change them; the first byte says under which path they go."""
    parser, seeds = parsers()[name], SEEDS[name]
    folder.mkdir(parents=True, exist_ok=True)
    for number, (_, content) in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(bytes([number]) + content)

    def tried(data: bytes) -> None:
        if data:
            parser.parse(seeds[data[0] % len(seeds)][0], data[1:])

    atheris.Setup([sys.argv[0], *options, str(folder)], tried)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
