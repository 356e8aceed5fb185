"""The Models place over the real shelf of a person: listed, added, used, tried, removed; servers found on loopback."""

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.models.adapter_dialog import AdapterDialog
from vaultmind_ui.models.models_place import ModelsPlace
from vaultmind_ui.models.phrases import languages_of, licence_of
from vaultmind_ui.models.shelf import Model, Section, Shelf
from vaultmind_ui.translation import Translation

from tests.model_files import lora
from vaultmind import api
from vaultmind.adapters.models.fitting import Fits

Until = Callable[..., None]


@pytest.fixture
def place(window: Any, until: Until) -> ModelsPlace:
    window.show_place("models")
    shown = window.place("models")
    until(lambda: shown.shelf is not None and bool(shown.list.rows.rows))
    assert isinstance(shown, ModelsPlace)
    return shown


def choose(place: ModelsPlace, name: str) -> None:
    titles = [row.title for row in place.list.rows.rows]
    place.list.setCurrentIndex(place.list.rows.index(titles.index(name), 0))


def settings_of(place: ModelsPlace) -> api.Settings:
    return api.load_settings(api.find_places(place.shell.data).settings_file)


def test_what_can_be_had_is_listed_with_what_it_takes(place: ModelsPlace) -> None:
    choose(place, "qwen3-4b")

    assert "Good for: answers in most languages on an ordinary laptop" in place.facts.text()
    assert "Takes: 8 GB memory, no GPU" in place.facts.text()
    assert place.use_button.text() == "Fetch and use (2.5 GB)"
    assert not place.remove_button.isVisible()


def test_the_words_of_the_catalogue_are_russian_in_a_russian_window(place: ModelsPlace, english: Any) -> None:
    english.use("ru")
    place.retranslate()
    choose(place, "qwen3-4b")

    assert "Для чего: ответы на большинстве языков на обычном ноутбуке" in place.facts.text()


def test_every_kind_has_its_tab(place: ModelsPlace) -> None:
    place.choose_section(Section.MEANING)
    assert "multilingual-e5-small" in [row.title for row in place.list.rows.rows]
    place.choose_section(Section.RANKING)
    assert "BAAI/bge-reranker-base" in [row.title for row in place.list.rows.rows]


def test_a_file_is_listed_used_put_aside_and_removed(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until
) -> None:
    file = tmp_path / "my-model.gguf"
    shutil.copy(smollm2, file)

    place.adding.add_file(file)
    until(lambda: "my-model" in [row.title for row in place.list.rows.rows])
    choose(place, "my-model")
    assert "nobody vouches" in place.origin.text()
    place.use()
    until(lambda: settings_of(place).answers.model == "my-model")
    until(lambda: place.use_button.text() == "Put aside" and not place.remove_button.isVisible())

    with pytest.MonkeyPatch.context() as patched:
        used: list[bool] = []
        patched.setattr(place, "use", lambda: used.append(True))
        place.list.activated.emit(place.list.currentIndex())
        assert not used, "Enter on the row at work takes nothing out of work"
    place.use()
    until(lambda: settings_of(place).answers.model == "" and place.remove_button.isVisible())
    place.remove()
    assert place.remove_button.text().startswith("Really remove it?")
    place.remove()
    until(lambda: "my-model" not in [row.title for row in place.list.rows.rows])
    assert file.exists(), "a file that was pointed at stays where it is"


@pytest.mark.skipif(os.name == "nt", reason="a file of that size with holes")
def test_a_model_that_this_machine_has_not_the_memory_for_is_not_put_to_work(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until
) -> None:
    huge = tmp_path / "huge.gguf"
    shutil.copy(smollm2, huge)
    os.truncate(huge, psutil.virtual_memory().total + 10**9)
    place.adding.add_file(huge)
    until(lambda: "huge" in [row.title for row in place.list.rows.rows])
    choose(place, "huge")
    place.use()
    until(place.problem.isVisible)
    assert "does not fit into this machine: it needs about" in place.problem.text()
    assert settings_of(place).answers.model == ""


def test_a_reranker_that_was_fetched_to_be_used_is_put_to_work(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "BAAI/bge-reranker-base"
    folder = api.find_places(place.shell.data).cache / "models" / name.replace("/", "--")
    monkeypatch.setattr(place.shell.downloads, "start", lambda _: None)
    place.shell.fetch_and_use(name, api.ModelKind.RERANKER)
    place.shell.downloads.stopped.emit(name)  # it pauses, and goes on
    place.shell.fetch(name, goes_on=True)
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").write_text("{}")
    notes = {"repository": name, "commit": "0" * 40, "files": {"tokenizer.json": 2}}
    (folder / "pulled.json").write_text(json.dumps(notes))
    place.shell.downloads.finished.emit(name, "")
    until(lambda: settings_of(place).search.reranker == name)
    assert settings_of(place).answers.model == ""


def test_one_that_is_fetched_only_is_not_put_to_work_though_it_once_was_to_be(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []
    monkeypatch.setattr(place.shell.downloads, "start", lambda _: None)
    monkeypatch.setattr(place.shell, "use_model", lambda name, _: used.append(name))
    place.shell.fetch_and_use("qwen3-4b", api.ModelKind.CHAT)
    place.shell.downloads.finished.emit("qwen3-4b", "The disk is full.")
    place.shell.fetch("qwen3-4b", goes_on=False)
    place.shell.downloads.finished.emit("qwen3-4b", "")
    assert used == []


def test_a_model_that_the_settings_name_is_not_at_work_before_it_is_here(place: ModelsPlace, until: Until) -> None:
    name = "multilingual-e5-small"
    api.change_setting(api.find_places(place.shell.data).settings_file, "embedding", "model", name)
    place.load()
    until(lambda: place.shelf is not None and place.shelf.used[api.ModelKind.EMBEDDING] == name)
    place.choose_section(Section.MEANING)
    choose(place, name)
    assert place.list.current is not None
    assert place.list.current.detail not in {"In use", "Here"}
    assert place.use_button.text().startswith("Fetch and use")


def test_why_a_model_was_not_fetched_stays_with_it_until_it_is_asked_for_again(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    choose(place, "gemma-3-4b")
    place.fetch()
    said = "gemma-3-4b was not fetched. 127.0.0.1 cannot be reached: check the connection, then try again."
    until(lambda: place.problem.text() == said)
    until(lambda: place.list.current is not None and place.list.current.detail == "Was not fetched")
    choose(place, "qwen3-4b")
    assert not place.problem.isVisible()
    choose(place, "gemma-3-4b")
    assert place.problem.text() == said
    window = place.window()
    assert isinstance(window, MainWindow)
    window.show_place("ask")
    window.show_place("models")
    assert place.problem.isVisible()
    monkeypatch.setattr(place.shell.bridge, "work_stream", lambda *_, **__: None)
    place.fetch()
    assert not place.problem.isVisible()


def test_a_pause_is_no_failure(place: ModelsPlace, until: Until) -> None:
    window = place.window()
    assert isinstance(window, MainWindow)
    place.shell.downloads.advanced.emit("qwen3-4b", 250, 1000)
    choose(place, "qwen3-4b")
    place.shell.downloads.stopped.emit("qwen3-4b")
    assert not place.bar.isVisible()
    assert not place.problem.isVisible()
    assert window.status_line.said.text() == "qwen3-4b: the download pauses; it goes on where it was."


def test_the_focus_stays_among_the_buttons_of_a_model(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.shell.downloads, "start", lambda _: None)
    choose(place, "qwen3-4b")
    place.fetch_button.setFocus()
    QTest.keyClick(place.fetch_button, Qt.Key.Key_Return)
    assert place.stop_button.hasFocus()
    place.shell.downloads.stopped.emit("qwen3-4b")
    until(place.fetch_button.hasFocus)


def test_a_file_that_is_no_model_is_one_sentence(place: ModelsPlace, tmp_path: Path, until: Until) -> None:
    (tmp_path / "letter.gguf").write_text("dear reader")

    place.adding.add_file(tmp_path / "letter.gguf")

    until(place.problem.isVisible)
    assert "letter.gguf" in place.problem.text()


def test_what_was_wrong_is_said_until_another_model_is_chosen_or_another_file_added(
    place: ModelsPlace, tmp_path: Path, until: Until
) -> None:
    (tmp_path / "letter.gguf").write_text("dear reader")
    choose(place, "qwen3-4b")
    place.adding.add_file(tmp_path / "letter.gguf")
    until(place.problem.isVisible)

    before = place.shelf
    place.load()
    until(lambda: place.shelf is not before)
    assert place.problem.isVisible(), "the same model is chosen still"
    choose(place, "smollm2-135m")
    assert not place.problem.isVisible()

    place.adding.add_file(tmp_path / "letter.gguf")
    until(place.problem.isVisible)
    place.adding.add_file(tmp_path / "letter.gguf")
    assert not place.problem.isVisible()
    until(place.problem.isVisible)


def test_a_model_file_of_2023_can_be_picked(place: ModelsPlace) -> None:
    place.adding.choose_file()
    dialog = place.findChild(QFileDialog)

    assert isinstance(dialog, QFileDialog)
    assert dialog.nameFilters() == ["GGUF, GGML (*.gguf *.bin)"]
    dialog.close()


def test_a_model_is_tried_on_the_persons_own_notes(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until
) -> None:
    place.adding.add_file(smollm2)
    name = smollm2.stem.casefold()
    until(lambda: any(row.title.casefold().startswith("smollm2") and row.side for row in place.list.rows.rows))
    until(lambda: place._can_be_tried() or _choose_here(place, name))
    (tmp_path / "letter.gguf").write_text("dear reader")
    place.adding.add_file(tmp_path / "letter.gguf")
    until(place.problem.isVisible)
    place.trial.question.setText("How deep is the well?")

    place.try_it()

    assert not place.problem.isVisible(), "what was wrong before"

    until(lambda: bool(place.trial.speed.text()), patience_s=200)
    assert place.trial.answer.text()
    until(place.running.isVisible)
    assert place.running.line.text().startswith("Loaded: ")
    if place.trial.prompt_button.isVisible():
        place.trial.prompt_button.click()
        assert "How deep is the well?" in place.trial.prompt.toPlainText()
        assert place.trial.prompt.isVisible()


@pytest.mark.parametrize(
    ("notice", "timings", "shown"),
    [
        (
            "The model found no answer in the notes; these are their own sentences.",
            api.Timings(400, 0, 12, 4.0, 2.0),
            r"^Модель не нашла ответа в заметках; .* Токенов в секунду: 6,0, всего \d+,\d с\.$",
        ),
        (
            "The model tiny could not be loaded: it crashed. These are the notes' own sentences.",
            None,
            r"^Модель tiny не .*загру.* Всего \d+,\d с\.$",
        ),
    ],
)
def test_a_trial_whose_answer_is_the_notes_own_says_why_and_how_fast_the_model_was(
    place: ModelsPlace, english: Any, notice: str, timings: api.Timings | None, shown: str
) -> None:
    english.use("ru")
    answer = api.Answer("?", "Well.", False, api.AnswerMode.EXTRACTIVE, notices=(notice,))
    place.trial._take(api.PromptSeen("tiny", (), timings), time.monotonic())
    place.trial._take((answer, 1, 0.1), time.monotonic())
    assert re.search(shown, place.trial.speed.text()), place.trial.speed.text()


def test_where_a_loaded_model_runs_is_one_line(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch, english: Any
) -> None:
    file = tmp_path / "my-model.gguf"
    shutil.copy(smollm2, file)
    reason = "5 of 31 layers fit into the 0.4 GB that are free on Radeon 780M, and no more."
    placed = api.Placement("Radeon 780M", 5, 31, 4096, 3, "cyllama", reason)
    running = [api.RunningModel("my-model", str(file), 1, placed)]
    monkeypatch.setattr(api, "running_models", lambda: tuple(running))
    place.adding.add_file(file)
    until(lambda: "my-model" in [row.title for row in place.list.rows.rows])
    choose(place, "my-model")

    until(place.running.isVisible)
    assert place.running.line.text() == f"Loaded: 5 of 31 layers on Radeon 780M, by cyllama. {reason}"
    english.use("ru")
    place.retranslate()
    assert place.running.line.text() == (
        "Загружена через cyllama, слоёв на Radeon 780M: 5 из 31. "
        "В 0.4 ГБ, свободные на Radeon 780M, помещается слоёв: 5 из 31, не больше."
    )
    choose(place, "qwen3-4b")
    assert not place.running.isVisible()
    running.clear()
    place.running.look()
    choose(place, "my-model")
    until(lambda: not place.running.isVisible())


def test_of_an_adapter_the_model_it_adapts_is_what_is_loaded() -> None:
    def here(name: str, base: str = "") -> api.InstalledModel:
        return api.InstalledModel(name, api.ModelKind.CHAT, f"/m/{name}.gguf", 1, api.Checked.NOTHING, "", base=base)

    model, tone = here("model"), here("tone", base="model")
    shelf = Shelf(tuple(Model(one.name, one.kind, None, one) for one in (tone, model)), {})
    assert shelf.loaded_file(tone) == shelf.loaded_file(model) == "/m/model.gguf"


def _choose_here(place: ModelsPlace, name: str) -> bool:
    for number, row in enumerate(place.list.rows.rows):
        if row.title.casefold() == name:
            place.list.setCurrentIndex(place.list.rows.index(number, 0))
    return False


def test_how_far_a_download_is_stands_in_its_row(place: ModelsPlace) -> None:
    place.shell.downloads.advanced.emit("qwen3-4b", 250, 1000)
    choose(place, "qwen3-4b")

    assert place.list.current is not None
    assert place.list.current.detail == "Being fetched: 25%"
    assert place.bar.value() == 25
    assert place.coming.text() == "250 bytes of 1.0 kB"
    assert place.stop_button.isVisible()
    assert place.stop_button.text() == "Pause"
    assert not place.use_button.isVisible()
    place.shell.downloads.advanced.emit("qwen3-4b", 256, 1000)
    window = place.window()
    assert isinstance(window, MainWindow)
    assert window.status_line.index.text().endswith("fetching qwen3-4b: 25%")  # as in its row


def test_a_paused_download_says_how_far_it_is_goes_on_or_is_thrown_away(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = api.find_places(place.shell.data).cache / "models" / "qwen3-4b"
    folder.mkdir(parents=True)
    (folder / "Qwen3-4B-Instruct-2507-Q4_K_M.gguf.part").write_bytes(bytes(1_000_000))
    started: list[str] = []
    monkeypatch.setattr(place.shell.downloads, "start", started.append)
    place.load()
    until(lambda: any(row.detail.startswith("Paused at") for row in place.list.rows.rows))
    choose(place, "qwen3-4b")

    assert place.fetch_button.text() == "Go on"
    assert not place.use_button.isVisible()
    assert place.remove_button.text() == "Throw away what is here"
    place.fetch()
    assert started == ["qwen3-4b"]
    place.fetching.clear()
    place.remove()
    assert place.remove_button.text() == "Really remove it? 1.0 MB are freed"
    place.remove()
    until(lambda: not folder.exists())
    until(lambda: all(not row.detail.startswith("Paused") for row in place.list.rows.rows))


class Models(BaseHTTPRequestHandler):
    seen: ClassVar[list[dict[str, str]]] = []
    said: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        Models.said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        event = {"choices": [{"delta": {"content": "ready"}, "finish_reason": "stop"}]}
        body = f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        Models.seen.append(dict(self.headers))
        body = json.dumps({"data": [{"id": "tiny:1b"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[int]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Models)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield serving.server_address[1]
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_a_server_of_this_machine_is_found_without_a_key_and_used(
    place: ModelsPlace, server: int, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaultmind.adapters.models import local_servers

    monkeypatch.setenv("VAULTMIND_MODEL_KEY", "secret")
    found = local_servers.find_servers({"Nobody": 1, "Ollama": server})
    assert found == (api.FoundServer("Ollama", f"http://127.0.0.1:{server}/v1", ("tiny:1b",)),)
    assert all("secret" not in str(headers) for headers in Models.seen)

    monkeypatch.setattr(api, "find_servers", lambda: found)
    place.choose_section(Section.SERVERS)
    until(lambda: [row.title for row in place.list.rows.rows] == ["tiny:1b"])
    place.use()

    until(lambda: settings_of(place).answers.model == "tiny:1b")
    assert settings_of(place).answers.url == f"http://127.0.0.1:{server}/v1"


def test_a_server_is_tried_with_one_click(
    place: ModelsPlace, server: int, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (api.FoundServer("Ollama", f"http://127.0.0.1:{server}/v1", ("tiny:1b",)),)
    monkeypatch.setattr(api, "find_servers", lambda: found)
    place.choose_section(Section.SERVERS)
    until(lambda: [row.title for row in place.list.rows.rows] == ["tiny:1b"])
    assert not place.server.place.isVisible()

    place.server.test_button.click()

    until(lambda: place.server.result.text().startswith("tiny:1b answers: first word after"))
    assert Models.said[-1]["messages"] == [{"role": "user", "content": "Reply with one word: ready"}]


def test_a_server_elsewhere_is_asked_nothing_before_it_is_allowed(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(api, "find_servers", tuple)
    monkeypatch.setattr(api, "try_server", lambda url, *_, **__: tried.append(url))
    place.choose_section(Section.SERVERS)
    place.address.setText("https://models.example.org/v1")
    place.fetch_address()

    until(place.server.place.isVisible)
    assert place.server.place.text() == "Leaves this machine"
    assert "Until you allow it nothing is sent" in place.server.consent.text()
    assert not place.server.test_button.isEnabled()
    assert not place.use_button.isVisible()
    place.server.test()
    assert tried == []

    place.server.allow_button.click()
    until(place.server.test_button.isEnabled)
    assert "may go to models.example.org, since 20" in place.server.consent.text()
    consents = api.open_consents(vault=place.shell.root, data=place.shell.data)
    assert [one.host for one in consents.all()] == ["models.example.org"]

    place.server.allow_button.click()
    until(lambda: not place.server.test_button.isEnabled())
    assert consents.all() == ()


@pytest.mark.parametrize("address", ["my server", "https://[::", "https://*/v1", "https://a b/v1", "example.org"])
def test_an_address_that_is_none_is_not_listed(
    place: ModelsPlace, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(api, "find_servers", tuple)
    place.choose_section(Section.SERVERS)
    place.address.setText(address)
    place.fetch_address()
    assert "looks like https://" in place.problem.text()
    assert place.list.rows.rows == ()


def test_what_is_wrong_in_the_persons_own_catalogue_is_said_and_the_rest_is_listed(
    place: ModelsPlace, until: Until, english: Any
) -> None:
    own = api.find_places(place.shell.data).settings_file.with_name("models.toml")
    own.write_text('hidden = ["phi-4-mini"]\n[[model]]\nname = "my-own"\nkind = "chat"\n', encoding="utf-8")
    place.load()
    until(lambda: "“my-own”" in place.said.text())
    assert f"The entry “my-own” in {own}, line 2, is left out: it has no “size_bytes”." in place.said.text()
    titles = [row.title for row in place.list.rows.rows]
    assert "qwen3-4b" in titles
    assert "phi-4-mini" not in titles
    english.use("ru")
    place.retranslate()
    assert f"Запись «my-own» в {own}, строка 2, пропущена: в ней нет «size_bytes»." in place.said.text()


def test_a_model_is_measured_when_it_is_first_used_and_what_was_disturbed_is_not_settled(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = Fits(api.find_places(place.shell.data).cache / "model-fits.json")
    file = tmp_path / "my-model.gguf"
    shutil.copy(smollm2, file)
    way = api.FitTry(1, 32, 0, 40.0, 9.0)
    disturbed = api.Fit(way, (way,), 4096, 1.0, 1, "CPU", 0, 31, "2026-11-22T00:00:00+00:00", others=0.6)
    asked: list[str] = []

    def measured(name: str, **_: Any) -> Iterator[api.Fit]:
        asked.append(name)
        fits.keep(file, replace(disturbed, others=0.0) if len(asked) == 3 else disturbed)
        yield disturbed

    monkeypatch.setattr(api, "measure_model", measured)
    place.adding.add_file(file)
    until(lambda: "my-model" in [row.title for row in place.list.rows.rows])
    choose(place, "my-model")
    assert place.fitting.line.text() == "Not measured on this machine yet."
    place.use()
    until(lambda: "Here: reads 40 and writes 9.0 tokens a second." in place.fitting.line.text())
    assert "Other programs had 60% of the processors meanwhile" in place.fitting.line.text()
    place.load()
    until(place.measure_button.isVisible)
    assert asked == ["my-model"], "not again and again unasked"

    place.measure()
    until(lambda: len(asked) == 2)
    until(place.measure_button.isVisible)
    place.measure()
    until(lambda: "Here: reads 40" in place.fitting.line.text() and "Other programs" not in place.fitting.line.text())
    assert "1 thread, batches of 32, on the processor, a window of up to 4,096 tokens" in place.fitting.line.text()
    place.use()
    until(lambda: settings_of(place).answers.model == "")


def test_an_adapter_whose_model_is_gone_does_not_hide_the_others(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until
) -> None:
    file = tmp_path / "base.gguf"
    shutil.copy(smollm2, file)
    shelf = api.open_models()
    shelf.add_file(str(file))
    shelf.add_file(str(lora(file, tmp_path / "tone.gguf", strength=0.0)), base="base")
    shelf.remove("base")
    place.load()
    until(lambda: "tone" in [row.title for row in place.list.rows.rows])
    assert "qwen3-4b" in [row.title for row in place.list.rows.rows]


def test_of_an_adapter_it_is_asked_which_model_it_is_for_and_cancel_adds_nothing(
    place: ModelsPlace, smollm2: Path, tmp_path: Path, until: Until
) -> None:
    file = tmp_path / "base.gguf"
    shutil.copy(smollm2, file)
    tone = lora(file, tmp_path / "tone.gguf", strength=0.0)
    place.adding.add_file(tone)
    until(place.problem.isVisible)
    assert "first" in place.problem.text(), "there is no model yet that it could be for"
    api.open_models().add_file(str(file))

    place.adding.add_file(tone)
    until(lambda: bool(place.findChildren(AdapterDialog)))
    (asked,) = place.findChildren(AdapterDialog)
    assert [asked.base.itemText(at) for at in range(asked.base.count())] == ["base"]
    assert asked.scale.value() == 1.0
    assert "tone.gguf" in asked.said.text()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    until(lambda: not place.findChildren(AdapterDialog))
    assert [model.name for model in api.open_models().installed() if model.base] == []

    place.adding.add_file(tone)
    until(lambda: bool(place.findChildren(AdapterDialog)))
    (asked,) = place.findChildren(AdapterDialog)
    asked.scale.setValue(0.5)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    until(lambda: "tone" in [row.title for row in place.list.rows.rows])
    added = api.open_models().find("tone")
    assert (added.base, added.scale) == ("base", 0.5)


def test_where_no_server_answers_that_is_said(
    place: ModelsPlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "find_servers", tuple)

    place.choose_section(Section.SERVERS)

    until(lambda: place.said.text().startswith("No server answers"))


def test_a_download_that_failed_is_said_once_and_elsewhere_in_the_status_line(place: ModelsPlace) -> None:
    window = place.window()
    assert isinstance(window, MainWindow)
    sentence = "huggingface.co cannot be reached: check the connection, then try again."
    place.shell.downloads.finished.emit("gemma-3-4b", sentence)
    assert place.problem.text() == sentence
    QTest.qWait(400)
    assert window.status_line.said.text() == ""
    window.show_place("ask")
    place.shell.downloads.finished.emit("gemma-3-4b", sentence)
    assert window.status_line.said.text() == sentence


def test_what_is_known_of_a_model_is_in_the_language_of_the_window(english: Translation) -> None:
    known = ("ru", "en", "140 more", "all in Latin, Cyrillic and Greek")
    assert languages_of(known) == "Russian, English, 140 more, all in Latin, Cyrillic and Greek"
    assert (licence_of("Gemma terms"), licence_of("MIT")) == ("the terms of Gemma", "MIT")
    english.use("ru")
    assert languages_of(("xx", "zh")) == "xx, китайский"
    assert languages_of(known).endswith(", английский, ещё 140, все на латинице, кириллице и греческом")
    assert licence_of("Gemma terms") == "условия Gemma"
