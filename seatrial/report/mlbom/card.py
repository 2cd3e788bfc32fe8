"""What does a repository state about one model, in the fields of a model card of CycloneDX?"""

from collections.abc import Iterable, Mapping

from seatrial.model.models import Metric, ModelCard, ModelFile
from seatrial.report.mlbom.fields import Json, given, properties

#: The questions of cards for which CycloneDX has a field.
_CONSIDERED = {"intended use": "useCases", "limits and risks": "technicalLimitations"}


def model_card(
    cards: Iterable[ModelCard], metrics: Iterable[Metric], data: Mapping[str, str], file: ModelFile | None = None
) -> Json:
    """Return the model card; {} when nothing is stated. ``data`` has the references of data sets by name."""
    cards = tuple(cards)
    figures = [*(metric for card in cards for metric in card.metrics), *metrics]
    return given(
        {
            "modelParameters": _parameters(cards, data, file),
            "quantitativeAnalysis": given({"performanceMetrics": [_figure(one) for one in figures]}),
            "considerations": _considerations(cards),
            "properties": properties(
                *(("card", card.place.spot) for card in cards),
                *(("library", card.library) for card in cards),
                *(
                    (f"card:{question.replace(' ', '-')}", said)
                    for card in cards
                    for question, said in card.statements
                    if question not in _CONSIDERED
                ),
            ),
        }
    )


def _parameters(cards: tuple[ModelCard, ...], data: Mapping[str, str], file: ModelFile | None) -> Json:
    names = dict.fromkeys(name for card in cards for name in card.datasets)
    return given(
        {
            "task": next((card.task for card in cards if card.task), ""),
            "architectureFamily": file.family if file else "",
            "modelArchitecture": file.architecture if file else "",
            "datasets": [{"ref": data[name]} if name in data else {"type": "dataset", "name": name} for name in names],
            "inputs": [{"format": said} for said in file.inputs] if file else [],
            "outputs": [{"format": said} for said in file.outputs] if file else [],
        }
    )


def _considerations(cards: tuple[ModelCard, ...]) -> Json:
    return given(
        {
            field: [said for card in cards for asked, said in card.statements if asked == question]
            for question, field in _CONSIDERED.items()
        }
    )


def _figure(one: Metric) -> Json:
    return given({"type": one.name, "value": one.value, "slice": one.data})
