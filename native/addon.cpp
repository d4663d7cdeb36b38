// The engine's face to JavaScript. Everything slow runs on threads of its own.
#include <napi.h>

#include "bindings/bindings.h"

Napi::Object init_addon(Napi::Env env, Napi::Object exports) {
  millwright::register_decoder(env, exports);
  millwright::register_encoder(env, exports);
  millwright::register_text(env, exports);
  millwright::register_text_runs(env, exports);
  millwright::register_convert(env, exports);
  millwright::register_attention(env, exports);
  millwright::register_kernels(env, exports);
  return exports;
}
NODE_API_MODULE(millwright, init_addon)
