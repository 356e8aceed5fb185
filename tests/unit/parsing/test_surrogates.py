from enum import StrEnum

from vaultmind.domain.link import Link, LinkKind
from vaultmind.domain.span import Span
from vaultmind.parsing.surrogates import without_lone_surrogates


class Colour(StrEnum):
    RED = "red"


def test_every_text_inside_a_value_is_made_sound_and_keeps_its_length() -> None:
    link = Link(LinkKind.WIKILINK, "a\ud800b", alias="\udfff", span=Span(1, 5))
    sound = without_lone_surrogates({"links": (link,), "n": [1, None, "\ud83d"], "kind": Colour.RED})
    assert sound == {
        "links": (Link(LinkKind.WIKILINK, "a\ufffdb", alias="\ufffd", span=Span(1, 5)),),
        "n": [1, None, "\ufffd"],
        "kind": Colour.RED,
    }


def test_sound_text_stays() -> None:
    assert without_lone_surrogates("🙂 сад") == "🙂 сад"
