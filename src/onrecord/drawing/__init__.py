"""Drawing: pictures of readings as SVG that read in print, in black and white, and by a reader that speaks.

It owns marks, fills, signs, axes, how wide words are, and how rows of words and bars are laid out. It knows no reading
and decides nothing of what is shown: what a picture of proceedings, of clocks or of speech says is owned there.
"""

from onrecord.drawing.axes import NumberAxis, Panel, TimeAxis, span_of
from onrecord.drawing.errors import PictureUnwritable
from onrecord.drawing.grids import MatrixRow, matrix
from onrecord.drawing.marks import Canvas, Fill, Sign
from onrecord.drawing.measuring import LINE, SIZE, lines_of, width_of
from onrecord.drawing.picture import COLOURS, LOOKS, NARROW, WIDE, Picture, Table
from onrecord.drawing.sheet import BAR, Sheet

__all__ = [
    "BAR",
    "COLOURS",
    "LINE",
    "LOOKS",
    "NARROW",
    "SIZE",
    "WIDE",
    "Canvas",
    "Fill",
    "MatrixRow",
    "NumberAxis",
    "Panel",
    "Picture",
    "PictureUnwritable",
    "Sheet",
    "Sign",
    "Table",
    "TimeAxis",
    "lines_of",
    "matrix",
    "span_of",
    "width_of",
]
