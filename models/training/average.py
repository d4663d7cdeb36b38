"""Average checkpoints of runs that started from the same weights: often better on new sentences than each of them.

  python average.py --out mean.pt a/best.pt b/best.pt ...
"""
import argparse

import torch


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--out", required=True)
    a.add_argument("checkpoints", nargs="+")
    o = a.parse_args()
    total = torch.load(o.checkpoints[0], map_location="cpu")
    for path in o.checkpoints[1:]:
        for name, value in torch.load(path, map_location="cpu").items():
            total[name] += value
    torch.save({name: value / len(o.checkpoints) for name, value in total.items()}, o.out)


if __name__ == "__main__":
    main()
