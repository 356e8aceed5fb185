"""``recipes``: prompts kept as notes, listed, shown, copied into the vault, and run on notes."""

import sys
from argparse import Namespace
from collections.abc import Iterator

from vaultmind import api
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show
from vaultmind.cli.progress import show_progress
from vaultmind.cli.results import last_of
from vaultmind.cli.shapes import Shape, plain
from vaultmind.cli.writing import report_shape, report_words


def run(args: Namespace) -> int:
    """List, show, customise or run recipes."""
    with opened(args) as session:
        match args.action:
            case "list":
                found = session.recipes()
                show(args, {"recipes": plain(found.lines)}, _list_words(found))
            case "show":
                view = session.recipe(args.name, language=args.language)
                show(args, plain(view), _view_words(view))
            case "customise":
                report = session.customise_recipe(args.name, language=args.language)
                show(args, report_shape(report), report_words(report, dry_run=False))
            case _:
                _run(args, session)
    return 0


def _run(args: Namespace, session: api.Session) -> None:
    request = api.RecipeRequest(
        args.name,
        tuple(args.notes),
        language=args.language,
        model=args.model or "",
        extractive=args.extractive,
        after=args.after or "",
        confirmed=_confirmed(args, session),
        dry_run=args.dry_run,
    )
    output = last_of(show_progress(session.run_recipe(request)), api.RecipeOutput)
    show(args, _output_shape(output), _output_words(output, dry_run=args.dry_run))


def _confirmed(args: Namespace, session: api.Session) -> str:
    """Return the checksum of the recipe that may run; one that is new or changed is shown, and asked about."""
    view = session.recipe(args.name, language=args.language)
    if view.is_known:
        return ""
    if not args.yes:
        print("\n".join(_view_words(view)), file=sys.stderr)
        if not sys.stdin.isatty() or not _may_run():
            raise api.RecipeNotConfirmed(
                f"The recipe “{view.recipe.title}” is new or has changed since it last ran: --yes runs it."
            )
    return str(view.recipe.checksum)


def _may_run() -> bool:
    print("Run it? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "д", "да"}


def _output_shape(output: api.RecipeOutput) -> Shape:
    return {
        "recipe": output.recipe,
        "text": output.text,
        "sources": list(output.sources),
        "model": output.model,
        "words_of": list(output.words_of),
        "elapsed_ms": round(output.elapsed_ms, 1),
        "notices": list(output.notices),
        **{key: value for key, value in report_shape(output.report).items() if key != "notices"},
    }


def _output_words(output: api.RecipeOutput, *, dry_run: bool) -> Iterator[str]:
    if not dry_run:
        yield output.text
        yield ""
    yield from report_words(output.report, dry_run=dry_run)
    yield from output.notices


def _list_words(found: api.Recipes) -> Iterator[str]:
    for line in found.lines:
        place = line.note or "ships with the program"
        new = "" if line.is_known else ", new or changed"
        yield f"{line.name:<16} {line.language}  {line.title}  ({place}{new})"
        yield from (f"    {warning}" for warning in line.warnings)


def _view_words(view: api.RecipeView) -> Iterator[str]:
    recipe = view.recipe
    yield f"{recipe.title}  ({recipe.note or 'ships with the program'})"
    yield f"Model: {recipe.model or 'the one that is set'}; output: {recipe.place.value} {recipe.path}".rstrip()
    yield from recipe.warnings
    yield ""
    yield view.text.rstrip()
