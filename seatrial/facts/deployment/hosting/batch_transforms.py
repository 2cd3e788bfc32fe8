"""Does SageMaker go through whole files with the model, by a batch transform, and is there no endpoint that answers?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.model import Evidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, own_paths

#: Files in which a state machine, a template, a stack or a script names what SageMaker shall do.
_FILES = caseless(r".*\.(?:json|ya?ml|tf|asl|template|sh|tsx?|mjs|js)$")
_LARGEST = 500_000
_TRANSFORMS = caseless(
    r"sagemaker[:. ]+create-?transform-?job|\bcreate-transform-job\b|\bCreateTransformJobCommand\b"
    r"|\bSageMakerCreateTransformJob\b"
)
_ENDPOINTS = caseless(
    r"AWS::SageMaker::Endpoint|\baws_sagemaker_endpoint|sagemaker[:. ]+create-?endpoint|\bSageMakerCreateEndpoint"
    r"|\bCreateEndpoint(?:Config)?Command\b|\bsagemaker\.CfnEndpoint"
)
#: Calls in Python, by their last part: those of clients and operators, and those of the SDK, whose names are common.
_STARTS = ("create_transform_job", "SageMakerTransformOperator")
_STARTS_BY_SDK = ("transformer", "Transformer", "TransformStep")
_ANSWERS = ("create_endpoint", "create_endpoint_config", "invoke_endpoint", "SageMakerEndpointOperator")
_ANSWERS_BY_SDK = ("deploy", "Predictor", "CfnEndpoint", "CfnEndpointConfig")
_SDK = frozenset({"sagemaker", "aws_cdk"})


@fact
def batch_transforms(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a batch transform of SageMaker is started; () where an endpoint is made or asked as well."""
    if next(_called(repo, _ANSWERS, _ANSWERS_BY_SDK), None) or next(_words_in_files(repo, _ENDPOINTS), None):
        return ()
    places = dict.fromkeys((*_words_in_files(repo, _TRANSFORMS), *_called(repo, _STARTS, _STARTS_BY_SDK)))
    return tuple(Evidence(place, "SageMaker goes through files with the model") for place in places)


def _called(repo: Repo, plain: tuple[str, ...], by_sdk: tuple[str, ...]) -> Iterator[Place]:
    for found in called(repo, *plain, *by_sdk):
        known = found.call.last in plain or not found.program.file.packages.isdisjoint(_SDK)
        if known and found.site.role is Role.OWN:
            yield found.site.place


def _words_in_files(repo: Repo, words: re.Pattern[str]) -> Iterator[Place]:
    for path in own_paths(repo, _FILES.match):
        if repo.entries[path].size <= _LARGEST:
            text = repo.text_or_empty(path, _LARGEST)
            if found := words.search(text):
                yield Place(path, line_number(text, found.start()))
