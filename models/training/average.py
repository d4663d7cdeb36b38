"""Average weights of runs that started from the same base: often better on new sentences than each of them.

  python average.py --out mean.pt a/best.pt b/best.pt ...
  python average.py --out mean.pt one.gguf other.gguf      # exports, as their quantised weights read
"""
import argparse

import torch

from gemma import read_gguf, tensor


def weights_of(path):
    if not path.endswith(".gguf"):
        return torch.load(path, map_location="cpu")
    _, tensors = read_gguf(path)
    return {name: tensor(t).float() for name, t in tensors.items()}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", required=True)
    a.add_argument("checkpoints", nargs="+")
    o = a.parse_args()
    total = weights_of(o.checkpoints[0])
    for path in o.checkpoints[1:]:
        for name, value in weights_of(path).items():
            total[name] = total[name] + value
    torch.save({name: value / len(o.checkpoints) for name, value in total.items()}, o.out)


if __name__ == "__main__":
    main()
