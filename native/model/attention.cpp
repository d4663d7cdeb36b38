#include "attention.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace millwright {
namespace {

/** Queries of one block: enough that reading keys is paid for, few enough that the scores stay near. */
constexpr int kMostQueries = 32;

/** Bytes of what is read after attention that are fetched beside the keys of a page. */
constexpr size_t kAheadBytes = 2048;
/** Bytes of keys that are fetched ahead where nothing has been fetched yet. */
constexpr size_t kColdBytes = 2048;
/** Columns of float keys between fetches. */
constexpr int kFloatColumns = 16;

int first_seen(int position, int window) { return window == 0 ? 0 : std::max(0, position - window + 1); }

}  // namespace

/** Of a query: the weighted values, then the largest score and the sum of exponentials, and on to the next cache line. */
size_t Attention::entry_size() const { return static_cast<size_t>(layout_.head_width + 2 + 15) / 16 * 16; }
size_t Attention::partial_size() const { return static_cast<size_t>(kMostQueries + group_) * entry_size(); }

void Attention::plan(std::span<const BatchToken> batch, int window) {
  blocks_.clear();
  pieces_.clear();
  const int most = std::max(1, kMostQueries / group_), count = static_cast<int>(batch.size());
  for (int first = 0; first < count;) {
    int last = first + 1;
    while (last < count && last - first < most && batch[static_cast<size_t>(last)].pages == batch[static_cast<size_t>(first)].pages) ++last;
    blocks_.push_back({first, last});
    first = last;
  }
  // With few blocks the stretches are shared out as well, so that no thread stands idle over a long context.
  const bool split = static_cast<int>(blocks_.size()) * layout_.heads < 4 * pool_.threads();
  size_t partial = 0;
  for (size_t b = 0; b < blocks_.size(); ++b) {
    const int from = first_seen(batch[static_cast<size_t>(blocks_[b].first)].position, window) / kStretch;
    const int to = batch[static_cast<size_t>(blocks_[b].last - 1)].position / kStretch + 1;
    for (int head = 0; head < layout_.heads; ++head) {
      if (!split || to - from == 1) {
        pieces_.push_back({static_cast<int>(b), head, from, to, SIZE_MAX});
        continue;
      }
      for (int stretch = from; stretch < to; ++stretch) pieces_.push_back({static_cast<int>(b), head, stretch, stretch + 1, partial + static_cast<size_t>(stretch - from) * partial_size()});
      partial += static_cast<size_t>(to - from) * partial_size();
    }
  }
  partials_.resize(partial);
}

void Attention::run(KvPages& pages, int layer, std::span<const BatchToken> batch, const float* queries, int window, float* out, Ahead& ahead) {
  plan(batch, window);
  const Call call{pages, layer, batch, queries, window, out, ahead};
  pool_.run(static_cast<int>(pieces_.size()), [&](int index) {
    const Piece& piece = pieces_[static_cast<size_t>(index)];
    if (piece.partial != SIZE_MAX) return attend(call, piece, piece.first_stretch, partials_.data() + piece.partial);
    thread_local LineVector<float> partials;
    const int stretches = piece.last_stretch - piece.first_stretch;
    partials.resize(static_cast<size_t>(stretches) * partial_size());
    for (int i = 0; i < stretches; ++i) attend(call, piece, piece.first_stretch + i, partials.data() + static_cast<size_t>(i) * partial_size());
    merge(blocks_[static_cast<size_t>(piece.block)], piece.head, partials.data(), stretches, out);
  });
  for (size_t i = 0; i < pieces_.size();) {
    size_t next = i + 1;
    if (pieces_[i].partial != SIZE_MAX) {
      while (next < pieces_.size() && pieces_[next].block == pieces_[i].block && pieces_[next].head == pieces_[i].head) ++next;
      merge(blocks_[static_cast<size_t>(pieces_[i].block)], pieces_[i].head, partials_.data() + pieces_[i].partial, static_cast<int>(next - i), out);
    }
    i = next;
  }
}

/** What a thread usually comes to after a stretch; an empty place after the last one. */
Attention::Place Attention::after(const Place& place) const {
  if (place.stretch + 1 < place.piece->last_stretch) return {place.piece, place.stretch + 1};
  const Piece* next = place.piece + 1;
  return next == pieces_.data() + pieces_.size() ? Place() : Place{next, next->first_stretch};
}

/** Keys, behind which values lie, of a stretch's pages from `first` on; null where there are none or the block does not see that far. */
void Attention::find_pages(const Call& call, const Place& place, int first, int count, const uint8_t** to) const {
  int seen = 0;
  if (place.piece) {
    const BatchToken& last = call.batch[static_cast<size_t>(blocks_[static_cast<size_t>(place.piece->block)].last - 1)];
    const int before = place.stretch * (kStretch / kPagePositions) + first;
    seen = std::clamp(std::min(last.position / kPagePositions + 1 - before, kStretch / kPagePositions - first), 0, count);
    const uint8_t* head = call.pages.keys(0, call.layer, place.piece->head);
    for (int p = 0; p < seen; ++p) to[p] = head + static_cast<size_t>(last.pages[before + p]) * layout_.head_bytes();
  }
  std::fill(to + seen, to + count, nullptr);
}

const float* Attention::query(const Call& call, const Piece& piece, int index) const {
  // Queries of a token that share the head lie side by side.
  const int token = blocks_[static_cast<size_t>(piece.block)].first + index / group_, head = piece.head * group_ + index % group_;
  return call.queries + (static_cast<size_t>(token) * static_cast<size_t>(group_ * layout_.heads) + static_cast<size_t>(head)) * static_cast<size_t>(layout_.head_width);
}

void Attention::attend(const Call& call, const Piece& piece, int stretch, float* partial) const {
  const Block& block = blocks_[static_cast<size_t>(piece.block)];
  const BatchToken& first = call.batch[static_cast<size_t>(block.first)];
  const BatchToken& last = call.batch[static_cast<size_t>(block.last - 1)];
  // A stretch is fetched while the one before it is worked on, since a page's work is shorter than its way from memory. A
  // thread's first one it fetches itself. Of a prompt's tokens the first few bring in the pages for all others.
  const bool fetching = call.batch.size() <= kMostTileTokens;
  const Place here{&piece, stretch}, next = after(here);
  thread_local Place expected;
  Sight sight;
  sight.fetched = !fetching || expected == here;
  expected = next;
  sight.from = std::max(stretch * kStretch, first_seen(first.position, call.window));
  sight.to = std::min((stretch + 1) * kStretch, last.position + 1);
  sight.start = sight.from / kPagePositions * kPagePositions;
  sight.count = (sight.to - 1 - sight.start) / kPagePositions + 1;
  const int skipped = (sight.start - stretch * kStretch) / kPagePositions, distance = static_cast<int>(kColdBytes / layout_.key_bytes()) + 1;
  find_pages(call, here, skipped, sight.count, sight.pages);
  find_pages(call, fetching ? next : Place(), skipped, sight.count, sight.nexts);
  find_pages(call, sight.fetched ? fetching ? next : Place() : here, skipped + (sight.fetched ? 0 : distance), sight.count, sight.wanted);
  if (layout_.bytes) attend_bytes(call, piece, sight, partial);
  else attend_halves(call, piece, sight, partial);
}

void Attention::attend_bytes(const Call& call, const Piece& piece, const Sight& sight, float* partial) const {
  const Block& block = blocks_[static_cast<size_t>(piece.block)];
  thread_local std::vector<ByteQuery> queries;
  queries.clear();
  for (int t = block.first; t < block.last; ++t) {
    const int position = call.batch[static_cast<size_t>(t)].position;
    const int low = std::clamp(first_seen(position, call.window), sight.from, sight.to), high = std::clamp(position + 1, low, sight.to);
    for (int i = 0; i < group_; ++i) queries.push_back({query(call, piece, static_cast<int>(queries.size())), low - sight.start, high - sight.start});
  }
  const size_t key_bytes = layout_.key_bytes(), all = layout_.head_bytes();
  const Meanwhile keys{sight.wanted, 0, sight.fetched ? key_bytes : all}, values{sight.nexts, sight.fetched ? key_bytes : 0, all};
  kernels_.attend_bytes(sight.pages, sight.count, layout_.head_width, queries.data(), static_cast<int>(queries.size()), partial, entry_size(), keys, values);
}

void Attention::attend_halves(const Call& call, const Piece& piece, const Sight& sight, float* partial) const {
  const Block& block = blocks_[static_cast<size_t>(piece.block)];
  const int width = layout_.head_width, tokens = block.last - block.first, count = tokens * group_;
  const uint8_t* values[kStretch / kPagePositions];
  thread_local LineVector<float> scores;
  thread_local Activations rows;
  scores.resize(static_cast<size_t>(count) * kStretch);
  Activations::Need need;
  need.add(Packing::kF16);
  rows.fill(kernels_, nullptr, count, width, need, [&](int index, float* row) { std::memcpy(row, query(call, piece, index), static_cast<size_t>(width) * sizeof(float)); });
  const size_t key_bytes = layout_.key_bytes();
  // Some columns at a time, and lines come in between: many at once would be waited for.
  const int step = tokens > 1 ? width : std::min(width, kFloatColumns);
  for (int p = 0; p < sight.count; ++p) {
    values[p] = sight.pages[p] + key_bytes;
    float* at = scores.data() + p * kPagePositions;
    for (int column = 0; column < width; column += step) {
      const int columns = std::min(step, width - column);
      const size_t offset = panel_bytes(Packing::kF16, column), bytes = panel_bytes(Packing::kF16, columns);
      if (sight.wanted[p]) fetch_lines(sight.wanted[p] + offset, bytes);
      if (!sight.fetched) fetch_lines(values[p] + offset, bytes);
      else call.ahead.fetch(kAheadBytes * static_cast<size_t>(columns) / static_cast<size_t>(width));
      const uint8_t* part = sight.pages[p] + offset;
      for (int i = 0; i < rows.tiles(); ++i) {
        float* to = at + static_cast<size_t>(rows.first_token(i)) * kStretch;
        kernels_.packed[static_cast<size_t>(Packing::kF16)](&part, 1, columns, rows.tile(i, Packing::kF16, column), &to, kStretch, column > 0);
      }
    }
  }

  const size_t entry = entry_size();
  for (int q = 0; q < count; ++q) {
    const int position = call.batch[static_cast<size_t>(block.first + q / group_)].position;
    const int low = std::clamp(first_seen(position, call.window), sight.from, sight.to), high = std::clamp(position + 1, low, sight.to);
    float* row = scores.data() + static_cast<size_t>(q) * kStretch;
    float* result = partial + static_cast<size_t>(q) * entry;
    std::fill(result, result + width, 0.0f);
    result[width] = -std::numeric_limits<float>::infinity();
    result[width + 1] = 0;
    // What this token does not see weighs nothing.
    std::fill(row, row + (low - sight.start), 0.0f);
    std::fill(row + (high - sight.start), row + (sight.to - sight.start), 0.0f);
    if (low == high) continue;
    float* seen = row + (low - sight.start);
    result[width] = kernels_.largest(seen, high - low);
    result[width + 1] = kernels_.exponentials(seen, high - low, result[width]);
  }
  const int first = sight.from - sight.start;
  const Meanwhile meanwhile{sight.nexts, sight.fetched ? key_bytes : 0, layout_.head_bytes()};
  kernels_.mix_half(values, first, sight.to - sight.from, width, scores.data() + first, kStretch, count, partial, entry, meanwhile);
}

void Attention::merge(const Block& block, int head, const float* partials, int stretches, float* out) const {
  const int width = layout_.head_width, count = (block.last - block.first) * group_;
  const size_t q_width = static_cast<size_t>(group_) * layout_.heads * width, entry = entry_size(), each = partial_size();
  thread_local std::vector<float> factors;
  factors.resize(static_cast<size_t>(stretches));
  for (int q = 0; q < count; ++q) {
    const float* parts = partials + static_cast<size_t>(q) * entry;
    float most = -std::numeric_limits<float>::infinity(), sum = 0;
    for (int i = 0; i < stretches; ++i) most = std::max(most, parts[static_cast<size_t>(i) * each + width]);
    for (int i = 0; i < stretches; ++i) {
      const float* part = parts + static_cast<size_t>(i) * each;
      float& factor = factors[static_cast<size_t>(i)];
      factor = part[width + 1] > 0 ? std::exp(part[width] - most) : 0.0f;
      sum += factor * part[width + 1];
    }
    float* to = out + static_cast<size_t>(block.first + q / group_) * q_width + (static_cast<size_t>(head) * group_ + q % group_) * width;
    std::fill(to, to + width, 0.0f);
    for (int i = 0; i < stretches; ++i) {
      const float factor = factors[static_cast<size_t>(i)] / sum;
      const float* part = parts + static_cast<size_t>(i) * each;
      if (factor == 0) continue;
#pragma omp simd
      for (int d = 0; d < width; ++d) to[d] += factor * part[d];
    }
  }
}

}  // namespace millwright
