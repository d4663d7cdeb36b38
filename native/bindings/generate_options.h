// A request's options, as JavaScript gives them.
#pragma once

#include <napi.h>

#include <cmath>
#include <optional>

#include "../engine/request.h"
#include "options.h"

namespace millwright {

/** Without its grammar. */
inline GenerateOptions read_generate_options(const Napi::Object& given) {
  GenerateOptions out;
  const Napi::Int32Array tokens = given.Get("tokens").As<Napi::Int32Array>();
  out.tokens.assign(tokens.Data(), tokens.Data() + tokens.ElementLength());
  const auto number = [&](const char* name, float fallback) { return static_cast<float>(number_option(given, name, fallback)); };
  out.max_tokens = int_option(given, "maxTokens", 256);
  out.sampling = {number("temperature", 0), int_option(given, "topK", 0), number("topP", 1), number("minP", 0)};
  out.penalties = {number("frequencyPenalty", 0), number("presencePenalty", 0), number("repetitionPenalty", 1)};
  // Any whole number is a seed.
  const double seed = number_option(given, "seed", 0);
  out.seed = std::abs(seed) < 0x1p62 ? static_cast<uint64_t>(static_cast<int64_t>(seed)) : 0;
  out.alternatives = int_option(given, "alternatives", -1);
  out.deadline_ms = int_option(given, "deadlineMs", 0);
  out.speculate = flag_option(given, "speculate", true);
  out.jump = flag_option(given, "jump", true);
  if (const Napi::Value bias = given.Get("bias"); bias.IsArray()) {
    const Napi::Array list = bias.As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length(); ++i) {
      const Napi::Array pair = list.Get(i).As<Napi::Array>();
      out.bias.emplace_back(pair.Get(uint32_t{0}).ToNumber().Int32Value(), pair.Get(uint32_t{1}).ToNumber().FloatValue());
    }
  }
  return out;
}

inline std::optional<GrammarSource> read_grammar(const Napi::Object& given) {
  const Napi::Value value = given.Get("grammar");
  if (!value.IsObject()) return std::nullopt;
  const Napi::Object grammar = value.As<Napi::Object>();
  return GrammarSource{grammar_kind(text_option(grammar, "kind")), text_option(grammar, "source")};
}

}  // namespace millwright
