// What each file of bindings adds to the addon.
#pragma once

#include <napi.h>

namespace millwright {

/** loadDecoder */
void register_decoder(Napi::Env env, Napi::Object exports);
/** loadEncoder */
void register_encoder(Napi::Env env, Napi::Object exports);
/** Tokenizer, Grammar, Matcher */
void register_text(Napi::Env env, Napi::Object exports);
/** scoreText, observeText, compareStates */
void register_text_runs(Napi::Env env, Napi::Object exports);
/** quantise */
void register_convert(Napi::Env env, Napi::Object exports);
/** attend */
void register_attention(Napi::Env env, Napi::Object exports);
/** multiply, dequantize, measureMachine, isa */
void register_kernels(Napi::Env env, Napi::Object exports);

}  // namespace millwright
