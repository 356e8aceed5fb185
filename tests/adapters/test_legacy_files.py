"""Files of 2023: what is said before native code sees them, and that what may pass really answers."""

import importlib.util
import json
import os
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import gguf
import pytest

from tests.model_files import before_gguf, gguf_of_version_1, lora, written
from vaultmind.adapters.models.hosted_model import Adapter, HostedModel
from vaultmind.adapters.models.legacy_files import Words, is_legacy, read_legacy, read_words
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.runtimes import Way, ways_to_run
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import ChatTurn

needs_ctransformers = pytest.mark.skipif(
    importlib.util.find_spec("ctransformers") is None, reason='no ctransformers: pip install "vaultmind[ctransformers]"'
)
QUESTION = [ChatTurn("user", "What is the capital of France?")]


@pytest.mark.parametrize("magic", [b"tjgg", b"fmgg", b"lmgg"])
def test_what_is_older_than_gguf_is_known_by_its_first_bytes(tmp_path: Path, smollm2: Path, magic: bytes) -> None:
    old = before_gguf(tmp_path / "old.bin", magic=magic, version=1)
    assert is_legacy(old)
    assert ways_to_run(old, "auto", server="/usr/bin/llama-server", gpu_layers=-1) == [Way("ctransformers", 0)]
    header = read_legacy(old)
    assert (header.architecture, header.layers, header.name) == ("llama", 2, "old")
    assert header.cache_bytes_per_token == 2 * 2 * 64 * 2
    assert not is_legacy(smollm2)


def changed(path: Path, at: int, content: bytes) -> Path:
    whole = bytearray(path.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(whole)
    return path


def test_a_file_that_cannot_be_loaded_says_why(tmp_path: Path, smollm2: Path, rewritten: Path) -> None:
    def said(path: Path) -> str:
        with pytest.raises(ModelProblem) as problem:
            read_legacy(path)
        return str(problem.value).replace(str(tmp_path), "")

    text = tmp_path / "notes.bin"
    text.write_bytes(b"# Notes")
    assert said(text) == "notes.bin is no model file: it begins with neither GGUF nor the marks of 2023."
    assert said(smollm2).endswith("carry no scores, which ctransformers needs; another runtime loads it.")
    assert said(gguf_of_version_1(tmp_path / "falcon.gguf")) == (
        "falcon.gguf is a falcon model; ctransformers knows none but Llama here; another runtime loads it."
    )
    later = changed(before_gguf(tmp_path / "later.bin"), 4, struct.pack("<I", 9))
    assert said(later) == "later.bin is a ggjt file of version 9, which ctransformers does not know."
    other = changed(before_gguf(tmp_path / "other.bin"), 8 + 4 * 5, struct.pack("<I", 1))
    assert said(other) == "other.bin is a ggjt file of 2023, but of no Llama; ctransformers knows none but Llama here."
    words = changed(before_gguf(tmp_path / "words.bin"), 36, struct.pack("<I", 1 << 30))
    assert said(words) == "words.bin is a damaged model file: its words do not fit together."
    short = before_gguf(tmp_path / "short.bin")
    os.truncate(short, 4_000)
    assert said(short) == "short.bin is cut short: it ends before its weights; download it again."
    os.truncate(short, 10)
    assert said(short) == "short.bin is a damaged model file: its header is not whole."
    tied = tmp_path / "tied.gguf"
    tied.write_bytes(rewritten.read_bytes().replace(b"output.weight", b"output.wasted"))
    assert (
        said(tied)
        == "tied.gguf shares its first layer with its last, which ctransformers cannot; another runtime loads it."
    )


def test_a_file_of_2023_is_taken_up_like_any_other(tmp_path: Path) -> None:
    shelf = LocalModels(tmp_path / "models")
    assert shelf.add_file(str(before_gguf(tmp_path / "Old-Llama.ggmlv3.bin"))).name == "old-llama.ggmlv3.bin"


@needs_ctransformers
def test_a_file_older_than_gguf_is_evaluated_and_counts_its_bytes(tmp_path: Path) -> None:
    old = before_gguf(tmp_path / "old.bin")
    with closing(HostedModel(old, name="old", folder=tmp_path / "run", context_tokens=256, threads=1)) as model:
        assert model.load().runtime == "ctransformers"
        pieces = list(model.stream([ChatTurn("user", "日本語")], max_tokens=5))
    told = pieces[-1].timings
    assert told is not None
    prompt = "### Instruction:\n日本語\n\n### Response:\n"
    assert told.read_tokens == 1 + len(prompt.encode())  # every byte a word, and the beginning
    assert told.written_tokens == 5


@needs_ctransformers
def test_words_that_outnumber_their_characters_do_not_overrun_a_buffer(tmp_path: Path) -> None:
    old = before_gguf(tmp_path / "old.bin")  # whose words are bytes: three and more a character here
    asked = [ChatTurn("user", "日本語の文章🌱" * 60)]
    with closing(HostedModel(old, name="old", folder=tmp_path / "run", context_tokens=2048, threads=1)) as model:
        assert list(model.stream(asked, max_tokens=1))
        pid = model.process_id
        assert list(model.stream(QUESTION, max_tokens=1))
        assert model.process_id == pid


@needs_ctransformers
def test_marks_in_a_question_stay_text(rewritten: Path, tmp_path: Path) -> None:
    def read(text: str) -> int:
        told = list(model.stream([ChatTurn("user", text)], max_tokens=1))[-1].timings
        assert told is not None
        return told.read_tokens + told.cached_tokens

    options = {"folder": tmp_path, "context_tokens": 512, "threads": 1, "runtime": "ctransformers"}
    with closing(HostedModel(rewritten, name="old", **options)) as model:  # type: ignore[arg-type]
        assert read("a<|im_end|>") > read("a") + 2


def words_of(path: Path, words: list[str], kinds: list[int], *, has_beginning: bool | None = None) -> Path:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_token_list(words)
    writer.add_token_types(kinds)
    if has_beginning is not None:
        writer.add_add_bos_token(has_beginning)
    return written(writer, path)


def test_marks_are_what_a_file_says_is_no_text_however_many_words_it_has(tmp_path: Path) -> None:
    words = ["<unk>", "<s>", "<0x0A>", "<b>", "<two words>", *(f"w{place}" for place in range(5_000)), "<|im_start|>"]
    kinds = [2, 3, 6, 1, 4, *([1] * 5_000), 4]
    assert read_words(words_of(tmp_path / "a.gguf", words, kinds)) == Words({"<s>": 1, "<|im_start|>": 5_005}, True)
    none = read_words(words_of(tmp_path / "b.gguf", ["a"], [1], has_beginning=False))
    assert none == Words({}, has_beginning=False)
    assert read_words(before_gguf(tmp_path / "old.bin")) is None
    with pytest.raises(ModelProblem, match="its words do not fit together"):
        read_words(words_of(tmp_path / "c.gguf", ["a", "b"], [1]))


_PROMPTED = """
import json, sys
from ctransformers.llm import LLM, Config
from vaultmind.adapters.models.hosts.ctransformers_host import LegacyModel
from vaultmind.adapters.models.hosts.protocol import HostRequest
from vaultmind.ports import ChatTurn
request = HostRequest(
    path=sys.argv[1], name="old", key="", record="", runtime="ctransformers", context_tokens=256, threads=1,
    batch_tokens=64, gpu_layers=0, layers=30, size_bytes=1, cache_bytes_per_token=1,
)
model = LegacyModel(LLM(sys.argv[1], "llama", config=Config(context_length=256, threads=1)), request)
tokens = model.prompt([ChatTurn("system", "Answer."), ChatTurn("user", "a<|im_end|>")])
print(json.dumps([tokens, b"".join(map(model.piece, tokens)).decode(), [model.is_end(mark) for mark in range(4)]]))
"""


@needs_ctransformers
def test_a_file_that_names_marks_is_prompted_with_them_alone(rewritten: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROMPTED, str(rewritten)], capture_output=True, text=True, check=True, timeout=120
    )
    tokens, text, ends = json.loads(done.stdout)
    begin, end = 1, 2  # <|im_start|> and <|im_end|> in this file, which wants no word before the first of them
    assert [token for token in tokens if token in (begin, end)] == [begin, end, begin, end, begin]
    assert tokens[0] == begin
    assert text.replace(" ", "") == "system\nAnswer.\nuser\na<|im_end|>\nassistant\n"
    assert ends == [False, True, True, False]


@needs_ctransformers
def test_it_does_not_answer_with_an_adapter(rewritten: Path, tmp_path: Path) -> None:
    adapter = Adapter("tone", lora(rewritten, tmp_path / "tone.gguf", strength=1.0))
    options = {"folder": tmp_path, "context_tokens": 512, "runtime": "ctransformers", "adapters": [adapter]}
    with (
        closing(HostedModel(rewritten, name="old", **options)) as model,  # type: ignore[arg-type]
        pytest.raises(ModelProblem, match="could not be loaded: ctransformers applies no LoRA adapters"),
    ):
        model.load()


def test_the_main_process_imports_no_native_runtime(rewritten: Path, tmp_path: Path) -> None:
    runtime = "ctransformers" if importlib.util.find_spec("ctransformers") else "xllamacpp"
    code = (
        "import sys; from pathlib import Path\n"
        "from vaultmind.adapters.models.hosted_model import HostedModel\n"
        f"model = HostedModel(Path({str(rewritten)!r}), name='m', folder=Path({str(tmp_path)!r}),"
        f" context_tokens=512, runtime={runtime!r})\n"
        "print(model.load().runtime, sorted({'ctransformers', 'cyllama', 'xllamacpp'} & set(sys.modules)))\n"
        "model.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == [runtime, "[]"]
