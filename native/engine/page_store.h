// Which pages of keys and values are whose: own ones, shared ones, and kept ones that a later prompt may find again.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "../model/kv_pages.h"
#include "page_file.h"

namespace millwright {

/**
 * Full pages are known by their tokens and all tokens before them, so that any later prompt with the same beginning finds
 * them, whichever sequence made them (Kwon et al. 2023). Pages that nobody uses are kept until room is needed; the one that
 * was let go first goes first, to disk if there is a file for it.
 */
class PageStore {
 public:
  /** Names a page's content: it and everything before it. 0: nothing before. */
  using Node = uint64_t;

  /** What is known of a beginning. */
  struct Beginning {
    int pages = 0;   // one after the other from the first
    int in_use = 0;  // of these, pages that somebody has right now: sharing them takes no room
  };

  struct Figures {
    uint64_t to_disk = 0, from_disk = 0, damaged = 0;
    int on_disk = 0;
  };

  /** `file` may be nullptr: what goes is forgotten then. */
  PageStore(KvPages& pages, std::unique_ptr<PageFile> file);

  /** Pages that take() can give. */
  int available() const { return static_cast<int>(free_.size() + idle_.size()); }
  int kept() const { return static_cast<int>(idle_.size()); }
  int total() const { return static_cast<int>(entries_.size()); }
  Figures figures() const;

  /** A page for the caller alone. Only while available() > 0. */
  int32_t take();
  /**
   * The page that holds these tokens after `parent`; it is the caller's too from now on. -1 when there is none, or when it
   * lies on disk and no page is available to read it into.
   */
  int32_t find(Node parent, std::span<const int32_t> tokens, Node& node);
  Beginning known(std::span<const int32_t> tokens) const;
  /** Makes a full page known. Gives back its name, that of an earlier page with the same content if there is one. */
  Node publish(int32_t page, Node parent, std::span<const int32_t> tokens);
  /** The caller is through with the page. */
  void release(int32_t page);

  /** Positions of a page, from its first, that a draft model has computed too; 0 for a fresh page. */
  uint8_t& draft_positions(int32_t page) { return entries_[static_cast<size_t>(page)].draft_positions; }

 private:
  struct Key {
    Node parent;
    std::array<int32_t, kPagePositions> tokens;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const;
  };
  struct Known {
    int32_t page = -1;  // in memory
    int32_t slot = -1;  // in the file
    Node node = 0;
  };
  using KnownMap = std::unordered_map<Key, Known, Hash>;
  struct Entry {
    int users = 0;
    uint8_t draft_positions = 0;
    KnownMap::value_type* known = nullptr;  // nullptr: nobody else can find it
    std::list<int32_t>::iterator place;     // in idle_, while nobody uses it
  };
  struct Slot {
    KnownMap::value_type* known = nullptr;
    std::list<int32_t>::iterator place;  // in slot_order_, while it holds something
  };

  static Key key_of(Node parent, std::span<const int32_t> tokens);
  Entry& entry(int32_t page) { return entries_[static_cast<size_t>(page)]; }
  void save(int32_t page);
  bool restore(KnownMap::value_type& known);
  void drop_slot(int32_t slot);

  KvPages& pages_;
  std::unique_ptr<PageFile> file_;
  std::vector<uint8_t> buffer_;  // a page on its way to or from the file
  std::vector<Entry> entries_;
  std::vector<int32_t> free_;
  std::list<int32_t> idle_;  // let go first at the front
  std::vector<Slot> slots_;
  std::vector<int32_t> free_slots_;
  std::list<int32_t> slot_order_;  // used longest ago at the front
  KnownMap known_;
  Node next_node_ = 1;
  Figures figures_;
};

}  // namespace millwright
