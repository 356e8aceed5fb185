import importlib.util
import time
from pathlib import Path

import pytest

from vaultmind.adapters.models.consents import Consents
from vaultmind.adapters.models.fitting import Fits
from vaultmind.adapters.models.hosted_model import HostedModel, default_threads
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_choice import ModelChoice
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.domain.errors import ModelProblem, NotAllowed
from vaultmind.domain.model import Fit, FitTry
from vaultmind.ports import ChatTurn


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
    with pytest.raises(NotAllowed, match="is off this machine"):
        choice(tmp_path, default="big", url="https://models.example.org/v1").choose(None)


def test_a_consent_is_looked_at_anew_for_every_question(tmp_path: Path) -> None:
    consents = Consents(tmp_path)
    asked_for_keys: list[str] = []

    def key_of(url: str) -> str:
        asked_for_keys.append(url)
        return "k"

    url = "https://models.example.org/v1"
    models = ModelChoice(
        LocalModels(tmp_path / "models"), tmp_path, default="big", context_tokens=512, url=url,
        key_of=key_of, may_leave=consents.allows,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        models.choose(None)
    assert asked_for_keys == [], "a key is not even looked up for a machine that is not allowed"
    consents.allow(url)
    assert isinstance(models.choose(None), OpenAiEndpoint)
    consents.take_back("models.example.org")
    with pytest.raises(NotAllowed):
        models.choose(None)


@pytest.mark.parametrize(("others", "threads"), [(0.0, 3), (0.6, default_threads())])
def test_what_was_measured_on_a_busy_machine_chooses_nothing(
    tmp_path: Path, smollm2: Path, others: float, threads: int
) -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip('no runtime for model files: pip install "vaultmind[llm]"')
    shelf, fits = LocalModels(tmp_path / "models"), Fits(tmp_path / "fits.json")
    name = shelf.add_file(str(smollm2)).name
    way = FitTry(3, 64, 0, 100.0, 10.0)
    fits.keep(smollm2, Fit(way, (way,), 4096, 1.0, 1, "CPU", 0, 31, "2026-11-22T00:00:00+00:00", others))
    models = ModelChoice(shelf, tmp_path / "run", default=name, context_tokens=256, fits=fits)
    chosen = models.choose(None)
    assert isinstance(chosen, HostedModel)
    assert chosen.load().threads == threads
    models.close()


def test_a_model_that_is_set_to_leave_when_idle_does(tmp_path: Path, smollm2: Path) -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip('no runtime for model files: pip install "vaultmind[llm]"')
    shelf = LocalModels(tmp_path / "models")
    name = shelf.add_file(str(smollm2)).name
    models = ModelChoice(shelf, tmp_path / "run", default=name, context_tokens=512, idle_s=0.2)
    chosen = models.choose(None)
    assert isinstance(chosen, HostedModel)
    assert list(chosen.stream([ChatTurn("user", "Hi")], max_tokens=1))
    deadline = time.monotonic() + 60
    while chosen.placement is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert chosen.placement is None
    models.close()
