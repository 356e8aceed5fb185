import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.note import Role
from vaultmind.domain.query import (
    DateFilter,
    Filter,
    GroupFilter,
    LanguageFilter,
    Likeness,
    Match,
    Matches,
    NameFilter,
    NumberFilter,
    PathFilter,
    PatternFilter,
    PatternPlace,
    PropertyFilter,
    RoleFilter,
    TagFilter,
    Term,
    TextFilter,
    TextUnit,
    WordField,
    WordFilter,
)
from vaultmind.retrieval.query import parse_query
from vaultmind.retrieval.text_queries import texts_in


def texts(terms: tuple[Term, ...]) -> list[str]:
    return [term.text for term in terms]


def test_plain_words_may_each_occur_and_the_commonest_are_left_out() -> None:
    query = parse_query("где лежат ключи от дачи")
    assert texts(query.words.any) == ["лежат", "ключи", "дачи"]
    assert not query.words.all
    assert query.text == "где лежат ключи от дачи"


def test_common_words_alone_are_looked_for() -> None:
    assert texts(parse_query("to be or not to be").words.any) == ["to", "be", "or", "not"]


def test_a_phrase_must_occur() -> None:
    query = parse_query('"clay soil" compost')
    assert texts(query.words.all) == ["clay soil"]
    assert texts(query.words.any) == ["compost"]
    assert query.text == "clay soil compost"


def test_a_name_quoted_in_a_question_filters_nothing() -> None:
    query = parse_query('Who sang "Cry Me a River"?')
    assert not query.words.all
    assert "Cry Me a River" in texts(query.words.any)
    assert {"cry", "river"} <= set(texts(query.words.any))
    assert query.text == 'Who sang "Cry Me a River"?'


def test_a_word_that_goes_on() -> None:
    assert parse_query("садов*").words.any == (Term("садов", is_prefix=True),)


def test_a_minus_takes_away_but_not_inside_words_or_questions() -> None:
    query = parse_query('soil -compost -"clay pot" -#old')
    assert texts(query.words.none) == ["compost", "clay pot"]
    assert query.words.filters == (TagFilter("old", is_negated=True),)
    assert query.text == "soil"
    assert not parse_query("pre-war soil").words.none
    assert not parse_query("what was the 2007 -08 season like?").words.none


def test_words_of_a_field() -> None:
    query = parse_query('title:soil heading:"clay pot"')
    assert query.words.all == (Term("soil", field=WordField.TITLE), Term("clay pot", field=WordField.HEADING))


def test_or_makes_any_of_them_enough() -> None:
    query = parse_query('soil OR "clay pot" OR gard*')
    assert not query.words.all
    assert texts(query.words.any) == ["soil", "clay pot", "gard"]
    assert query.is_strict


def test_or_is_one_however_many_words_it_joins_but_not_in_a_question() -> None:
    query = parse_query("soil OR clay OR compost OR mulch OR worms OR water -sand")
    assert texts(query.words.any) == ["soil", "clay", "compost", "mulch", "worms", "water"]
    assert texts(query.words.none) == ["sand"]
    assert query.is_strict
    assert parse_query("API OR SDK").is_strict
    for written in ("is it soil OR clay in the pot?", "SHALL I STAY OR SHALL I GO", "OR soil", "soil OR"):
        assert not parse_query(written).is_strict, written


@pytest.mark.parametrize(
    ("written", "is_strict"),
    [("soil -clay", True), ('"clay soil"', True), ("title:soil", True), ("soil clay", False), ("tag:x soil", False)],
)
def test_words_that_must_or_must_not_occur_make_a_query_strict(written: str, is_strict: bool) -> None:
    assert parse_query(written).is_strict is is_strict


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tag:#garden/soil", TagFilter("garden/soil")),
        ("#garden", TagFilter("garden")),
        ('path:"My Projects"', PathFilter("My Projects")),
        ("file:plan", NameFilter("plan")),
        ("role:user", RoleFilter(Role.USER)),
        ("[status:done]", PropertyFilter("status", "done")),
        ("[status]", PropertyFilter("status")),
        ("-[status:done]", PropertyFilter("status", "done", is_negated=True)),
        ('[status:"in work"]', PropertyFilter("status", "in work")),
        ('["status":done]', PropertyFilter("status", "done")),
        ('["due date":"in work"]', PropertyFilter("due date", "in work")),
        ('["status"]', PropertyFilter("status")),
        ("[status:done OR in work OR null]", PropertyFilter("status", "done", others=("in work", ""))),
        ('[status:"this OR that"]', PropertyFilter("status", "this OR that")),
        ("[status:null]", PropertyFilter("status", "")),
        ('[status:"null"]', PropertyFilter("status", "null")),
        ("[rating:>3]", NumberFilter("rating", 3.0, is_above=True)),
        ("-[rating:<4.5]", NumberFilter("rating", 4.5, is_above=False, is_negated=True)),
        ("[due:<2025-06]", DateFilter("", "2025-06", "due")),
        ("[due:>2025-06]", DateFilter("2025-07", "", "due")),
        ("created:2025-06", DateFilter("2025-06", "2025-07", "created")),
        ("created:2025-12", DateFilter("2025-12", "2026-01", "created")),
        ("created:2025", DateFilter("2025", "2026", "created")),
        ("modified:2025-01..2025-02", DateFilter("2025-01", "2025-03")),
        ("lang:ru", LanguageFilter("ru")),
    ],
)
def test_filters(written: str, meant: Filter) -> None:
    query = parse_query(f"{written} soil")
    assert query.words.filters == (meant,)
    assert texts(query.words.any) == ["soil"]
    assert query.text == "soil"


def test_a_day_holds_its_hours_and_not_the_next_day() -> None:
    (day,) = parse_query("created:2025-06-16").words.filters
    assert isinstance(day, DateFilter)
    assert day.since <= "2025-06-16" < day.until
    assert day.since <= "2025-06-16t21:34" < day.until
    assert not day.since <= "2025-06-17" < day.until


@pytest.mark.parametrize("written", ["https://example.org/x", "a: b", "12:30", "nosuch:field", "role:nobody"])
def test_what_is_no_operator_is_words(written: str) -> None:
    query = parse_query(written)
    assert not query.words.filters
    assert query.words.any


def group(*words: str, is_any: bool = False, is_negated: bool = False) -> GroupFilter:
    return GroupFilter(tuple(WordFilter(Term(word)) for word in words), is_any=is_any, is_negated=is_negated)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("(soil OR clay)", group("soil", "clay", is_any=True)),
        ("-(soil OR clay)", group("soil", "clay", is_any=True, is_negated=True)),
        ("-(soil clay)", GroupFilter((group("soil", "clay"),), is_any=True, is_negated=True)),
        ("-(the soil", group("soil", is_any=True, is_negated=True)),
        (
            "(soil OR (clay -pot))",
            GroupFilter(
                (WordFilter(Term("soil")), GroupFilter((WordFilter(Term("clay")), group("pot", is_negated=True)))),
                is_any=True,
            ),
        ),
        ("tag:(a OR b)", GroupFilter((TagFilter("a"), TagFilter("b")), is_any=True)),
        ("title:(soil)", WordFilter(Term("soil", field=WordField.TITLE))),
    ],
)
def test_groups(written: str, meant: Filter) -> None:
    query = parse_query(written)
    assert query.words.filters == (meant,)
    assert query.is_strict


def test_a_group_narrows_and_its_words_bring_passages() -> None:
    query = parse_query("(soil OR clay) pot path:zk")
    assert texts(query.words.any) == ["pot", "soil", "clay"]
    assert query.words.filters == (PathFilter("zk"), group("soil", "clay", is_any=True))
    assert query.text == "pot soil clay"


def test_what_a_negated_group_leaves_out_is_not_looked_for() -> None:
    query = parse_query("-(почва OR компост) path:zk")
    assert not query.words.any
    assert query.text == ""


def test_or_between_a_group_and_a_word_is_one_group() -> None:
    query = parse_query("(soil -clay) OR pot")
    (whole,) = query.words.filters
    assert isinstance(whole, GroupFilter)
    assert whole.is_any
    assert whole.members[1] == WordFilter(Term("pot"))


def test_or_between_words_in_parentheses_wants_all_the_words_of_one() -> None:
    (whole,) = parse_query("(meeting work) OR (meetup personal)").words.filters
    assert whole == GroupFilter((group("meeting", "work"), group("meetup", "personal")), is_any=True)


def test_parentheses_around_mere_words_are_words() -> None:
    for written in ("soil (clay pot)", "f(x) soil", "what was (or was not) -(a OR b) said?"):
        assert not parse_query(written).words.filters, written
    assert parse_query("what was -(a OR b)?").notices


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/(?=x)/", "`/(?=x)/` cannot be searched for"),
        (r"line:(a /(b)\1/)", "cannot be searched for"),
        ("[status:/(/]", "cannot be searched for"),
        ("line:(path:x soil)", "`path:` has no place in `line:(…)`"),
        ("task:(section:(a b) c)", "`section:` has no place in `task:(…)`"),
        ("created:2025-02-31", "no date"),
        ("modified:2025-06-31..2025-07-01", "no date"),
        ("[due:>2025-02-30]", "neither a number nor a date"),
        ("(soil OR clay", "not closed"),
        ("foo:(soil OR clay)", "`foo:`"),
        ("created:2025-13", "no date"),
        ("created:2025-06..2025-01 soil", "ends before it begins"),
        ("(soil OR created:2025-13)", "no date"),
        ("[rating:>high]", "neither a number nor a date"),
        ("(" * 20 + "a OR b", "deep"),
    ],
)
def test_what_cannot_be_done_is_said(written: str, said: str) -> None:
    assert any(said in notice for notice in parse_query(written).notices), parse_query(written).notices


@pytest.mark.parametrize(
    "written",
    [
        *("soil -clay", "(soil OR clay) pot", "ignore-case:soil", "a/b/c", "created:2025", "created:2024-02-29"),
        *("task:call", "line:(mix flour)", "match-case:(A OR B)", r"/\d{4}/", r"path:/\d/", "section:(#a b)"),
    ],
)
def test_what_is_done_as_asked_needs_no_notice(written: str) -> None:
    assert parse_query(written).notices == ()


def of_texts(unit: TextUnit, *members: Match | Matches, is_any: bool = False) -> TextFilter:
    return TextFilter(unit, Matches(members, is_any))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("task:call", TextFilter(TextUnit.TASK, Match("call"))),
        ('task-todo:""', TextFilter(TextUnit.TASK_TODO, Matches())),
        ("-task-done:call", TextFilter(TextUnit.TASK_DONE, Match("call"), is_negated=True)),
        ("line:(mix flour)", of_texts(TextUnit.LINE, Matches((Match("mix"), Match("flour"))))),
        (
            'block:("a b" OR c*)',
            of_texts(TextUnit.BLOCK, Match("a b"), Match("c", is_prefix=True), is_any=True),
        ),
        ("section:(match-case:Dog)", of_texts(TextUnit.SECTION, Match("Dog", Likeness.LETTERS, is_cased=True))),
        ("match-case:HappyCat", TextFilter(TextUnit.NOTE, Match("HappyCat", Likeness.LETTERS, is_cased=True))),
        (r"/\d{4} (a|b)/", TextFilter(TextUnit.NOTE, Match(r"\d{4} (a|b)", Likeness.PATTERN))),
        ("content:/[/]/", TextFilter(TextUnit.CONTENT, Match("[/]", Likeness.PATTERN))),
        ("match-case:/Soil/", TextFilter(TextUnit.NOTE, Match("Soil", Likeness.PATTERN, is_cased=True))),
        (r"path:/a\/b/", PatternFilter(PatternPlace.PATH, r"a\/b")),
        ("-file:/^a/", PatternFilter(PatternPlace.FILE, "^a", is_negated=True)),
        ("match-case:tag:/^#A/", PatternFilter(PatternPlace.TAG, "^#A", is_cased=True)),
        ("[due:/^[0-9]+$/]", PatternFilter(PatternPlace.PROPERTY, "^[0-9]+$", "due")),
    ],
)
def test_what_is_asked_of_the_text_of_notes(written: str, meant: Filter) -> None:
    query = parse_query(written)
    assert query.words.filters == (meant,)
    assert query.notices == ()


def test_or_beside_a_filter_joins_it() -> None:
    (whole,) = parse_query("tag:a OR soil").words.filters
    assert whole == GroupFilter((TagFilter("a"), WordFilter(Term("soil"))), is_any=True)
    assert parse_query("soil OR clay tag:a").words.filters == (TagFilter("a"),)


def test_a_path_in_a_question_is_no_expression() -> None:
    assert not parse_query("what is in /etc/ on my server?").words.filters
    assert parse_query(r"what did I note on /\d{4}-\d\d/ of it?").words.filters


@pytest.mark.parametrize("written", ["мой", "the", '"to be or not to be"', "(the OR мой)", "-the"])
def test_common_words_alone_are_looked_for_in_the_notes(written: str) -> None:
    query = parse_query(written)
    assert any(any(texts_in(one)) for one in query.words.filters)
    assert not query.words.all


def test_filters_alone_ask_nothing_of_a_model() -> None:
    assert parse_query("tag:garden created:2025").text == ""


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from('aя -"#:[]()*?OR<>/^$\\\n\0\ud8001tagtitlepath.,é'), max_size=60)
    | st.text(max_size=80)
)
def test_any_text_is_a_query(written: str) -> None:
    query = parse_query(written)
    assert all(term.text.strip() for term in (*query.words.any, *query.words.all, *query.words.none))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "match-case:line:(mix flour)",
            "`match-case:line:` is read as text, not as two operators: write `match-case:(",
        ),
        ("match-case:title:Soil", "`match-case:title:` is read as text, not as two operators: write them beside"),
        ("-match-case:path:projects", "`match-case:path:` is read as text"),
        ("block:line:flour", "`block:line:` is read as text, not as two operators: write them beside each other."),
        ("(block:line:flour OR soil)", "`block:line:` is read as text"),
        ("line:()", "`line:()` asks for nothing and leaves nothing out"),
        ("task:( ) soil", "`task:( )` asks for nothing"),
        ("line:", "`line:` asks for nothing"),
        ("line: mix", "`line:` asks for nothing and leaves nothing out: what it is to find stands right behind its"),
    ],
)
def test_an_operator_that_does_nothing_is_named(written: str, said: str) -> None:
    assert [one[: len(said)] for one in parse_query(written).notices] == [said]


@pytest.mark.parametrize(
    "written",
    [
        'task:""',
        "match-case:path:/Soil/",
        "match-case:(line:(mix flour))",
        'line:"title:Soil"',
        "line:http://a.b",
        '"line: mix"',
        "What is the path: a or b?",
        "To be done, title: the garden and what the line: says of it",
        "title:Soil",
    ],
)
def test_of_operators_that_do_something_and_of_sentences_nothing_is_said(written: str) -> None:
    assert parse_query(written).notices == ()
