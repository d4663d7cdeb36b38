"""Grammar-constrained accuracy of the decoder in PyTorch, with the probability of what it answered.

  python score.py --base base.gguf --vocab vocab.npz --checkpoint best.pt --data test.jsonl [--errors]
  python score.py --gguf millwright-270m.gguf --data test.jsonl
"""
import argparse
import json

import torch
import torch.nn.functional as F

import records
from base import load, shipped


@torch.no_grad()
def forced(model, spm, trie, recs, size=48):
    """For each record: was the gold answer the greedy one at every branch, and its log-probability."""
    order = sorted(range(len(recs)), key=lambda i: len(recs[i]["text"]))
    out = [None] * len(recs)
    end = spm.special["<end_of_turn>"]
    for s in range(0, len(order), size):
        part = order[s:s + size]
        seqs = []
        for i in part:
            p = records.encode_prompt(spm, records.user_text(recs[i]))
            seqs.append((p + spm.encode(records.answer(recs[i])) + [end], len(p)))
        n = max(len(x) for x, _ in seqs)
        ids = torch.zeros(len(seqs), n, dtype=torch.long)
        for row, (x, _) in enumerate(seqs):
            ids[row, :len(x)] = torch.tensor(x)
        h = model.hidden(ids.to(model.device))
        for row, (i, (x, p)) in enumerate(zip(part, seqs)):
            # The walk through the trie is many small steps: on the CPU whatever the model runs on.
            logits = model.logits(h[row, p - 1:len(x) - 1]).cpu()
            node, right, logp, wrong_at = trie, True, 0.0, None
            for k, t in enumerate(x[p:]):
                if len(node) > 1:
                    options = torch.tensor(list(node))
                    lp = F.log_softmax(logits[k, options], -1)
                    pick = int(options[int(lp.argmax())])
                    logp += float(lp[int((options == t).nonzero()[0, 0])])
                    if pick != t and right:
                        right, wrong_at = False, k
                node = node[t]
            out[i] = (right, logp, wrong_at)
    return out


@torch.no_grad()
def decode(model, spm, trie, recs, size=48):
    """Greedy constrained answers and their log-probability (product over the branches)."""
    result = []
    end = spm.special["<end_of_turn>"]
    for s in range(0, len(recs), size):
        live = [{"ids": records.encode_prompt(spm, records.user_text(r)), "node": trie, "logp": 0.0, "out": []}
                for r in recs[s:s + size]]
        result += live

        def run_forced(st):
            while len(st["node"]) == 1:
                t = next(iter(st["node"]))
                st["node"] = st["node"][t]
                if t == end:
                    st["done"] = True
                    return
                st["ids"].append(t)
                st["out"].append(t)

        for st in live:
            run_forced(st)
        while True:
            todo = [st for st in live if not st.get("done")]
            if not todo:
                break
            n = max(len(st["ids"]) for st in todo)
            ids = torch.zeros(len(todo), n, dtype=torch.long)
            for row, st in enumerate(todo):
                ids[row, :len(st["ids"])] = torch.tensor(st["ids"])
            h = model.hidden(ids.to(model.device))
            last = torch.stack([h[row, len(st["ids"]) - 1] for row, st in enumerate(todo)])
            for st, logits in zip(todo, model.logits(last).cpu()):
                options = torch.tensor(list(st["node"]))
                lp = F.log_softmax(logits[options], -1)
                j = int(lp.argmax())
                t = int(options[j])
                st["logp"] += float(lp[j])
                st["node"] = st["node"][t]
                if t == end:
                    st["done"] = True
                    continue
                st["ids"].append(t)
                st["out"].append(t)
                run_forced(st)
    return [(spm.decode(st["out"]), st["logp"]) for st in result]


def language(rec):
    return rec.get("lang") or ("zh" if any("一" <= c <= "鿿" for c in rec["text"]) else "en")


def score(model, spm, trie, recs):
    """Accuracy of tool and of tool plus arguments; the answers of the records that came out wrong."""
    res = forced(model, spm, trie, recs)
    wrong = [i for i, r in enumerate(res) if not r[0]]
    answers = decode(model, spm, trie, [recs[i] for i in wrong])
    got = {i: a for i, (a, _) in zip(wrong, answers)}
    logp = {i: p for i, (_, p) in zip(wrong, answers)}
    tool_right = sum(1 for i in range(len(recs)) if i not in got or json.loads(got[i])["tool"] == recs[i]["tool"])
    by = {}
    for i, r in enumerate(recs):
        for key in (language(r), r["tool"]):
            c = by.setdefault(key, [0, 0])
            c[0] += res[i][0]
            c[1] += 1
    n = len(recs)
    summary = {"right": round(1 - len(wrong) / n, 4), "tool": round(tool_right / n, 4),
               "nll": round(-sum(r[1] for r in res) / n, 4), "n": n,
               **{k: f"{v[0]}/{v[1]}" for k, v in sorted(by.items())}}
    return {"summary": summary, "wrong": [(recs[i], got[i], logp[i]) for i in wrong], "forced": res}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--base")
    a.add_argument("--vocab")
    a.add_argument("--gguf", help="a shipped file, as its quantised weights read")
    a.add_argument("--checkpoint")
    a.add_argument("--data", required=True)
    a.add_argument("--errors", action="store_true")
    a.add_argument("--dtype", default="bfloat16")
    a.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    o = a.parse_args()
    torch.set_num_threads(2)
    if o.gguf:
        spm, model = shipped(o.gguf, getattr(torch, o.dtype), o.device)
    else:
        _, spm, model, _ = load(o.base, o.vocab, o.checkpoint, getattr(torch, o.dtype), o.device)
    recs = records.read(o.data)
    s = score(model, spm, records.build_trie(spm, recs), recs)
    print(json.dumps(s["summary"], ensure_ascii=False))
    if o.errors:
        for rec, got, logp in s["wrong"]:
            print(records.user_text(rec), "|", records.answer(rec), "->", got, round(logp, 2))


if __name__ == "__main__":
    main()
