"""The checks that seatrial ships: one package for each dimension, one module for each topic."""

from importlib import import_module
from pkgutil import iter_modules

from seatrial import api

_PACKAGES = {
    "architecture": api.architecture,
    "data": api.data,
    "delivery": api.delivery,
    "operations": api.operations,
    "security": api.security,
    "governance": api.governance,
    "performance": api.performance,
    "business": api.business,
}


def _declare() -> None:
    """Import every topic, so that its blocks are declared."""
    for package in _PACKAGES:
        folder = import_module(f"{__name__}.{package}").__path__
        for module in sorted(found.name for found in iter_modules(folder)):
            import_module(f"{__name__}.{package}.{module}")


_declare()

FAMILIES = tuple(_PACKAGES.values())
