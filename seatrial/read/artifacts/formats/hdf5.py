"""What would reading an HDF5 file reach or run: other files, pickles, the configuration of a Keras model?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.outside import level_of
from seatrial.read.hdf5.space import signature_at
from seatrial.read.hdf5.walk import Held, Outside, walk
from seatrial.read.regex import regex

SAFER = (
    "safetensors for the weights, and the layers as code: safetensors.numpy.save_file({w.path: w.numpy() for w in "
    "model.weights}, 'model.safetensors')"
)
_COPY = "a file with its own data: h5copy -p -i model.h5 -o whole.h5 -s GROUP -d GROUP -f ext, once you know the links"
_PICKLED = regex(rb"\A(?:\x80|\(|[\]}NIFLSVcK])[\s\S]*\.\Z")
_JSON = regex(rb"\A\s*[{\[]")
_LAMBDA = regex(rb"\"class_name\"\s*:\s*\"(?:Lambda|__lambda__)\"")


def _claims(part: Part) -> bool:
    return signature_at(part.data if part.unpacked else memoryview(part.head)) >= 0 or (
        part.head.startswith(b"MATLAB") and b"7.3" in part.head[:20]
    )


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    complete = True
    for seen in walk(part.data, budget.step):
        if isinstance(seen, Outside):
            yield Finding(
                "hdf5-outside",
                level_of(seen.file),
                f"reading it opens another file, {seen.file}, by an {seen.way}",
                _COPY,
                seen.path,
            )
        elif isinstance(seen, Held):
            complete = complete and not seen.attribute.unread
            yield from _attribute(seen)
        else:
            complete = False
            yield Gap(f"{seen.path}: {seen.why}")
    if not complete and (found := _LAMBDA.search(part.data)):
        yield Finding("keras-lambda", Verdict.DANGEROUS, "a Lambda layer holds Python code", SAFER, byte=found.start())


def _attribute(held: Held) -> Iterator[Told]:
    attribute, key = held.attribute, f"{held.path}@{held.attribute.name}"
    if attribute.unread:
        yield Gap(f"{key}: {attribute.unread}")
    if held.path == "/" and attribute.name in ("model_config", "keras_version", "layer_names"):
        yield Kind("Keras HDF5")
    if attribute.name == "PSEUDOATOM" and b"object" in b"".join(attribute.values):
        what = "its rows are pickles, which PyTables and pandas load"
        yield Finding("hdf5-pickled-rows", Verdict.SUSPICIOUS, what, "Parquet: frame.to_parquet('data.parquet')", key)
    if attribute.name == "MATLAB_class" and attribute.values[:1] in ((b"function_handle",), (b"FileWrapper__",)):
        what = "it holds a function or an object of MATLAB, whose class runs code when it is loaded"
        yield Finding("matlab-object", Verdict.SUSPICIOUS, what, "plain arrays: save('data.mat', 'x')", key)
    for value in attribute.values:
        if _JSON.match(value) or _PICKLED.match(value):
            yield Part(key, value)


HDF5 = FormatReader("HDF5", _claims, _read)
