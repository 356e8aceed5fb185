"""The words the command line understands."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from vaultmind import __version__
from vaultmind.api import SHOWN_FROM, UNNAMED_FROM, ProblemKind, Span, SuggestionKind


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of ``vaultmind``; each command leaves its name in ``command``."""
    parser = argparse.ArgumentParser(
        prog="vaultmind", description="A local companion for Obsidian: search, answers with citations, links.",
        epilog="Without a command the desktop app opens.",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"vaultmind {__version__}")
    parser.add_argument("--hidden", action="store_true", help="without a command: start in the tray, with no window")
    _add_common(parser, suppress=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_indexing(commands)
    _add_search(commands)
    _add_ask(commands)
    _add_recipes(commands)
    _add_looking(commands)
    _add_suggesting(commands)
    _add_writing(commands)
    _add_evaluate(commands)
    _add_running(commands)
    _add_models(commands)
    return parser


def _add_indexing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    index = _command(commands, "index", "bring the index to what is on disk")
    index.add_argument("--watch", action="store_true", help="go on, and index every change as it comes")
    index.add_argument("--rebuild", action="store_true", help="begin anew; vectors of unchanged texts are kept")
    index.add_argument("--no-vectors", action="store_true", help="make none in this run; a serving engine goes on")
    index.add_argument(
        "--words-only", action="store_true", help="return when words are ready; a serving engine goes on"
    )
    index.add_argument("--confirm-deletions", action="store_true", help="let many notes leave the index at once")
    index.add_argument("--drop-old-vectors", action="store_true", help="remove the vectors of models no longer used")

    pausing = index.add_mutually_exclusive_group()
    pausing.add_argument("--pause", action="store_true", help="make no vectors from now on; words and links go on")
    pausing.add_argument("--resume", action="store_true", help="make vectors again")


def _add_search(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    search = _command(commands, "search", "find passages")
    search.add_argument("query", nargs="*", metavar="QUERY", help="words, a question, operators; -word rules out")
    search.add_argument("--limit", type=_positive, default=10, metavar="N", help="passages at the most (10)")
    search.add_argument("--no-graph", action="store_true", help="leave linked notes out")
    search.add_argument("--mode", choices=("hybrid", "lexical", "semantic"), default="hybrid")
    search.add_argument("--explain", metavar="NOTE", help="why a note is or is not among the passages")
    search.add_argument("--cover", type=_topic, metavar="TOPIC", help="the few notes that cover a topic, and the curve")
    search.add_argument(
        "--batch", type=Path, metavar="FILE", help='JSON lines {"id","question"}; one line out for each'
    )


def _add_ask(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    ask = _command(commands, "ask", "answer a question from the notes, with citations")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--model", metavar="M", help="the model that words the answer")
    ask.add_argument("--extractive", action="store_true", help="sentences of the notes, no model")
    ask.add_argument("--select", action="store_true", help="sentences of the notes, chosen by the model")
    ask.add_argument("--show-prompt", action="store_true", help="with the answer, all that the model was sent")
    ask.add_argument("--save", metavar="PATH", help='keep the answer as a note; "" for the usual place')
    ask.add_argument("--batch", type=Path, metavar="FILE", help='JSON lines {"id","question"}; one line out for each')
    ask.add_argument("--council", type=_names, metavar="A,B", help="put it to several models or roles, and merge them")
    ask.add_argument("--patience", type=_seconds, default=180.0, metavar="S", help="seconds for each voice (180)")
    ask.add_argument("--follow", action="store_true", help="go on with the conversation last had")
    ask.add_argument(
        "--conversation", metavar="NOTE", help='go on in a chat note, made where there is none; "" a new one'
    )
    ask.add_argument(
        "--turn", type=_positive, metavar="N", help="ask turn N of that conversation anew, or QUESTION instead of it"
    )


def _add_looking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    note = _command(commands, "note", "show how a note is read")
    note.add_argument("note", metavar="NOTE", help="its path in the vault, or its name")
    _command(commands, "graph", "list every note and link")
    status = _command(commands, "status", "say what is indexed, waiting and skipped, and why")
    status.add_argument("note", nargs="?", metavar="NOTE")

    related = _command(commands, "related", "list the notes that belong to a note, and why")
    related.add_argument("note", metavar="NOTE")
    related.add_argument("--limit", type=_positive, default=10, metavar="N")


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = _command(commands, "evaluate", "score search, links or answers on notes and questions of your own")
    measured = evaluate.add_subparsers(dest="what", metavar="WHAT", required=True)
    _action(measured, "links", "the newest of the vault's own links, hidden and suggested again")
    searched = _action(measured, "retrieval", "search, on questions whose notes are known")
    answered = _action(measured, "answers", "answers, on questions whose notes and wordings are known")
    for one in (searched, answered):
        one.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help='JSON lines {"id","question","gold_notes","answers"}'
        )
    searched.add_argument("--own", action="store_true", help="questions drawn from the vault itself, no FILE")
    searched.add_argument(
        "--save", type=Path, metavar="FILE", help="with --own: keep the questions, to be changed and asked again"
    )
    searched.add_argument("--no-graph", action="store_true", help="leave linked notes out")
    answered.add_argument("--model", metavar="M", help="a model that words the answers, beside the notes' sentences")
    answered.add_argument("--sample", type=_positive, metavar="N", help="N questions with an answer and N without")


def _add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _command(commands, "toggle", "open quick-ask, or hide it; for the key of a desktop's own settings")
    engine = _command(commands, "engine", "own the index of a vault, and serve it to every other program")
    engine.add_argument("--stop", action="store_true", help="ask the running engine to leave")
    engine.add_argument("--announce", action="store_true", help=argparse.SUPPRESS)
    forget = _command(commands, "forget", "remove everything kept about a vault, but never its notes")
    forget.add_argument("--yes", action="store_true", help="do it")
    version = _command(commands, "version", "print the version; nothing looks for a newer one unless asked")
    version.add_argument("--check", action="store_true", help="ask the package index for the newest, in one request")


def _add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    models = _command(commands, "models", "list, fetch, choose and remove models")
    actions = models.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = _action(actions, "list", "what is known, what is here, and what is half fetched")
    listed.add_argument("--language", default="", metavar="L", help="only those that speak it, e.g. ru")
    listed.add_argument("--memory", type=float, default=0.0, metavar="GB", help="only those for a machine with so much")
    listed.add_argument("--kind", choices=("chat", "embedding", "reranker"), help="only those")
    pull = _action(actions, "pull", "fetch a model; nothing is fetched unless asked")
    pull.add_argument("name", metavar="NAME", help="a known name, OWNER/REPOSITORY/FILE.gguf on the hub, or an address")
    use = _action(actions, "use", "answer, find by meaning or rank with this model from now on")
    use.add_argument("name", metavar="NAME", help="an installed model, or none")
    kinds = ("chat", "embedding", "reranker")
    use.add_argument("--kind", choices=kinds, default="chat", help="with none: of which kind (chat)")
    use.add_argument("--no-measuring", action="store_true", help="do not find out how it runs best on this machine")
    use.add_argument("--url", default="", metavar="URL", help="the server that has it, e.g. http://127.0.0.1:11434/v1")
    info = _action(actions, "info", "what is known of a model")
    info.add_argument("name", metavar="NAME")
    measure = _action(actions, "measure", "find out anew how a model runs best on this machine")
    measure.add_argument("name", metavar="NAME", help="an installed model")
    add = _action(actions, "add", "take up a model file where it is")
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--base", default="", metavar="NAME", help="the model that the file is a LoRA adapter of")
    add.add_argument("--scale", type=float, default=1.0, metavar="X", help="how strongly the adapter is applied (1)")
    remove = _action(actions, "remove", "remove a model from the disk")
    remove.add_argument("name", metavar="NAME")
    _action(actions, "servers", "the servers of models on this machine, and the machines that the vault may be sent to")
    test = _action(actions, "test", "ask a server's model for one word; no note is sent")
    test.add_argument("url", metavar="URL", help="e.g. http://127.0.0.1:11434/v1")
    test.add_argument("--model", default="", metavar="M", help="one of its models (the first)")
    key = _action(actions, "key", "keep the key of a server in the system's keyring; it is read from standard input")
    key.add_argument("url", nargs="?", metavar="URL", help="the address that the key is for, and goes to alone")
    key.add_argument("--remove", action="store_true", help="forget it; without URL: every key that was saved")
    allow = _action(actions, "allow", "let the vault's questions and passages go to a machine that is not this one")
    allow.add_argument("host", metavar="HOST", help="its name, or an address on it")
    allow.add_argument("--take-back", action="store_true", help="no longer")


def _add_suggesting(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    suggest = _command(commands, "suggest", "suggest links worth making, and why")
    which = suggest.add_mutually_exclusive_group()
    which.add_argument("note", nargs="?", metavar="NOTE", help="the note that the links would be in")
    which.add_argument("--all", action="store_true", help="one JSON line for every note")
    suggest.add_argument(
        "--limit", type=_positive, default=10, metavar="N", help="suggestions of a note at the most (10)"
    )
    suggest.add_argument(
        "--threshold", type=_share, metavar="P",
        help=f"leave out links that are less likely ({SHOWN_FROM}; {UNNAMED_FROM} where the note is not named)",
    )  # fmt: skip
    suggest.add_argument(
        "--kind", type=_suggestion_kind, action="append", metavar="KIND",
        help="mention, semantic or structural (these three by default), unresolved, missing, orphan, duplicate",
    )  # fmt: skip
    suggest.add_argument("--with-daily", action="store_true", help="templates and daily notes too")
    accept = _command(commands, "accept", "write suggested links, undoable as one")
    accept.add_argument("ids", nargs="*", metavar="ID", help="as `suggest` printed it; with --sure a note")
    accept.add_argument("--sure", action="store_true", help="all that are sure, of a note or of all notes")
    accept.add_argument("--threshold", type=_share, metavar="P", help="with --sure: how likely they must be (0.8)")
    _dry_run(accept)
    reject = _command(commands, "reject", "never suggest a link again")
    reject.add_argument("ids", nargs="*", metavar="ID", help="as `suggest` printed it")
    reject.add_argument("--everywhere", action="store_true", help="by this name in no note")
    reject.add_argument("--list", action="store_true", help="what was rejected, newest first")
    reject.add_argument("--take-back", type=_positive, nargs="+", metavar="NUMBER", help="as --list prints it")


def _add_recipes(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    recipes = _command(commands, "recipes", "list, show, customise and run recipes: prompts kept as notes")
    actions = recipes.add_subparsers(dest="action", metavar="ACTION", required=True)
    _action(actions, "list", "the recipes of the vault and those that ship with the program")
    shown = _action(actions, "show", "a recipe in full")
    customise = _action(actions, "customise", "copy a shipped recipe into the vault, to be changed there")
    run = _action(actions, "run", "carry a recipe out on a note, on two, or on the last days")
    for one in (shown, customise, run):
        one.add_argument("name", metavar="NAME", help="as `recipes list` shows it")
        one.add_argument("--language", default="", metavar="L", help="ru or en (else that of the note)")
    run.add_argument("notes", nargs="*", metavar="NOTE", help="what it reads")
    run.add_argument("--model", metavar="M", help="the model that writes")
    run.add_argument("--extractive", action="store_true", help="sentences of the notes, no model")
    run.add_argument("--after", metavar="UID", help="the message of a chat that the output follows")
    run.add_argument("--yes", action="store_true", help="run a recipe of the vault that is new or has changed")
    _dry_run(run)


def _add_writing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    write = _command(commands, "write", "write into a note; every byte outside the place stays")
    write.add_argument("note", metavar="NOTE", help="its path in the vault")
    place = write.add_mutually_exclusive_group(required=True)
    place.add_argument("--create", action="store_true", help="make the note")
    place.add_argument("--append", action="store_true", help="at the end")
    place.add_argument("--heading", metavar="H", help="at the end of the section under a heading")
    place.add_argument("--region", metavar="NAME", help="into the region marked with this name")
    place.add_argument("--replace-block", metavar="ID", help="instead of the block with this identifier")
    place.add_argument("--span", type=_span, metavar="A:B", help="instead of these characters of the text as on disk")
    place.add_argument("--set", metavar="KEY=VALUE", help="a property")
    write.add_argument("--from", dest="source", type=Path, metavar="FILE", help="the text (else standard input)")
    _dry_run(write)

    rename = _command(commands, "rename", "rename or move a note, and every link to it")
    rename.add_argument("note", metavar="NOTE")
    rename.add_argument("new", metavar="NEW", help="a name, or a path from the root of the vault")
    _dry_run(rename)

    history = _command(commands, "history", "list what was written, newest first")
    history.add_argument("note", nargs="?", metavar="NOTE")
    history.add_argument("--limit", type=_positive, default=50, metavar="N")
    history.add_argument("--show", metavar="ENTRY", help="what an entry (17) or a batch (b17) changed")

    undo = _command(commands, "undo", "take back a write, a batch, or the last")
    undo.add_argument("edit", nargs="?", metavar="EDIT", help="17, or b17 for a batch; without it the last")
    _dry_run(undo)

    conflicts = _command(commands, "conflicts", "second versions of notes that sync tools left")
    conflicts.add_argument("copy", metavar="COPY", nargs="?", help="the one to settle, with --keep")
    conflicts.add_argument("--keep", choices=("original", "copy", "both"), help="what goes on")
    _dry_run(conflicts)

    doctor = _command(commands, "doctor", "say what is wrong with the notes")
    doctor.add_argument("--fix", type=ProblemKind, choices=list(ProblemKind), metavar="KIND", help="show the diff")
    doctor.add_argument("--yes", action="store_true", help="with --fix: write it")


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="print the diff and write nothing")


def _topic(written: str) -> str:
    """Return a topic as written, if there is a word in it."""
    if not any(sign.isalnum() for sign in written):
        raise argparse.ArgumentTypeError("has no word: say what the notes are to speak of")
    return written


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("is empty: name a folder, or leave the option out")
    return Path(text)


def _span(text: str) -> Span:
    start, colon, end = text.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal() and int(start) <= int(end)):
        raise argparse.ArgumentTypeError("must be A:B, two offsets in order")
    return Span(int(start), int(end))


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_text: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
    _add_common(parser, suppress=True)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
    _add_common(parser, suppress=True)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    """Add what every command takes; after the command it must not reset what stood before it."""
    nothing = argparse.SUPPRESS if suppress else None
    parser.add_argument("--vault", type=_folder, metavar="DIR", default=nothing, help="the vault to work on")
    parser.add_argument("--data", type=_folder, metavar="DIR", default=nothing, help="where the index is kept")
    off = argparse.SUPPRESS if suppress else False
    parser.add_argument("--json", action="store_true", default=off, help="one JSON object on standard output")
    parser.add_argument("--no-engine", action="store_true", default=off, help="hold the index in this process alone")


def with_ruled_out_words(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with a blank before each ``-word`` of a search, so that it is taken for no option."""
    before = arguments.index("search") + 1 if "search" in arguments else len(arguments)
    words = [f" {one}" if re.match(r"-(?!h$)[^-\s]", one) else one for one in arguments[before:]]
    return [*arguments[:before], *words]


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if len(set(names)) < 2:
        raise argparse.ArgumentTypeError("must name two voices or more, e.g. qwen3-4b,notes")
    return names


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return seconds


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("must be a number from 0 to 1")
    return share


def _suggestion_kind(text: str) -> SuggestionKind:
    try:
        return SuggestionKind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(SuggestionKind)}") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return int(text)
