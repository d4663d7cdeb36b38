"""The encoder as a second vote: nearest written commands (ids masked), and the rule for abstaining.

  python vote.py --packed e5-small-q4.bin --train a.jsonl b.jsonl --data v.jsonl \
      --gguf millwright-270m.gguf
"""
import argparse
import json
import re
from collections import defaultdict

import torch

import records
from base import shipped
from e5 import E5, Packed, keep_pieces
from score import decode

K = 8
SHARPNESS = 30.0
MASKS = (
    (re.compile(r"(?:(?:WO|wo|Wo)[- ]?|#)?(?<!\d)1[0-3]\d\d(?!\d)"), "WO"),
    (re.compile(r"(?:(?:MAT|mat|Mat)[- ]?)?(?<!\d)\d{5}(?!\d)"), "MAT"),
    (re.compile(r"(?<![A-Za-z])(?:SMT|ASM|BI|FT)[- ]?\d(?!\d)", re.I), "LINE"),
)


def masked(text):
    """The text without its ids; what is embedded on both sides."""
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def votes(encoder, train, data):
    """For each record the tools by weight, best first: softmax of similarity over the K nearest commands."""
    seen = {}
    for r in train:
        seen.setdefault((masked(r["text"]), r["tool"]), r)
    bank = list(seen)
    a = encoder.embed([t for t, _ in bank])
    b = encoder.embed([masked(r["text"]) for r in data])
    out = []
    for row in b @ a.T:
        top, at = row.topk(K)
        w = torch.softmax(top * SHARPNESS, 0)
        share = defaultdict(float)
        for x, j in zip(w.tolist(), at.tolist()):
            share[bank[j][1]] += x
        out.append(sorted(share.items(), key=lambda kv: -kv[1]))
    return out


def rule(answers, vote, data, sure, agree_sure):
    """Answer when p >= sure, or when the encoder's first tool agrees and p >= agree_sure; else offer choices."""
    answered = right = 0
    for (text, logp), v, r in zip(answers, vote, data):
        p = 2.718281828 ** logp
        tool = json.loads(text)["tool"]
        if p >= sure or (v[0][0] == tool and p >= agree_sure):
            answered += 1
            right += text == records.answer(r)
    return answered / len(data), right / max(1, answered)


def main():
    a = argparse.ArgumentParser()
    for name in ("packed", "data", "gguf"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--train", nargs="+", required=True)
    o = a.parse_args()
    train, data = [r for f in o.train for r in records.read(f)], records.read(o.data)
    pk = Packed(o.packed)
    vote = votes(E5(pk, keep_pieces(pk, [r["text"] for r in train])), train, data)
    print("encoder alone, right tool", sum(v[0][0] == r["tool"] for v, r in zip(vote, data)) / len(data))
    spm, model = shipped(o.gguf, torch.bfloat16)
    answers = decode(model, spm, records.build_trie(spm), data)
    right = [t == records.answer(r) for (t, _), r in zip(answers, data)]
    print("decoder alone, right call", sum(right) / len(data))
    agree = [json.loads(t)["tool"] == v[0][0] for (t, _), v in zip(answers, vote)]
    print(f"agree {sum(agree)}/{len(data)}: right when agreeing {sum(x for x, g in zip(right, agree) if g) / max(1, sum(agree)):.3f},"
          f" when not {sum(x for x, g in zip(right, agree) if not g) / max(1, len(data) - sum(agree)):.3f}")
    either = sum(x or any(r["tool"] == t for t, _ in v[:2]) for x, v, r in zip(right, vote, data))
    print("right, or the right tool among the encoder's first two", either / len(data))
    for sure in (0.5, 0.7, 0.8, 0.9, 0.95, 0.99):
        for agree_sure in (0.0, 0.3, 0.5, 0.7):
            c, acc = rule(answers, vote, data, sure, agree_sure)
            print(f"p >= {sure:.2f} or agree and p >= {agree_sure:.2f}: answered {c:.3f}, right when answered {acc:.3f}")


if __name__ == "__main__":
    main()
