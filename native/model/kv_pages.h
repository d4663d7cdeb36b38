// Keys and values in pages of sixteen positions, which sequences with a common beginning can share (Kwon et al. 2023).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "../kernels/kernels.h"

namespace millwright {

/** What a page holds: for each layer and head its keys as a panel with a row a position, and its values. */
struct KvLayout {
  int layers = 0, heads = 0, head_width = 0;
  /** Eight bits, with a half-precision scale for each 32 of a key and each value_group() of a value, instead of half precision. */
  bool bytes = false;

  /** Whether heads so wide can be kept in eight bits. */
  static bool fits_bytes(int head_width) { return head_width % kGroup == 0 && head_width <= kMostHeadWidth; }

  Packing key_packing() const { return bytes ? Packing::kQ8 : Packing::kF16; }
  size_t key_bytes() const { return panel_bytes(key_packing(), head_width); }
  size_t value_bytes() const {
    const size_t values = static_cast<size_t>(kPagePositions) * head_width;
    return bytes ? values + values / static_cast<size_t>(value_group(head_width)) * 2 : values * 2;
  }
  size_t head_bytes() const { return key_bytes() + value_bytes(); }
  size_t page_bytes() const { return head_bytes() * static_cast<size_t>(heads) * static_cast<size_t>(layers); }
};

/** Memory for a fixed number of pages; who uses which is the caller's affair. */
class KvPages {
 public:
  /** @throws std::bad_alloc */
  KvPages(const KvLayout& layout, int pages);
  const KvLayout& layout() const { return layout_; }
  int pages() const { return pages_; }
  size_t bytes() const { return layout_.page_bytes() * static_cast<size_t>(pages_); }

  uint8_t* keys(int page, int layer, int head) { return data_.get() + offset(page, layer, head); }
  uint8_t* values(int page, int layer, int head) { return keys(page, layer, head) + layout_.key_bytes(); }
  /** A whole page as bytes, layout().page_bytes() of them, and back. */
  void copy_out(int page, uint8_t* to) const;
  void copy_in(int page, const uint8_t* from);
  /** Writes one position's key and value of one head. */
  void store(const Kernels& kernels, int page, int row, int layer, int head, const float* key, const float* value);

 private:
  struct Freer {
    size_t size;
    void operator()(uint8_t* bytes) const;
  };
  size_t offset(int page, int layer, int head) const {
    // One head's pages lie one after the other: reading a sequence is reading on.
    return ((static_cast<size_t>(layer) * layout_.heads + head) * static_cast<size_t>(pages_) + static_cast<size_t>(page)) * layout_.head_bytes();
  }
  void store_bytes(const Kernels& kernels, uint8_t* keys, uint8_t* values, int row, const float* key, const float* value);

  KvLayout layout_;
  int pages_;
  std::unique_ptr<uint8_t, Freer> data_;
};

}  // namespace millwright
