"""``ask``: one question, a batch of them, or a turn of a conversation."""

import sys
from argparse import Namespace
from dataclasses import replace

from vaultmind import api
from vaultmind.cli import words
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show, show_json
from vaultmind.cli.progress import show_progress
from vaultmind.cli.questions import checked_rows_of
from vaultmind.cli.results import last_of, required
from vaultmind.cli.shapes import Shape, answer_shape, links_shape, notes_in_order, plain


def run(args: Namespace) -> int:
    """Answer a question, as a turn of a conversation where one is gone on with."""
    with opened(args) as session:
        if args.batch:
            return _batch(args, session)
        conversation, earlier = _conversation(args, session), None
        if args.turn is not None:
            if args.turn > len(conversation.turns):
                raise api.VaultMindError(
                    f"There is no turn {args.turn}: the conversation has {len(conversation.turns)}."
                )
            earlier = conversation.turns[args.turn - 1]
            if not earlier.uid:
                raise api.VaultMindError(f"Turn {args.turn} has no identifier in the note, so it cannot be replaced.")
        question = args.question or (earlier.question if earlier is not None else required(args.question, "QUESTION"))
        history = conversation.turns[: args.turn - 1] if args.turn is not None else conversation.turns
        council = _council(args, session, question, history) if args.council else None
        found, prompt = (council.merged, None) if council is not None else _answer(args, session, question, history)
        kept = _kept(args, session, found, conversation, replaces=earlier.uid if earlier is not None else None)
        saved, unsaved = _saved(args, session, found)
        shape = answer_shape(found, saved=saved.note if saved else None)
        said = [*_understood(found), *(words.council(council) if council is not None else ()), *words.answer(found)]
        if saved:
            said.append(f"Saved as {saved.note}.")
        if kept.report is not None:
            said.append(f"Kept in {kept.conversation.note}; `vaultmind undo {kept.report.journal}` takes it back.")
        heard = _council_shape(council) if council is not None else {}
        seen = _prompt_shape(prompt) if args.show_prompt else {}
        show(
            args,
            {**shape, **_conversation_shape(found, kept, args.turn), **heard, **seen},
            [*said, *_sent(args, prompt)],
        )
    if unsaved is not None:
        raise unsaved
    return 0


def _saved(
    args: Namespace, session: api.Session, found: api.Answer
) -> tuple[api.WriteReport | None, api.VaultMindError | None]:
    """Keep the answer where that is asked for; return why it could not be kept, since it is to be shown first."""
    if args.save is None or found.refused:
        return None, None
    try:
        return session.save_answer(found, path=args.save or None), None
    except api.VaultMindError as problem:
        return None, problem


def _answer(
    args: Namespace, session: api.Session, question: str, history: tuple[api.Turn, ...]
) -> tuple[api.Answer, api.PromptSeen | None]:
    """Return the answer, and what the model was sent for it where that is asked for and there was a model."""
    request = replace(_request(args, question), history=history)
    events = list(show_progress(session.ask(request)))
    prompt = next((event for event in reversed(events) if isinstance(event, api.PromptSeen)), None)
    return last_of(events, api.Answer), prompt


def _request(args: Namespace, question: str) -> api.AskRequest:
    return api.AskRequest(
        question, model=args.model, extractive=args.extractive, select=args.select, show_prompt=args.show_prompt
    )


def _prompt_shape(prompt: api.PromptSeen | None) -> Shape:
    if prompt is None:
        return {"prompt": None, "timings": None}
    return {"prompt": plain(prompt.parts), "timings": plain(prompt.timings)}


def _sent(args: Namespace, prompt: api.PromptSeen | None) -> list[str]:
    """Return the lines that show what a model was sent."""
    if not args.show_prompt:
        return []
    if prompt is None:
        return ["", "No model was sent anything for this answer."]
    said = ["", f"{prompt.model} was sent:"]
    for part in prompt.parts:
        said += [f"--- {part.role}", *part.text.splitlines()]
    told = prompt.timings
    if told is not None:
        said.append(
            f"--- {told.read_tokens} tokens read, {told.cached_tokens} known from before, {told.written_tokens} written"
        )
    return said


def _council(args: Namespace, session: api.Session, question: str, history: tuple[api.Turn, ...]) -> api.CouncilAnswer:
    request = api.CouncilRequest(question, args.council, patience_s=args.patience, history=history)
    return last_of(session.council(request), api.CouncilAnswer)


def _council_shape(council: api.CouncilAnswer) -> Shape:
    voices = [
        {
            "name": voice.name,
            "model": voice.answer.model if voice.answer is not None else None,
            "answer": voice.answer.text if voice.answer is not None else None,
            "refused": voice.answer.refused if voice.answer is not None else None,
            "replaced": voice.is_replaced,
            "citations": plain(voice.answer.citations) if voice.answer is not None else [],
            "links": links_shape(voice.answer) if voice.answer is not None else [],
            "failure": voice.failure or None,
            "elapsed_ms": round(voice.elapsed_ms, 1),
        }
        for voice in council.voices
    ]
    return {
        "voices": voices,
        "agreed": plain(council.agreed),
        "only_some": plain(council.only_some),
        "contradictions": plain(council.contradictions),
    }


def _kept(
    args: Namespace, session: api.Session, found: api.Answer, conversation: api.Conversation, *, replaces: str | None
) -> api.KeptTurn:
    """Keep the turn; where nothing but remembering it was asked for, an answer is not lost to a full disk."""
    try:
        kept = session.keep_turn(found, conversation=conversation, replaces=replaces)
    except api.VaultMindError as problem:
        if args.conversation is not None or args.follow or args.turn is not None:
            raise
        print(f"vaultmind: {problem}", file=sys.stderr)
        return api.KeptTurn(conversation)
    if args.conversation is not None and kept.conversation.note is None:
        return session.keep_conversation(kept.conversation, path=args.conversation or None)
    return kept


def _batch(args: Namespace, session: api.Session) -> int:
    """Answer each question of a file; one that cannot be answered says why in its line, and the next is asked."""
    count = failed = 0
    for row, problem in checked_rows_of(args.batch):
        count += 1
        try:
            if problem is not None:
                raise problem
            found = last_of(session.ask(_request(args, row["question"])), api.Answer)
        except api.VaultProblem as why:
            failed += 1
            found = api.Answer(row["question"], "", refused=True, mode=api.AnswerMode.EXTRACTIVE)
            error: str | None = str(why)
        else:
            error = None
        show_json({"id": row["id"], "notes": notes_in_order(found.passages), **answer_shape(found), "error": error})
    if failed:
        print(f"vaultmind: {failed} of {count} questions could not be answered: “error” says why.", file=sys.stderr)
    return 1 if failed else 0


def _conversation(args: Namespace, session: api.Session) -> api.Conversation:
    """Return the conversation that the question belongs to; a new one where none was named."""
    if args.follow and args.conversation is not None:
        raise api.VaultMindError("Either --follow or --conversation NOTE, not both.")
    if args.turn is not None and not args.follow and not args.conversation:
        raise api.VaultMindError("--turn needs --follow or --conversation NOTE: it replaces a turn of what they name.")
    if args.follow:
        return session.last_conversation()
    if args.conversation:
        try:
            return session.conversation(args.conversation)
        except api.NoteNotFound:
            return api.Conversation()
    return api.Conversation()


def _understood(found: api.Answer) -> list[str]:
    return [f"Understood as: {found.meant}"] if found.meant else []


def _conversation_shape(found: api.Answer, kept: api.KeptTurn, replaced: int | None) -> Shape:
    turns = kept.conversation.turns
    return {
        "meant": found.meant or None,
        "conversation": kept.conversation.note,
        "turn": replaced or len(turns),
        "journal": kept.report.journal if kept.report is not None else None,
    }
