"""Which components does an ML-BOM list: models by their files, references and cards, data sets, frameworks?"""

from collections.abc import Iterator

from seatrial.model.models import DataSource, Framework, ModelCard, ModelFile, ModelReference, Models
from seatrial.model.record import dataclass
from seatrial.report.mlbom.card import model_card
from seatrial.report.mlbom.fields import Json, evidence, given, hashes, licences, properties

_MODEL = "machine-learning-model"


@dataclass(frozen=True, slots=True)
class Part:
    """One component and the references of what it is made from."""

    ref: str
    component: Json
    needs: tuple[str, ...] = ()


def parts(held: Models) -> tuple[Part, ...]:
    """Return the components, models first."""
    return (
        *_files(held),
        *_own_cards(held),
        *map(_reference, held.references),
        *map(_data, held.data),
        *map(_framework, held.frameworks),
    )


def _files(held: Models) -> Iterator[Part]:
    for file in held.files:
        cards = tuple(card for card in held.cards if file.path in card.of)
        metrics = tuple(metric for path, metric in held.metrics if path == file.path)
        ref, datasets = f"model:{file.path}", _known_data(held, cards)
        component = {
            "type": _MODEL,
            "bom-ref": ref,
            "name": file.path,
            "hashes": hashes(file.sha256, file.md5),
            "licenses": licences(dict.fromkeys(said for card in cards for said in card.licences)),
            "pedigree": _ancestors(cards),
            "modelCard": model_card(cards, metrics, datasets, file),
            "properties": _of_file(file),
        }
        yield Part(ref, given(component), tuple(datasets.values()))


def _of_file(file: ModelFile) -> list[Json]:
    return properties(
        ("format", file.format),
        ("elsewhere", file.elsewhere),
        ("role", "example" if file.example else ""),
        ("runs-code-when-loaded", "true" if file.runs_code else ""),
        ("onnx-opset", str(file.opset or "")),
        *(("reads-besides", path) for path in file.needs),
        *((f"metadata:{key}", value) for key, value in file.metadata),
    )


def _own_cards(held: Models) -> Iterator[Part]:
    """Yield the cards that do not tell which stored model they describe: each is a model that somebody stated."""
    for card in held.cards:
        if card.of:
            continue
        ref, datasets = f"card:{card.place.path}:{card.place.line}", _known_data(held, (card,))
        component = {
            "type": _MODEL,
            "bom-ref": ref,
            "name": card.title or card.place.path,
            "licenses": licences(card.licences),
            "pedigree": _ancestors((card,)),
            "evidence": evidence([card.place]),
            "modelCard": model_card((card,), (), datasets),
        }
        yield Part(ref, given(component), tuple(datasets.values()))


def _reference(one: ModelReference) -> Part:
    ref = f"{'provider' if one.hosted else 'hub'}:{one.name}{'@' if one.revision else ''}{one.revision}"
    component = {
        "type": _MODEL,
        "bom-ref": ref,
        "name": one.name,
        "version": one.revision,
        "evidence": evidence(one.places),
        "properties": properties(
            ("comes-from", "provider" if one.hosted else "hub"),
            ("fixed-version", "true" if one.fixed else "false"),
            ("runs-code-when-loaded", "true" if one.remote_code else ""),
        ),
    }
    return Part(ref, given(component))


def _data(one: DataSource) -> Part:
    ref = _data_ref(one)
    component = {
        "type": "data",
        "bom-ref": ref,
        "name": one.name,
        "version": one.revision,
        "hashes": hashes("", one.md5),
        "evidence": evidence(one.places),
        "data": [{"type": "dataset", "name": one.name}],
        "properties": properties(("made-by-code", "true" if one.made else "")),
    }
    return Part(ref, given(component))


def _framework(one: Framework) -> Part:
    ref = f"framework:{one.name}"
    component = {
        "type": "library",
        "bom-ref": ref,
        "name": one.name,
        "version": one.version,
        "scope": "required" if one.needed else "optional",
        "purl": f"pkg:pypi/{one.name}@{one.version}" if one.version else f"pkg:pypi/{one.name}",
        "evidence": evidence([one.place]),
        "properties": properties(("asked-for", one.asked if not one.version else "")),
    }
    return Part(ref, given(component))


def _data_ref(one: DataSource) -> str:
    return "".join((f"data:{one.name}", *(f"@{held}" for held in (one.revision, one.md5) if held)))


def _known_data(held: Models, cards: tuple[ModelCard, ...]) -> dict[str, str]:
    """Return the references of the data sets that cards name and code takes."""
    named = {name for card in cards for name in card.datasets}
    return {one.name: _data_ref(one) for one in held.data if one.name in named}


def _ancestors(cards: tuple[ModelCard, ...]) -> Json:
    names = dict.fromkeys(name for card in cards for name in card.upstream)
    return {"ancestors": [{"type": _MODEL, "name": name} for name in names]} if names else {}
