// The tokenizer and the grammar for JavaScript: used by tests and tools; the engine uses the classes themselves.
#pragma once

#include <napi.h>

namespace millwright {

/** Adds the classes Tokenizer, Grammar and Matcher to the addon's exports. */
void register_text(Napi::Env env, Napi::Object exports);

}  // namespace millwright
