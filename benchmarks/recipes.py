"""Whether recipes hold with a real model: ``python benchmarks/recipes.py VAULT --model NAME --keep DIR``.

VAULT, the sample vault, is copied to a temporary folder and an English chat put beside its Russian one. Each recipe (or
those after ``--recipes``) is run by the installed model NAME, or with ``--url`` one at an OpenAI-compatible server on
this machine, on a chat and a note in both languages (or on those after ``--notes``) and taken back. Prints a Markdown
row a run as it ends: what worded it, how many links and footnotes the written note has, and how many of them lead
nowhere or are not both used and defined, by a reading of its own (``obsidian.py``). Without ``--model`` the notes' own
sentences serve. What the model said is kept in DIR by prompt, so that a run goes on where it
was stopped and asks again only what has changed; what was written is kept there, too, to be read.
"""

import argparse
import os
import shutil
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from answers import keep_replies
from obsidian import look

from vaultmind import api
from vaultmind.answers.recipes.making import Means
from vaultmind.session import recipes

RECIPES = ("review", "key-thoughts", "opponent", "summary", "questions", "compare", "weekly-digest")
ENGLISH_CHAT = "Chats/Failed grafts.md"
NOTES = ("Переписка/Чёрный рак коры.md", ENGLISH_CHAT, "Работы/Прививка.md", "Orchard/Bark grafting.md")
OTHERS = {"ru": "Работы/Обрезка.md", "en": "Orchard/Apple scab.md"}
CHAT = """\
>[!nexus_user] **User** - 23.06.2024 at 20:12
> Three of my twelve bark grafts have failed, all on the tree I did last, in the wind. The wax had gone cold. What went
> wrong, and what do I lose if I leave those limbs bare until next spring?
<!-- UID: q1 -->

>[!nexus_agent] **Assistant** - 23.06.2024 at 20:13
> Cold wax cracks, and the cut dries within minutes. Wax each cut at once, see [[202405181930 Wax before wind]]. A bare
> limb dies back from the cut and lets canker in.
<!-- UID: a1 -->

>[!nexus_user] **User** - 23.06.2024 at 20:20
> So I keep the pot on the stove beside the tree, and I do the windy side first. Can I graft again this June?
<!-- UID: q2 -->

>[!nexus_agent] **Assistant** - 23.06.2024 at 20:21
> Only while the bark slips, which ends in the middle of June. Cover the stubs with clay, and graft again next May.
<!-- UID: a2 -->
"""


def run(session: api.Session, vault: Path, recipe: str, note: str, arguments: argparse.Namespace) -> str:
    """Run a recipe on a note and take it back; return a row that counts what is new in it."""
    before = look(vault, note)[2]
    language = "ru" if any("а" <= sign <= "я" for sign in note) else "en"
    notes = {"weekly-digest": (), "compare": (note, OTHERS[language])}.get(recipe, (note,))
    started = time.perf_counter()
    *_, made = session.run_recipe(
        api.RecipeRequest(recipe, notes, language=language, model=arguments.model, extractive=not arguments.model)
    )
    assert isinstance(made, api.RecipeOutput)
    assert made.report.journal is not None
    seconds = time.perf_counter() - started
    session.catch_up()
    links, footnotes, found = look(vault, made.report.note)
    new = [one for one in found if made.report.note != note or one not in before]
    session.undo(made.report.journal)
    session.catch_up()
    said = "; ".join(made.notices) or "–"
    row = f"| {recipe} | {note} | {made.model or 'notes'} | {len(made.sources)} | {links} | {footnotes} | {len(new)} "
    row = f"{row}| {seconds:.0f} | {said} |"
    kept = arguments.keep / f"{recipe} {arguments.model or 'notes'} {Path(note).stem}.md"
    kept.write_text(f"{row}\n\n{made.text}\n", encoding="utf-8")
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--notes", nargs="+", default=NOTES)
    parser.add_argument("--url", default="")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--recipes", nargs="+", default=RECIPES, choices=RECIPES)
    parser.add_argument("--budget", type=int, default=Means().budget_tokens, help="tokens of excerpts in a prompt")
    parser.add_argument("--words", action="store_true", help="without the embedding model")
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    keep_replies(arguments.keep / "replies.jsonl")
    recipes.Means = partial(Means, budget_tokens=arguments.budget)  # type: ignore[misc,assignment]
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder, "vault")
        shutil.copytree(arguments.vault, vault)
        (vault / ENGLISH_CHAT).parent.mkdir(exist_ok=True)
        (vault / ENGLISH_CHAT).write_text(CHAT, encoding="utf-8")
        settings = Path(folder, "settings.toml")
        served = f'[answers.endpoints]\n"{arguments.model}" = "{arguments.url}"\n' if arguments.url else ""
        without = '[embedding]\nmodel = "off"\n' if arguments.words else ""
        settings.write_text(f"{without}{served}")
        os.environ |= {"VAULTMIND_CONFIG": str(settings), "VAULTMIND_ENGINE": "off", "HF_HUB_OFFLINE": "1"}
        print("| recipe | note | worded by | sources | links | footnotes | faults | s | notices |\n" + "|---" * 9 + "|")
        with closing(api.open_vault(vault=vault, data=Path(folder, "data"))) as session:
            list(session.index(api.IndexRequest()))
            for note in arguments.notes:
                for recipe in arguments.recipes:
                    print(run(session, vault, recipe, note, arguments), flush=True)


if __name__ == "__main__":
    main()
