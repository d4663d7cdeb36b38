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

/** A loaded encoder; one text at a time. */
struct LoadedEncoder {
  LoadedEncoder(const std::string& path, int threads, Isa isa) : pool(threads) {
    const Gguf file(path);
    check_memory(file);
    tokenizer = Tokenizer::from_gguf(file);
    if (static_cast<uint64_t>(tokenizer->size()) > file.tensor("token_embd.weight").rows()) throw ModelError("the tokenizer has more words than the model");
    encoder = std::make_unique<Encoder>(file, pool, isa);
  }
  /** @throws ModelError with the figures when the weights do not fit the memory */
  static void check_memory(const Gguf& file) {
    const uint64_t need = Encoder::weight_bytes(file) + kScratchBytes, limit = available_memory();
    if (limit > 0 && need > limit) throw ModelError("the encoder needs " + size_text(need) + " of memory, and " + size_text(limit) + " is free; take a smaller one");
  }
  std::mutex mutex;
  ThreadPool pool;
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Encoder> encoder;
};

struct Embedded {
  std::vector<float> vector;
  size_t tokens = 0;
};

class NativeEncoder final : public Napi::ObjectWrap<NativeEncoder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "NativeEncoder", {InstanceMethod("info", &NativeEncoder::info), InstanceMethod("embed", &NativeEncoder::embed)});
  }
  explicit NativeEncoder(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NativeEncoder>(info) {
    loaded_ = *info[0].As<Napi::External<std::shared_ptr<LoadedEncoder>>>().Data();
  }

 private:
  Napi::Value info(const Napi::CallbackInfo& info) {
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("contextLength", loaded_->encoder->context());
    out.Set("width", loaded_->encoder->width());
    return out;
  }

  Napi::Value embed(const Napi::CallbackInfo& info) {
    const std::string text = info[0].As<Napi::String>().Utf8Value();
    return promise_of<Embedded>(
        info.Env(),
        [loaded = loaded_, text] {
          std::vector<int32_t> tokens = loaded->tokenizer->encode(text, true, false);
          const size_t most = static_cast<size_t>(loaded->encoder->context());
          // A longer text is cut, its end token kept.
          if (tokens.size() > most) {
            tokens[most - 1] = tokens.back();
            tokens.resize(most);
          }
          if (tokens.empty()) throw std::out_of_range("the text is empty");
          const std::lock_guard lock(loaded->mutex);
          return Embedded{loaded->encoder->embed(tokens), tokens.size()};
        },
        [](Napi::Env env, Embedded& result) -> Napi::Value {
          Napi::Float32Array vector = Napi::Float32Array::New(env, result.vector.size());
          std::copy(result.vector.begin(), result.vector.end(), vector.Data());
          Napi::Object out = Napi::Object::New(env);
          out.Set("vector", vector);
          out.Set("tokens", static_cast<double>(result.tokens));
          return out;
        });
  }

  std::shared_ptr<LoadedEncoder> loaded_;
};

Napi::Value load_encoder(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const Napi::Object given = info[1].As<Napi::Object>();
  const int threads = int_option(given, "threads", 1);
  const std::string isa = text_option(given, "isa");
  return promise_of<std::shared_ptr<LoadedEncoder>>(
      info.Env(), [path, threads, isa] { return std::make_shared<LoadedEncoder>(path, threads, isa_named(isa)); },
      [](Napi::Env env, std::shared_ptr<LoadedEncoder>& encoder) { return wrap<NativeEncoder>(env, encoder); });
}

}  // namespace

void register_encoder(Napi::Env env, Napi::Object exports) {
  define_wrapped<NativeEncoder>(env);
  exports.Set("loadEncoder", Napi::Function::New(env, load_encoder));
}

}  // namespace millwright
