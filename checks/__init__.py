"""The checks that seatrial ships: one package for each dimension, one module for each topic."""

from importlib import import_module
from importlib.resources import files

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
        for module in sorted(entry.name for entry in files(f"{__name__}.{package}").iterdir()):
            if module.endswith(".py") and module != "__init__.py":
                import_module(f"{__name__}.{package}.{module[:-3]}")


_declare()

FAMILIES = tuple(_PACKAGES.values())
