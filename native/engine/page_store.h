// Which pages of keys and values are whose: own ones, shared ones, and kept ones that a later prompt may find again.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <span>
#include <unordered_map>
#include <vector>

#include "../kernels/kernels.h"

namespace millwright {

/**
 * Full pages are known by their tokens and all tokens before them, so that any later prompt with the same beginning finds
 * them, whichever sequence made them (Kwon et al. 2023). Pages that nobody uses are kept until room is needed; the one that
 * was let go first goes first.
 */
class PageStore {
 public:
  /** Names a page's content: it and everything before it. 0: nothing before. */
  using Node = uint64_t;

  explicit PageStore(int pages);

  /** Pages that take() can give. */
  int available() const { return static_cast<int>(free_.size() + idle_.size()); }
  int kept() const { return static_cast<int>(idle_.size()); }
  int total() const { return total_; }

  /** A page for the caller alone. Only while available() > 0. */
  int32_t take();
  /** The page that holds these tokens after `parent`; it is the caller's too from now on. -1 when there is none. */
  int32_t find(Node parent, std::span<const int32_t> tokens, Node& node);
  /** Pages that find() would give one after the other for these tokens, without taking them. */
  int known(std::span<const int32_t> tokens) const;
  /** Makes a full page known. Gives back its name, that of an earlier page with the same content if there is one. */
  Node publish(int32_t page, Node parent, std::span<const int32_t> tokens);
  /** The caller is through with the page. */
  void release(int32_t page);

 private:
  struct Key {
    Node parent;
    std::array<int32_t, kPagePositions> tokens;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const;
  };
  struct Entry {
    int users = 0;
    Node node = 0;  // 0: not known to others
    Key key{};
    std::list<int32_t>::iterator place;  // in idle_, while nobody uses it
  };
  struct Known {
    int32_t page;
    Node node;
  };

  static Key key_of(Node parent, std::span<const int32_t> tokens);

  int total_;
  std::vector<Entry> entries_;
  std::vector<int32_t> free_;
  std::list<int32_t> idle_;  // let go first at the front
  std::unordered_map<Key, Known, Hash> known_;
  Node next_node_ = 1;
};

}  // namespace millwright
