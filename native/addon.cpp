// The engine's face to JavaScript. Everything slow runs on threads of its own; callbacks arrive on the event loop.
#include <napi.h>

#include <memory>
#include <string>

#include "engine/engine.h"
#include "engine/sampler.h"
#include "grammar/bindings.h"
#include "kernels/dequantize.h"
#include "kernels/machine.h"
#include "model/encoder.h"

namespace millwright {
namespace {

Isa isa_named(const std::string& name) {
  if (name == "portable") return Isa::kPortable;
  const Isa best = best_isa();
  if (name == "avx2" && best != Isa::kPortable) return Isa::kAvx2;
  if (name == "avx512" && best == Isa::kAvx512) return Isa::kAvx512;
  if (name.empty()) return best;
  throw std::invalid_argument("this processor has no " + name);
}

int int_option(const Napi::Object& options, const char* name, int fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().Int32Value() : fallback;
}

double number_option(const Napi::Object& options, const char* name, double fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : fallback;
}

bool flag_option(const Napi::Object& options, const char* name, bool fallback) {
  const Napi::Value value = options.Get(name);
  return value.IsBoolean() ? value.As<Napi::Boolean>().Value() : fallback;
}

std::string text_option(const Napi::Object& options, const char* name) {
  const Napi::Value value = options.Get(name);
  return value.IsString() ? value.As<Napi::String>().Utf8Value() : std::string();
}

/** Runs work on a thread of the pool and settles a promise with what `present` makes of its result. */
template <typename Result>
class Job : public Napi::AsyncWorker {
 public:
  Job(Napi::Env env, std::function<Result()> work, std::function<Napi::Value(Napi::Env, Result&)> present)
      : Napi::AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), work_(std::move(work)), present_(std::move(present)) {}
  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override {
    try {
      result_ = work_();
    } catch (const std::exception& error) {
      SetError(error.what());
    }
  }
  void OnOK() override { deferred_.Resolve(present_(Env(), result_)); }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

 private:
  Napi::Promise::Deferred deferred_;
  std::function<Result()> work_;
  std::function<Napi::Value(Napi::Env, Result&)> present_;
  Result result_{};
};

Napi::Object probability(Napi::Env env, const TokenProbability& from) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("bytes", Napi::Buffer<uint8_t>::Copy(env, reinterpret_cast<const uint8_t*>(from.bytes.data()), from.bytes.size()));
  out.Set("logprob", Napi::Number::New(env, from.logprob));
  return out;
}

class NativeDecoder : public Napi::ObjectWrap<NativeDecoder> {
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
    auto* job = new Job<int>(
        info.Env(), [engine = std::move(engine_)]() mutable { engine.reset(); return 0; },
        [](Napi::Env env, int&) -> Napi::Value { return env.Undefined(); });
    job->Queue();
    return job->promise();
  }

  std::shared_ptr<Engine> engine_;
};

/** A loaded encoder; one text at a time. */
struct LoadedEncoder {
  LoadedEncoder(const std::string& path, int threads, Isa isa) : pool(threads) {
    const Gguf file(path);
    tokenizer = Tokenizer::from_gguf(file);
    encoder = std::make_unique<Encoder>(file, pool, isa);
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

class NativeEncoder : public Napi::ObjectWrap<NativeEncoder> {
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
    auto* job = new Job<Embedded>(
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
    job->Queue();
    return job->promise();
  }

  std::shared_ptr<LoadedEncoder> loaded_;
};

/** Constructors of the wrapping classes, for results of jobs. */
struct Classes {
  Napi::FunctionReference decoder, encoder;
};

template <typename T>
Napi::Value wrap(Napi::Env env, Napi::FunctionReference Classes::* which, std::shared_ptr<T>& value) {
  auto external = Napi::External<std::shared_ptr<T>>::New(env, &value);
  return (env.GetInstanceData<Classes>()->*which).New({external});
}

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
  auto* job = new Job<std::shared_ptr<Engine>>(
      info.Env(),
      [path, options, isa]() mutable {
        options.isa = isa_named(isa);
        return std::make_shared<Engine>(path, options);
      },
      [](Napi::Env env, std::shared_ptr<Engine>& engine) { return wrap(env, &Classes::decoder, engine); });
  job->Queue();
  return job->promise();
}

Napi::Value load_encoder(const Napi::CallbackInfo& info) {
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const Napi::Object given = info[1].As<Napi::Object>();
  const int threads = int_option(given, "threads", 1);
  const std::string isa = text_option(given, "isa");
  auto* job = new Job<std::shared_ptr<LoadedEncoder>>(
      info.Env(), [path, threads, isa] { return std::make_shared<LoadedEncoder>(path, threads, isa_named(isa)); },
      [](Napi::Env env, std::shared_ptr<LoadedEncoder>& encoder) { return wrap(env, &Classes::encoder, encoder); });
  job->Queue();
  return job->promise();
}

/** Products of a quantised matrix by one instruction set, for tests: rows x columns weights of a GGUF type. */
Napi::Value multiply(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  try {
    const Napi::Object given = info[0].As<Napi::Object>();
    TensorInfo tensor;
    tensor.name = "test";
    tensor.type = static_cast<TensorType>(int_option(given, "type", 0));
    const uint64_t rows = static_cast<uint64_t>(int_option(given, "rows", 0)), columns = static_cast<uint64_t>(int_option(given, "columns", 0));
    const int tokens = int_option(given, "tokens", 0);
    tensor.shape = {columns, rows};
    const auto weights = given.Get("weights").As<Napi::Buffer<uint8_t>>();
    const auto x = given.Get("x").As<Napi::Float32Array>();
    const BlockSize block = block_size(tensor.type);
    if (weights.Length() != rows * columns / block.weights * block.bytes || x.ElementLength() != columns * static_cast<size_t>(tokens))
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
  } catch (const std::exception& error) {
    throw Napi::Error::New(env, error.what());
  }
}

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
  auto* job = new Job<Scored>(
      info.Env(), [=] { return score_text(run, with_logits); },
      [](Napi::Env env, Scored& result) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("logits", float_array(env, result.logits));
        out.Set("logprobs", float_array(env, result.logprobs));
        return out;
      });
  job->Queue();
  return job->promise();
}

Napi::Value activation_maxima(const Napi::CallbackInfo& info) {
  const TextRun run(info);
  auto* job = new Job<ActivationMaxima>(
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
  job->Queue();
  return job->promise();
}

Napi::Value measured_machine(const Napi::CallbackInfo& info) {
  const int threads = info[0].As<Napi::Number>().Int32Value();
  auto* job = new Job<MachineFigures>(
      info.Env(), [threads] { return measure_machine(kernels_for(best_isa()), threads); },
      [](Napi::Env env, MachineFigures& figures) -> Napi::Value {
        Napi::Object out = Napi::Object::New(env);
        out.Set("readBytesPerSecond", figures.read_bytes_per_second);
        out.Set("int8OperationsPerSecond", figures.int8_operations_per_second);
        return out;
      });
  job->Queue();
  return job->promise();
}

Napi::Value dequantized(const Napi::CallbackInfo& info) {
  const auto type = static_cast<TensorType>(info[0].As<Napi::Number>().Uint32Value());
  const auto weights = info[1].As<Napi::Buffer<uint8_t>>();
  try {
    const BlockSize block = block_size(type);
    const size_t count = weights.Length() / block.bytes * block.weights;
    Napi::Float32Array out = Napi::Float32Array::New(info.Env(), count);
    dequantize(type, weights.Data(), count, out.Data());
    return out;
  } catch (const std::exception& error) {
    throw Napi::Error::New(info.Env(), error.what());
  }
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto* classes = new Classes;
  classes->decoder = Napi::Persistent(NativeDecoder::define(env));
  classes->encoder = Napi::Persistent(NativeEncoder::define(env));
  env.SetInstanceData(classes);
  exports.Set("loadDecoder", Napi::Function::New(env, load_decoder));
  exports.Set("loadEncoder", Napi::Function::New(env, load_encoder));
  exports.Set("multiply", Napi::Function::New(env, multiply));
  exports.Set("scoreText", Napi::Function::New(env, scored));
  exports.Set("activationMaxima", Napi::Function::New(env, activation_maxima));
  exports.Set("measureMachine", Napi::Function::New(env, measured_machine));
  exports.Set("dequantize", Napi::Function::New(env, dequantized));
  exports.Set("isa", Napi::String::New(env, kernels_for(best_isa()).name));
  register_text(env, exports);
  return exports;
}

}  // namespace
}  // namespace millwright

Napi::Object init_addon(Napi::Env env, Napi::Object exports) { return millwright::init(env, exports); }
NODE_API_MODULE(millwright, init_addon)
