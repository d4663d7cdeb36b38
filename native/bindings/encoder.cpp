// An encoder as a JavaScript object.
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../engine/memory.h"
#include "../model/encoder.h"
#include "../tokenizer/tokenizer.h"
#include "bindings.h"
#include "job.h"
#include "options.h"
#include "wrap.h"

namespace millwright {
namespace {

/** Memory beside the weights: states, scores, tokenizer. */
constexpr uint64_t kScratchBytes = 100'000'000;

/** Start and end token, and one between them. */
constexpr int kLeastContext = 3;

/** A loaded encoder; one text at a time. */
struct LoadedEncoder {
  LoadedEncoder(const std::string& path, int threads, Isa isa, uint64_t memory_limit) : pool(threads) {
    const Gguf file(path);
    MemoryNeed need;
    need.weights = Encoder::weight_bytes(file);
    need.scratch = kScratchBytes;
    check_memory(need, memory_limit);
    memory = need.total();
    tokenizer = Tokenizer::from_gguf(file);
    if (static_cast<uint64_t>(tokenizer->size()) > file.tensor("token_embd.weight").rows()) throw ModelError("the tokenizer has more words than the model");
    encoder = std::make_unique<Encoder>(file, pool, isa);
    if (encoder->context() < kLeastContext) throw ModelError("it reads no more than " + std::to_string(encoder->context()) + " tokens");
  }
  /** @throws std::out_of_range for what it cannot read */
  std::vector<float> embed(const std::vector<int32_t>& tokens) {
    if (tokens.empty() || tokens.size() > static_cast<size_t>(encoder->context())) throw std::out_of_range("it reads 1 to " + std::to_string(encoder->context()) + " tokens");
    for (const int32_t token : tokens)
      if (token < 0 || token >= tokenizer->size()) throw std::out_of_range("there is no token " + std::to_string(token));
    const std::lock_guard lock(mutex);
    return encoder->embed(tokens);
  }
  std::mutex mutex;
  ThreadPool pool;
  uint64_t memory = 0;
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Encoder> encoder;
};

class NativeEncoder final : public Napi::ObjectWrap<NativeEncoder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "NativeEncoder", {InstanceMethod("info", &NativeEncoder::info), InstanceMethod("windows", &NativeEncoder::windows), InstanceMethod("embed", &NativeEncoder::embed)});
  }
  explicit NativeEncoder(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NativeEncoder>(info) {
    loaded_ = *info[0].As<Napi::External<std::shared_ptr<LoadedEncoder>>>().Data();
  }

 private:
  Napi::Value info(const Napi::CallbackInfo& info) {
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("contextLength", loaded_->encoder->context());
    out.Set("width", loaded_->encoder->width());
    out.Set("memoryBytes", static_cast<double>(loaded_->memory));
    return out;
  }

  Napi::Value windows(const Napi::CallbackInfo& info) {
    using Windows = std::vector<std::vector<int32_t>>;
    return promise_of<Windows>(
        info.Env(), [loaded = loaded_, text = info[0].As<Napi::String>().Utf8Value()] { return loaded->tokenizer->encode_windows(text, static_cast<size_t>(loaded->encoder->context())); },
        [](Napi::Env env, Windows& windows) -> Napi::Value {
          Napi::Array out = Napi::Array::New(env, windows.size());
          for (uint32_t i = 0; i < windows.size(); ++i) {
            Napi::Int32Array tokens = Napi::Int32Array::New(env, windows[i].size());
            std::copy(windows[i].begin(), windows[i].end(), tokens.Data());
            out.Set(i, tokens);
          }
          return out;
        });
  }

  Napi::Value embed(const Napi::CallbackInfo& info) {
    const Napi::Int32Array given = info[0].As<Napi::Int32Array>();
    const std::vector<int32_t> tokens(given.Data(), given.Data() + given.ElementLength());
    return promise_of<std::vector<float>>(
        info.Env(), [loaded = loaded_, tokens] { return loaded->embed(tokens); },
        [](Napi::Env env, std::vector<float>& result) -> Napi::Value {
          Napi::Float32Array vector = Napi::Float32Array::New(env, result.size());
          std::copy(result.begin(), result.end(), vector.Data());
          return vector;
        });
  }

  std::shared_ptr<LoadedEncoder> loaded_;
};

Napi::Value load_encoder(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const Napi::Object given = info[1].As<Napi::Object>();
  const int threads = int_option(given, "threads", 1);
  const auto memory_limit = static_cast<uint64_t>(number_option(given, "memoryLimitBytes", 0));
  const std::string isa = text_option(given, "isa");
  return promise_of<std::shared_ptr<LoadedEncoder>>(
      info.Env(), [path, threads, isa, memory_limit] { return std::make_shared<LoadedEncoder>(path, threads, isa_named(isa), memory_limit); },
      [](Napi::Env env, std::shared_ptr<LoadedEncoder>& encoder) { return wrap<NativeEncoder>(env, encoder); });
}

}  // namespace

void register_encoder(Napi::Env env, Napi::Object exports) {
  define_wrapped<NativeEncoder>(env);
  exports.Set("loadEncoder", Napi::Function::New(env, load_encoder));
}

}  // namespace millwright
