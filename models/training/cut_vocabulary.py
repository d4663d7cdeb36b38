"""Cut the base model's 262,144 pieces to what Chinese and English need.

Kept: special and turn tokens, byte tokens, whitespace runs, every piece of plain ASCII among the first
ASCII_RANK merges, every piece made only of GB2312 hanzi and CJK punctuation, common symbols, every piece
that occurs in the texts given, and every piece on the merge path of a kept one, so that each remains
reachable. On a text that forms no dropped piece, the token sequence is unchanged.

  python cut_vocabulary.py base.gguf out.npz [text files ...]
"""
import json
import sys

import numpy as np

from gemma import read_gguf
from spm import BYTE, CONTROL, NORMAL, Spm

ASCII_RANK = 32000
SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>")
SYMBOLS = "“”‘’—…·℃°±×÷→←↑↓≥≤≠≈✓√★●○■□▲△①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣΩμ%‰￥€£$§¶©®™½¼²³–• "


def gb2312():
    """The 6,763 hanzi and the punctuation rows of GB2312, and full-width ASCII."""
    out = set()
    for hi in [*range(0xA1, 0xA4), *range(0xB0, 0xF8)]:
        for lo in range(0xA1, 0xFF):
            try:
                out.add(bytes((hi, lo)).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return out


def keep_set(spm, texts):
    ascii_chars = {chr(c) for c in range(32, 127)} | {"▁"}
    hanzi = gb2312() | set(SYMBOLS)
    wide = hanzi | {"▁"} | {chr(c) for c in range(32, 127)}
    keep = {i for i, t in enumerate(spm.tokens) if spm.types[i] == CONTROL and t in SPECIAL}
    keep |= set(spm.bytes.values())
    keep |= {i for t, i in spm.runs.items() if len(t) <= 16}
    for t, i in spm.ids.items():
        chars = set(t)
        if chars <= ascii_chars:
            # Ranks count down from 0; long single-letter pieces of the last row (raw characters) are kept.
            if -spm.scores[i] < ASCII_RANK or len(t) == 1:
                keep.add(i)
        elif chars <= wide and len(t) <= 6:
            keep.add(i)
    seen = set()
    for text in texts:
        for i in spm.encode(text, trace=seen):
            keep.add(i)
    keep |= {spm.ids[t] for t in seen}
    for i in sorted(keep):
        if spm.types[i] == NORMAL:
            formed = set()
            spm.merge(spm.tokens[i], formed)
            keep |= {spm.ids[t] for t in formed}
    return sorted(keep)


def main():
    base, out, *files = sys.argv[1:]
    meta, _ = read_gguf(base)
    spm = Spm(*(meta["tokenizer.ggml." + k] for k in ("tokens", "scores", "token_type")))
    texts = []
    for name in files:
        with open(name, encoding="utf-8", errors="ignore") as f:
            lines = f.read().splitlines()
        texts += [json.loads(x)["text"] for x in lines] if name.endswith(".jsonl") else lines
    keep = keep_set(spm, texts)
    np.savez(out, keep=np.array(keep, dtype=np.int32))
    print(f"{len(spm.tokens)} pieces -> {len(keep)}; {len(texts)} lines read")


if __name__ == "__main__":
    main()
