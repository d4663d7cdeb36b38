"""Split the two files into parts for git and write models/manifest.json.

  python ship.py --decoder millwright-270m.gguf --encoder millwright-e5.gguf --figures figures.json --models ..
"""
import argparse
import hashlib
import json
import os

PART_BYTES = 45_000_000


def split(path, models, name):
    """Cut a file into parts under models/<name>/; the manifest's list of files and the hash of the whole."""
    folder = os.path.join(models, name)
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        os.remove(os.path.join(folder, old))
    whole, files = hashlib.sha256(), []
    with open(path, "rb") as f:
        while chunk := f.read(PART_BYTES):
            whole.update(chunk)
            part = f"{name}/part-{len(files):02d}.gguf-part"
            with open(os.path.join(models, part), "wb") as g:
                g.write(chunk)
            files.append({"path": part, "sha256": hashlib.sha256(chunk).hexdigest(), "bytes": len(chunk)})
    return files, whole.hexdigest()


def main():
    a = argparse.ArgumentParser()
    for name in ("decoder", "encoder", "figures", "models"):
        a.add_argument("--" + name, required=True)
    o = a.parse_args()
    with open(o.figures, encoding="utf-8") as f:
        figures = json.load(f)
    entries = []
    for name, path, extra in (
        ("millwright-270m", o.decoder, {
            "role": "decoder", "promptStyle": "closed-set", "license": "Gemma Terms of Use", "notice": "GEMMA_NOTICE.md",
            "base": {"name": "Gemma 3 270M", "sha256": "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"}}),
        ("millwright-e5", o.encoder, {
            "role": "encoder", "license": "MIT", "notice": "E5_NOTICE.md", "base": {"name": "multilingual-e5-small"},
            "prefixes": {"query": "query: ", "passage": "passage: "}}),
    ):
        files, joined = split(path, o.models, name)
        entries.append({"id": name, **extra, "files": files, "joinedBytes": sum(f["bytes"] for f in files),
                        "joinedSha256": joined, **({"evaluation": figures[name]} if name in figures else {})})
    with open(os.path.join(o.models, "manifest.json"), "w", encoding="utf-8") as f:
        json.dump({"models": entries}, f, indent=2, ensure_ascii=False)
        f.write("\n")


if __name__ == "__main__":
    main()
