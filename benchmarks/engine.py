"""What the engine costs and survives: ``python benchmarks/engine.py VAULT [--kills N] [--model NAME] [--seconds S]``.

VAULT is copied to a temporary folder. Measures the longest gap of a client's 16 ms timer, idle and while the engine
indexes, in the same run; how fast words answer again after the engine was killed; whether anything is lost when engine
and model host are killed with ``kill -9`` in the middle of indexing and of answering, N times each; how soon a reader
stops and its model is free; what memory a model takes and gives back. ``--only`` takes some of these parts.
"""

import argparse
import os
import random
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import takewhile
from pathlib import Path

import psutil

from vaultmind import api
from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.config import find_places
from vaultmind.domain.errors import Cancelled, EngineProblem, ModelProblem
from vaultmind.engine.address import read_address, runtime_folder
from vaultmind.ports import ChatTurn

TICK_S = 0.016


class Timer:
    """A timer thread as a window has one; ``longest_ms`` is the longest time between two ticks."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tick)

    def _tick(self) -> None:
        last = time.perf_counter()
        while not self._stop.wait(TICK_S):
            now = time.perf_counter()
            self.gaps.append((now - last) * 1000)
            last = now

    def __enter__(self) -> "Timer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def row(self, name: str) -> str:
        ordered = sorted(self.gaps)
        p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
        return f"| {name} | {len(ordered)} | {p50:.1f} | {p99:.1f} | {ordered[-1]:.1f} |"


class Place:
    """A copy of a vault, with data of its own."""

    def __init__(self, vault: Path, folder: Path) -> None:
        self.vault, self.data = folder / "vault", folder / "data"
        shutil.copytree(vault, self.vault)
        self.where = {"vault": self.vault, "data": self.data}
        self.content = self.read()

    def read(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(self.vault.rglob("*")) if path.is_file()}

    def pid(self) -> int:
        (folder,) = (self.data / "vaults").iterdir()
        address = read_address(folder)
        assert address is not None
        return address.pid


def timer_gaps(place: Place, seconds: float, *, vectors: bool) -> None:
    """Print the gaps of a timer while nothing happens and while the engine indexes, one after the other."""
    session = api.join_engine(**place.where, catch_up=False)
    idle, busy = Timer(), Timer()
    stop = threading.Event()

    def index() -> None:
        while not stop.is_set():
            request = api.IndexRequest(rebuild=not vectors, vectors=vectors)
            for _ in takewhile(lambda _: not stop.is_set(), session.index(request)):
                pass

    list(session.index(api.IndexRequest(vectors=False)))
    with idle:
        time.sleep(seconds)
    thread = threading.Thread(target=index)
    thread.start()
    with busy:
        time.sleep(seconds)
    stop.set()
    thread.join()
    session.close()
    print("| timer of 16 ms | ticks | p50 ms | p99 ms | longest ms |\n|---|---|---|---|---|")
    print(idle.row("engine idle"))
    print(busy.row("engine indexes"), flush=True)


def engine_kills(place: Place, count: int) -> None:
    """Print how fast words answer after each kill in the middle of indexing, and whether anything was lost."""
    session = api.join_engine(**place.where, catch_up=False)
    noticed: list[float] = []
    again: list[float] = []
    chance = random.Random(4)
    for _ in range(count):
        stream = session.index(api.IndexRequest(rebuild=True, vectors=False))
        next(stream)
        with killed_later(place.pid, chance.uniform(0.0, 0.3)) as killed:
            try:
                for _ in stream:
                    pass
            except EngineProblem:
                noticed.append(time.perf_counter() - killed())
            while killed() == 0.0:
                time.sleep(0.001)
        started = time.perf_counter()
        session.search(api.SearchRequest("the"))
        again.append(time.perf_counter() - started)
    *_, report = session.index(api.IndexRequest(vectors=False))
    session.close()
    assert isinstance(report, api.IndexReport)
    indexed = sum(name.endswith(".md") for name in place.content)
    print(
        f"\nEngine killed {count} times, {len(noticed)} in the middle of an index run: noticed after "
        f"{max(noticed, default=0) * 1000:.0f} ms at most, words answered again after "
        f"{statistics.median(again):.2f} s (median), {max(again):.2f} s (longest); files changed: "
        f"{sum(place.content[name] != now for name, now in place.read().items())}; notes indexed: "
        f"{report.notes} of {indexed}",
        flush=True,
    )


def with_a_host(engine: psutil.Process, hosts: list[psutil.Process], delay_s: float) -> int:
    """Return an engine's process a while after the host of its model has come up; ``hosts`` is filled with it."""
    while not hosts:
        time.sleep(0.01)
        hosts.extend(one for one in engine.children(recursive=True) if "model_host" in " ".join(one.cmdline()))
    time.sleep(delay_s)
    return engine.pid


def answer_kills(place: Place, count: int, seconds: float) -> None:
    """Print what became of engines killed in the middle of an answer of their model, and of the hosts of those."""
    session = api.join_engine(**place.where, catch_up=False)
    list(session.index(api.IndexRequest(vectors=False)))
    question = session.search(api.SearchRequest("the")).passages[0].chunk.text.strip().splitlines()[-1]
    noticed: list[float] = []
    again: list[float] = []
    gone: list[float] = []
    sentences: set[str] = set()
    chance = random.Random(4)
    for _ in range(count):
        engine = psutil.Process(place.pid())
        hosts: list[psutil.Process] = []
        stream = session.ask(api.AskRequest(question))
        with killed_later(partial(with_a_host, engine, hosts, chance.uniform(0.0, seconds)), 0.0) as killed:
            try:
                for _ in stream:
                    pass
            except EngineProblem as problem:
                noticed.append(time.perf_counter() - killed())
                sentences.add(str(problem))
            while killed() == 0.0:
                time.sleep(0.001)
        started = time.perf_counter()
        found = session.search(api.SearchRequest(question))
        again.append(time.perf_counter() - started)
        assert found.passages
        psutil.wait_procs(hosts, timeout=30)
        gone.append(time.perf_counter() - killed())
        assert not any(one.is_running() for one in hosts)
    *_, answer = session.ask(api.AskRequest(question))
    session.close()
    assert isinstance(answer, api.Answer)
    print(
        f"\nEngine killed {count} times while {answer.model} answered, {len(noticed)} in the middle: noticed after "
        f"{max(noticed, default=0) * 1000:.0f} ms at most, words answered again after {statistics.median(again):.2f} s "
        f"(median), {max(again):.2f} s (longest), every host gone after {max(gone):.2f} s; said: {sorted(sentences)}; "
        f"files changed: {sum(place.content[name] != now for name, now in place.read().items())}; answered at last: "
        f"{answer.mode}",
        flush=True,
    )


@contextmanager
def killed_later(pid: Callable[[], int], delay_s: float) -> Iterator[Callable[[], float]]:
    """Kill a process after a while; what is yielded returns when that was, 0 before."""
    moments: list[float] = []

    def kill() -> None:
        time.sleep(delay_s)
        os.kill(pid(), signal.SIGKILL)
        moments.append(time.perf_counter())

    thread = threading.Thread(target=kill)
    thread.start()
    yield lambda: moments[0] if moments else 0.0
    thread.join()


class Flag:
    """A cancel token with the moment it was set."""

    def __init__(self) -> None:
        self.at = 0.0

    def cancelled(self) -> bool:
        return self.at > 0


def model_kills(name: str, count: int) -> None:
    """Print what became of answers whose model was killed."""
    turns = short_prompt()
    with closing(hosted(name)) as model:
        sentences: set[str] = set()
        broken = answered = 0
        for _ in range(count):
            model.load()
            pieces = model.stream(turns, max_tokens=300)
            next(pieces)
            host = model.process_id
            assert host is not None
            os.kill(host, signal.SIGKILL)
            try:
                list(pieces)
            except ModelProblem as problem:
                broken += 1
                sentences.add(str(problem))
            answered += bool(list(model.stream(turns, max_tokens=2)))
        print(
            f"\nModel host killed {count} times while answering: {broken} broke off with a sentence, "
            f"{answered} answered again; said: {sorted(sentences)}",
            flush=True,
        )


def model_stops(name: str, count: int) -> None:
    """Print how soon a reader stops and how soon its model is free, each of several times."""
    with closing(hosted(name)) as model:
        model.load()
        print("\n| stopped | reader stops after s | model free after s |\n|---|---|---|")
        for kind, prompt in (("while writing", short_prompt), ("while reading a long prompt", long_prompt)):
            times = [stopped(model, prompt()) for _ in range(count)]
            readers, free = ([f"{one:.2f}" for one in ones] for ones in zip(*times, strict=True))
            print(f"| {kind} | {', '.join(readers)} | {', '.join(free)} |", flush=True)


def hosted(name: str, *, idle_s: float = 0.0) -> HostedModel:
    path = Path(LocalModels(find_places().cache / "models").find(name).path)
    return HostedModel(path, name=name, folder=runtime_folder(), context_tokens=2048, idle_s=idle_s)


def memory_given_back(name: str) -> None:
    """Print what a model takes while it is loaded, and what is left of that when it has been idle for two seconds."""
    before = psutil.virtual_memory().available
    with closing(hosted(name, idle_s=2.0)) as model:
        list(model.stream([ChatTurn("user", "Hi")], max_tokens=8))
        host = model.process_id
        assert host is not None
        resident = psutil.Process(host).memory_info().rss
        taken = before - psutil.virtual_memory().available
        ended = time.perf_counter()
        while psutil.pid_exists(host) and time.perf_counter() - ended < 30:
            time.sleep(0.05)
        gone_s = time.perf_counter() - ended
        left = before - psutil.virtual_memory().available
        print("\n| model | resident MB | MB less free | gone after s idle | MB less free then |\n|---|---|---|---|---|")
        print(f"| {name} | {resident / 1e6:.0f} | {taken / 1e6:.0f} | {gone_s:.1f} | {left / 1e6:.0f} |")


def short_prompt() -> list[ChatTurn]:
    return [ChatTurn("user", "Count from 1 to 500, with commas.")]


def long_prompt() -> list[ChatTurn]:
    return [ChatTurn("user", f"{time.time()}" + " soil" * 1500)]


def stopped(model: HostedModel, turns: list[ChatTurn]) -> tuple[float, float]:
    """Return how long a reader and then the next question wait after a stop, the question's own reading apart."""
    flag = Flag()
    next_question(model)
    own = statistics.median(next_question(model) for _ in range(3))
    threading.Timer(1.0, lambda: setattr(flag, "at", time.perf_counter())).start()
    try:
        list(model.stream(turns, max_tokens=1000, cancel=flag))
    except Cancelled:
        reader = time.perf_counter() - flag.at
    next_question(model)
    return reader, time.perf_counter() - flag.at - own


def next_question(model: HostedModel) -> float:
    """Ask something short that the model has not read before, and return how long its first token took, in s."""
    started = time.perf_counter()
    list(model.stream([ChatTurn("system", f"{time.time()}"), ChatTurn("user", "Hi")], max_tokens=1))
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--vectors", action="store_true", help="the timer beside an engine that makes vectors")
    parser.add_argument("--stops", type=int, default=3, help="how often a model is stopped, while writing and reading")
    parts = ["timer", "engine", "answers", "model", "stops"]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="some parts instead of all")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        embedding = "" if arguments.vectors else '[embedding]\nmodel = "off"\n'
        settings.write_text(f'{embedding}[answers]\nmodel = "{arguments.model}"\nreading_s = 3\n')
        os.environ["VAULTMIND_CONFIG"] = str(settings)
        place = Place(arguments.vault, Path(folder))
        try:
            if "timer" in arguments.only:
                timer_gaps(place, arguments.seconds, vectors=arguments.vectors)
            if "engine" in arguments.only:
                engine_kills(place, arguments.kills)
            if "answers" in arguments.only:
                answer_kills(place, arguments.kills, arguments.seconds)
        finally:
            api.stop_engine(**place.where)
    if "model" in arguments.only:
        model_kills(arguments.model, arguments.kills)
    if "stops" in arguments.only:
        memory_given_back(arguments.model)
        model_stops(arguments.model, arguments.stops)


if __name__ == "__main__":
    main()
