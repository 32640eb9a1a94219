"""A language model that says what a test wrote down, on a real socket."""

from tests.fakes.model.script import Answer, Broken, Calls, Hangs, Raw, Says
from tests.fakes.model.server import ScriptedModel, open_model

__all__ = ["Answer", "Broken", "Calls", "Hangs", "Raw", "Says", "ScriptedModel", "open_model"]
