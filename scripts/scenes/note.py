"""Note: none open, one with everything beside it, rich Markdown, a passage marked, an error."""

import json
from collections.abc import Callable

from vaultmind_ui.note.note_place import NotePlace
from vaultmind_ui.place import NoteTarget

from scenes.stage import Scene, Stage

_RICH = {
    "en": """---
aliases: [Cider house, Press]
depth: 12
tags: [orchard/cider, notes]
seen: true
---
# Everything a note may hold

Plain text with **bold**, *italic*, ~~struck~~, ==highlighted==, `code`, a [[Blending|link]], one to [[Nowhere]],
a #tag and a footnote[^1]. Water: $H_2O$, and $E = mc^2$.

> [!tip]+ Press slowly
> Juice runs clearer.
> > [!warning] Not in frost
> > The press cracks.

- [x] Wash the press
- [ ] Buy yeast
  - champagne yeast

| Apple | Share |
|:------|------:|
| Antonovka | 60 % |
| Crab | 15 % |

$$\\sum_{i=1}^{n} x_i^2 = \\frac{a+b}{c}$$

```python
def brix(sugar: float, water: float) -> float:
    return 100 * sugar / (sugar + water)  # by weight
```

![[Blending#Blending]]

![[урожай.png|240]]

[^1]: Footnotes stand at the end.
""",
    "ru": """---
aliases: [Сидродельня, Пресс]
глубина: 12
tags: [сад/сидр, заметки]
видел: true
---
# Всё, что бывает в заметке

Обычный текст: **жирный**, *курсив*, ~~зачёркнутый~~, ==выделенный==, `код`, [[Blending|ссылка]], ссылка
[[В никуда]], #метка и сноска[^1]. Вода: $H_2O$, и $E = mc^2$.

> [!tip]+ Жать медленно
> Сок выходит прозрачнее.
> > [!warning] Не в мороз
> > Пресс трескается.

- [x] Вымыть пресс
- [ ] Купить дрожжи
  - винные

| Яблоко | Доля |
|:-------|-----:|
| Антоновка | 60 % |
| Ранетка | 15 % |

$$\\sum_{i=1}^{n} x_i^2 = \\frac{a+b}{c}$$

```python
def brix(sugar: float, water: float) -> float:
    return 100 * sugar / (sugar + water)  # по массе
```

![[Побелка]]

![[урожай.png|240]]

[^1]: Сноски стоят в конце.
""",
}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("note-empty", _nothing),
        Scene("note-following", _following),
        Scene("note-rich", _rich, size=(1120, 1500)),
        Scene("note-marked", _marked),
        Scene("note-chat", _chat),
        Scene("note-error", _gone),
        Scene("note-large", _large, vault="large"),
    )


def _place(stage: Stage) -> NotePlace:
    place = stage.show("note")
    assert isinstance(place, NotePlace)
    return place


def _shown(stage: Stage, place: NotePlace, note: str, quote: str = "") -> None:
    place.show_target(NoteTarget(note, quote=quote))
    stage.until(lambda: place.loaded is not None and place.note.endswith(note + ".md"))
    stage.settle(2.0)


def _nothing(stage: Stage) -> None:
    _place(stage)


def _following(stage: Stage) -> Callable[[], object]:
    place = _place(stage)
    note = {"en": "Orchard/Why whitewash.md", "ru": "Работы/Прививка.md"}[stage.language]
    leaf = {"id": "1", "type": "leaf", "state": {"type": "markdown", "state": {"file": note}}}
    (stage.vault / ".obsidian").mkdir(exist_ok=True)
    written = {"main": {"type": "tabs", "children": [leaf]}, "active": "1"}
    (stage.vault / ".obsidian" / "workspace.json").write_text(json.dumps(written), encoding="utf-8")
    place.follow_button.setChecked(True)
    stage.until(lambda: place.note == note)
    stage.settle(2.5)
    return (stage.vault / ".obsidian" / "workspace.json").unlink


def _rich(stage: Stage) -> None:
    place = _place(stage)
    name = {"en": "Everything", "ru": "Всякое"}[stage.language]
    (stage.vault / f"{name}.md").write_text(_RICH[stage.language], encoding="utf-8")
    stage.settle(3.0)
    _shown(stage, place, name)


def _marked(stage: Stage) -> None:
    note, quote = {
        "en": ("Why whitewash", "one under whitewash, one on bare bark"),
        "ru": ("Побелка", "в конце октября"),
    }[stage.language]
    _shown(stage, _place(stage), note, quote)


def _chat(stage: Stage) -> None:
    _shown(stage, _place(stage), "Чёрный рак коры")


def _gone(stage: Stage) -> None:
    place = _place(stage)
    place.show_target(NoteTarget("Gone for good"))
    stage.until(lambda: place.loaded is None)


def _large(stage: Stage) -> None:
    _shown(stage, _place(stage), "Note 00012")
