// Reading options that come as JavaScript objects.
#pragma once

#include <napi.h>

#include <stdexcept>
#include <string>

#include "../kernels/kernels.h"

namespace millwright {

/** The instruction set of a name; the best one without a name. @throws std::invalid_argument */
inline Isa isa_named(const std::string& name) {
  if (name == "portable") return Isa::kPortable;
  if (name == "avx2" && runs(Isa::kAvx2)) return Isa::kAvx2;
  if (name == "avx512" && runs(Isa::kAvx512)) return Isa::kAvx512;
  if (name == "amx" && runs(Isa::kAmx)) return Isa::kAmx;
  if (name.empty()) return best_isa();
  throw std::invalid_argument("this processor has no " + name);
}

inline int int_option(const Napi::Object& options, const char* name, int fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().Int32Value() : fallback;
}

inline double number_option(const Napi::Object& options, const char* name, double fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : fallback;
}

inline bool flag_option(const Napi::Object& options, const char* name, bool fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsBoolean() ? value.As<Napi::Boolean>().Value() : fallback;
}

inline std::string text_option(const Napi::Object& options, const char* name) {
  const Napi::Value value = options.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

}  // namespace millwright
