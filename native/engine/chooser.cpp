#include "chooser.h"

#include <algorithm>
#include <bit>

namespace millwright {
namespace {

/** Allowed tokens up to which only their rows of the head are computed. */
constexpr size_t kFewTokens = 4096;

}  // namespace

ScoredRow Chooser::row(size_t token, Matcher* matcher) {
  ScoredRow out;
  out.token = token;
  out.few = matcher && matcher->list_allowed(out.allowed, kFewTokens);
  if (!out.few) return out;
  const int32_t vocabulary = decoder_.shape().vocabulary;
  std::erase_if(out.allowed, [&](int32_t allowed) { return allowed >= vocabulary; });
  // Where there is no choice there is nothing to score.
  if (out.allowed.size() > 1) decoder_.score_some(token, out.allowed, out.scores);
  else out.scores.assign(out.allowed.size(), 0.0f);
  return out;
}

void Chooser::score(std::span<ScoredRow* const> rows) {
  std::vector<size_t> tokens;
  for (ScoredRow* row : rows) {
    if (row->few) continue;
    row->offset = tokens.size() * static_cast<size_t>(decoder_.shape().vocabulary);
    tokens.push_back(row->token);
  }
  if (!tokens.empty()) decoder_.score(tokens, scores_);
}

Candidates Chooser::candidates(const ScoredRow& row, Matcher* matcher) {
  if (row.few) return {row.scores, row.allowed.data()};
  const std::span<const float> whole(scores_.data() + row.offset, static_cast<size_t>(decoder_.shape().vocabulary));
  if (!matcher) return {whole};
  matcher->fill_mask(mask_);
  allowed_.clear();
  for (size_t word = 0; word < mask_.size(); ++word)
    for (uint64_t bits = mask_[word]; bits != 0; bits &= bits - 1) {
      const auto token = static_cast<int32_t>(word * 64) + std::countr_zero(bits);
      if (static_cast<size_t>(token) < whole.size()) allowed_.push_back(token);
    }
  picked_.resize(allowed_.size());
  for (size_t i = 0; i < allowed_.size(); ++i) picked_[i] = whole[static_cast<size_t>(allowed_[i])];
  return {picked_, allowed_.data()};
}

/** Penalties and biases change what is chosen, not the probabilities that are reported. */
void Chooser::adjust(std::span<float> scores, const int32_t* tokens, const Sequence& sequence) {
  const auto score_of = [&](int32_t token) -> float* {
    if (!tokens) return token >= 0 && static_cast<size_t>(token) < scores.size() ? &scores[static_cast<size_t>(token)] : nullptr;
    const int32_t* end = tokens + scores.size();
    const int32_t* found = std::lower_bound(tokens, end, token);
    return found != end && *found == token ? &scores[static_cast<size_t>(found - tokens)] : nullptr;
  };
  const Penalties& penalties = sequence.options().penalties;
  for (const auto& [token, count] : sequence.counts) {
    float* score = score_of(token);
    if (!score) continue;
    *score = *score > 0 ? *score / penalties.repetition : *score * penalties.repetition;
    *score -= penalties.presence + penalties.frequency * static_cast<float>(count);
  }
  for (const auto& [token, bias] : sequence.options().bias)
    if (float* score = score_of(token)) *score += bias;
}

bool Chooser::choose(const ScoredRow& row, const Sequence& sequence, size_t ahead, Matcher* matcher, Choice& out) {
  const GenerateOptions& options = sequence.options();
  const Candidates from = candidates(row, matcher);
  if (from.scores.empty()) return false;
  if (!all_finite(from.scores)) throw ModelError("its scores are no numbers: weights in the model's file are damaged, or too large to be computed with");
  Candidates weighed = from;
  if (!sequence.counts.empty() || !options.bias.empty()) {
    adjusted_.assign(from.scores.begin(), from.scores.end());
    adjust(adjusted_, from.tokens, sequence);
    weighed.scores = adjusted_;
  }
  const size_t index = millwright::choose(weighed, options.sampling, {options.seed, sequence.generated + ahead});
  out.chosen.token = from.token(index);
  if (options.alternatives < 0) return true;
  const float total = log_sum_exp(from.scores);
  out.chosen.logprob = from.scores[index] - total;
  out.alternatives.clear();
  for (const size_t other : largest(from.scores, static_cast<size_t>(options.alternatives)))
    out.alternatives.push_back({from.token(other), from.scores[other] - total});
  return true;
}

}  // namespace millwright
