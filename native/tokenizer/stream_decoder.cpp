#include "stream_decoder.h"

#include <utility>

#include "unicode.h"

namespace millwright {

std::string repair_utf8(std::string text) {
  std::string out;
  for (size_t at = 0, good = 0;; ) {
    if (at == text.size()) {
      if (good == 0) return text;
      out.append(text, good, at - good);
      return out;
    }
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) {
      out.append(text, good, at - good);
      append_utf8(out, 0xFFFD);
      good = at + 1;
    }
    at += point.length;
  }
}

std::string StreamDecoder::push(int32_t token) {
  if (tokenizer_.is_control(token)) return {};
  waiting_ += tokenizer_.piece(token);
  const size_t length = complete_utf8_length(waiting_);
  std::string ready = waiting_.substr(0, length);
  waiting_.erase(0, length);
  return repair_utf8(std::move(ready));
}

std::string StreamDecoder::flush() { return repair_utf8(std::exchange(waiting_, {})); }

}  // namespace millwright
