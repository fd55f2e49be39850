"""A school's 制度 as rules: `read(text) -> Reading`, `load(bytes) -> text`, `load_file(path) -> text`."""

from nlp.regulations.contracts import Clause, Conflict, Reading, Rule
from nlp.regulations.errors import RegulationError
from nlp.regulations.loading import load, load_file
from nlp.regulations.reader import read

__all__ = ["Clause", "Conflict", "Reading", "RegulationError", "Rule", "load", "load_file", "read"]
