"""``suggest``, ``accept`` and ``reject``: links worth making, and what a person says to them."""

from argparse import Namespace
from collections.abc import Iterator

from vaultmind import api
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show, show_json
from vaultmind.cli.progress import show_progress
from vaultmind.cli.shapes import Shape, plain
from vaultmind.cli.writing import report_shape, report_words

_SAID = {
    "named": "named here {}×",
    "usually_linked": "linked by {} of the notes that name it",
    "links_back": "it links here",
    "shared_neighbours": "{} shared neighbours",
    "like_notes_link": "notes like this one link it: {}",
    "same_words": "the same words: {}",
    "same_meaning": "near in meaning ({})",
    "named_in_part": "most of its title stands here: {}",
}


def suggest(args: Namespace) -> int:
    """Print the suggestions of a note, or one JSON line for every note."""
    request = api.SuggestRequest(args.note, limit=args.limit, threshold=args.threshold)
    with opened(args) as session:
        for event in show_progress(session.suggest(request)):
            if not isinstance(event, api.SourceSuggestions):
                continue
            if args.all:
                show_json(source_shape(event))
            else:
                shape = {"suggestions": source_shape(event)["suggestions"]}
                show(args, shape, _words(event))
    return 0


def accept(args: Namespace) -> int:
    """Write suggested links, or print the diff."""
    with opened(args) as session:
        report = session.accept(args.ids, dry_run=args.dry_run)
        show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
    return 0


def reject(args: Namespace) -> int:
    """Remember that suggestions are not wanted."""
    with opened(args) as session:
        report = session.reject(args.ids, everywhere=args.everywhere)
        said = (f"{one.source} → {one.target}: never again." for one in report.decisions)
        show(args, plain(report), said)
    return 0


def source_shape(found: api.SourceSuggestions) -> Shape:
    """Return the suggestions of one note as JSON."""
    shape: Shape = plain(found)
    return shape


def _words(found: api.SourceSuggestions) -> Iterator[str]:
    if not found.suggestions:
        yield f"No links to suggest for {found.source}."
    for one in found.suggestions:
        place = f"line {one.anchor.line}: {one.anchor.text} → " if one.anchor else "see also: "
        yield f"{one.id}  {one.score:.2f}  {place}{one.replacement}  ({one.target})"
        why = "; ".join(_SAID[reason.kind.value].format(reason.detail) for reason in one.reasons)
        if why:
            yield f"    {why}"
