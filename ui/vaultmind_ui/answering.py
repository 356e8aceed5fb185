"""Who can answer: the models that are here or on a server, and the voices of a council."""

from dataclasses import dataclass
from pathlib import Path

from vaultmind import api


@dataclass(frozen=True, slots=True)
class Answering:
    """What the settings say of answers: ``model`` answers, ``""`` for none; ``models`` are all that could.

    ``voices`` speak where several are asked.
    """

    model: str = ""
    models: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()

    @property
    def has_council(self) -> bool:
        """Say whether there are voices enough to hold against each other; a role without a model has none."""
        return len({voice for voice in self.voices if self.model or not voice.startswith(":")}) > 1


def read_answering(data: Path | None) -> Answering:
    """Read the settings and the shelf of models; for any thread."""
    answers = api.load_settings(api.find_places(data).settings_file).answers
    here = (model.name for model in api.open_models().installed() if model.kind is api.ModelKind.CHAT)
    named = dict.fromkeys(name for name in (answers.model, *here, *answers.endpoints) if name)
    return Answering(answers.model, tuple(named), tuple(answers.voices))
