"""A repository holds one or more components; checks judge a component."""

from seatrial.component.component import Component
from seatrial.component.components import components

__all__ = ["Component", "components"]
