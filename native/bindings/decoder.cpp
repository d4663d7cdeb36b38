// A decoder and its engine as a JavaScript object. Callbacks arrive on the event loop; text is made there too, so that the
// engine's thread only ever handles tokens.
#include <limits>
#include <memory>
#include <string>

#include "../engine/engine.h"
#include "../tokenizer/stream_decoder.h"
#include "bindings.h"
#include "generate_options.h"
#include "job.h"
#include "options.h"
#include "wrap.h"

namespace millwright {
namespace {

/** One request's way back to its callback. */
class Delivery {
 public:
  Delivery(Napi::Env env, const Napi::Function& callback, std::shared_ptr<const Tokenizer> tokenizer)
      : calls_(Napi::ThreadSafeFunction::New(env, callback, "generate", 0, 1)), tokenizer_(std::move(tokenizer)), stream_(*tokenizer_) {}

  static void token(const std::shared_ptr<Delivery>& self, const TokenEvent& event) {
    self->call([self, event](Napi::Env env, Napi::Function callback) { callback.Call({self->present(env, event), env.Null()}); });
  }
  static void finish(const std::shared_ptr<Delivery>& self, const FinishEvent& event) {
    self->call([self, event](Napi::Env env, Napi::Function callback) { callback.Call({env.Null(), self->present(env, event)}); });
    if (self->open_) self->calls_.Release();
  }

 private:
  /** Where JavaScript is ending nobody listens any more, and what leads to it must not be touched again. */
  template <typename Present>
  void call(Present present) {
    open_ = open_ && calls_.NonBlockingCall(present) != napi_closing;
  }
  void probability(Napi::Env env, Napi::Object out, const TokenProbability& from) const {
    const std::string& bytes = tokenizer_->piece(from.token);
    out.Set("token", from.token);
    out.Set("bytes", Napi::Buffer<uint8_t>::Copy(env, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
    out.Set("logprob", from.logprob);
  }
  Napi::Object present(Napi::Env env, const TokenEvent& event) {
    Napi::Object out = Napi::Object::New(env);
    probability(env, out, event.chosen);
    out.Set("text", stream_.push(event.chosen.token));
    Napi::Array alternatives = Napi::Array::New(env, event.alternatives.size());
    for (uint32_t i = 0; i < event.alternatives.size(); ++i) {
      Napi::Object alternative = Napi::Object::New(env);
      probability(env, alternative, event.alternatives[i]);
      alternatives.Set(i, alternative);
    }
    out.Set("alternatives", alternatives);
    out.Set("round", static_cast<double>(event.round));
    return out;
  }
  Napi::Object present(Napi::Env env, const FinishEvent& event) {
    static constexpr const char* kReasons[] = {"stop", "length", "deadline", "cancelled", "failed"};
    Napi::Object out = Napi::Object::New(env);
    out.Set("finish", kReasons[static_cast<int>(event.reason)]);
    out.Set("text", stream_.flush());
    out.Set("cachedTokens", event.cached_tokens);
    out.Set("queuedSeconds", event.queued_seconds);
    static constexpr const char* kFaults[] = {"", "prompt", "bias", "grammar", "closed", "engine"};
    if (event.fault != Fault::kNone) {
      out.Set("fault", kFaults[static_cast<int>(event.fault)]);
      out.Set("error", event.error);
    }
    return out;
  }

  Napi::ThreadSafeFunction calls_;
  std::shared_ptr<const Tokenizer> tokenizer_;
  StreamDecoder stream_;
  bool open_ = true;
};

class NativeDecoder final : public Napi::ObjectWrap<NativeDecoder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "NativeDecoder",
                       {InstanceMethod("info", &NativeDecoder::info), InstanceMethod("encode", &NativeDecoder::encode), InstanceMethod("encodeParts", &NativeDecoder::encode_parts), InstanceMethod("controlsIn", &NativeDecoder::controls_in),
                        InstanceMethod("generate", &NativeDecoder::generate), InstanceMethod("cancel", &NativeDecoder::cancel),
                        InstanceMethod("figures", &NativeDecoder::figures), InstanceMethod("close", &NativeDecoder::close)});
  }
  explicit NativeDecoder(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NativeDecoder>(info) {
    engine_ = *info[0].As<Napi::External<std::shared_ptr<Engine>>>().Data();
    // Where JavaScript ends without having closed it, its thread has to be through before the ways back are gone.
    info.Env().AddCleanupHook([engine = std::weak_ptr<Engine>(engine_)] {
      if (const std::shared_ptr<Engine> running = engine.lock()) running->close();
    });
  }

 private:
  Engine& engine() const {
    if (!engine_) throw Napi::Error::New(Env(), "the model is closed");
    return *engine_;
  }

  Napi::Value info(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    const Tokenizer& tokenizer = *engine().tokenizer();
    const DecoderShape& shape = engine().shape();
    Napi::Object out = Napi::Object::New(env);
    out.Set("architecture", shape.architecture);
    out.Set("contextLength", engine().context());
    out.Set("memoryBytes", static_cast<double>(engine().memory()));
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

  static Napi::Value token_array(Napi::Env env, const std::vector<int32_t>& tokens) {
    Napi::Int32Array out = Napi::Int32Array::New(env, tokens.size());
    std::copy(tokens.begin(), tokens.end(), out.Data());
    return out;
  }

  Napi::Value encode(const Napi::CallbackInfo& info) {
    return token_array(info.Env(), engine().tokenizer()->encode(info[0].ToString().Utf8Value(), false, info[1].ToBoolean()));
  }

  Napi::Value controls_in(const Napi::CallbackInfo& info) {
    const std::vector<std::string> names = engine().tokenizer()->controls_in(info[0].ToString().Utf8Value());
    Napi::Array out = Napi::Array::New(info.Env(), names.size());
    for (uint32_t i = 0; i < names.size(); ++i) out.Set(i, names[i]);
    return out;
  }

  Napi::Value encode_parts(const Napi::CallbackInfo& info) {
    engine();
    struct Part {
      std::string text;
      bool special;
    };
    std::vector<Part> parts;
    const Napi::Array given = info[0].As<Napi::Array>();
    for (uint32_t i = 0; i < given.Length(); ++i) {
      const Napi::Object part = given.Get(i).As<Napi::Object>();
      parts.push_back({text_option(part, "text"), flag_option(part, "special", false)});
    }
    return promise_of<std::vector<int32_t>>(
        info.Env(),
        [engine = engine_, parts = std::move(parts)] {
          std::vector<int32_t> tokens;
          for (const Part& part : parts) {
            const std::vector<int32_t> more = engine->tokenizer()->encode(part.text, false, part.special);
            tokens.insert(tokens.end(), more.begin(), more.end());
          }
          return tokens;
        },
        [](Napi::Env env, std::vector<int32_t>& tokens) { return token_array(env, tokens); });
  }

  Napi::Value generate(const Napi::CallbackInfo& info) {
    Napi::Env env = info.Env();
    engine();
    GenerateOptions options = read_generate_options(info[0].As<Napi::Object>());
    const std::optional<GrammarSource> source = read_grammar(info[0].As<Napi::Object>());
    const auto delivery = std::make_shared<Delivery>(env, info[1].As<Napi::Function>(), engine_->tokenizer());
    const uint64_t id = engine_->open();
    const auto submit = [engine = engine_, delivery, id](GenerateOptions options) {
      engine->submit(
          id, std::move(options), [delivery](const TokenEvent& event) { Delivery::token(delivery, event); },
          [delivery](const FinishEvent& event) { Delivery::finish(delivery, event); });
    };
    if (!source) {
      submit(std::move(options));
    } else {
      // A grammar may take a while to compile.
      promise_of<int>(
          env,
          [engine = engine_, submit, options = std::move(options), source = *source, delivery, id]() mutable {
            try {
              options.grammar = engine->grammar(source);
            } catch (const std::exception& error) {
              engine->drop(id);
              Delivery::finish(delivery, {Finish::kFailed, 0, 0, Fault::kGrammar, error.what()});
              return 0;
            }
            submit(std::move(options));
            return 0;
          },
          [](Napi::Env env, int&) -> Napi::Value { return env.Undefined(); });
    }
    return Napi::Number::New(env, static_cast<double>(id));
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
    set("rounds_total", figures.rounds);
    set("preemptions_total", figures.preempted);
    set("lookup_guessed_tokens_total", figures.speculation.lookup_guessed);
    set("lookup_held_tokens_total", figures.speculation.lookup_held);
    set("draft_guessed_tokens_total", figures.speculation.draft_guessed);
    set("draft_held_tokens_total", figures.speculation.draft_held);
    set("disk_written_pages_total", figures.disk.to_disk);
    set("disk_read_pages_total", figures.disk.from_disk);
    set("disk_damaged_pages_total", figures.disk.damaged);
    set("disk_pages", figures.disk.on_disk);
    set("running_requests", figures.running);
    set("waiting_requests", figures.waiting);
    set("weight_bytes", figures.weight_bytes);
    set("kv_cache_bytes", figures.cache_bytes);
    set("kv_cache_used_bytes", figures.cache_used_bytes);
    return out;
  }

  Napi::Value close(const Napi::CallbackInfo& info) {
    // What comes next is refused at once; the engine's thread is joined off the event loop.
    if (engine_) engine_->refuse();
    return promise_of<int>(
        info.Env(),
        [engine = std::move(engine_)]() mutable {
          if (engine) engine->close();
          return 0;
        },
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
  if (given.Get("kvBytes").IsBoolean()) options.kv_bytes = flag_option(given, "kvBytes", false);
  options.cache_tokens = int_option(given, "cacheTokens", 0);
  options.memory_limit = static_cast<uint64_t>(number_option(given, "memoryLimitBytes", 0));
  options.draft = text_option(given, "draft");
  options.draft_tokens = int_option(given, "draftTokens", 0);
  options.disk_folder = text_option(given, "diskCacheFolder");
  options.disk_bytes = static_cast<uint64_t>(number_option(given, "diskCacheBytes", 0));
  options.failing_round = static_cast<uint64_t>(number_option(given, "failingRound", 0));
  const std::string isa = text_option(given, "isa");
  std::shared_ptr<Napi::ThreadSafeFunction> calls;
  if (const Napi::Value callback = given.Get("onProgress"); callback.IsFunction())
    calls = std::make_shared<Napi::ThreadSafeFunction>(Napi::ThreadSafeFunction::New(info.Env(), callback.As<Napi::Function>(), "progress", 0, 1));
  return promise_of<std::shared_ptr<Engine>>(
      info.Env(),
      [path, options, isa, calls]() mutable {
        options.isa = isa_named(isa);
        LoadProgress progress;
        if (calls)
          progress = [&](double fraction) { calls->NonBlockingCall([fraction](Napi::Env env, Napi::Function callback) { callback.Call({Napi::Number::New(env, fraction)}); }); };
        // Released whatever happens, or the event loop would wait for more.
        const std::shared_ptr<void> release(nullptr, [&](void*) {
          if (calls) calls->Release();
        });
        return std::make_shared<Engine>(path, options, progress);
      },
      [](Napi::Env env, std::shared_ptr<Engine>& engine) { return wrap<NativeDecoder>(env, engine); });
}

}  // namespace

void register_decoder(Napi::Env env, Napi::Object exports) {
  define_wrapped<NativeDecoder>(env);
  exports.Set("loadDecoder", Napi::Function::New(env, load_decoder));
}

}  // namespace millwright
