// A place for a running request: its text, its pages, and where it stands in the batch.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "../tokenizer/stream_decoder.h"
#include "page_store.h"
#include "prompt_lookup.h"
#include "request.h"

namespace millwright {

/** Allowed tokens up to which only their rows of the head are computed. */
constexpr size_t kFewTokens = 4096;

/** Pages for a number of tokens. */
inline int pages_for(size_t tokens) { return static_cast<int>((tokens + kPagePositions - 1) / kPagePositions); }

/** A place for a running request. */
struct Slot {
  std::vector<int32_t> tokens;   // what the pages hold
  std::vector<int32_t> pending;  // what is to be computed next
  std::vector<int32_t> pages;
  int promised = 0;                // pages that it may still take
  PageStore::Node last_node = 0;   // name of its last full page
  size_t published = 0;            // full pages that have a name
  std::unique_ptr<Request> request;
  std::unique_ptr<Matcher> matcher;
  std::unique_ptr<StreamDecoder> stream;
  PromptLookup lookup;
  std::vector<int32_t> text;  // prompt and answer, for guesses
  std::mt19937_64 random;
  int generated = 0;
  int cached = 0;
  size_t guessed = 0;      // tokens at the end of its part of the batch that are guesses
  size_t batch_begin = 0;  // its part of the running batch
  size_t batch_end = 0;    // equal to batch_begin: not in it
  bool few = false;        // only some rows of the head are wanted
  size_t scores = 0;       // where its scores begin

  bool in_prompt() const { return request && generated == 0; }
  bool guesses() const { return !matcher && request->options.speculate && request->options.temperature <= 0 && request->options.alternatives < 0; }
};

}  // namespace millwright
