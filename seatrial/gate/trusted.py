"""Does a change trust somebody else to sign a model, or ask for no signature any more?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.config import Config
from seatrial.gate.terms import End, Loosened
from seatrial.model.signatures import SignedModel


def keyed(end: End) -> Config:
    """Return a configuration whose statements about signatures hold the keys themselves, as its own commit has them.

    A branch that changes a key has then no say in what its own models are verified by, where an earlier one rules.
    """
    config, stated = end.config, end.config.settings.signatures
    if not stated:
        return config
    from seatrial.scanners.signed_files import with_keys  # most repositories sign nothing

    return replace(config, settings=replace(config.settings, signatures=with_keys(stated, end.snapshot)))


def trusting_others(early: End, late: End) -> Iterator[Loosened]:
    """Yield each model that was signed by somebody, and is signed by somebody else or by nobody in a later commit.

    A model that is gone needs no signature.
    """
    before, after = keyed(early), keyed(late)
    now = {one.model: one for one in after.settings.signatures}
    for one in before.settings.signatures:
        later, place = now.get(one.model), after.settings.place("signatures")
        if later is None and any(_is_of(entry.path, one.model) for entry in late.snapshot.entries()):
            yield Loosened(place, f"no signature of {one.model} is asked for any more")
        elif later is not None and _trust(later) != _trust(one):
            trusted = next(kept for kept in late.config.settings.signatures if kept.model == one.model).trusts
            yield Loosened(later.place, f"somebody else is trusted to sign {one.model}: {trusted}")


def _trust(stated: SignedModel) -> tuple[str, frozenset[str], str, str]:
    return stated.public_key.strip(), frozenset(map(str.strip, stated.certificates)), stated.identity, stated.issuer


def _is_of(path: str, model: str) -> bool:
    return model in {".", path} or path.startswith(f"{model}/")
