"""The newest version, asked of a package index that answers, lies, sends elsewhere and does not end."""

import json
from importlib.metadata import metadata
from typing import Any

import pytest

from vaultmind import __version__
from vaultmind.adapters import releases
from vaultmind.adapters.releases import newest_release
from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.release import Release

PAGE = "/pypi/vaultmind/json"


def answer(**info: object) -> bytes:
    return json.dumps({"info": {"summary": metadata("vaultmind")["Summary"], **info}}).encode()


def test_one_request_brings_the_newest_version(file_server: Any, served: Any) -> None:
    file_server.files[PAGE] = served(answer(version="9.1.0"))

    found = newest_release(index=file_server.address)

    assert found == Release(__version__, "9.1.0")
    assert found.is_old
    assert [path for path, _ in file_server.requests] == [PAGE]


def test_another_program_of_the_same_name_is_not_taken_for_this_one(file_server: Any, served: Any) -> None:
    file_server.files[PAGE] = served(answer(summary="Clips pages.", version="9.1.0"))

    with pytest.raises(VaultMindError, match="another program's"):
        newest_release(index=file_server.address)


def test_a_redirect_is_not_followed(file_server: Any, served: Any) -> None:
    file_server.files[PAGE] = served(redirect="/elsewhere")
    file_server.files["/elsewhere"] = served(answer(version="9.1.0"))

    with pytest.raises(VaultMindError, match="status 302"):
        newest_release(index=file_server.address)
    assert [path for path, _ in file_server.requests] == [PAGE]


def test_an_answer_without_an_end_is_left(file_server: Any, served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_LIMIT_BYTES", 100_000)
    file_server.files[PAGE] = served(answer(version="9.1.0") + b" " * 100_000)

    with pytest.raises(VaultMindError, match="more than was asked for"):
        newest_release(index=file_server.address)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"info": 7}',
        answer(),
        answer(version=7),
        answer(version="<b>2</b>"),
        b"[" * 60_000,
    ],
)
def test_an_answer_of_another_shape_is_one_sentence(file_server: Any, served: Any, content: bytes) -> None:
    file_server.files[PAGE] = served(content)

    with pytest.raises(VaultMindError) as error:
        newest_release(index=file_server.address)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_a_project_that_was_never_released_is_said_so(file_server: Any) -> None:
    with pytest.raises(VaultMindError, match=r"No version of vaultmind was released"):
        newest_release(index=file_server.address)


def test_an_index_that_is_not_there_is_said_so(file_server: Any) -> None:
    file_server.close()

    with pytest.raises(VaultMindError, match="cannot be reached"):
        newest_release(index=file_server.address)
