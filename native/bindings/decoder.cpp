// A decoder and its engine as a JavaScript object. Callbacks arrive on the event loop.
#include <memory>
#include <string>

#include "../engine/engine.h"
#include "bindings.h"
#include "job.h"
#include "options.h"
#include "wrap.h"

namespace millwright {
namespace {

Napi::Object probability(Napi::Env env, const TokenProbability& from) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("bytes", Napi::Buffer<uint8_t>::Copy(env, reinterpret_cast<const uint8_t*>(from.bytes.data()), from.bytes.size()));
  out.Set("logprob", Napi::Number::New(env, from.logprob));
  return out;
}

class NativeDecoder final : public Napi::ObjectWrap<NativeDecoder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "NativeDecoder",
                       {InstanceMethod("info", &NativeDecoder::info), InstanceMethod("encode", &NativeDecoder::encode),
                        InstanceMethod("generate", &NativeDecoder::generate), InstanceMethod("cancel", &NativeDecoder::cancel),
                        InstanceMethod("figures", &NativeDecoder::figures), InstanceMethod("close", &NativeDecoder::close)});
  }
  explicit NativeDecoder(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NativeDecoder>(info) {
    engine_ = *info[0].As<Napi::External<std::shared_ptr<Engine>>>().Data();
  }

 private:
  Engine& engine() const {
    if (!engine_) throw Napi::Error::New(Env(), "the model is closed");
    return *engine_;
  }

  Napi::Value info(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    const Tokenizer& tokenizer = engine().tokenizer();
    const DecoderShape& shape = engine().shape();
    Napi::Object out = Napi::Object::New(env);
    out.Set("architecture", shape.architecture);
    out.Set("contextLength", engine().context());
    out.Set("vocabulary", shape.vocabulary);
    out.Set("layers", shape.layers);
    out.Set("width", shape.width);
    out.Set("chatTemplate", tokenizer.chat_template());
    const auto piece = [&](int32_t token) { return token >= 0 ? tokenizer.piece(token) : std::string(); };
    out.Set("bos", piece(tokenizer.bos()));
    out.Set("eos", piece(tokenizer.eos()));
    if (tokenizer.adds_bos() && tokenizer.bos() >= 0) out.Set("startToken", tokenizer.bos());
    return out;
  }

  Napi::Value encode(const Napi::CallbackInfo& info) {
    const std::string text = info[0].As<Napi::String>().Utf8Value();
    const bool special = info[1].ToBoolean().Value();
    const std::vector<int32_t> tokens = engine().tokenizer().encode(text, false, special);
    Napi::Int32Array out = Napi::Int32Array::New(info.Env(), tokens.size());
    std::copy(tokens.begin(), tokens.end(), out.Data());
    return out;
  }

  Napi::Value generate(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    const Napi::Object given = info[0].As<Napi::Object>();
    GenerateOptions options;
    const Napi::Int32Array tokens = given.Get("tokens").As<Napi::Int32Array>();
    options.tokens.assign(tokens.Data(), tokens.Data() + tokens.ElementLength());
    options.max_tokens = int_option(given, "maxTokens", 256);
    options.temperature = static_cast<float>(number_option(given, "temperature", 0));
    options.top_k = int_option(given, "topK", 0);
    options.top_p = static_cast<float>(number_option(given, "topP", 1));
    options.min_p = static_cast<float>(number_option(given, "minP", 0));
    options.seed = static_cast<uint64_t>(number_option(given, "seed", 0));
    options.schema = text_option(given, "schema");
    options.alternatives = int_option(given, "alternatives", -1);
    options.deadline_ms = int_option(given, "deadlineMs", 0);
    options.speculate = flag_option(given, "speculate", true);
    options.jump = flag_option(given, "jump", true);
    auto calls = std::make_shared<Napi::ThreadSafeFunction>(Napi::ThreadSafeFunction::New(env, info[1].As<Napi::Function>(), "generate", 0, 1));
    try {
      const uint64_t id = engine().submit(
          std::move(options),
          [calls](const TokenEvent& event) {
            calls->NonBlockingCall([event](Napi::Env env, Napi::Function callback) {
              Napi::Object out = probability(env, event.chosen);
              out.Set("text", event.text);
              Napi::Array alternatives = Napi::Array::New(env, event.alternatives.size());
              for (uint32_t i = 0; i < event.alternatives.size(); ++i) alternatives.Set(i, probability(env, event.alternatives[i]));
              out.Set("alternatives", alternatives);
              callback.Call({out, env.Null()});
            });
          },
          [calls](const FinishEvent& event) {
            calls->NonBlockingCall([event](Napi::Env env, Napi::Function callback) {
              Napi::Object out = Napi::Object::New(env);
              out.Set("finish", event.by_length ? "length" : "stop");
              out.Set("cachedTokens", event.cached_tokens);
              if (!event.error.empty()) out.Set("error", event.error);
              callback.Call({env.Null(), out});
            });
            calls->Release();
          });
      return Napi::Number::New(env, static_cast<double>(id));
    } catch (const std::exception& error) {
      calls->Release();
      throw Napi::Error::New(env, error.what());
    }
  }

  Napi::Value cancel(const Napi::CallbackInfo& info) {
    if (engine_) engine_->cancel(static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value()));
    return info.Env().Undefined();
  }

  Napi::Value figures(const Napi::CallbackInfo& info) {
    const EngineFigures figures = engine().figures();
    Napi::Object out = Napi::Object::New(info.Env());
    const auto set = [&](const char* name, auto value) { out.Set(name, Napi::Number::New(info.Env(), static_cast<double>(value))); };
    set("prompt_tokens_total", figures.prompt_tokens);
    set("cached_tokens_total", figures.cached_tokens);
    set("generated_tokens_total", figures.generated_tokens);
    set("forced_tokens_total", figures.forced_tokens);
    set("guessed_tokens_total", figures.guessed_tokens);
    set("held_tokens_total", figures.held_tokens);
    set("batches_total", figures.batches);
    set("active_sequences", figures.active);
    set("waiting_requests", figures.waiting);
    set("weight_bytes", figures.weight_bytes);
    set("kv_cache_bytes", figures.cache_bytes);
    set("kv_cache_used_bytes", figures.cache_used_bytes);
    return out;
  }

  Napi::Value close(const Napi::CallbackInfo& info) {
    // The engine's thread is joined off the event loop.
    return promise_of<int>(
        info.Env(), [engine = std::move(engine_)]() mutable { engine.reset(); return 0; },
        [](Napi::Env env, int&) -> Napi::Value { return env.Undefined(); });
  }

  std::shared_ptr<Engine> engine_;
};

Napi::Value load_decoder(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const Napi::Object given = info[1].As<Napi::Object>();
  EngineOptions options;
  options.threads = int_option(given, "threads", 1);
  options.context = int_option(given, "contextLength", 0);
  options.sequences = int_option(given, "sequences", 4);
  options.kv_bytes = flag_option(given, "kvBytes", false);
  options.cache_tokens = int_option(given, "cacheTokens", 0);
  options.memory_limit = static_cast<uint64_t>(number_option(given, "memoryLimitBytes", 0));
  const std::string isa = text_option(given, "isa");
  return promise_of<std::shared_ptr<Engine>>(
      info.Env(),
      [path, options, isa]() mutable {
        options.isa = isa_named(isa);
        return std::make_shared<Engine>(path, options);
      },
      [](Napi::Env env, std::shared_ptr<Engine>& engine) { return wrap<NativeDecoder>(env, engine); });
}

}  // namespace

void register_decoder(Napi::Env env, Napi::Object exports) {
  define_wrapped<NativeDecoder>(env);
  exports.Set("loadDecoder", Napi::Function::New(env, load_decoder));
}

}  // namespace millwright
