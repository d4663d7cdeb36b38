// Quantising for the converter.
#include "../convert/quantise.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <string>

#include "../kernels/thread_pool.h"
#include "bindings.h"
#include "options.h"

namespace millwright {
namespace {

constexpr uint64_t kPieceWeights = 1 << 16;

/** quantise(type, weights, columns, { threads, search, importance }): whole rows as blocks. */
Napi::Value quantise_rows(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto type = static_cast<TensorType>(info[0].As<Napi::Number>().Uint32Value());
  const auto weights = info[1].As<Napi::Float32Array>();
  const uint64_t columns = static_cast<uint64_t>(info[2].As<Napi::Number>().Int64Value()), count = weights.ElementLength();
  const Napi::Object options = info[3].As<Napi::Object>();
  const BlockSize block = block_size(type);
  if (columns == 0 || columns % block.weights != 0 || count % columns != 0)
    throw ModelError(std::to_string(count) + " weights in rows of " + std::to_string(columns) + " are no whole blocks of " + type_name(type));
  Rounding rounding;
  rounding.columns = columns;
  rounding.search = flag_option(options, "search", false);
  Napi::Float32Array importance;
  if (const Napi::Value given = options.Get("importance"); given.IsTypedArray()) {
    importance = given.As<Napi::Float32Array>();
    if (importance.ElementLength() != columns) throw ModelError("there must be an importance for each column");
    rounding.importance = importance.Data();
  }
  auto out = Napi::Buffer<uint8_t>::New(env, count / block.weights * block.bytes);
  const float* from = weights.Data();
  uint8_t* to = out.Data();
  // Pieces begin with whole rows, so that every piece counts its columns from zero.
  const uint64_t each = std::max<uint64_t>(1, kPieceWeights / columns) * columns;
  std::mutex mutex;
  std::exception_ptr failure;
  ThreadPool pool(int_option(options, "threads", 1));
  pool.run(static_cast<int>((count + each - 1) / each), [&](int piece) {
    const uint64_t first = static_cast<uint64_t>(piece) * each;
    try {
      quantise(type, from + first, std::min(each, count - first), rounding, to + first / block.weights * block.bytes);
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
  });
  if (failure) std::rethrow_exception(failure);
  return out;
}

}  // namespace

void register_convert(Napi::Env env, Napi::Object exports) { exports.Set("quantise", Napi::Function::New(env, quantise_rows)); }

}  // namespace millwright
