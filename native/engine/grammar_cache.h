// Compiled grammars, kept for later requests with the same source.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "../grammar/grammar.h"

namespace millwright {

class GrammarCache {
 public:
  explicit GrammarCache(std::shared_ptr<const Tokenizer> tokenizer) : tokenizer_(std::move(tokenizer)) {}

  /** From any thread; compiles when it has to. @throws GrammarError */
  std::shared_ptr<Grammar> get(const GrammarSource& source);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<Grammar> grammar;
  };

  std::shared_ptr<const Tokenizer> tokenizer_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // used last at the front
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

}  // namespace millwright
