// Whole texts through a model: for tests, perplexity and calibration.
#include <algorithm>
#include <string>
#include <vector>

#include "../engine/sampler.h"
#include "../model/decoder.h"
#include "bindings.h"
#include "job.h"
#include "options.h"

namespace millwright {
namespace {

/** How a whole text is run through a model, for tests, perplexity and calibration. */
struct TextRun {
  std::string path;
  std::vector<int32_t> tokens;
  int threads;
  std::string isa;
  bool kv_bytes;
  size_t chunk;  // tokens at a time

  explicit TextRun(const Napi::CallbackInfo& info) {
    path = info[0].As<Napi::String>().Utf8Value();
    const auto given = info[1].As<Napi::Int32Array>();
    tokens.assign(given.Data(), given.Data() + given.ElementLength());
    const Napi::Object options = info[2].As<Napi::Object>();
    threads = int_option(options, "threads", 1);
    kv_bytes = flag_option(options, "kvBytes", false);
    chunk = static_cast<size_t>(std::max(1, int_option(options, "chunk", 64)));
    isa = text_option(options, "isa");
  }
};

/** Loads the model, then calls `each(decoder, from, rows)` after each chunk: its first token and its rows of the batch. */
template <typename Begin, typename Each>
void run_text(const TextRun& run, Begin begin, Each each) {
  const Gguf file(run.path);
  ThreadPool pool(run.threads);
  Decoder decoder(file, pool, isa_named(run.isa), run.kv_bytes);
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
    each(decoder, from, rows);
  }
}

/** What comes after each token of a text. */
struct Scored {
  std::vector<float> logits;    // [tokens][vocabulary], when they are wanted
  std::vector<float> logprobs;  // of each token but the first, given those before it
};

Scored score_text(const TextRun& run, bool with_logits) {
  Scored out;
  std::vector<float> scores;
  run_text(run, [](Decoder&) {}, [&](Decoder& decoder, size_t from, const std::vector<size_t>& rows) {
    decoder.score(rows, scores);
    if (with_logits) out.logits.insert(out.logits.end(), scores.begin(), scores.end());
    const size_t vocabulary = static_cast<size_t>(decoder.shape().vocabulary);
    for (size_t i = 0; i < rows.size() && from + i + 1 < run.tokens.size(); ++i) {
      const std::span<const float> row(scores.data() + i * vocabulary, vocabulary);
      out.logprobs.push_back(row[static_cast<size_t>(run.tokens[from + i + 1])] - log_sum_exp(row));
    }
  });
  return out;
}

Napi::Float32Array float_array(Napi::Env env, const std::vector<float>& from) {
  Napi::Float32Array to = Napi::Float32Array::New(env, from.size());
  std::copy(from.begin(), from.end(), to.Data());
  return to;
}

Napi::Value scored(const Napi::CallbackInfo& info) {
  const TextRun run(info);
  const bool with_logits = flag_option(info[2].As<Napi::Object>(), "logits", false);
  return promise_of<Scored>(
      info.Env(), [=] { return score_text(run, with_logits); },
      [](Napi::Env env, Scored& result) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("logits", float_array(env, result.logits));
        out.Set("logprobs", float_array(env, result.logprobs));
        return out;
      });
}

Napi::Value activation_maxima(const Napi::CallbackInfo& info) {
  const TextRun run(info);
  return promise_of<ActivationMaxima>(
      info.Env(),
      [=] {
        ActivationMaxima maxima;
        run_text(run, [&](Decoder& decoder) { decoder.watch(&maxima); }, [](Decoder&, size_t, const std::vector<size_t>&) {});
        return maxima;
      },
      [](Napi::Env env, ActivationMaxima& maxima) -> Napi::Value {
        static constexpr const char* kNames[kLinearInputs] = {"attention", "output", "feedForward", "down"};
        Napi::Array layers = Napi::Array::New(env, maxima.size() / kLinearInputs);
        for (uint32_t layer = 0; layer < layers.Length(); ++layer) {
          Napi::Object inputs = Napi::Object::New(env);
          for (uint32_t i = 0; i < kLinearInputs; ++i) inputs.Set(kNames[i], float_array(env, maxima[layer * kLinearInputs + i]));
          layers.Set(layer, inputs);
        }
        return layers;
      });
}

}  // namespace

void register_text_runs(Napi::Env env, Napi::Object exports) {
  exports.Set("scoreText", Napi::Function::New(env, scored));
  exports.Set("activationMaxima", Napi::Function::New(env, activation_maxima));
}

}  // namespace millwright
