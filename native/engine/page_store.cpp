#include "page_store.h"

#include <algorithm>

namespace millwright {

size_t PageStore::Hash::operator()(const Key& key) const {
  uint64_t hash = key.parent * 0x9e3779b97f4a7c15ull;
  for (const int32_t token : key.tokens) hash = (hash ^ static_cast<uint32_t>(token)) * 0x100000001b3ull;
  return static_cast<size_t>(hash ^ (hash >> 32));
}

PageStore::Key PageStore::key_of(Node parent, std::span<const int32_t> tokens) {
  Key key{parent, {}};
  std::copy_n(tokens.begin(), kPagePositions, key.tokens.begin());
  return key;
}

PageStore::PageStore(int pages) : total_(pages), entries_(static_cast<size_t>(pages)) {
  // The lowest numbers first: memory that was never touched costs nothing.
  for (int32_t page = pages - 1; page >= 0; --page) free_.push_back(page);
}

int32_t PageStore::take() {
  int32_t page;
  if (!free_.empty()) {
    page = free_.back();
    free_.pop_back();
  } else {
    page = idle_.front();
    idle_.pop_front();
    known_.erase(entries_[static_cast<size_t>(page)].key);
  }
  entries_[static_cast<size_t>(page)].users = 1;
  entries_[static_cast<size_t>(page)].node = 0;
  return page;
}

int32_t PageStore::find(Node parent, std::span<const int32_t> tokens, Node& node) {
  const auto found = known_.find(key_of(parent, tokens));
  if (found == known_.end()) return -1;
  Entry& entry = entries_[static_cast<size_t>(found->second.page)];
  if (entry.users++ == 0) idle_.erase(entry.place);
  node = found->second.node;
  return found->second.page;
}

int PageStore::known(std::span<const int32_t> tokens) const {
  Node parent = 0;
  int count = 0;
  for (size_t at = 0; at + kPagePositions <= tokens.size(); at += kPagePositions, ++count) {
    const auto found = known_.find(key_of(parent, tokens.subspan(at, kPagePositions)));
    if (found == known_.end()) break;
    parent = found->second.node;
  }
  return count;
}

PageStore::Node PageStore::publish(int32_t page, Node parent, std::span<const int32_t> tokens) {
  const Key key = key_of(parent, tokens);
  const auto [found, fresh] = known_.try_emplace(key, Known{page, next_node_});
  if (fresh) {
    Entry& entry = entries_[static_cast<size_t>(page)];
    entry.node = next_node_++;
    entry.key = key;
  }
  return found->second.node;
}

void PageStore::release(int32_t page) {
  Entry& entry = entries_[static_cast<size_t>(page)];
  if (--entry.users > 0) return;
  if (entry.node == 0) {
    free_.push_back(page);
    return;
  }
  idle_.push_back(page);
  entry.place = std::prev(idle_.end());
}

}  // namespace millwright
