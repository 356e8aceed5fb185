"""A council of one vault: voices that answer at once where they do not share a machine, merged when all have ended."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from vaultmind.answers.council import NOTES_VOICE, ROLES, InRole, Vote, ask_for_votes, merge, numbered_alike
from vaultmind.domain.answer import Answer
from vaultmind.domain.council import CouncilAnswer, Voice, VoiceDelta
from vaultmind.domain.errors import Cancelled, ModelProblem, VaultMindError, VaultProblem
from vaultmind.domain.views import AnswerDelta
from vaultmind.ports import CancelToken, Clock, LanguageModel, LanguageModels
from vaultmind.session.streams import Stop

_POLL_S = 0.05
_FEWEST_VOICES = 2
_LAST_WORDS_S = 2.0
"""How long a voice that was stopped may take to notice."""

AnswerWith = Callable[[LanguageModel | None, CancelToken], Iterator[object]]
"""Answers the question with a model, or with the notes' own sentences; yields deltas and the ``Answer`` last."""


@dataclass(frozen=True, slots=True)
class VoiceName:
    """A voice taken apart: ``VoiceName("qwen3:4b", "sceptic")``; no model is the one that is set."""

    model: str | None
    role: str | None

    @classmethod
    def of(cls, written: str) -> "VoiceName":
        """Read ``MODEL``, ``MODEL:ROLE``, ``:ROLE`` or ``ROLE``; a colon may be a part of the model's name."""
        name, colon, role = written.rpartition(":")
        if written in ROLES:
            return cls(None, written)
        if colon and role in ROLES:
            return cls(name or None, role)
        return cls(written, None)


@dataclass(eq=False, slots=True)
class _Speaker:
    """One voice while it speaks."""

    name: str
    stop: Stop
    started: float | None = None
    result: Voice | None = None


class Council:
    """Asks several voices. One that fails or takes too long is left out, and says why; the others are not stopped."""

    def __init__(self, *, models: LanguageModels, clock: Clock, voices: Sequence[str] = ()) -> None:
        """Ask ``models``; ``voices`` speak where a question names none."""
        self._models = models
        self._clock = clock
        self._voices = voices

    def ask(
        self,
        question: str,
        voices: Sequence[str],
        answer_with: AnswerWith,
        *,
        patience_s: float,
        cancel: CancelToken | None,
    ) -> Iterator[VoiceDelta | Voice | CouncilAnswer]:
        """Yield who is asked, what the voices say as they say it, each as it ends, and what they say together last."""
        names = list(dict.fromkeys(voices or self._voices))
        if len(names) < _FEWEST_VOICES:
            raise VaultProblem("A council needs two voices or more, e.g. --council qwen3-4b,notes.")
        told: SimpleQueue[tuple[_Speaker, object]] = SimpleQueue()
        speakers = [_Speaker(name, Stop(cancel)) for name in names]
        threads = self._start(speakers, answer_with, told)
        try:
            yield from (VoiceDelta(name, "") for name in names)
            yield from self._listen(speakers, told, patience_s, cancel)
        finally:
            for speaker in speakers:
                speaker.stop.cancel()
            for thread in threads:
                thread.join(timeout=_LAST_WORDS_S)
        yield self._merged(question, [speaker.result for speaker in speakers if speaker.result is not None], cancel)

    def _start(
        self, speakers: Sequence[_Speaker], answer_with: AnswerWith, told: SimpleQueue[tuple[_Speaker, object]]
    ) -> list[threading.Thread]:
        """Let the voices of each machine speak one after another, and the machines at once.

        The notes themselves need no model, and wait for none.
        """
        by_machine: dict[str, list[_Speaker]] = {}
        for speaker in speakers:
            is_notes = speaker.name == NOTES_VOICE
            machine = NOTES_VOICE if is_notes else f"at {self._models.runs_on(VoiceName.of(speaker.name).model)}"
            by_machine.setdefault(machine, []).append(speaker)
        threads = []
        for machine, waiting in by_machine.items():
            work = (waiting, answer_with, told)
            threads.append(threading.Thread(target=self._speak, args=work, name=f"council {machine}", daemon=True))
        for thread in threads:
            thread.start()
        return threads

    def _speak(
        self, waiting: Sequence[_Speaker], answer_with: AnswerWith, told: SimpleQueue[tuple[_Speaker, object]]
    ) -> None:
        for speaker in waiting:
            speaker.started = self._clock.monotonic()
            try:
                for event in answer_with(self._model_of(speaker.name), speaker.stop):
                    told.put((speaker, event))
            except VaultMindError as problem:
                told.put((speaker, problem))
            except Exception as error:  # noqa: BLE001 (a voice that breaks must not keep the others waiting)
                told.put((speaker, ModelProblem(f"It failed inside ({type(error).__name__}).")))

    def _model_of(self, voice: str) -> LanguageModel | None:
        if voice == NOTES_VOICE:
            return None
        name = VoiceName.of(voice)
        model = self._models.choose(name.model)
        if model is None:
            raise ModelProblem("No model is set for it: name one, e.g. qwen3-4b:sceptic.")
        return model if name.role is None else InRole(model, name.role)

    def _listen(
        self,
        speakers: Sequence[_Speaker],
        told: SimpleQueue[tuple[_Speaker, object]],
        patience_s: float,
        cancel: CancelToken | None,
    ) -> Iterator[VoiceDelta | Voice]:
        """Yield what is told until every voice has ended or has had its time."""
        while any(speaker.result is None for speaker in speakers):
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Stopped.")
            try:
                speaker, event = told.get(timeout=_POLL_S)
            except Empty:
                yield from self._overdue(speakers, patience_s)
                continue
            if speaker.result is None:
                yield from self._heard(speaker, event)
            yield from self._overdue(speakers, patience_s)

    def _heard(self, speaker: _Speaker, event: object) -> Iterator[VoiceDelta | Voice]:
        if isinstance(event, AnswerDelta):
            yield VoiceDelta(speaker.name, event.text)
        elif isinstance(event, (Answer, VaultMindError)):
            answer = event if isinstance(event, Answer) else None
            failure = str(event) if isinstance(event, VaultMindError) else ""
            speaker.result = Voice(speaker.name, answer, failure, self._elapsed_ms(speaker))
            yield speaker.result

    def _overdue(self, speakers: Sequence[_Speaker], patience_s: float) -> Iterator[Voice]:
        """End the voices that have had their time, so that the next on their machine begins."""
        for speaker in speakers:
            if speaker.result is None and speaker.started is not None:
                elapsed_ms = self._elapsed_ms(speaker)
                if elapsed_ms > patience_s * 1000:
                    speaker.stop.cancel()
                    speaker.result = Voice(speaker.name, None, f"It took longer than {patience_s:g} s.", elapsed_ms)
                    yield speaker.result

    def _elapsed_ms(self, speaker: _Speaker) -> float:
        return 0.0 if speaker.started is None else (self._clock.monotonic() - speaker.started) * 1000

    def _merged(self, question: str, voices: Sequence[Voice], cancel: CancelToken | None) -> CouncilAnswer:
        heard = [voice.answer for voice in voices if voice.answer is not None]
        alike = iter(numbered_alike(heard))
        numbered = [voice if voice.answer is None else replace(voice, answer=next(alike)) for voice in voices]
        return merge(question, numbered, vote=self._vote(question, numbered, cancel))

    def _vote(self, question: str, voices: Sequence[Voice], cancel: CancelToken | None) -> Vote | None:
        """Return the vote of the first model that answered, ``None`` where only the notes did or it fails."""
        name = next((voice.name for voice in voices if voice.has_answered and voice.name != NOTES_VOICE), None)
        if name is None:
            return None
        try:
            model = self._models.choose(VoiceName.of(name).model)
        except ModelProblem:
            return None
        if model is None:
            return None
        asked = ask_for_votes(model, question, cancel=cancel)

        def vote(one: str, other: str) -> float | None:
            try:
                return asked(one, other)
            except ModelProblem:
                return None

        return vote
