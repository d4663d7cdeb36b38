"""Write the base with the cut vocabulary as a file of its own, a quarter of the size: easier to carry to another machine.

  python cut_base.py base.gguf vocabulary.npz base-cut.gguf

The layers keep their blocks byte for byte; the kept rows of the embedding become Q8_0.
"""
import sys

import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter
from gguf.quants import dequantize, quantize

KEYS = ("block_count", "embedding_length", "feed_forward_length", "attention.head_count", "attention.head_count_kv",
        "attention.key_length", "attention.value_length", "attention.sliding_window", "context_length")
FLOATS = ("attention.layer_norm_rms_epsilon", "rope.freq_base")


def main():
    base, vocab, out = sys.argv[1:]
    r = GGUFReader(base)
    meta = {k: f.contents() for k, f in r.fields.items() if k.startswith(("gemma3.", "tokenizer.ggml."))}
    keep = np.load(vocab)["keep"]
    w = GGUFWriter(out, "gemma3")
    for key in KEYS:
        w.add_uint32("gemma3." + key, int(meta["gemma3." + key]))
    for key in FLOATS:
        w.add_float32("gemma3." + key, float(meta["gemma3." + key]))
    w.add_tokenizer_model("llama")
    w.add_token_list([meta["tokenizer.ggml.tokens"][i] for i in keep])
    w.add_token_scores([meta["tokenizer.ggml.scores"][i] for i in keep])
    w.add_token_types([meta["tokenizer.ggml.token_type"][i] for i in keep])
    for t in r.tensors:
        if t.name == "token_embd.weight":
            rows = np.ascontiguousarray(dequantize(t.data[keep], t.tensor_type), dtype=np.float32)
            w.add_tensor(t.name, quantize(rows, GGMLQuantizationType.Q8_0), raw_dtype=GGMLQuantizationType.Q8_0)
        else:
            w.add_tensor(t.name, t.data, raw_dtype=t.tensor_type)
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


if __name__ == "__main__":
    main()
