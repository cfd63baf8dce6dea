"""A map as a picture: the same for the command, the page and paper."""

from ivr.show.marks import NO_MARKS, Marks, marks_of
from ivr.show.svg.boards import Shape
from ivr.show.svg.drawing import svg
from ivr.show.svg.style import MAP_CSS

__all__ = ["MAP_CSS", "NO_MARKS", "Marks", "Shape", "marks_of", "svg"]
