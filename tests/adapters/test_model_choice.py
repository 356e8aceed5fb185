from pathlib import Path

import pytest

from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_choice import ModelChoice
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.domain.errors import ModelProblem


def choice(folder: Path, *, default: str = "", url: str = "") -> ModelChoice:
    return ModelChoice(LocalModels(folder / "models"), folder / "run", default=default, context_tokens=512, url=url)


def test_without_a_name_the_model_that_is_set_answers_or_none(tmp_path: Path, smollm2: Path) -> None:
    assert choice(tmp_path).choose(None) is None
    shelf = LocalModels(tmp_path / "models")
    name = shelf.add_file(str(smollm2)).name
    models = choice(tmp_path, default=name)
    chosen = models.choose(None)
    assert isinstance(chosen, HostedModel)
    assert models.choose(name) is chosen
    models.close()
    assert models.choose(name) is not chosen


def test_a_model_that_is_not_here_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="no-such-model"):
        choice(tmp_path).choose("no-such-model")


def test_with_an_address_the_set_model_is_asked_there(tmp_path: Path) -> None:
    chosen = choice(tmp_path, default="llama3", url="http://127.0.0.1:11434/v1").choose(None)
    assert isinstance(chosen, OpenAiEndpoint)
    assert chosen.name == "llama3"
    with pytest.raises(ModelProblem, match="has not been allowed to leave"):
        choice(tmp_path, default="big", url="https://models.example.org/v1").choose(None)
