"""Reference outputs of the shipped files, for testing another implementation: token ids, the five best next
tokens with log-probabilities, constrained answers, sentence vectors. Weights as dequantised, all in float32.

  python reference.py --decoder millwright-270m.gguf --packed e5-small-q4.bin --encoder millwright-e5.gguf --out reference.json
"""
import argparse
import json

import torch
from gguf import GGUFReader

import records
from base import shipped
from e5 import E5, Packed
from score import decode

COMMANDS = (
    ("把工单 WO-1042 下达到最早能做的产线", ""), ("release 1107 to SMT-3 please", ""), ("这单为什么延期", "WO-1188"),
    ("what is that line doing?", "WO-1042 SMT-2"), ("MAT-00123 还有多少", ""), ("tell me a joke", ""),
)


@torch.no_grad()
def main():
    a = argparse.ArgumentParser()
    for name in ("decoder", "packed", "encoder", "out"):
        a.add_argument("--" + name, required=True)
    o = a.parse_args()
    spm, model = shipped(o.decoder)
    recs = [{"text": t, "context": c} for t, c in COMMANDS]
    answers = decode(model, spm, records.build_trie(spm, set()), recs)
    out = {"decoder": [], "encoder": []}
    for r, (text, logp) in zip(recs, answers):
        ids = records.encode_prompt(spm, records.user_text(r))
        top = model.logits(model.hidden(torch.tensor([ids]))[0, -1]).log_softmax(-1).topk(5)
        out["decoder"].append({"content": records.user_text(r), "ids": ids, "top": [[int(i), round(float(p), 4)] for p, i in zip(*top)],
                               "answer": text, "answer_ids": spm.encode(text), "answer_logprob": round(logp, 4)})
    pk = Packed(o.packed)
    pieces = GGUFReader(o.encoder).fields["tokenizer.ggml.tokens"].contents()
    at = {p: i for i, p in enumerate(pk.pieces)}
    encoder = E5(pk, [at[p] for p in pieces])
    for text, _ in COMMANDS:
        ids = [0, *encoder.tok.encode("query: " + text), 2]
        vector = encoder.embed([text])[0]
        out["encoder"].append({"input": "query: " + text, "ids": ids, "vector": [round(float(x), 5) for x in vector]})
    with open(o.out, "w", encoding="utf-8") as f:
        json.dump(out, f, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
