import json
from pathlib import Path

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.domain.linking import LinkFormat, LinkRules


def test_how_to_link_is_read_from_the_vault_itself(tmp_path: Path) -> None:
    settings = {"newLinkFormat": "relative", "useMarkdownLinks": True, "attachmentFolderPath": "./att"}
    folder = tmp_path / ".obsidian"
    folder.mkdir()
    (folder / "app.json").write_text(json.dumps(settings), encoding="utf-8")
    assert DiskVaultFiles(tmp_path).obsidian_settings().link_rules == LinkRules(LinkFormat.RELATIVE, True, "./att")


def test_the_defaults_of_obsidian_hold_where_nothing_can_be_read(tmp_path: Path) -> None:
    assert DiskVaultFiles(tmp_path).obsidian_settings().link_rules == LinkRules()
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_bytes(b"\xff{")
    assert DiskVaultFiles(tmp_path).obsidian_settings().link_rules == LinkRules()


def test_a_renamed_configuration_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / ".config-of-mine"
    folder.mkdir()
    (folder / "workspace.json").write_text("{}", encoding="utf-8")
    (folder / "app.json").write_text('{"newLinkFormat": "absolute"}', encoding="utf-8")
    assert DiskVaultFiles(tmp_path).obsidian_settings().link_rules.format is LinkFormat.ABSOLUTE
