// Tokenizer, grammar and matcher as JavaScript objects.
#include <napi.h>

#include <memory>
#include <string>
#include <vector>

#include "../gguf/gguf.h"
#include "../tokenizer/stream_decoder.h"
#include "../tokenizer/tokenizer.h"
#include "../grammar/grammar.h"
#include "bindings.h"

namespace millwright {
namespace {

Napi::Value to_array(Napi::Env env, const std::vector<int32_t>& tokens) {
  Napi::Int32Array out = Napi::Int32Array::New(env, tokens.size());
  std::copy(tokens.begin(), tokens.end(), out.Data());
  return out;
}

/** Text as a string, or bytes as a Buffer where it may be no UTF-8. */
std::string text_of(const Napi::Value& value) {
  if (!value.IsTypedArray()) return value.ToString().Utf8Value();
  const auto bytes = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength()};
}

int32_t token_of(const Napi::CallbackInfo& info) { return info[0].ToNumber().Int32Value(); }

class JsTokenizer : public Napi::ObjectWrap<JsTokenizer> {
 public:
  explicit JsTokenizer(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    const std::string path = info[0].ToString().Utf8Value();
    tokenizer_ = Tokenizer::from_gguf(Gguf(path));
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Tokenizer",
                       {InstanceMethod<&JsTokenizer::encode>("encode"),
                        InstanceMethod<&JsTokenizer::continuation>("continuation"),
                        InstanceMethod<&JsTokenizer::decode>("decode"),
                        InstanceMethod<&JsTokenizer::pieces>("stream"),
                        InstanceMethod<&JsTokenizer::piece>("piece"),
                        InstanceMethod<&JsTokenizer::is_control>("isControl"),
                        InstanceMethod<&JsTokenizer::is_end>("isEnd"),
                        InstanceAccessor<&JsTokenizer::size>("size"),
                        InstanceAccessor<&JsTokenizer::chat_template>("chatTemplate")});
  }

  const std::shared_ptr<Tokenizer>& get() const { return tokenizer_; }

 private:
  Napi::Value encode(const Napi::CallbackInfo& info) {
    return to_array(info.Env(), tokenizer_->encode(text_of(info[0]), info[1].ToBoolean(), info[2].ToBoolean()));
  }
  Napi::Value continuation(const Napi::CallbackInfo& info) {
    return to_array(info.Env(), tokenizer_->encode_continuation(text_of(info[0])));
  }
  Napi::Value decode(const Napi::CallbackInfo& info) {
    const auto tokens = info[0].As<Napi::Int32Array>();
    const std::string text = tokenizer_->decode({tokens.Data(), tokens.ElementLength()}, info[1].ToBoolean());
    return Napi::Buffer<char>::Copy(info.Env(), text.data(), text.size());
  }
  /** What a stream of the tokens would emit, piece by piece. */
  Napi::Value pieces(const Napi::CallbackInfo& info) {
    const auto tokens = info[0].As<Napi::Int32Array>();
    StreamDecoder decoder(*tokenizer_);
    Napi::Array out = Napi::Array::New(info.Env());
    for (size_t index = 0; index < tokens.ElementLength(); ++index)
      out.Set(static_cast<uint32_t>(index), decoder.push(tokens[index]));
    out.Set(static_cast<uint32_t>(tokens.ElementLength()), decoder.flush());
    return out;
  }
  Napi::Value piece(const Napi::CallbackInfo& info) {
    const std::string& bytes = tokenizer_->piece(token_of(info));
    return Napi::Buffer<char>::Copy(info.Env(), bytes.data(), bytes.size());
  }
  Napi::Value is_control(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), tokenizer_->is_control(token_of(info)));
  }
  Napi::Value is_end(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), tokenizer_->is_end(token_of(info)));
  }
  Napi::Value size(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), tokenizer_->size()); }
  Napi::Value chat_template(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), tokenizer_->chat_template());
  }

  std::shared_ptr<Tokenizer> tokenizer_;
};

class JsGrammar : public Napi::ObjectWrap<JsGrammar> {
 public:
  explicit JsGrammar(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    tokenizer_ = JsTokenizer::Unwrap(info[0].As<Napi::Object>())->get();
    const std::string source = text_of(info[1]);
    const std::string kind = info.Length() > 2 ? info[2].ToString().Utf8Value() : "schema";
    grammar_ = Grammar::compile({grammar_kind(kind), source}, *tokenizer_);
  }

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Grammar", {InstanceAccessor<&JsGrammar::states>("stateCount")});
  }

  const std::shared_ptr<Grammar>& get() const { return grammar_; }
  const std::shared_ptr<Tokenizer>& tokenizer() const { return tokenizer_; }

 private:
  Napi::Value states(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(grammar_->state_count()));
  }

  std::shared_ptr<Tokenizer> tokenizer_;  // outlives the grammar
  std::shared_ptr<Grammar> grammar_;
};

class JsMatcher : public Napi::ObjectWrap<JsMatcher> {
 public:
  explicit JsMatcher(const Napi::CallbackInfo& info)
      : ObjectWrap(info),
        tokenizer_(JsGrammar::Unwrap(info[0].As<Napi::Object>())->tokenizer()),
        matcher_(JsGrammar::Unwrap(info[0].As<Napi::Object>())->get()) {}

  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Matcher",
                       {InstanceMethod<&JsMatcher::mask>("mask"), InstanceMethod<&JsMatcher::allowed>("allowed"),
                        InstanceMethod<&JsMatcher::accept>("accept"), InstanceMethod<&JsMatcher::forced>("forced"),
                        InstanceAccessor<&JsMatcher::can_end>("canEnd"), InstanceAccessor<&JsMatcher::done>("done")});
  }

 private:
  Napi::Value mask(const Napi::CallbackInfo& info) {
    std::vector<uint64_t> bits;
    matcher_.fill_mask(bits);
    auto out = Napi::BigUint64Array::New(info.Env(), bits.size());
    std::copy(bits.begin(), bits.end(), out.Data());
    return out;
  }
  /** The allowed tokens as a list, or null when they are more than the argument says. */
  Napi::Value allowed(const Napi::CallbackInfo& info) {
    std::vector<int32_t> tokens;
    const bool few = matcher_.list_allowed(tokens, info.Length() > 0 ? info[0].ToNumber().Uint32Value() : 4096);
    return few ? to_array(info.Env(), tokens) : info.Env().Null();
  }
  Napi::Value accept(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), matcher_.accept(token_of(info)));
  }
  Napi::Value forced(const Napi::CallbackInfo& info) {
    return to_array(info.Env(), matcher_.forced());
  }
  Napi::Value can_end(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), matcher_.can_end()); }
  Napi::Value done(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), matcher_.done()); }

  std::shared_ptr<Tokenizer> tokenizer_;
  Matcher matcher_;
};

}  // namespace

void register_text(Napi::Env env, Napi::Object exports) {
  exports.Set("Tokenizer", JsTokenizer::define(env));
  exports.Set("Grammar", JsGrammar::define(env));
  exports.Set("Matcher", JsMatcher::define(env));
}

}  // namespace millwright
