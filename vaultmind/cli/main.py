"""``vaultmind``: every capability by name, JSON on request, one sentence when something cannot be."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from vaultmind import __version__, api
from vaultmind.cli import asking, evaluation, models, recipes, suggesting, words, writing
from vaultmind.cli.arguments import build_parser, with_ruled_out_words
from vaultmind.cli.opening import opened
from vaultmind.cli.output import show, show_json, visible
from vaultmind.cli.progress import show_progress
from vaultmind.cli.questions import checked_rows_of
from vaultmind.cli.results import last_of, required
from vaultmind.cli.shapes import notes_in_order, passage_shape, plain
from vaultmind.cli.window import is_link


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 when it could not be, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if api.run_child(sys.argv[1:] if argv is None else argv):
        return 0
    arguments = list(sys.argv[1:] if argv is None else argv)
    link = arguments.pop() if len(arguments) == 1 and is_link(arguments[0]) else ""
    args = build_parser().parse_args(with_ruled_out_words(arguments))
    try:
        return _open_window(args, link=link) if link else _COMMANDS[args.command](args)
    except api.VaultMindError as error:
        print(f"vaultmind: {error}", file=sys.stderr)
        if isinstance(error, api.NoteConflict):
            print(*(visible(line) for line in writing.both_versions(error)), sep="\n", end="", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _open_window(args: Namespace, *, link: str = "") -> int:
    """Start the desktop app, which another part of the package brings, or tell the one that runs."""
    found = entry_points(group="vaultmind.desktop")
    if not found:
        raise api.VaultMindError(
            "The window is not installed: give pip the file this was installed from, with [desktop] behind it."
        )
    wanted = "toggle" if args.command == "toggle" else "hidden" if args.hidden else "show"
    return int(next(iter(found)).load()(vault=args.vault, data=args.data, wanted=wanted, link=link))


def _index(args: Namespace) -> int:
    request = api.IndexRequest(
        rebuild=args.rebuild,
        vectors=not args.no_vectors,
        wait_for_vectors=not args.words_only,
        confirm_deletions=args.confirm_deletions,
        drop_old_vectors=args.drop_old_vectors,
    )
    with opened(args, catch_up=False) as session:
        if args.pause:
            session.pause_vectors()
        elif args.resume:
            session.resume_vectors()
        report = last_of(show_progress(session.index(request)), api.IndexReport)
        show(args, plain(report), words.index_report(report))
        if args.watch:
            for report in session.watch():
                if report.changed or report.embedded or report.notices:
                    show(args, plain(report), words.index_report(report))
    return 0


def _search(args: Namespace) -> int:
    def request(query: str) -> api.SearchRequest:
        return api.SearchRequest(query, limit=args.limit, mode=args.mode, graph=not args.no_graph)

    query = " ".join(word.strip() for word in args.query)
    with opened(args) as session:
        if args.batch:
            return _search_batch(args, lambda question: session.search(request(question)))
        if args.cover:
            found = session.cover(args.cover, limit=args.limit)
            show(args, plain(found), words.cover(found))
            return 0
        if args.explain:
            why = session.explain(args.explain, required(query, "QUERY"))
            show(args, plain(why), why.sentences())
            return 0
        report = session.search(request(required(query, "QUERY")))
        shape = {
            "query": report.query,
            "passages": [passage_shape(passage) for passage in report.passages],
            "elapsed_ms": round(report.elapsed_ms, 1),
            "notices": list(report.notices),
        }
        show(args, shape, words.passages(report))
    return 0


def _search_batch(args: Namespace, search: Callable[[str], api.SearchReport]) -> int:
    """Search for each question of a file; one that cannot be searched for says why in its line, and the next is."""
    failed = 0
    for row, problem in checked_rows_of(args.batch):
        report = api.SearchReport(row["question"], (), 0.0)
        try:
            if problem is not None:
                raise problem
            report = search(row["question"])
        except api.VaultProblem as why:
            failed += 1
            error: str | None = str(why)
        else:
            error = None
        found = {"notes": notes_in_order(report.passages), "passages": list(map(passage_shape, report.passages))}
        show_json({"id": row["id"], **found, "notices": list(report.notices), "error": error})
    return 1 if failed else 0


def _note(args: Namespace) -> int:
    with opened(args) as session:
        view = session.note(args.note)
        show(args, plain(view), words.note(view))
    return 0


def _graph(args: Namespace) -> int:
    with opened(args) as session:
        view = session.graph()
        show(args, plain(view), words.graph(view))
    return 0


def _engine(args: Namespace) -> int:
    if args.stop:
        was_there = api.stop_engine(vault=args.vault, data=args.data)
        show(args, {"stopped": was_there}, ["The engine has left." if was_there else "No engine was running."])
        return 0
    api.serve_vault(vault=args.vault, data=args.data, is_announced=args.announce)
    return 0


def _related(args: Namespace) -> int:
    with opened(args) as session:
        report = session.related(args.note, limit=args.limit)
        show(args, plain(report), words.related(report))
    return 0


def _forget(args: Namespace) -> int:
    if not args.yes:
        raise api.VaultMindError(
            "This removes the index, the memory (what was written can then not be undone) and the logs of the vault; "
            "the notes stay. Repeat with --yes."
        )
    folder = api.forget_vault(vault=args.vault, data=args.data)
    show(args, {"removed": str(folder)}, [f"Forgotten: {folder} is gone. The notes are as they were."])
    return 0


def _version(args: Namespace) -> int:
    release = api.newest_release() if args.check else api.Release(__version__)
    show(args, {**plain(release), "is_old": release.is_old}, words.release(release))
    return 0


def _status(args: Namespace) -> int:
    with opened(args) as session:
        if args.note:
            found = session.note_status(args.note)
            show(args, plain(found), words.note_status(found))
        else:
            view = session.status()
            running = api.running_models()
            said = (f"The model {model.name} is loaded: {models.where_it_runs(model)}" for model in running)
            show(args, {**plain(view), "models": plain(running)}, [*words.status(view), *said])
    return 0


_COMMANDS = {
    None: _open_window,
    "index": _index,
    "search": _search,
    "ask": asking.run,
    "recipes": recipes.run,
    "note": _note,
    "graph": _graph,
    "status": _status,
    "toggle": _open_window,
    "engine": _engine,
    "related": _related,
    "suggest": suggesting.suggest,
    "accept": suggesting.accept,
    "reject": suggesting.reject,
    "evaluate": evaluation.run,
    "models": models.run,
    "forget": _forget,
    "version": _version,
    "write": writing.write,
    "rename": writing.rename,
    "history": writing.history,
    "undo": writing.undo,
    "conflicts": writing.conflicts,
    "doctor": writing.doctor,
}
