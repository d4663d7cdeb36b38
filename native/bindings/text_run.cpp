// Whole texts through a model: for tests, perplexity and calibration.
#include "../model/text_run.h"

#include <algorithm>

#include "bindings.h"
#include "job.h"
#include "options.h"

namespace millwright {
namespace {

TextRun read_run(const Napi::CallbackInfo& info, const Napi::Object& options) {
  TextRun run;
  run.path = info[0].As<Napi::String>().Utf8Value();
  const auto given = info[1].As<Napi::Int32Array>();
  run.tokens.assign(given.Data(), given.Data() + given.ElementLength());
  run.threads = int_option(options, "threads", 1);
  run.kv_bytes = flag_option(options, "kvBytes", false);
  run.chunk = static_cast<size_t>(std::max(1, int_option(options, "chunk", 64)));
  run.isa = isa_named(text_option(options, "isa"));
  return run;
}

template <typename T>
Napi::Float32Array float_array(Napi::Env env, const std::vector<T>& from, double factor = 1) {
  Napi::Float32Array to = Napi::Float32Array::New(env, from.size());
  std::transform(from.begin(), from.end(), to.Data(), [&](T value) { return static_cast<float>(value * factor); });
  return to;
}

Napi::Value scored(const Napi::CallbackInfo& info) {
  const Napi::Object options = info[2].As<Napi::Object>();
  const TextRun run = read_run(info, options);
  const bool with_logits = flag_option(options, "logits", false);
  return promise_of<Scored>(
      info.Env(), [=] { return score_text(run, with_logits); },
      [](Napi::Env env, Scored& result) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("logits", float_array(env, result.logits));
        out.Set("logprobs", float_array(env, result.logprobs));
        return out;
      });
}

Napi::Value observed(const Napi::CallbackInfo& info) {
  const TextRun run = read_run(info, info[2].As<Napi::Object>());
  return promise_of<Observed>(
      info.Env(), [=] { return observe_text(run); },
      [factor = 1.0 / static_cast<double>(std::max<size_t>(1, run.tokens.size()))](Napi::Env env, Observed& result) -> Napi::Value {
        static constexpr const char* kNames[kLinearInputs] = {"attention", "output", "feedForward", "down"};
        Napi::Array layers = Napi::Array::New(env, result.inputs.size() / kLinearInputs);
        for (uint32_t layer = 0; layer < layers.Length(); ++layer) {
          Napi::Object inputs = Napi::Object::New(env);
          for (uint32_t i = 0; i < kLinearInputs; ++i) {
            const ChannelStatistics& statistics = result.inputs[layer * kLinearInputs + i];
            Napi::Object channels = Napi::Object::New(env);
            channels.Set("largest", float_array(env, statistics.largest));
            channels.Set("meanSquare", float_array(env, statistics.squares, factor));
            inputs.Set(kNames[i], channels);
          }
          layers.Set(layer, inputs);
        }
        Napi::Object out = Napi::Object::New(env);
        out.Set("layers", layers);
        out.Set("states", float_array(env, result.states));
        return out;
      });
}

Napi::Value compared(const Napi::CallbackInfo& info) {
  const Napi::Object options = info[2].As<Napi::Object>();
  const TextRun run = read_run(info, options);
  const auto given = options.Get("states").As<Napi::Float32Array>();
  std::vector<float> states(given.Data(), given.Data() + given.ElementLength());
  return promise_of<Distance>(
      info.Env(), [run, states = std::move(states)] { return compare_states(run, states); },
      [](Napi::Env env, Distance& result) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("divergence", result.divergence);
        out.Set("agreement", result.agreement);
        return out;
      });
}

}  // namespace

void register_text_runs(Napi::Env env, Napi::Object exports) {
  exports.Set("scoreText", Napi::Function::New(env, scored));
  exports.Set("observeText", Napi::Function::New(env, observed));
  exports.Set("compareStates", Napi::Function::New(env, compared));
}

}  // namespace millwright
