#include "text_run.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace millwright {
namespace {

/** Loads the model, then calls `each(decoder, pool, from, rows)` after each chunk: its first token and its rows of the batch. */
template <typename Begin, typename Each>
void run_text(const TextRun& run, Begin begin, Each each) {
  const Gguf file(run.path);
  ThreadPool pool(run.threads);
  Decoder decoder(file, pool, run.isa, run.kv_bytes);
  begin(decoder);
  const int count = static_cast<int>(run.tokens.size() / kPagePositions + 1);
  KvPages pages(decoder.kv_layout(), count);
  std::vector<int32_t> table(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) table[static_cast<size_t>(i)] = i;
  for (size_t from = 0; from < run.tokens.size(); from += run.chunk) {
    std::vector<BatchToken> batch;
    std::vector<size_t> rows;
    for (size_t i = from; i < std::min(run.tokens.size(), from + run.chunk); ++i) {
      const int32_t token = run.tokens[i];
      if (token < 0 || token >= decoder.shape().vocabulary) throw std::out_of_range("token " + std::to_string(token) + " is not in the vocabulary");
      rows.push_back(batch.size());
      batch.push_back({token, static_cast<int>(i), table.data()});
    }
    decoder.forward(pages, batch);
    each(decoder, pool, from, rows);
  }
}

double log_sum(std::span<const float> scores) {
  const float most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score) - most);
  return most + std::log(sum);
}

size_t top(std::span<const float> scores) { return static_cast<size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin()); }

/** sum p (log p - log q) with p and q the probabilities that the scores stand for. */
double divergence(std::span<const float> p, std::span<const float> q) {
  const float p_most = p[top(p)], q_most = q[top(q)];
  double p_sum = 0, q_sum = 0, difference = 0;
  for (size_t word = 0; word < p.size(); ++word) {
    const float weight = std::exp(p[word] - p_most);
    p_sum += weight;
    q_sum += std::exp(q[word] - q_most);
    difference += weight * (p[word] - q[word]);
  }
  return difference / p_sum - (p_most + std::log(p_sum)) + (q_most + std::log(q_sum));
}

}  // namespace

Scored score_text(const TextRun& run, bool with_logits) {
  Scored out;
  std::vector<float> scores;
  run_text(run, [](Decoder&) {}, [&](Decoder& decoder, ThreadPool&, size_t from, const std::vector<size_t>& rows) {
    decoder.score(rows, scores);
    if (with_logits) out.logits.insert(out.logits.end(), scores.begin(), scores.end());
    const size_t vocabulary = static_cast<size_t>(decoder.shape().vocabulary);
    for (size_t i = 0; i < rows.size() && from + i + 1 < run.tokens.size(); ++i) {
      const std::span<const float> row(scores.data() + i * vocabulary, vocabulary);
      out.logprobs.push_back(static_cast<float>(row[static_cast<size_t>(run.tokens[from + i + 1])] - log_sum(row)));
    }
  });
  return out;
}

Observed observe_text(const TextRun& run) {
  Observed out;
  std::vector<float> states;
  run_text(run, [&](Decoder& decoder) { decoder.watch(&out.inputs); }, [&](Decoder& decoder, ThreadPool&, size_t, const std::vector<size_t>& rows) {
    decoder.final_states(rows, states);
    out.states.insert(out.states.end(), states.begin(), states.end());
  });
  return out;
}

Distance compare_states(const TextRun& run, std::span<const float> states) {
  Distance out;
  std::vector<float> scores, wanted;
  const double tokens = static_cast<double>(run.tokens.size());
  run_text(
      run,
      [&](Decoder& decoder) {
        if (states.size() != run.tokens.size() * static_cast<size_t>(decoder.shape().width)) throw std::invalid_argument("the states are those of another text or model");
      },
      [&](Decoder& decoder, ThreadPool& pool, size_t from, const std::vector<size_t>& rows) {
        const size_t vocabulary = static_cast<size_t>(decoder.shape().vocabulary), width = static_cast<size_t>(decoder.shape().width);
        decoder.score(rows, scores);
        decoder.score_states(states.data() + from * width, rows.size(), wanted);
        std::vector<double> apart(rows.size()), same(rows.size());
        pool.run(static_cast<int>(rows.size()), [&](int i) {
          const size_t at = static_cast<size_t>(i);
          const std::span<const float> p(wanted.data() + at * vocabulary, vocabulary), q(scores.data() + at * vocabulary, vocabulary);
          apart[at] = divergence(p, q);
          same[at] = top(p) == top(q) ? 1 : 0;
        });
        for (size_t i = 0; i < rows.size(); ++i) {
          out.divergence += apart[i] / tokens;
          out.agreement += same[i] / tokens;
        }
      });
  return out;
}

}  // namespace millwright
