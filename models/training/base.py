"""Load the base with the cut vocabulary, or a checkpoint of it."""
import numpy as np
import torch

from gemma import Gemma, read_gguf, tensor
from spm import Spm


def load(base, vocab, checkpoint=None, dtype=torch.float32, device="cpu"):
    """The base, cut here or already cut (by cut_base.py, or a shipped file to go on from), or its checkpoint."""
    meta, tensors = read_gguf(base)
    keep = np.load(vocab)["keep"]
    whole = len(meta["tokenizer.ggml.tokens"]) > len(keep)
    for k in ("tokens", "scores", "token_type") if whole else ():
        values = meta["tokenizer.ggml." + k]
        meta["tokenizer.ggml." + k] = [values[i] for i in keep]
    spm = Spm(*(meta["tokenizer.ggml." + k] for k in ("tokens", "scores", "token_type")))
    if checkpoint:
        weights = torch.load(checkpoint, map_location="cpu")
    else:
        weights = {k: tensor(t) for k, t in tensors.items()}
        if whole:
            weights["token_embd.weight"] = weights["token_embd.weight"][torch.from_numpy(keep).long()].clone()
    return meta, spm, Gemma(meta, weights, dtype).to(device), weights


def shipped(path, dtype=torch.float32, device="cpu"):
    """Tokenizer and model of an exported GGUF file."""
    meta, tensors = read_gguf(path)
    spm = Spm(*(meta["tokenizer.ggml." + k] for k in ("tokens", "scores", "token_type")))
    return spm, Gemma(meta, {k: tensor(t) for k, t in tensors.items()}, dtype).to(device)
