"""``suggest``, ``accept`` and ``reject``: links worth making, and what a person says to them."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from vaultmind import api
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show, show_json
from vaultmind.cli.progress import show_progress
from vaultmind.cli.reasons import reason_words
from vaultmind.cli.shapes import Shape, plain
from vaultmind.cli.writing import report_shape, report_words

_REFUSED: Mapping[api.SuggestionKind | None, str] = {
    api.SuggestionKind.UNRESOLVED: "broken link to ",
    api.SuggestionKind.MISSING: "new note ",
    api.SuggestionKind.DUPLICATE: "merge with ",
}
"""What was refused, where it was not simply a link."""
_SAYING_THEIR_TARGET = (api.SuggestionKind.MISSING, api.SuggestionKind.DUPLICATE)


def suggest(args: Namespace) -> int:
    """Print the suggestions of a note, or one JSON line for every note."""
    if args.note is None and not args.all and not args.kind:
        raise api.VaultMindError("Name a NOTE, or give --all, or --kind for what all notes have of a kind.")
    kinds = tuple(dict.fromkeys(args.kind or sorted(api.LINKS)))
    least = api.SHOWN_FROM if args.threshold is None else args.threshold
    request = api.SuggestRequest(args.note, limit=args.limit, threshold=least, kinds=kinds, noise=args.with_daily)
    is_whole = args.note is None
    shown = 0
    with opened(args) as session:
        for event in show_progress(session.suggest(request)):
            if not isinstance(event, api.SourceSuggestions):
                continue
            if args.threshold is None:
                event = replace(event, suggestions=tuple(filter(api.is_worth_showing, event.suggestions)))
            shown += len(event.suggestions)
            if args.all:
                show_json(source_shape(event))
            elif not is_whole:
                show(args, {"suggestions": source_shape(event)["suggestions"]}, _words(event))
            elif event.suggestions and args.json:
                show_json(source_shape(event))
            elif event.suggestions:
                show(args, {}, [f"{event.source}:", *_words(event)])
        if is_whole and not args.all and not args.json and not shown:
            show(args, {}, ["There is nothing to suggest."])
    return 0


def accept(args: Namespace) -> int:
    """Write suggested links, or print the diff."""
    if bool(args.ids) == args.sure and not (args.sure and len(args.ids) == 1):
        raise api.VaultMindError("Name the suggestions by their IDs, or give --sure, with a note or for all.")
    if args.threshold is not None and not args.sure:
        raise api.VaultMindError("--threshold goes with --sure: what is named by its ID is written as it is.")
    with opened(args) as session:
        if args.sure:
            note = args.ids[0] if args.ids else None
            events = session.accept_sure(note, threshold=args.threshold, dry_run=args.dry_run)
            (report,) = (event for event in show_progress(events) if isinstance(event, api.WriteReport))
        else:
            report = session.accept(args.ids, dry_run=args.dry_run)
        show(args, report_shape(report), report_words(report, dry_run=args.dry_run))
    return 0


def reject(args: Namespace) -> int:
    """Remember that suggestions are not wanted, list what is not, or take it back."""
    if bool(args.ids) + bool(args.list) + bool(args.take_back) != 1:
        raise api.VaultMindError("Name the suggestions by their IDs, or give --list, or --take-back.")
    if args.everywhere and not args.ids:
        raise api.VaultMindError("--everywhere goes with the IDs of what is not wanted in any note.")
    with opened(args) as session:
        if args.list:
            report, said = session.rejected(), "never"
        elif args.take_back:
            report, said = session.reconsider(args.take_back), "may be suggested again"
        else:
            report, said = session.reject(args.ids, everywhere=args.everywhere), "never again"
        show(args, plain(report), _decision_words(report.decisions, said))
    return 0


def source_shape(found: api.SourceSuggestions) -> Shape:
    """Return the suggestions of one note as JSON, each reason also in words."""
    shape: Shape = plain(found)
    for one, written in zip(found.suggestions, shape["suggestions"], strict=True):
        for reason, as_json in zip(one.reasons, written["reasons"], strict=True):
            as_json["words"] = reason_words(reason)
    return shape


def _decision_words(decisions: Iterable[api.Decision], said: str) -> Iterator[str]:
    for one in decisions:
        where = "in any note" if one.verdict is api.Verdict.REJECTED_EVERYWHERE else f"in {one.source}"
        words = one.words or one.name
        name = f" by “{words}”" if words else ""
        yield f"{one.id:>4}  {_REFUSED.get(one.kind, '')}{one.target}{name} {where}: {said}."


def _words(found: api.SourceSuggestions) -> Iterator[str]:
    if not found.suggestions:
        yield f"No links to suggest for {found.source}."
    for one in found.suggestions:
        target = "" if one.kind in _SAYING_THEIR_TARGET else f"  ({one.target})"
        other = "" if one.source == found.source or one.kind in _SAYING_THEIR_TARGET else f"{one.source}, "
        yield f"{one.id}  {one.score:.2f}  {other}{_change(one)}{target}"
        why = "; ".join(reason_words(reason) for reason in one.reasons)
        if why:
            yield f"    {why}"


def _change(one: api.LinkSuggestion) -> str:
    """Return what accepting would do, in a few words."""
    if one.kind is api.SuggestionKind.MISSING:
        return f"make the note {one.target}"
    if one.kind is api.SuggestionKind.DUPLICATE:
        return f"merge {one.source} into {one.target}"
    if one.anchor is None:
        return f"{one.property or 'see also'}: {one.replacement}"
    if not one.anchor.text:
        return f"line {one.anchor.line}: {one.sentence} +{one.replacement}"
    return f"line {one.anchor.line}: {one.anchor.text} → {one.replacement}"
