"""Load the base with the cut vocabulary, or a checkpoint of it."""
import numpy as np
import torch

from gemma import Gemma, read_gguf, tensor
from spm import Spm


def load(base, vocab, checkpoint=None, dtype=torch.float32):
    meta, tensors = read_gguf(base)
    keep = np.load(vocab)["keep"]
    for k in ("tokens", "scores", "token_type"):
        values = meta["tokenizer.ggml." + k]
        meta["tokenizer.ggml." + k] = [values[i] for i in keep]
    spm = Spm(*(meta["tokenizer.ggml." + k] for k in ("tokens", "scores", "token_type")))
    if checkpoint:
        weights = torch.load(checkpoint)
    else:
        weights = {k: tensor(t) for k, t in tensors.items()}
        weights["token_embd.weight"] = weights["token_embd.weight"][torch.from_numpy(keep).long()].clone()
    return meta, spm, Gemma(meta, weights, dtype), weights


def shipped(path, dtype=torch.float32):
    """Tokenizer and model of an exported GGUF file."""
    meta, tensors = read_gguf(path)
    spm = Spm(*(meta["tokenizer.ggml." + k] for k in ("tokens", "scores", "token_type")))
    return spm, Gemma(meta, {k: tensor(t) for k, t in tensors.items()}, dtype)
