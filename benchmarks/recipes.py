"""Whether recipes hold with a real model: ``python benchmarks/recipes.py VAULT --model NAME --notes NOTE… --keep DIR``.

VAULT is copied to a temporary folder. Each recipe (or those after ``--recipes``) is run by the installed model NAME, or
with ``--url`` one at an OpenAI-compatible server on this machine, on each NOTE and taken back, a comparison with
``--other``. Prints a Markdown row a run as it ends: what worded it, how many links and footnotes the written note has,
and how many of them lead nowhere or are not both used and defined. What was written is kept in DIR, to be read, and a
run goes on where it was stopped.
"""

import argparse
import os
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

from vaultmind import api
from vaultmind.parsing.reading import read_note

RECIPES = ("review", "key-thoughts", "opponent", "summary", "questions", "compare", "weekly-digest")


def faults(session: api.Session, vault: Path, note: str) -> tuple[int, int, list[str]]:
    """Return how many links and footnotes a note has, and those that lead nowhere or are not used and defined."""
    view = session.note(note)
    text = (vault / view.path).read_text(encoding="utf-8")
    read = read_note(view.path, text.encode()).note
    called = {span.of(text)[2:-1] for span in read.footnote_references}
    defined = [str(footnote.label) for footnote in read.footnotes]
    nowhere = [link.text for link in view.links if link.resolved is None]
    odd = [*called.symmetric_difference(defined), *(one for one in set(defined) if defined.count(one) > 1)]
    return len(view.links), len(called), [*nowhere, *odd]


def run(session: api.Session, vault: Path, recipe: str, note: str, arguments: argparse.Namespace) -> str:
    """Run a recipe on a note and take it back; return a row that counts what is new in it."""
    before = faults(session, vault, note)[2]
    notes = {"weekly-digest": (), "compare": (note, arguments.other)}.get(recipe, (note,))
    kept = arguments.keep / f"{recipe} {arguments.model} {Path(note).stem}.md"
    if kept.exists():
        return kept.read_text(encoding="utf-8").partition("\n")[0]
    started = time.perf_counter()
    *_, made = session.run_recipe(api.RecipeRequest(recipe, notes, model=arguments.model))
    assert isinstance(made, api.RecipeOutput)
    assert made.report.journal is not None
    seconds = time.perf_counter() - started
    session.catch_up()
    links, footnotes, found = faults(session, vault, made.report.note)
    new = [one for one in found if made.report.note != note or one not in before]
    session.undo(made.report.journal)
    session.catch_up()
    said = "; ".join(made.notices) or "–"
    row = f"| {recipe} | {note} | {made.model or 'notes'} | {len(made.sources)} | {links} | {footnotes} | {len(new)} "
    row = f"{row}| {seconds:.0f} | {said} |"
    kept.write_text(f"{row}\n\n{made.text}\n", encoding="utf-8")
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--notes", nargs="+", required=True)
    parser.add_argument("--other", default="", help="the second note of a comparison")
    parser.add_argument("--url", default="")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--recipes", nargs="+", default=RECIPES, choices=RECIPES)
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder, "vault")
        shutil.copytree(arguments.vault, vault)
        settings = Path(folder, "settings.toml")
        served = f'[answers.endpoints]\n"{arguments.model}" = "{arguments.url}"\n' if arguments.url else ""
        settings.write_text(f'[embedding]\nmodel = "off"\n{served}')
        os.environ |= {"VAULTMIND_CONFIG": str(settings), "VAULTMIND_ENGINE": "off"}
        print("| recipe | note | worded by | sources | links | footnotes | faults | s | notices |\n" + "|---" * 9 + "|")
        with closing(api.open_vault(vault=vault, data=Path(folder, "data"))) as session:
            list(session.index(api.IndexRequest()))
            for note in arguments.notes:
                for recipe in arguments.recipes:
                    print(run(session, vault, recipe, note, arguments), flush=True)


if __name__ == "__main__":
    main()
