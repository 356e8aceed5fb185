"""The tests that failed beside the others get one look by themselves, and only few of them."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
ONCE = """
from pathlib import Path
def test_fails_once():
    met = Path(__file__).with_name("met")
    known = met.exists()
    met.touch()
    assert known
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return ``scripts/check.py`` as it would be in a project of its own at ``tmp_path``."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    monkeypatch.delitem(sys.modules, "check", raising=False)
    import check

    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "LAST_FAILED", tmp_path / ".pytest_cache/v/cache/lastfailed")
    monkeypatch.setattr(sys, "argv", ["check.py", "-q"])
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return check


def test_what_fails_once_is_named_and_let_pass(
    check: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_once.py").write_text(ONCE)
    assert check.tests_pass()
    assert "passed alone:\n   test_once.py::test_fails_once" in capfd.readouterr().out


def test_what_fails_twice_is_a_failure(check: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_once.py").write_text(ONCE)
    (tmp_path / "test_wrong.py").write_text("def test_wrong(): assert False")
    assert not check.tests_pass()


def test_many_failures_are_not_looked_at_again(
    check: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(check.AT_MOST_AGAIN + 1):
        (tmp_path / f"test_once_{number}.py").write_text(ONCE.replace('"met"', f'"met{number}"'))
    assert not check.tests_pass()
    assert "by themselves" not in capfd.readouterr().out


def test_a_suite_that_cannot_be_read_is_a_failure(check: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_broken.py").write_text("import no_such_module_at_all")
    assert not check.tests_pass()


def test_all_that_pass_pass(check: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_right.py").write_text("def test_right(): assert True")
    assert check.tests_pass()
