"""Small values that are made by the hundred thousand: frozen, at half the cost."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def made_quickly(cls: type[_Value]) -> type[_Value]:
    """Let a frozen dataclass with slots fill its slots directly when one is made; all else of it stays.

    ``dataclass`` fills them by ``object.__setattr__``, which looks each one up by its name: a tenth of reading a note
    went there. Raises ``TypeError`` for a class with a default that a function makes.
    """
    named = fields(cls)  # type: ignore[arg-type]
    if any(field.default_factory is not MISSING or not field.init for field in named):
        raise TypeError(f"{cls.__name__} has a field whose default is made anew for each value")
    fill = {f"_fill_{field.name}": cls.__dict__[field.name].__set__ for field in named}
    lines = [f"    _fill_{field.name}(self, {field.name})" for field in named]
    source = "\n".join([f"def __init__(self, {', '.join(field.name for field in named)}):", *lines])
    exec(source, fill)  # noqa: S102 (as ``dataclass`` itself does; nothing but the names of fields is in it)
    slow: Any = cls.__init__
    quick: Any = fill["__init__"]
    quick.__defaults__, quick.__annotations__ = slow.__defaults__, slow.__annotations__
    quick.__qualname__ = slow.__qualname__
    cls.__init__ = quick  # type: ignore[method-assign]
    return cls
