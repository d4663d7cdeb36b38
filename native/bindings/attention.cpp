// Attention by itself, for tests.
#include <algorithm>

#include "../model/attention.h"
#include "bindings.h"
#include "options.h"

namespace millwright {
namespace {

/** Positions of one sequence, [positions][key-value heads][head width], and its last tokens' queries, [tokens][heads][head width]. */
Napi::Value attend(const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const Napi::Object given = info[0].As<Napi::Object>();
  const KvLayout layout{1, int_option(given, "kvHeads", 1), int_option(given, "headWidth", 0), flag_option(given, "kvBytes", false)};
  const int heads = int_option(given, "heads", 1), window = int_option(given, "window", 0);
  const size_t width = static_cast<size_t>(layout.head_width), kv_width = width * static_cast<size_t>(layout.heads), q_width = width * static_cast<size_t>(heads);
  const auto keys = given.Get("keys").As<Napi::Float32Array>(), values = given.Get("values").As<Napi::Float32Array>(), queries = given.Get("queries").As<Napi::Float32Array>();
  if (width == 0 || (layout.bytes && !KvLayout::fits_bytes(layout.head_width)) || layout.heads < 1 || heads % layout.heads != 0) throw std::invalid_argument("heads do not fit");
  const size_t positions = keys.ElementLength() / kv_width, tokens = queries.ElementLength() / q_width;
  if (keys.ElementLength() != positions * kv_width || values.ElementLength() != positions * kv_width || queries.ElementLength() != tokens * q_width || tokens > positions)
    throw std::invalid_argument("sizes do not fit");
  const Kernels& kernels = kernels_for(isa_named(text_option(given, "isa")));
  ThreadPool pool(int_option(given, "threads", 1));
  const int count = static_cast<int>(positions / kPagePositions + 1);
  KvPages pages(layout, count);
  // Whatever earlier sequences left in a page, those that have it now must not see.
  for (int page = 0; page < count; ++page)
    for (int head = 0; head < layout.heads; ++head) std::fill_n(pages.keys(page, 0, head), layout.head_bytes(), uint8_t{0xff});
  std::vector<int32_t> table(static_cast<size_t>(count));
  for (int page = 0; page < count; ++page) table[static_cast<size_t>(page)] = count - 1 - page;
  for (size_t p = 0; p < positions; ++p)
    for (int head = 0; head < layout.heads; ++head) {
      const size_t at = p * kv_width + static_cast<size_t>(head) * width;
      pages.store(kernels, table[p / kPagePositions], static_cast<int>(p % kPagePositions), 0, head, keys.Data() + at, values.Data() + at);
    }
  std::vector<BatchToken> batch;
  for (size_t t = 0; t < tokens; ++t) batch.push_back({0, static_cast<int>(positions - tokens + t), table.data()});
  Napi::Float32Array out = Napi::Float32Array::New(env, queries.ElementLength());
  Ahead nothing{std::span<const uint8_t>()};
  Attention(kernels, pool, layout, heads).run(pages, 0, batch, queries.Data(), window, out.Data(), nothing);
  return out;
}

}  // namespace

void register_attention(Napi::Env env, Napi::Object exports) { exports.Set("attend", Napi::Function::New(env, attend)); }

}  // namespace millwright
