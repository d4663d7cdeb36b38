#include "kv_pages.h"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <vector>

#include "../kernels/half.h"

namespace millwright {

void KvPages::Freer::operator()(uint8_t* bytes) const {
  if (bytes) ::munmap(bytes, size);
}

KvPages::KvPages(const KvLayout& layout, int pages) : layout_(layout), pages_(pages), data_(nullptr, Freer{0}) {
  const size_t size = bytes();
  // Untouched pages cost nothing: the system gives memory when it is first written.
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  ::madvise(memory, size, MADV_HUGEPAGE);
#endif
  data_ = std::unique_ptr<uint8_t, Freer>(static_cast<uint8_t*>(memory), Freer{size});
}

void KvPages::copy_out(int page, uint8_t* to) const {
  for (int layer = 0; layer < layout_.layers; ++layer)
    for (int head = 0; head < layout_.heads; ++head, to += layout_.head_bytes()) std::memcpy(to, data_.get() + offset(page, layer, head), layout_.head_bytes());
}

void KvPages::copy_in(int page, const uint8_t* from) {
  for (int layer = 0; layer < layout_.layers; ++layer)
    for (int head = 0; head < layout_.heads; ++head, from += layout_.head_bytes()) std::memcpy(data_.get() + offset(page, layer, head), from, layout_.head_bytes());
}

void KvPages::store(const Kernels& kernels, int page, int row, int layer, int head, const float* key, const float* value) {
  uint8_t* key_page = keys(page, layer, head);
  uint8_t* value_page = values(page, layer, head);
  if (layout_.bytes) return store_bytes(kernels, key_page, value_page, row, key, value);
  const int width = layout_.head_width;
  thread_local std::vector<uint16_t> halves;
  halves.resize(static_cast<size_t>(width));
  kernels.to_half(key, halves.data(), width);
  uint16_t* to = reinterpret_cast<uint16_t*>(key_page) + row;
  for (int d = 0; d < width; ++d) to[d * kPanelRows] = halves[static_cast<size_t>(d)];
  kernels.to_half(value, reinterpret_cast<uint16_t*>(value_page) + static_cast<size_t>(row) * width, width);
}

void KvPages::store_bytes(const Kernels& kernels, uint8_t* keys, uint8_t* values, int row, const float* key, const float* value) {
  constexpr PackingTraits t = traits(Packing::kQ8);
  const int width = layout_.head_width, groups = width / kGroup;
  thread_local std::vector<int8_t> quants;
  thread_local std::vector<float> scales;
  thread_local std::vector<int32_t> sums;
  quants.resize(static_cast<size_t>(width));
  scales.resize(static_cast<size_t>(groups));
  sums.resize(static_cast<size_t>(groups) * 2);
  kernels.quantise(key, width, quants.data(), scales.data(), sums.data());
  for (int g = 0; g < groups; ++g) {
    uint8_t* group = keys + static_cast<size_t>(g) * t.group_bytes();
    const uint16_t half = float_to_half(scales[static_cast<size_t>(g)]);
    std::memcpy(group + row * 2, &half, sizeof half);
    for (int i = 0; i < kGroup; ++i)
      group[t.scale_bytes + i / 4 * 64 + row * 4 + i % 4] = static_cast<uint8_t>(static_cast<uint8_t>(quants[static_cast<size_t>(g * kGroup + i)]) ^ 0x80);
  }
  const int shared = value_group(width);
  uint8_t* four = values + row / 4 * width * 4 + row % 4;
  uint8_t* scale = values + kPagePositions * width + row * 2;
  for (int first = 0; first < width; first += shared, scale += kPagePositions * 2) {
    float most = 0;
    for (int d = first; d < first + shared; ++d) most = std::max(most, std::abs(value[d]));
    const float inverse = most > 0 ? 127.0f / most : 0;
    for (int d = first; d < first + shared; ++d) four[d * 4] = static_cast<uint8_t>(static_cast<int>(std::nearbyint(value[d] * inverse)) + 128);
    const uint16_t half = float_to_half(most / 127.0f);
    std::memcpy(scale, &half, sizeof half);
  }
}

}  // namespace millwright
