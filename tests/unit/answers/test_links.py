from vaultmind.answers.links import dead_links


def test_links_that_lead_nowhere_are_returned_as_written_and_once() -> None:
    text = "[[A|x]] and [[Gone#Part|y]], ![[Gone too]] and again [[Gone#Part|y]] or [b](c.md)"
    assert dead_links(text, lambda target: target == "A") == ("[[Gone#Part|y]]", "![[Gone too]]")


def test_a_link_in_a_table_leads_where_its_name_does() -> None:
    assert dead_links(r"| [[A\|x]] | [[B\|y]] |", lambda target: target == "A") == (r"[[B\|y]]",)


def test_a_link_is_asked_for_with_its_place_and_none_stands_in_code() -> None:
    asked: list[str] = []
    dead_links(r"[[A#B#C]] [[A#^b|x]] `[[No]]` \[[No]] [[#D]]", lambda target: bool(asked.append(target)) or True)
    assert asked == ["A#B#C", "A#^b", "#D"]
