"""Whether a real model keeps a conversation: ``python benchmarks/conversing.py VAULT --model NAME [--url URL]``.

VAULT, the sample vault, is copied to a temporary folder. NAME, an installed model or with ``--url`` one of a server on
this machine, is asked in three talks a language (those after ``--talks``) a question and two follow-ups. Then the
second turn is answered anew, and the question of the third is edited. With ``--keep DIR`` what the model said is kept
there by prompt, so that a run goes on where it was stopped. Prints how each question was understood and what was
answered, and of the note that keeps the conversation: its turns, its provenance, whether search finds it and whether
undoing every write gives the vault back as it was.
"""

import argparse
import hashlib
import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from answers import keep_replies

from vaultmind import api
from vaultmind.parsing.reading import read_note

TALKS = {
    "ru": (
        ("Каким сортом оказалось дерево Г-7?", "А когда отправили листья?", "Кто помог?", "Когда пришло письмо?"),
        ("Сколько черенков нарезали в феврале 2024 года?", "Где их хранили?", "А почему спящими?", "Чем их обмотали?"),
        ("Когда белят стволы яблонь?", "Какой для этого состав?", "А зачем это делают?", "Сколько ушло вёдер?"),
    ),
    "en": (
        ("How many of the twelve bark grafts had taken?", "Why did the others fail?", "When were they counted?",
         "How far is the bark slit?"),
        ("How many delta traps are hung for the codling moth?", "At what height are they?", "When do we spray it?",
         "What lures are in the traps?"),
        ("When was the frost?", "How cold did it get?", "What did it do to the blossom?", "What worked against it?"),
    ),
}  # fmt: skip
"""Talks of three questions, and what the third is edited to."""


def state_of(vault: Path) -> dict[str, str]:
    return {
        path.relative_to(vault).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vault.rglob("*")
        if path.is_file()
    }


def asked(session: api.Session, question: str, model: str, history: tuple[api.Turn, ...]) -> api.Answer:
    """Ask, and print how the question was understood and what came."""
    *before, answer = session.ask(api.AskRequest(question, model=model, history=history))
    assert isinstance(answer, api.Answer)
    for event in before:
        if isinstance(event, api.Understood):
            print(f"  understood by {event.by}: {event.meant}")
    sources = ", ".join(dict.fromkeys(citation.note for citation in answer.citations))
    print(f"> {question}\n  {answer.text}")
    print(f"  ({answer.mode.value}; {sources or 'no note'}; {answer.elapsed_ms / 1e3:.0f} s)")
    return answer


def talk(session: api.Session, vault: Path, questions: tuple[str, ...], model: str) -> None:
    before = state_of(vault)
    first, second, third, edited = questions
    kept = session.keep_turn(asked(session, first, model, ()), conversation=api.Conversation())
    noted = session.keep_conversation(kept.conversation).conversation
    for question in (second, third):
        noted = session.keep_turn(asked(session, question, model, noted.turns), conversation=noted).conversation
    for place, question in ((1, second), (2, edited)):
        turn = noted.turns[place]
        print(f"  turn {place + 1} {'anew' if question == turn.question else 'edited'}:")
        answer = asked(session, question, model, noted.turns[:place])
        noted = session.keep_turn(answer, conversation=noted, replaces=turn.uid).conversation
    assert noted.note is not None
    session.catch_up()
    text = (vault / noted.note).read_text(encoding="utf-8")
    read = read_note(noted.note, text.encode()).note
    found = {one.chunk.note for one in session.search(api.SearchRequest(f"{first} {edited}", limit=30)).passages}
    nowhere = [link.text for link in session.note(noted.note).links if link.resolved is None]
    print(f"\n{noted.note}: {[turn.question for turn in session.conversation(noted.note).turns]}")
    print(f"speakers {[message.role.value for message in read.messages]}; found by search: {noted.note in found}")
    print(
        f"links that lead nowhere: {nowhere}; properties: {text.split('---')[1].strip() if text[:3] == '---' else ''}\n"
    )
    print(text)
    while state_of(vault) != before and session.history().entries:
        session.undo()
    print(f"undone byte for byte: {state_of(vault) == before}\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--url", default="")
    parser.add_argument("--languages", nargs="+", default=list(TALKS), choices=TALKS)
    parser.add_argument("--talks", nargs="+", type=int, default=(1, 2, 3), choices=(1, 2, 3))
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    if arguments.keep is not None:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        keep_replies(arguments.keep / "replies.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder, "vault")
        shutil.copytree(arguments.vault, vault)
        settings = Path(folder, "settings.toml")
        served = f'[answers.endpoints]\n"{arguments.model}" = "{arguments.url}"\n' if arguments.url else ""
        settings.write_text(f"[answers]\nreading_s = 1\n{served}")  # as little as can be: always the same prompts
        os.environ |= {"VAULTMIND_CONFIG": str(settings), "VAULTMIND_ENGINE": "off", "HF_HUB_OFFLINE": "1"}
        with closing(api.open_vault(vault=vault, data=Path(folder, "data"))) as session:
            list(session.index(api.IndexRequest()))
            for number in arguments.talks:
                for language in arguments.languages:
                    talk(session, vault, TALKS[language][number - 1], arguments.model)


if __name__ == "__main__":
    main()
