"""Write the tokenizer beside the model, in the files that fastembed reads."""

import json
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from vaultmind.adapters.vectors.e5.source_file import E5SourceFile

MAX_TOKENS = 512

_FOREIGN_SIGNS = ("CJK", "ARABIC", "DEVANAGARI", "THAI", "BENGALI", "TAMIL", "HANGUL", "HIRAGANA", "KATAKANA")
_KEPT_LETTERS = ("LATIN", "CYRILLIC", "GREEK", "COMBINING", "MODIFIER")
_SPACE = "▁"
_INVISIBLE = r"[\u0000-\u0008\u000b\u000e-\u001f\u007f\u00ad\u200b-\u200f\ufeff]"


def kept_pieces(source: E5SourceFile) -> npt.NDArray[np.int64]:
    """Return the ids of pieces in Latin, Cyrillic, Greek and common signs; others become the unknown token."""
    return np.array(
        [i for i, piece in enumerate(source.pieces) if i < 4 or all(map(_is_kept, piece))],
        dtype=np.int64,
    )


@cache
def _is_kept(character: str) -> bool:
    if character == _SPACE or ord(character) < 0x250:
        return True
    name = unicodedata.name(character, "")
    category = unicodedata.category(character)[0]
    if category in "LM":
        return name.startswith(_KEPT_LETTERS)
    return category in "PSNZ" and not any(script in name for script in _FOREIGN_SIGNS)


def write_tokenizer(source: E5SourceFile, kept: npt.NDArray[np.int64], folder: Path) -> None:
    """Write ``tokenizer.json`` and the three small files that describe it.

    Text is normalized by NFKC instead of the model's own character map: token counts differ by at most one in 480
    paragraphs, and letters that macOS decomposed are composed again.
    """
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    vocabulary = [(source.pieces[i], float(source.scores[i])) for i in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=source.special.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(_INVISIBLE), ""), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", source.special.begin), ("</s>", source.special.end)],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in ("<s>", "<pad>", "</s>", "<unk>")])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"model_max_length": MAX_TOKENS, "tokenizer_class": "PreTrainedTokenizerFast", **names}
    _write_json(folder / "tokenizer_config.json", config)
    _write_json(folder / "special_tokens_map.json", names)
    shape = {"hidden_size": source.shape.hidden, "max_position_embeddings": source.shape.positions}
    _write_json(folder / "config.json", {"model_type": "bert", "pad_token_id": source.special.pad, **shape})


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
