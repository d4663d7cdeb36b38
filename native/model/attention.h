// Attention of a batch's tokens over paged keys and values, tiled over the queries that share a key-value head.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "../kernels/activations.h"
#include "../kernels/ahead.h"
#include "../kernels/line_vector.h"
#include "kv_pages.h"

namespace millwright {

/** One token of a batch: which sequence it belongs to, and where. */
struct BatchToken {
  int32_t token;
  int position;
  /** Pages of the sequence, by position / kPagePositions. */
  const int32_t* pages;
};

/**
 * Softmax attention by stretches of positions: each stretch gives a partial result with its own largest score, and the
 * partial results are merged in order (Dao et al. 2022; Dao et al. 2023 for the split over positions). Stretches lie at fixed
 * positions, so that a token's result is the same whatever else is in the batch.
 */
class Attention {
 public:
  Attention(const Kernels& kernels, ThreadPool& pool, KvLayout layout, int query_heads)
      : kernels_(kernels), pool_(pool), layout_(layout), group_(query_heads / layout.heads) {}

  /**
   * @param queries tokens x (query heads x head width), already scaled; tokens of a sequence stand one after the other
   * @param window how far back a token sees, itself among it; 0: to the beginning
   * @param out the same shape as the queries
   * @param ahead what is read next: one token's attention computes more than it reads, so there is time to have it come
   */
  void run(KvPages& pages, int layer, std::span<const BatchToken> batch, const float* queries, int window, float* out, Ahead& ahead);

 private:
  /** Tokens [first, last) of one sequence that are worked on together. */
  struct Block {
    int first, last;
  };
  struct Piece {
    int block, head, first_stretch, last_stretch;
    size_t partial;  // where its partial results lie
  };

  void plan(std::span<const BatchToken> batch, int window);
  /** One call of run(). */
  struct Call {
    KvPages& pages;
    int layer;
    std::span<const BatchToken> batch;
    const float* queries;
    int window;
    float* out;
    Ahead& ahead;
  };
  /** What a piece's queries see of a stretch. */
  struct Sight {
    /** Positions, the first page's first one, and how many pages. */
    int from, to, start, count;
    /** Whether the pages are in the cache: someone has fetched them. */
    bool fetched;
    /** Pages; the ones that are fetched beside the keys of each; those of the next stretch. */
    const uint8_t* pages[kStretch / kPagePositions];
    const uint8_t* wanted[kStretch / kPagePositions];
    const uint8_t* nexts[kStretch / kPagePositions];
  };
  void attend(const Call& call, const Piece& piece, int stretch, float* partial) const;
  void attend_bytes(const Call& call, const Piece& piece, const Sight& sight, float* partial) const;
  void attend_halves(const Call& call, const Piece& piece, const Sight& sight, float* partial) const;
  const float* query(const Call& call, const Piece& piece, int index) const;
  /** A stretch of a piece. */
  struct Place {
    const Piece* piece = nullptr;
    int stretch = 0;
    bool operator==(const Place&) const = default;
  };
  Place after(const Place& place) const;
  void find_pages(const Call& call, const Place& place, int first, int count, const uint8_t** to) const;
  void merge(const Block& block, int head, const float* partials, int stretches, float* out) const;
  size_t entry_size() const;
  size_t partial_size() const;

  const Kernels& kernels_;
  ThreadPool& pool_;
  KvLayout layout_;
  int group_;
  std::vector<Block> blocks_;
  std::vector<Piece> pieces_;
  LineVector<float> partials_;
};

}  // namespace millwright
