"""A query with the forms of its words that no stem holds together: ``mice`` finds a mouse, ``сон`` finds ``сна``."""

from collections.abc import Iterator
from dataclasses import replace

from vaultmind.domain.query import Filter, GroupFilter, LexicalQuery, Term, WordFilter
from vaultmind.parsing.inflection import other_forms
from vaultmind.parsing.morphology import words_of


def with_other_forms(query: LexicalQuery, *, weight: float = 1.0, of_any_root: bool = True) -> LexicalQuery:
    """Return a query in which each single word stands for all its forms; phrases and beginnings stay as they are.

    ``weight`` is how much another form counts beside the one that was asked for. Unless ``of_any_root``, forms that
    begin otherwise (``человек`` and ``люди``) are left out where words are not required.
    """
    required = [term for term in query.all if list(_other_forms_of(term))]
    others = (
        replace(other, weight=weight * other.weight)
        for term in (*query.any, *required)
        for other in _other_forms_of(term)
        if of_any_root or term.text[:1].casefold() == other.text[:1] or term in required
    )
    return replace(
        query,
        any=tuple(dict.fromkeys((*query.any, *required, *others))),
        all=tuple(term for term in query.all if term not in required),
        none=tuple(dict.fromkeys((*query.none, *(one for term in query.none for one in _other_forms_of(term))))),
        filters=tuple(map(in_any_form, (*query.filters, *map(WordFilter, required)))),
    )


def _other_forms_of(term: Term) -> Iterator[Term]:
    words = words_of(term.text)
    if len(words) == 1 and not term.is_prefix:
        yield from (replace(term, text=form) for form in other_forms(words[0]))


def in_any_form(wanted: Filter) -> Filter:
    """Return a filter that takes a word in all its forms."""
    if isinstance(wanted, GroupFilter):
        return replace(wanted, members=tuple(map(in_any_form, wanted.members)))
    others = list(_other_forms_of(wanted.term)) if isinstance(wanted, WordFilter) else []
    if not isinstance(wanted, WordFilter) or not others:
        return wanted
    every = [WordFilter(term) for term in (wanted.term, *others)]
    return GroupFilter(tuple(every), is_any=True, is_negated=wanted.is_negated)
