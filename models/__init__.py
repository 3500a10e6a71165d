"""What a trained tagger is: load it, tag lines, and see exactly which words carried a tag."""

from models.artifact import ArtifactError
from models.explanation import Contribution, Level, LineExplanation, TagExplanation
from models.figures import LanguageFigures, RegisterFigures, TagFigures, load_figures
from models.tagger import Tagger, load_tagger

__all__ = [
    "ArtifactError",
    "Contribution",
    "LanguageFigures",
    "Level",
    "LineExplanation",
    "RegisterFigures",
    "TagExplanation",
    "TagFigures",
    "Tagger",
    "load_figures",
    "load_tagger",
]
