"""Tune the cut base on the command records; stop by grammar-constrained accuracy on the validation set.

  python train.py --base base.gguf --vocab vocab.npz --train a.jsonl b.jsonl --validation v.jsonl --out DIR

Full fine-tuning of the layers; the tied embedding stays as it is. Matrix products in bfloat16, master
weights and AdamW state in float32, an exponential average of the weights is what gets evaluated and saved.
The schedule follows the steps; with --seconds it follows the clock once that is what ends the run first.
"""
import argparse
import json
import math
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import torch
import torch.nn.functional as F

import records
from base import load
from score import score


def batches(items, tokens, rng):
    """Length-bucketed batches of at most `tokens` padded tokens, in random order."""
    rng.shuffle(items)
    items.sort(key=lambda x: len(x[0]) + rng.random() * 4)
    out, cur = [], []
    for it in items:
        if cur and (len(cur) + 1) * max(len(it[0]), max(len(c[0]) for c in cur)) > tokens:
            out.append(cur)
            cur = []
        cur.append(it)
    out.append(cur)
    rng.shuffle(out)
    return out


def encode(spm, rec, weight=1.0):
    prompt = records.encode_prompt(spm, records.user_text(rec))
    return prompt + spm.encode(records.answer(rec)) + [spm.special["<end_of_turn>"]], len(prompt), weight


def tensors(batch):
    n = max(len(ids) for ids, _, _ in batch)
    ids = torch.zeros(len(batch), n, dtype=torch.long)
    target = torch.full((len(batch), n), -100)
    weight = torch.zeros(len(batch), n)
    for row, (x, p, w) in enumerate(batch):
        ids[row, :len(x)] = torch.tensor(x)
        target[row, p - 1:len(x) - 1] = torch.tensor(x[p:])
        weight[row, p - 1:len(x) - 1] = w
    return ids, target, weight


def class_weights(recs, power):
    """Weight of a record by tool: (mean count / its count) ** power, so that rare tools are not drowned."""
    count = {}
    for r in recs:
        count[r["tool"]] = count.get(r["tool"], 0) + 1
    mean = len(recs) / len(count)
    return {t: (mean / c) ** power for t, c in count.items()}


def lacks(rec):
    """Whether the call misses an argument that its tool takes."""
    return ":null" in records.answer(rec)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--base", required=True)
    a.add_argument("--vocab", required=True)
    a.add_argument("--start", help="checkpoint to go on from")
    a.add_argument("--train", nargs="+", required=True)
    a.add_argument("--validation", required=True)
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=float, default=4)
    a.add_argument("--lr", type=float, default=4e-5)
    a.add_argument("--tokens", type=int, default=1000, help="padded tokens in a batch")
    a.add_argument("--decay", type=float, default=0.01)
    a.add_argument("--average", type=float, default=0.98)
    a.add_argument("--dropout", type=float, default=0.05)
    a.add_argument("--balance", type=float, default=0.3)
    a.add_argument("--null-weight", type=float, default=2.5, help="weight of calls that miss an argument")
    a.add_argument("--evals", type=int, default=2, help="validations per epoch")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--dtype", default="bfloat16")
    a.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    a.add_argument("--seconds", type=float, default=math.inf, help="time that the training may take")
    o = a.parse_args()
    os.makedirs(o.out, exist_ok=True)
    pool = ThreadPoolExecutor(2)
    torch.manual_seed(o.seed)
    rng = random.Random(o.seed)
    _, spm, model, weights = load(o.base, o.vocab, o.start, getattr(torch, o.dtype), o.device)
    recs = [r for f in o.train for r in records.read(f)]
    valid = records.read(o.validation)
    trie = records.build_trie(spm, valid)
    by_tool = class_weights(recs, o.balance)

    names = [n for n in weights if n != "token_embd.weight"]
    live = [model.w[n.replace(".", "/")] for n in names]
    model.w["token_embd/weight"].requires_grad_(False)
    master = [weights[n].float().to(o.device, copy=True) for n in names]
    mean = [m.clone() for m in master]
    m1 = [torch.zeros_like(m) for m in master]
    m2 = [torch.zeros_like(m) for m in master]
    matrix = [m.dim() > 1 for m in master]

    def put(values):
        with torch.no_grad():
            torch._foreach_copy_(live, values)

    def save(path):
        torch.save({**{n: m.cpu() for n, m in zip(names, mean)}, "token_embd.weight": weights["token_embd.weight"]}, path)

    def part(records_part, share):
        """Loss and gradients of a share of the batch, on one core. Two of these run side by side: unlike
        threads inside each operation they do not wait for each other when another program takes a core."""
        torch.set_num_threads(1)
        ids, target, weight = (t.to(o.device) for t in tensors(records_part))
        at = target >= 0
        h = model.hidden(ids, o.dropout)[at]
        loss = (F.cross_entropy(model.logits(h), target[at], reduction="none") * weight[at]).sum() / share
        return loss.detach(), [g.float() for g in torch.autograd.grad(loss, live)]

    @torch.no_grad()
    def update(rows, grads, norm, lr, step):
        """One AdamW step on some of the tensors, gradient clipped at norm 1, then the running average."""
        torch.set_num_threads(1)
        keep = min(o.average, (1 + step) / (10 + step))
        g, first, second, held = ([x[i] for i in rows] for x in (grads, m1, m2, master))
        torch._foreach_mul_(g, min(1.0, 1.0 / (norm + 1e-6)))
        torch._foreach_lerp_(first, g, 0.1)
        torch._foreach_mul_(second, 0.99)
        torch._foreach_addcmul_(second, g, g, value=0.01)
        denom = torch._foreach_sqrt(second)
        torch._foreach_div_(denom, math.sqrt(1 - 0.99 ** step))
        torch._foreach_add_(denom, 1e-8)
        torch._foreach_mul_([master[i] for i in rows if matrix[i]], 1 - lr * o.decay)
        torch._foreach_addcdiv_(held, first, denom, value=-lr / (1 - 0.9 ** step))
        torch._foreach_lerp_([mean[i] for i in rows], held, 1 - keep)
        torch._foreach_copy_([live[i] for i in rows], held)

    epoch_steps = len(batches([encode(spm, r) for r in recs], o.tokens, random.Random(0)))
    total, warm, step, best = int(epoch_steps * o.epochs), max(10, epoch_steps // 4), 0, -1.0
    print(f"{len(recs)} records, {epoch_steps} steps an epoch, {total} steps", flush=True)
    workers = 1 if o.device == "cuda" else 2
    began = time.time()
    while step < total:
        epoch = [encode(spm, r, by_tool[r["tool"]] * (o.null_weight if lacks(r) else 1)) for r in (records.augment(r, rng) for r in recs)]
        t0, seen, losses = time.time(), 0, []
        plan = batches(epoch, o.tokens, rng)
        marks = {len(plan) * (k + 1) // o.evals for k in range(o.evals)}
        for k, batch in enumerate(plan, 1):
            done = max(step / total, (time.time() - began) / o.seconds)
            halves = [h for h in (batch[i::workers] for i in range(workers)) if h]
            share = sum(w * (len(x) - p) for x, p, w in batch)
            losses_now, grads_now = zip(*pool.map(lambda h: part(h, share), halves))
            step += 1
            lr = o.lr * min(1, step / warm) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1, done))))
            grads = grads_now[0]
            if len(grads_now) > 1:
                torch._foreach_add_(grads, grads_now[1])
            norm = float(torch.stack(torch._foreach_norm(grads)).norm())
            list(pool.map(lambda rows: update(rows, grads, norm, lr, step), (range(i, len(live), workers) for i in range(workers))))
            seen += int(sum(len(x) for x, _, _ in batch))
            losses.append(sum(losses_now))
            if step % 20 == 0:
                print(f"step {step} loss {float(sum(losses[-20:])) / len(losses[-20:]):.4f} norm {norm:.2f} "
                      f"{seen / (time.time() - t0):.0f} tokens/s", flush=True)
            over = step == total or time.time() - began > o.seconds
            if k in marks or over:
                put(mean)
                tick = time.time()
                s = score(model, spm, trie, valid)
                put(master)
                t0 += time.time() - tick
                print(f"== step {step} epoch {step / epoch_steps:.2f} validation {json.dumps(s['summary'])}", flush=True)
                rank = s["summary"]["right"] - 0.02 * s["summary"]["nll"]
                if rank > best:
                    best = rank
                    save(f"{o.out}/best.pt")
                    with open(f"{o.out}/best.json", "w", encoding="utf-8") as f:
                        json.dump({"rank": best, "step": step, **s["summary"]}, f)
            if over:
                break
        if over:
            break
    save(f"{o.out}/last.pt")


if __name__ == "__main__":
    main()
