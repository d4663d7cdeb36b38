#include "grammar_cache.h"

namespace millwright {
namespace {

constexpr size_t kMostGrammars = 64;
/** States after which a grammar is compiled afresh rather than kept. */
constexpr size_t kMostStates = 200'000;

}  // namespace

std::shared_ptr<Grammar> GrammarCache::get(const GrammarSource& source) {
  const std::string key = std::to_string(static_cast<int>(source.kind)) + source.text;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(key); found != places_.end()) {
      if (found->second->grammar->state_count() < kMostStates) {
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
  if (entries_.size() > kMostGrammars) {
    places_.erase(entries_.back().key);
    entries_.pop_back();
  }
  return grammar;
}

}  // namespace millwright
