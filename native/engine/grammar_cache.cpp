#include "grammar_cache.h"

namespace millwright {
namespace {

constexpr size_t kMostGrammars = 64;
/** Bytes after which a grammar is compiled afresh rather than kept, and of all that are kept. */
constexpr size_t kMostBytes = 128'000'000, kMostBytesTogether = 512'000'000;

}  // namespace

std::shared_ptr<Grammar> GrammarCache::get(const GrammarSource& source) {
  const std::string key = std::to_string(static_cast<int>(source.kind)) + source.text;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(key); found != places_.end()) {
      if (const Grammar& known = *found->second->grammar; known.bytes() < kMostBytes && !known.worn()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->grammar;
      }
      entries_.erase(found->second);
      places_.erase(found);
    }
  }
  std::shared_ptr<Grammar> grammar = Grammar::compile(source, *tokenizer_);
  const std::lock_guard lock(mutex_);
  if (places_.contains(key)) return places_[key]->grammar;
  entries_.push_front({key, grammar});
  places_[key] = entries_.begin();
  size_t bytes = 0, count = 0;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    bytes += entry->grammar->bytes() + entry->key.size();
    if (++count <= kMostGrammars && bytes <= kMostBytesTogether) {
      ++entry;
      continue;
    }
    places_.erase(entry->key);
    entry = entries_.erase(entry);
  }
  return grammar;
}

}  // namespace millwright
