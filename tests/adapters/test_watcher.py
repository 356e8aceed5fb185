import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultmind.adapters.files import watcher as watcher_module
from vaultmind.adapters.files.watcher import EventWatcher, PollingWatcher, network_drive, watch
from vaultmind.adapters.machine import Machine
from vaultmind.domain.errors import VaultProblem


def test_a_disk_of_this_machine_is_watched_by_events(tmp_path: Path) -> None:
    assert network_drive(tmp_path) is None
    watcher = watch(tmp_path)
    assert isinstance(watcher, EventWatcher)
    assert watcher.notices == ()
    (tmp_path / "a.md").write_text("x")
    assert {event.path for event in watcher.wait(60)} == {"a.md"}
    watcher.close()


@pytest.mark.skipif(sys.platform != "linux", reason="watches are counted on Linux")
def test_a_probe_asks_for_one_more_until_it_was_quiet_however_late_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher_module, "_OVERLAP_S", 0.0)
    watcher = EventWatcher(tmp_path)
    (tmp_path / "folder").mkdir()
    while not watcher.wait(60):
        pass
    assert watcher._probed == 2
    while watcher._probe_when_quiet:
        watcher.wait(0.01)
    assert watcher._probed == 3
    while watcher._probed:
        watcher.wait(0.01)
    (tmp_path / "another").mkdir()
    while not watcher.wait(60):
        pass
    assert watcher._probed == 1
    watcher.close()


def test_where_the_system_has_no_watches_left_the_vault_is_polled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(self: EventWatcher) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(EventWatcher, "_probe", exhausted)
    watcher = watch(tmp_path, poll_s=0.01)
    assert isinstance(watcher, PollingWatcher)
    assert "no watches left" in watcher.notices[0]
    assert [event.path for event in watcher.wait(60)] == [""]
    watcher.close()


def test_a_frozen_program_without_a_folder_of_its_modules_watches_by_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher_module, "__file__", "/frozen/nowhere/watcher.pyc")
    watching = watch(tmp_path)
    watching.close()
    assert isinstance(watching, EventWatcher)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs", "fuse.rclone"])
def test_network_drives_are_polled_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounted = [
        SimpleNamespace(mountpoint="/", fstype="ext4", opts="rw"),
        SimpleNamespace(mountpoint=str(tmp_path), fstype=kind, opts="rw"),
    ]
    monkeypatch.setattr(watcher_module.psutil, "disk_partitions", lambda all: mounted)  # noqa: A006
    watcher = watch(tmp_path / ".", poll_s=7)
    assert watcher.notices == (
        f"Changes are looked for every 7 seconds, because the vault is on a network drive ({kind}).",
    )
    assert network_drive(tmp_path.parent) is None


def test_a_vault_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VaultProblem, match="no vault at"):
        watch(tmp_path / "gone")


def test_polling_waits_no_longer_than_it_is_asked_to() -> None:
    assert PollingWatcher(60).wait(0.01) == ()


def test_the_load_of_the_machine_is_a_share() -> None:
    machine = Machine()
    assert 0 <= machine.load().busy <= 1
    assert machine.load() == machine.load()


def test_folders_that_come_with_folders_in_them_leave_nothing_on_standard_error(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from vaultmind.adapters.files.watcher import watch\n"
        "watcher, seen = watch(Path(sys.argv[1])), set()\n"
        "for number in range(100): os.makedirs(f'{sys.argv[1]}/new {number}/in/it/deep')\n"
        "while 'new 99/in/it/deep' not in seen: seen |= {event.path for event in watcher.wait(10)}\n"
        "print(type(watcher).__name__); watcher.close()"
    )
    ran = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("EventWatcher\n", "")


def with_few_watches(script: str, vault: Path) -> str:
    """Return what a Python script prints about ``vault`` where the system gives a program twelve watches."""
    limit = "f=/proc/sys/user/max_inotify_watches; [ $(cat $f) -gt 1000000 ] && echo 12 > $f"
    command = ["unshare", "--user", "--map-root-user", "sh", "-c", f'{limit} && exec "$@"', "sh"]
    imports = "import sys; from pathlib import Path; from vaultmind.adapters.files.watcher import watch\n"
    ran = subprocess.run(
        [*command, sys.executable, "-c", imports + script, vault], capture_output=True, text=True, check=False
    )
    if not ran.stdout:
        pytest.skip(f"no user namespace is to be had here: {ran.stderr[-200:]}")
    return ran.stdout


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a user namespace with limits of its own")
def test_a_system_whose_watches_are_really_exhausted_is_polled_and_that_is_said(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"folder {number}").mkdir()
    script = (
        "watcher = watch(Path(sys.argv[1]), poll_s=3)\nprint(type(watcher).__name__, *watcher.notices); watcher.close()"
    )
    said = with_few_watches(script, tmp_path)
    assert said.startswith("PollingWatcher Changes are looked for every 3 seconds, because the system has no ")


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a user namespace with limits of its own")
def test_watches_that_run_out_later_end_the_watching_by_events(tmp_path: Path) -> None:
    script = (
        "from vaultmind.domain.errors import VaultProblem\n"
        "watcher = watch(Path(sys.argv[1]))\n"
        "print(type(watcher).__name__, flush=True)\n"
        "for number in range(30): (Path(sys.argv[1]) / f'folder {number}').mkdir()\n"
        "try:\n"
        "    for _ in range(300): watcher.wait(0.2)\n"
        "except VaultProblem as problem: print(problem)\n"
        "watcher.close(); print(type(watch(Path(sys.argv[1]))).__name__)"
    )
    said = with_few_watches(script, tmp_path).splitlines()
    assert said == [
        "EventWatcher",
        "The system has no watches left for the new folders of the vault.",
        "PollingWatcher",
    ]


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a user namespace with limits of its own")
def test_a_probe_that_had_the_last_watch_itself_is_followed_by_one_that_asks_for_more(tmp_path: Path) -> None:
    script = (
        "from vaultmind.domain.errors import VaultProblem\n"
        "watcher, root = watch(Path(sys.argv[1])), Path(sys.argv[1])\n"
        "for number in range(10): (root / f'folder {number}').mkdir()\n"
        "said = []\n"
        "for _ in range(300):\n"
        "    try: watcher.wait(0.2)\n"
        "    except VaultProblem as problem: said.append(str(problem)); break\n"
        "print(*said)"
    )
    said = with_few_watches(script, tmp_path)
    assert said == "The system has no watches left for the new folders of the vault.\n"
