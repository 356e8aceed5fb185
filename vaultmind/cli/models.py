"""``vaultmind models``: what is known, what is here, and what to do with it."""

from argparse import Namespace
from collections.abc import Iterator

from vaultmind import api
from vaultmind.cli.output import show
from vaultmind.cli.progress import show_progress
from vaultmind.cli.shapes import Shape, plain


def run(args: Namespace) -> int:
    """Carry out one action on the models of this machine."""
    shelf = api.open_models()
    match args.action:
        case "list":
            show(args, _shelf_shape(shelf), _shelf_words(shelf))
        case "pull":
            (model,) = show_progress(api.pull_model(shelf, args.name))
            show(args, plain(model), [f"{model.name} is here: {model.path}"])
        case "use":
            chosen = api.use_model(shelf, args.name)
            said = f"Questions are answered by {chosen}." if chosen else "Questions are answered without a model."
            show(args, {"model": chosen}, [said])
        case "info":
            show(args, *_info(shelf, args.name))
        case "add":
            model = shelf.add_file(str(args.file.absolute()))
            show(args, plain(model), [f"{model.name} is known now; the file stays where it is."])
        case "remove":
            freed = shelf.remove(args.name)
            show(args, {"name": args.name, "freed_bytes": freed}, [f"{args.name} is gone: {_size(freed)} freed."])
    return 0


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
    shape = {"name": name, "known": plain(known), "installed": plain(here)}
    rows = [f"{key}: {plain(value)}" for one in (known, here) if one for key, value in plain(one).items()]
    return shape, list(dict.fromkeys(rows))


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"
