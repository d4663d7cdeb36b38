// What a model will take of the machine's memory, and what there is.
#pragma once

#include <cstdint>
#include <string>

#include "../gguf/gguf.h"

namespace millwright {

/** The model does not fit. */
class MemoryError : public ModelError {
 public:
  /** @param needed,available as people say them */
  MemoryError(std::string needed, std::string available)
      : ModelError("the model needs " + needed + " of memory, and only " + available), needed(std::move(needed)), available(std::move(available)) {}
  std::string needed, available;
};

/** Bytes that a model will take. */
struct MemoryNeed {
  uint64_t weights = 0;
  uint64_t cache = 0;
  int cache_tokens = 0;
  uint64_t draft = 0;    // weights and cache of the draft model
  uint64_t scratch = 0;  // activations, scores, tokenizer

  uint64_t total() const { return weights + cache + draft + scratch; }
};

/**
 * @param limit bytes that it may take; 0: what the machine has free
 * @throws MemoryError with the figures
 */
void check_memory(const MemoryNeed& need, uint64_t limit);

/** Bytes that this process may still take: of the system's, and of every control group it is in. 0 when that is not known. */
uint64_t available_memory();

/** A size as people say it, such as "1.3 GB". */
std::string size_text(uint64_t bytes);

}  // namespace millwright
