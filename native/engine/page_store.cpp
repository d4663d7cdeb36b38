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

PageStore::PageStore(KvPages& pages, std::unique_ptr<PageFile> file) : pages_(pages), file_(std::move(file)), entries_(static_cast<size_t>(pages.pages())) {
  // The lowest numbers first: memory that was never touched costs nothing.
  for (int32_t page = pages.pages() - 1; page >= 0; --page) free_.push_back(page);
  if (!file_) return;
  buffer_.resize(file_->page_bytes());
  slots_.resize(static_cast<size_t>(file_->slots()));
  for (int32_t slot = file_->slots() - 1; slot >= 0; --slot) free_slots_.push_back(slot);
}

PageStore::Figures PageStore::figures() const {
  Figures copy = figures_;
  copy.on_disk = static_cast<int>(slot_order_.size());
  return copy;
}

int32_t PageStore::take() {
  int32_t page;
  if (!free_.empty()) {
    page = free_.back();
    free_.pop_back();
  } else {
    page = idle_.front();
    idle_.pop_front();
    save(page);
    Known& known = entry(page).known->second;
    known.page = -1;
    if (known.slot < 0) known_.erase(known_.find(entry(page).known->first));
  }
  entry(page) = Entry();
  entry(page).users = 1;
  return page;
}

/** Writes a page that goes to the file, unless it lies there already. */
void PageStore::save(int32_t page) {
  KnownMap::value_type& known = *entry(page).known;
  if (!file_ || known.second.slot >= 0) return;
  if (free_slots_.empty()) drop_slot(slot_order_.front());
  const int32_t slot = free_slots_.back();
  pages_.copy_out(page, buffer_.data());
  if (!file_->write(slot, buffer_.data())) return;
  free_slots_.pop_back();
  known.second.slot = slot;
  slots_[static_cast<size_t>(slot)] = {&known, slot_order_.insert(slot_order_.end(), slot)};
  ++figures_.to_disk;
}

/** Forgets what a slot holds; a copy in memory stays. */
void PageStore::drop_slot(int32_t slot) {
  Slot& held = slots_[static_cast<size_t>(slot)];
  slot_order_.erase(held.place);
  held.known->second.slot = -1;
  if (held.known->second.page < 0) known_.erase(known_.find(held.known->first));
  held = Slot();
  free_slots_.push_back(slot);
}

/** Reads a page from the file into memory. False when that fails: it is forgotten then. */
bool PageStore::restore(KnownMap::value_type& known) {
  const int32_t slot = known.second.slot;
  // Used last from now on, so that the page which makes room for it does not take its slot.
  slot_order_.splice(slot_order_.end(), slot_order_, slots_[static_cast<size_t>(slot)].place);
  const int32_t page = take();
  if (!file_->read(slot, buffer_.data())) {
    ++figures_.damaged;
    release(page);
    drop_slot(slot);
    return false;
  }
  pages_.copy_in(page, buffer_.data());
  known.second.page = page;
  entry(page).known = &known;
  ++figures_.from_disk;
  return true;
}

int32_t PageStore::find(Node parent, std::span<const int32_t> tokens, Node& node) {
  const auto found = known_.find(key_of(parent, tokens));
  if (found == known_.end()) return -1;
  if (found->second.page < 0) {
    if (available() == 0 || !restore(*found)) return -1;
  } else if (Entry& held = entry(found->second.page); held.users++ == 0) {
    idle_.erase(held.place);
  }
  node = found->second.node;
  return found->second.page;
}

PageStore::Beginning PageStore::known(std::span<const int32_t> tokens) const {
  Beginning out;
  Node parent = 0;
  for (size_t at = 0; at + kPagePositions <= tokens.size(); at += kPagePositions, ++out.pages) {
    const auto found = known_.find(key_of(parent, tokens.subspan(at, kPagePositions)));
    if (found == known_.end()) break;
    const int32_t page = found->second.page;
    if (page >= 0 && entries_[static_cast<size_t>(page)].users > 0) ++out.in_use;
    parent = found->second.node;
  }
  return out;
}

PageStore::Node PageStore::publish(int32_t page, Node parent, std::span<const int32_t> tokens) {
  const auto [found, fresh] = known_.try_emplace(key_of(parent, tokens));
  Known& known = found->second;
  if (fresh) known.node = next_node_++;
  if (known.page < 0) {
    known.page = page;
    entry(page).known = &*found;
  }
  return known.node;
}

void PageStore::release(int32_t page) {
  Entry& held = entry(page);
  if (--held.users > 0) return;
  if (!held.known) {
    free_.push_back(page);
    return;
  }
  idle_.push_back(page);
  held.place = std::prev(idle_.end());
}

}  // namespace millwright
