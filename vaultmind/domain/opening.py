"""Where a citation opens: the address that Obsidian understands."""

from urllib.parse import quote

from vaultmind.domain.link import NotePath


def obsidian_uri(
    *, vault_id: str | None, vault_root: str, note: NotePath, heading: str | None = None, block_id: str | None = None
) -> str:
    """Return the ``obsidian://`` address of a note, at its block if it has an identifier, else at its heading.

    A vault Obsidian knows is named by its id, since two vaults may share a name; an unknown one by the file's path.
    """
    place = f"#^{block_id}" if block_id else f"#{heading}" if heading else ""
    if vault_id:
        return f"obsidian://open?vault={quote(vault_id, safe='')}&file={quote(note + place, safe='')}"
    return f"obsidian://open?path={quote(f'{vault_root}/{note}{place}', safe='')}"
