"""A cross-encoder small enough to read: it counts the words that question and text share."""

import json
from pathlib import Path

import numpy as np

WORDS = ["[PAD]", "[UNK]", "[SEP]", "томат", "полив", "tomato", "water", "lease", "march"]


def write_small_cross_encoder(folder: Path) -> None:
    """Write a whole model of fastembed's form: the score is how often a known word stands twice in the pair."""
    from onnx import TensorProto, helper
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A", pair="$A [SEP] $B", special_tokens=[("[SEP]", 2)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"model_max_length": 512, "pad_token": "[PAD]", "unk_token": "[UNK]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}))

    def constant(name: str, value: object, kind: np.dtype) -> object:
        array = np.asarray(value, kind)
        return helper.make_tensor(
            name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape, array.tobytes(), raw=True
        )

    known = np.array([0, 0, 0] + [1] * (len(WORDS) - 3))
    nodes = [
        helper.make_node("OneHot", ["input_ids", "depth", "onoff"], ["hot"], axis=-1),
        helper.make_node("ReduceSum", ["hot", "one"], ["counts"], keepdims=0),
        helper.make_node("Greater", ["counts", "once"], ["twice"]),
        helper.make_node("Cast", ["twice"], ["as_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["as_float", "known"], ["shared"]),
        helper.make_node("ReduceSum", ["shared", "one"], ["logits"], keepdims=1),
    ]
    constants = [
        constant("depth", len(WORDS), np.dtype(np.int64)),
        constant("onoff", [0, 1], np.dtype(np.float32)),
        constant("one", [1], np.dtype(np.int64)),
        constant("once", 1, np.dtype(np.float32)),
        constant("known", known, np.dtype(np.float32)),
    ]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "s"]) for n in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", 1])
    model = helper.make_model(
        helper.make_graph(nodes, "g", inputs, [output], constants),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    (folder / "onnx").mkdir(exist_ok=True)
    (folder / "onnx" / "model.onnx").write_bytes(model.SerializeToString())
