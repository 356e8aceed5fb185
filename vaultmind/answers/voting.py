"""A chat model that votes: whether a text answers a question, read off the probabilities of its first word."""

from collections.abc import Callable, Sequence
from contextlib import closing

from vaultmind.answers.prompt import judging_turns, probability_of_yes, proving_turns
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel, Token

_ALTERNATIVES = 20


class ModelVote:
    """One model that reads a text and a question and says yes or no, with how sure it is."""

    def __init__(self, model: LanguageModel, *, judged_tokens: int = 400) -> None:
        """Ask ``model``; of each text it reads the ``judged_tokens`` nearest to the question."""
        self._model = model
        self._judged_tokens = judged_tokens

    def probability_of_yes(self, question: str, text: str, *, cancel: CancelToken | None = None) -> float | None:
        """Return from 0 to 1 how likely the model thinks it that ``text`` answers; ``None`` where it says neither."""
        return self._yes(judging_turns(question, text, budget_tokens=self._judged_tokens), cancel)

    def probability_that_said(self, statement: str, text: str, *, cancel: CancelToken | None = None) -> float | None:
        """Return the same for whether ``text`` says what ``statement`` says, perhaps in other words."""
        return self._yes(proving_turns(statement, text, budget_tokens=self._judged_tokens), cancel)

    def _yes(self, turns: Sequence[ChatTurn], cancel: CancelToken | None) -> float | None:
        with closing(self._model.stream(turns, max_tokens=1, top_logprobs=_ALTERNATIVES, cancel=cancel)) as pieces:
            first = next(pieces, Token(""))
        return probability_of_yes(first.top if first.top is not None else {first.text: 0.0})


class VotingReranker:
    """A chat model as a reranker. It is slow, so it reads the first ``most`` texts; the others follow as they came."""

    def __init__(self, choose: Callable[[], LanguageModel], *, most: int = 8, judged_tokens: int = 200) -> None:
        """Ask the model that ``choose`` returns at the first score, so that nothing is loaded before."""
        self._choose = choose
        self._most = most
        self._judged_tokens = judged_tokens
        self._failure: str | None = None

    def failure(self) -> str | None:
        """Return why the model failed when it was last asked, ``None`` where it did not."""
        return self._failure

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return the probability of yes for each of the first texts, and below zero, falling, for the others.

        A model that fails has no vote: what it did not judge stays in its order.
        """
        judged: list[float] = []
        self._failure = None
        if texts:
            try:
                vote = ModelVote(self._choose(), judged_tokens=self._judged_tokens)
                judged.extend(vote.probability_of_yes(question, text) or 0.0 for text in texts[: self._most])
            except ModelProblem as failed:
                self._failure = str(failed)
        return [*judged, *(-float(place) for place in range(1, len(texts) - len(judged) + 1))]
