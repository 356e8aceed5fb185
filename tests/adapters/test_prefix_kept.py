"""What a model has read once it does not read again: the stable part of a prompt outlives the questions between."""

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.answers.conversation import understand
from vaultmind.answers.prompt import build_prompt, judging_turns, proving_turns
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.conversation import Turn
from vaultmind.domain.link import NotePath
from vaultmind.domain.model import Timings
from vaultmind.domain.span import Span
from vaultmind.ports import ChatTurn

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason='no runtime for model files: pip install "vaultmind[llm]"'
)


@pytest.fixture
def model(smollm2: Path, tmp_path: Path) -> Iterator[HostedModel]:
    with closing(HostedModel(smollm2, name="tiny", folder=tmp_path, context_tokens=2048)) as model:
        yield model


def passage(text: str) -> Passage:
    return Passage(1, Chunk(NotePath("Garden.md"), 0, Span(0, len(text)), (1, 1), (), "Garden", text), 1.0)


def asked(model: HostedModel, turns: Sequence[ChatTurn]) -> Timings:
    *_, last = model.stream(turns, max_tokens=4)
    assert last.timings is not None
    return last.timings


def prompt(question: str, text: str) -> tuple[ChatTurn, ...]:
    return build_prompt(question, [passage(text)], budget_tokens=200, date_of=lambda _: None).turns


def test_a_follow_up_reads_only_what_is_new(model: HostedModel) -> None:
    question = "When is the tree watered?"
    first = asked(model, prompt(question, "The old tree is watered on Mondays."))
    assert first.read_tokens > 250, "the first question reads all of the rules and examples"

    understand("And the well?", [Turn(question, "On Mondays.")], model=model)
    asked(model, judging_turns("How deep is the well?", "The well is nine metres deep.", budget_tokens=100))
    asked(model, proving_turns("The well is deep.", "The well is nine metres deep.", budget_tokens=100))

    second = asked(model, prompt("How deep is the well?", "The well is nine metres deep."))
    stable = first.read_tokens + first.cached_tokens - 60
    assert second.cached_tokens >= stable, "the rules and the examples were known from before"
    assert second.read_tokens < first.read_tokens // 3
