"""``vaultmind models``: what is known, what is here, and what to do with it."""

import getpass
import sys
from argparse import Namespace
from collections.abc import Iterator

from vaultmind import api
from vaultmind.cli.output import show
from vaultmind.cli.progress import show_progress
from vaultmind.cli.shapes import Shape, plain


def run(args: Namespace) -> int:
    """Carry out one action on the models of this machine, or the servers it may ask."""
    if args.action in _SERVERS:
        _SERVERS[args.action](args)
        return 0
    shelf = api.open_models()
    match args.action:
        case "list":
            show(args, _shelf_shape(shelf), _shelf_words(shelf))
        case "pull":
            (model,) = show_progress(api.pull_model(shelf, args.name))
            show(args, plain(model), [f"{model.name} is here: {model.path}"])
        case "use":
            _use(args, shelf)
        case "measure":
            (fit,) = show_progress(api.measure_model(args.name))
            show(args, {"name": args.name, "fit": plain(fit)}, _fit_words(fit))
        case "info":
            show(args, *_info(shelf, args.name))
        case "add":
            model = shelf.add_file(str(args.file.absolute()))
            show(args, plain(model), [f"{model.name} is known now; the file stays where it is."])
        case "remove":
            freed = shelf.remove(args.name)
            show(args, {"name": args.name, "freed_bytes": freed}, [f"{args.name} is gone: {_size(freed)} freed."])
    return 0


def _use(args: Namespace, shelf: api.ModelShelf) -> None:
    if args.url:
        api.use_server(api.settings_path(), args.url, args.name)
        show(args, {"model": args.name, "url": args.url}, [f"Questions are answered by {args.name} at {args.url}."])
        return
    chosen = api.use_model(shelf, args.name)
    said = [f"Questions are answered by {chosen}." if chosen else "Questions are answered without a model."]
    fit = api.fit_of(shelf.find(chosen)) if chosen else None
    if chosen and fit is None and not args.no_measuring:
        try:
            (fit,) = show_progress(api.measure_model(chosen))
        except api.ModelProblem as problem:
            said.append(f"How it runs best here could not be measured: {problem}")
    show(args, {"model": chosen, "fit": plain(fit)}, [*said, *_fit_words(fit)])


def _fit_words(fit: api.Fit | None) -> list[str]:
    if fit is None:
        return []
    best = fit.best
    where = f"{fit.layers_on_gpu} of {fit.layers} layers on {fit.device}" if fit.layers_on_gpu else "on the processor"
    speeds = f"reads {best.reading_tokens_s:.0f} and writes {best.writing_tokens_s:.1f} tokens a second"
    return [
        f"Measured {fit.measured_at[:10]}: {speeds}, {where}, {best.threads} threads, batches of {best.batch_tokens}.",
        f"Loaded in {fit.load_s:.1f} s; the window may have {fit.most_context_tokens:,} tokens.",
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
        consents.take_back(args.host)
        said = f"Nothing goes to {args.host} any more."
    else:
        allowed = consents.allow(args.host)
        said = f"{allowed.host} may be sent questions and passages of this vault; --take-back ends that."
    show(args, {"allowed": plain(consents.all())}, [said])


def _has_vault(args: Namespace) -> bool:
    return api.vault_meant(args.vault, args.data) is not None


_SERVERS = {"servers": _servers, "test": _test, "key": _key, "allow": _allow}


def _shelf_shape(shelf: api.ModelShelf) -> Shape:
    here = {model.name: model for model in shelf.installed()}
    known = [{**plain(model), "installed": model.name in here} for model in shelf.known()]
    return {"using": api.model_in_use(), "installed": plain(list(here.values())), "known": known}


def _shelf_words(shelf: api.ModelShelf) -> Iterator[str]:
    here = {model.name for model in shelf.installed()}
    used = api.model_in_use()
    for model in shelf.known():
        mark = "*" if model.name == used else "+" if model.name in here else " "
        yield f"{mark} {model.name:<35} {_size(model.size_bytes):>8}  {model.good_for}"
    yield from (f"+ {name}" for name in sorted(here - {model.name for model in shelf.known()}))
    yield "+ is here, * answers questions."


def _info(shelf: api.ModelShelf, name: str) -> tuple[Shape, list[str]]:
    known = next((model for model in shelf.known() if model.name == name), None)
    here = next((model for model in shelf.installed() if model.name == name), None)
    if known is None and here is None:
        raise api.ModelProblem(f"There is no model {name}; `vaultmind models list` shows those that are known.")
    fit = api.fit_of(here) if here is not None and here.kind is api.ModelKind.CHAT else None
    shape = {"name": name, "known": plain(known), "installed": plain(here), "fit": plain(fit)}
    rows = [f"{key}: {plain(value)}" for one in (known, here) if one for key, value in plain(one).items()]
    return shape, [*dict.fromkeys(rows), *_fit_words(fit)]


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
