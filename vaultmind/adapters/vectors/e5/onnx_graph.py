"""Lay the weights out as an ONNX graph: embedding table in 4 bits as it came, linear layers in 8 bits."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from vaultmind.adapters.vectors.e5.source_file import E5SourceFile, Floats

WEIGHT_LIMIT = 63
"""Weights take 7 of 8 bits: 2 × 255 × 63 fits 16 bits, so that no processor's pairwise multiply-add saturates."""

OUTLYING_COLUMNS = {0: 318, 1: 1462, 2: 354, 3: 408, 4: 778, 5: 658, 6: 1152, 7: 413}
"""Layer → the column of its feed-forward activations that dwarfs the others (largest on ten paragraphs, ru and en)."""

_HANDED_OVER = 0.8
_TINY = 1e-6
_MASKED = -1e9
_INPUTS = ("input_ids", "attention_mask")
_MICROSOFT = "com.microsoft"


class _Graph:
    """Nodes and constants in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: npt.ArrayLike) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def packed_nibbles(self, name: str, shape: Sequence[int], packed: bytes) -> str:
        tensor = TensorProto(name=name, data_type=TensorProto.UINT4, dims=shape, raw_data=packed)
        self.constants.append(tensor)
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def split(self, joined: str, parts: Sequence[str]) -> None:
        self.nodes.append(helper.make_node("Split", [joined], parts, name=parts[0], axis=-1, num_outputs=len(parts)))

    def quantized(self, inputs: str) -> tuple[str, str, str]:
        names = (f"{inputs}.uint8", f"{inputs}.step", f"{inputs}.zero")
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [inputs], names, name=names[0]))
        return names


def build_model(source: E5SourceFile, kept_pieces: npt.NDArray[np.int64]) -> bytes:
    """Return a serialized model: ``input_ids``, ``attention_mask`` → ``last_hidden_state`` (batch, tokens, hidden).

    Activations are quantized as they come, so a vector depends a little on what shares its batch.
    """
    graph = _Graph()
    graph.constant("zero", np.array([0], np.int64))
    graph.constant("axes", np.array([1, 2], np.int64))
    hidden = _embeddings(graph, source, kept_pieces)
    mask = _additive_mask(graph)
    shape = source.shape
    graph.constant("to_heads", np.array([0, 0, shape.heads, shape.hidden // shape.heads], np.int64))
    graph.constant("from_heads", np.array([0, 0, shape.hidden], np.int64))
    for layer in range(shape.layers):
        last = layer == shape.layers - 1
        hidden = _layer(graph, source, layer, hidden, mask, "last_hidden_state" if last else f"l{layer}.out")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in _INPUTS]
    output = helper.make_tensor_value_info(hidden, TensorProto.FLOAT, ["batch", "tokens", shape.hidden])
    body = helper.make_graph(graph.nodes, "e5", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=10)
    return bytes(model.SerializeToString(deterministic=True))


def _embeddings(graph: _Graph, source: E5SourceFile, kept: npt.NDArray[np.int64]) -> str:
    """Add piece, position and type embeddings; return the name of their normalized sum."""
    width = source.shape.hidden
    nibbles, scales = source.nibbles("emb.word", len(source.pieces), width)
    nibbles, scales = nibbles[kept], scales[kept]
    packed = (nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)).astype(np.uint8)
    rows, blocks = scales.shape
    table = [
        graph.packed_nibbles("pieces", [rows, width], packed.tobytes()),
        "input_ids",
        graph.constant("pieces.scale", scales),
        graph.packed_nibbles("pieces.zero", [rows, blocks], b"\x88" * (rows * blocks // 2)),
    ]
    words = graph.add(
        "GatherBlockQuantized", table, "words", domain=_MICROSOFT, gather_axis=0, quantize_axis=1, block_size=32
    )
    positions = source.floats("emb.pos").reshape(source.shape.positions, width)
    graph.constant("positions", positions + source.floats("emb.type").reshape(source.shape.types, width)[0])
    length = graph.add("Shape", ["input_ids"], "length", start=1, end=2)
    places = graph.add("Slice", ["positions", "zero", length, "zero"], "places")
    return _normalized(graph, source, "emb.ln", graph.add("Add", [words, places], "embedded"), "embedded.norm")


def _additive_mask(graph: _Graph) -> str:
    """Turn 1/0 into 0/-1e9, shaped for attention scores."""
    wide = graph.add("Unsqueeze", ["attention_mask", "axes"], "mask.wide")
    as_float = graph.add("Cast", [wide], "mask.float", to=TensorProto.FLOAT)
    inverted = graph.add("Sub", [graph.constant("one", np.array(1, np.float32)), as_float], "mask.inverted")
    return graph.add("Mul", [inverted, graph.constant("masked", np.array(_MASKED, np.float32))], "mask")


def _layer(graph: _Graph, source: E5SourceFile, layer: int, inputs: str, mask: str, output: str) -> str:
    width, name = source.shape.hidden, f"l{layer}"
    attended = _attention(graph, source, layer, inputs, mask)
    weights, biases = source.weights(f"{name}.ao.w", width, width), source.floats(f"{name}.ao.b")
    projected = _integer_product(graph, weights, biases, attended, f"{name}.attention")
    added = graph.add("Add", [inputs, projected], f"{name}.added")
    between = _normalized(graph, source, f"{name}.aln", added, f"{name}.between")
    wide = _evened_linear(
        graph, source, [f"{name}.fi"], source.shape.feed_forward, between, f"{name}.wide", normalization=f"{name}.aln"
    )
    active = graph.add("Gelu", [wide], f"{name}.active", approximate="none")
    narrow = _narrowing(graph, source, layer, active, f"{name}.narrow")
    return _normalized(graph, source, f"{name}.oln", graph.add("Add", [between, narrow], f"{name}.sum"), output)


def _attention(graph: _Graph, source: E5SourceFile, layer: int, inputs: str, mask: str) -> str:
    """Add dot-product attention of all heads; return the name of the joined context.

    The scale of the scores, 1 / sqrt(head width), is in the query's weights already.
    """
    name = f"l{layer}"
    before = f"l{layer - 1}.oln" if layer else "emb.ln"
    tensors = [f"{name}.q", f"{name}.k", f"{name}.v"]
    joined = _evened_linear(graph, source, tensors, source.shape.hidden, inputs, f"{name}.qkv", normalization=before)
    parts = [f"{tensor}.flat" for tensor in tensors]
    graph.split(joined, parts)
    turned = []
    for part, order in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True):
        heads = graph.add("Reshape", [part, "to_heads"], f"{part}.heads")
        turned.append(graph.add("Transpose", [heads], f"{part}.turned", perm=order))
    query, key, value = turned
    scores = graph.add("Add", [graph.add("MatMul", [query, key], f"{name}.scores"), mask], f"{name}.masked")
    weights = graph.add("Softmax", [scores], f"{name}.weights", axis=-1)
    context = graph.add("MatMul", [weights, value], f"{name}.context")
    ordered = graph.add("Transpose", [context], f"{name}.ordered", perm=[0, 2, 1, 3])
    return graph.add("Reshape", [ordered, "from_heads"], f"{name}.joined")


def _integer_product(graph: _Graph, weights: Floats, biases: Floats, inputs: str, output: str) -> str:
    scales = np.abs(weights).max(axis=1) / WEIGHT_LIMIT
    scales[scales == 0] = 1.0
    weight = graph.constant(f"{output}.weight", np.rint(weights / scales[:, None]).astype(np.int8).T)
    scale = graph.constant(f"{output}.scale", scales.astype(np.float32))
    bias = graph.constant(f"{output}.bias", biases)
    active, active_scale, active_zero = graph.quantized(inputs)
    product = graph.add("MatMulInteger", [active, weight, active_zero], f"{output}.integer")
    as_float = graph.add("Cast", [product], f"{output}.float", to=TensorProto.FLOAT)
    both = graph.add("Mul", [active_scale, scale], f"{output}.both")
    return graph.add("Add", [graph.add("Mul", [as_float, both], f"{output}.product"), bias], output)


def _evened_linear(
    graph: _Graph,
    source: E5SourceFile,
    tensors: Sequence[str],
    rows: int,
    inputs: str,
    output: str,
    *,
    normalization: str,
) -> str:
    """Add a product whose wide-ranging input columns hand part of their range to the weights.

    SmoothQuant (Xiao et al. 2022) with the range of a column read from the normalization before it, so that no
    calibration text is needed: cosine to the 4-bit original .9986 → .9989.
    """
    width = source.shape.hidden
    weights = np.concatenate([_scaled(source, name, source.weights(f"{name}.w", rows, width)) for name in tensors])
    biases = np.concatenate([_scaled(source, name, source.floats(f"{name}.b")) for name in tensors])
    gain, shift = source.floats(f"{normalization}.w"), source.floats(f"{normalization}.b")
    reach = 3 * np.abs(gain) + np.abs(shift)
    weight_reach = np.maximum(np.abs(weights).max(axis=0), _TINY)
    factors = reach**_HANDED_OVER / weight_reach ** (1 - _HANDED_OVER)
    factors = np.maximum(factors / np.exp(np.log(factors).mean()), 1e-3).astype(np.float32)
    evened = graph.add("Mul", [inputs, graph.constant(f"{output}.even", 1 / factors)], f"{output}.evened")
    return _integer_product(graph, weights * factors, biases, evened, output)


def _narrowing(graph: _Graph, source: E5SourceFile, layer: int, inputs: str, output: str) -> str:
    """Add the second half of the feed-forward net, with its one outlying column multiplied in floats.

    At the first or last token one column is 3 to 15 times larger than any other and would take the 8 bits from all
    of them: cosine to the 4-bit original .9959 without this, .9986 with it.
    """
    width, inner = source.shape.hidden, source.shape.feed_forward
    tensor = f"l{layer}.fo"
    weights, biases = source.weights(f"{tensor}.w", width, inner), source.floats(f"{tensor}.b")
    column = OUTLYING_COLUMNS.get(layer)
    if column is None:
        return _integer_product(graph, weights, biases, inputs, output)
    others = np.ones(inner, np.float32)
    others[column] = 0
    kept = graph.add("Mul", [inputs, graph.constant(f"{output}.others", others)], f"{output}.kept")
    place = graph.constant(f"{output}.place", np.array([column], np.int64))
    outlier = graph.add("Gather", [inputs, place], f"{output}.outlier", axis=-1)
    exact = graph.add("MatMul", [outlier, graph.constant(f"{output}.row", weights[:, [column]].T)], f"{output}.exact")
    main = _integer_product(graph, weights, biases, kept, f"{output}.main")
    return graph.add("Add", [main, exact], output)


def _scaled(source: E5SourceFile, tensor: str, values: Floats) -> Floats:
    if not tensor.endswith(".q"):
        return values
    return values / np.float32(np.sqrt(source.shape.hidden // source.shape.heads))


def _normalized(graph: _Graph, source: E5SourceFile, tensor: str, inputs: str, output: str) -> str:
    weight = graph.constant(f"{tensor}.w", source.floats(f"{tensor}.w"))
    bias = graph.constant(f"{tensor}.b", source.floats(f"{tensor}.b"))
    return graph.add("LayerNormalization", [inputs, weight, bias], output, axis=-1, epsilon=source.shape.epsilon)
