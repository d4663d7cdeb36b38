// Kernels by themselves, for tests, and what the machine can do.
#include <algorithm>

#include "../kernels/dequantize.h"
#include "../kernels/machine.h"
#include "../kernels/matrix.h"
#include "bindings.h"
#include "job.h"
#include "options.h"

namespace millwright {
namespace {

/** Products of a quantised matrix by one instruction set, for tests: rows x columns weights of a GGUF type. */
Napi::Value multiply(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const Napi::Object given = info[0].As<Napi::Object>();
  TensorInfo tensor;
  tensor.name = "test";
  tensor.type = static_cast<TensorType>(int_option(given, "type", 0));
  const int given_rows = int_option(given, "rows", 0), given_columns = int_option(given, "columns", 0);
  const int tokens = int_option(given, "tokens", 0);
  if (given_rows < 0 || given_columns < 0 || tokens < 0) throw std::invalid_argument("sizes do not fit");
  const uint64_t rows = static_cast<uint64_t>(given_rows), columns = static_cast<uint64_t>(given_columns);
  tensor.shape = {columns, rows};
  const auto weights = given.Get("weights").As<Napi::Buffer<uint8_t>>();
  const auto x = given.Get("x").As<Napi::Float32Array>();
  const BlockSize block = block_size(tensor.type);
  if (columns % block.weights != 0 || weights.Length() != rows * columns / block.weights * block.bytes || x.ElementLength() != columns * static_cast<size_t>(tokens))
    throw std::invalid_argument("sizes do not fit");
  tensor.data = weights.Data();
  const Kernels& kernels = kernels_for(isa_named(text_option(given, "isa")));
  ThreadPool pool(int_option(given, "threads", 1));
  Activations activations;
  Arena arena(Matrix::packed_bytes(tensor));
  const Matrix matrix(tensor, rows, columns, pool, arena);
  activations.fill(kernels, &pool, tokens, static_cast<int>(columns), need_of({&matrix}),
                   [&](int t, float* row) { std::copy_n(x.Data() + static_cast<size_t>(t) * columns, columns, row); });
  Napi::Float32Array out = Napi::Float32Array::New(env, rows * static_cast<size_t>(tokens));
  multiply_all(kernels, pool, activations, {{&matrix, out.Data(), rows}});
  return out;
}

Napi::Value measured_machine(const Napi::CallbackInfo& info) {
  const int threads = info[0].As<Napi::Number>().Int32Value();
  return promise_of<MachineFigures>(
      info.Env(), [threads] { return measure_machine(kernels_for(best_isa()), threads); },
      [](Napi::Env env, MachineFigures& figures) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("readBytesPerSecond", figures.read_bytes_per_second);
        out.Set("int8OperationsPerSecond", figures.int8_operations_per_second);
        return out;
      });
}

Napi::Value dequantized(const Napi::CallbackInfo& info) {
  const auto type = static_cast<TensorType>(info[0].As<Napi::Number>().Uint32Value());
  const auto weights = info[1].As<Napi::Buffer<uint8_t>>();
  const BlockSize block = block_size(type);
  const size_t count = weights.Length() / block.bytes * block.weights;
  Napi::Float32Array out = Napi::Float32Array::New(info.Env(), count);
  dequantize(type, weights.Data(), count, out.Data());
  return out;
}

}  // namespace

void register_kernels(Napi::Env env, Napi::Object exports) {
  exports.Set("multiply", Napi::Function::New(env, multiply));
  exports.Set("measureMachine", Napi::Function::New(env, measured_machine));
  exports.Set("dequantize", Napi::Function::New(env, dequantized));
  exports.Set("isa", Napi::String::New(env, kernels_for(best_isa()).name));
  Napi::Array isas = Napi::Array::New(env);
  for (const auto& [isa, name] : {std::pair{Isa::kPortable, "portable"}, {Isa::kAvx2, "avx2"}, {Isa::kAvx512, "avx512"}, {Isa::kAmx, "amx"}})
    if (runs(isa)) isas.Set(isas.Length(), Napi::String::New(env, name));
  exports.Set("isas", isas);
}

}  // namespace millwright
