"""Write a checkpoint as GGUF v3 (arch gemma3), quantised.

  python export.py --base base.gguf --vocab vocab.npz --checkpoint best.pt --out model.gguf \
      [--attention q8_0] [--feed-forward q4_0] [--embedding q8_0]
"""
import argparse
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import dequantize, quantize

from base import load

KINDS = {k.lower(): GGMLQuantizationType[k] for k in ("Q4_0", "Q5_0", "Q8_0", "F16", "F32")}
BITS = {"q4_0": (8, 0, 15), "q5_0": (16, 0, 31)}
NAME = "Millwright 270M"
DESCRIPTION = ("Gemma 3 270M tuned on hand-written shop-floor commands in Chinese and English; vocabulary cut. "
               "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms")


def searched(x, kind):
    """Q4_0/Q5_0 blocks whose scale minimises the squared error, tried around max/-8 and max/-16."""
    zero, low, high = BITS[kind]
    b = x.reshape(-1, 32).astype(np.float32)
    at = np.abs(b).argmax(1)
    peak = b[np.arange(len(b)), at]
    best, scale = np.full(len(b), np.inf, np.float32), np.zeros(len(b), np.float32)
    for k in np.concatenate((np.linspace(0.80, 1.25, 19), -np.linspace(0.92, 1.25, 8))):
        d = (peak / (-zero * k)).astype(np.float16).astype(np.float32)
        inv = np.divide(1.0, d, out=np.zeros_like(d), where=d != 0)
        q = np.clip(np.rint(b * inv[:, None]) + zero, low, high)
        err = (((q - zero) * d[:, None] - b) ** 2).sum(1)
        better = err < best
        best[better], scale[better] = err[better], d[better]
    inv = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale != 0)
    q = np.clip(np.rint(b * inv[:, None]) + zero, low, high).astype(np.uint8)
    packed = [scale.astype("<f2")[:, None].view(np.uint8)]
    if kind == "q5_0":
        packed.append(np.packbits((q >> 4).astype(np.uint8), axis=1, bitorder="little"))
    packed.append((q[:, :16] & 15) | ((q[:, 16:] & 15) << 4))
    return np.concatenate(packed, 1).reshape(*x.shape[:-1], -1)


def pack(x, kind):
    x = np.ascontiguousarray(x, dtype=np.float32)
    return searched(x, kind) if kind in BITS else quantize(x, KINDS[kind])


def kind_of(name, o):
    if not name.endswith(".weight") or "norm" in name:
        return "f32"
    if name == "token_embd.weight":
        return o.embedding
    return o.feed_forward if ".ffn_" in name else o.attention


def rounded(weights, o):
    """The weights as the quantised file will give them back; to measure accuracy before shipping."""
    out = {}
    for name, v in weights.items():
        kind = kind_of(name, o)
        out[name] = v if kind == "f32" else torch.from_numpy(
            dequantize(pack(v.float().numpy(), kind), KINDS[kind]).reshape(v.shape))
    return out


def write(meta, weights, o):
    w = GGUFWriter(o.out, "gemma3")
    w.add_name(NAME)
    w.add_description(DESCRIPTION)
    w.add_license("gemma")
    for key in ("context_length", "embedding_length", "block_count", "feed_forward_length", "attention.head_count",
                "attention.head_count_kv", "attention.key_length", "attention.value_length", "attention.sliding_window"):
        w.add_uint32("gemma3." + key, int(meta["gemma3." + key]))
    w.add_float32("gemma3.attention.layer_norm_rms_epsilon", meta["gemma3.attention.layer_norm_rms_epsilon"])
    w.add_float32("gemma3.rope.freq_base", meta["gemma3.rope.freq_base"])
    w.add_uint32("general.quantization_version", 2)
    w.add_uint32("gemma3.vocab_size", len(meta["tokenizer.ggml.tokens"]))
    tokens = meta["tokenizer.ggml.tokens"]
    w.add_tokenizer_model("llama")
    w.add_tokenizer_pre("default")
    w.add_token_list(tokens)
    w.add_token_scores(meta["tokenizer.ggml.scores"])
    w.add_token_types(meta["tokenizer.ggml.token_type"])
    w.add_bos_token_id(tokens.index("<bos>"))
    w.add_eos_token_id(tokens.index("<end_of_turn>"))
    w.add_eot_token_id(tokens.index("<end_of_turn>"))
    w.add_unk_token_id(tokens.index("<unk>"))
    w.add_pad_token_id(tokens.index("<pad>"))
    w.add_add_bos_token(True)
    w.add_add_eos_token(False)
    w.add_add_space_prefix(False)
    w.add_chat_template("{{ bos_token }}{% for m in messages %}<start_of_turn>{{ 'model' if m['role'] == 'assistant' else 'user' }}\n"
                        "{{ m['content'] }}<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}")
    def packed(item):
        name, v = item
        kind = kind_of(name, o)
        x = v.float().numpy()
        if kind in ("f32", "f16"):
            return name, x.astype(np.float16 if kind == "f16" else np.float32), None
        return name, pack(x, kind), KINDS[kind]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, data, kind in pool.map(packed, weights.items()):
            w.add_tensor(name, data, raw_dtype=kind)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main():
    a = argparse.ArgumentParser()
    for name in ("base", "vocab", "checkpoint", "out"):
        a.add_argument("--" + name, required=name != "checkpoint")
    a.add_argument("--attention", default="q8_0", choices=KINDS)
    a.add_argument("--feed-forward", default="q4_0", choices=KINDS)
    a.add_argument("--embedding", default="q8_0", choices=KINDS)
    o = a.parse_args()
    meta, _, _, weights = load(o.base, o.vocab, o.checkpoint)
    write(meta, weights, o)
    print(o.out, os.path.getsize(o.out))


if __name__ == "__main__":
    main()
