// WordPiece (BERT): text made plain, cut into words, each the longest pieces from left to right.
#include <string>
#include <string_view>
#include <vector>

#include "piece_trie.h"
#include "segmenter.h"
#include "unicode.h"

namespace millwright {
namespace {

constexpr std::string_view kStart = "\xE2\x96\x81";  // ▁, GGUF's mark of a piece that begins a word
constexpr size_t kLongestWord = 100;                 // characters; BERT's own limit

/** Ideographs that stand alone as words, by BERT's list of blocks. */
bool is_ideograph(char32_t code) {
  static constexpr char32_t kBlocks[][2] = {{0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
                                            {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0xF900, 0xFAFF},   {0x2F800, 0x2FA1F}};
  for (const auto& [low, high] : kBlocks)
    if (code >= low && code <= high) return true;
  return false;
}

bool stands_alone(char32_t code) {
  if (code < 0x80) return (code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || (code >= 123 && code <= 126);
  return is_punctuation(code) || is_ideograph(code);
}

class WordPiece final : public Segmenter {
 public:
  explicit WordPiece(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    std::vector<std::pair<std::string_view, int32_t>> starts, inner;
    for (size_t id = 0; id < vocabulary.texts.size(); ++id) {
      const TokenType type = vocabulary.types[id];
      if (type != TokenType::kNormal && type != TokenType::kUserDefined) continue;
      std::string_view text = vocabulary.texts[id];
      const bool begins = text.starts_with(kStart);
      if (begins) text.remove_prefix(kStart.size());
      if (!text.empty()) (begins ? starts : inner).emplace_back(text, static_cast<int32_t>(id));
    }
    starts_ = PieceTrie(std::move(starts));
    inner_ = PieceTrie(std::move(inner));
  }

  void segment(std::string_view text, bool, std::vector<int32_t>& out) const override {
    std::string word;
    size_t length = 0;
    const auto finish = [&] {
      if (length > 0) cut(word, length, out);
      word.clear();
      length = 0;
    };
    for (const char32_t code : plain(text)) {
      const bool space = is_space(code), alone = stands_alone(code);
      if (space || alone) finish();
      if (space) continue;
      append_utf8(word, code);
      ++length;
      if (alone) finish();
    }
    finish();
  }

 private:
  /** Without control characters; small letters without accents where the model wants that. */
  std::u32string plain(std::string_view text) const {
    std::string kept;
    for (size_t at = 0; at < text.size();) {
      const CodePoint point = decode_utf8(text, at);
      at += point.length;
      const bool plain_space = point.value == '\t' || point.value == '\n' || point.value == '\r';
      if (point.value == 0 || point.value == 0xFFFD || (!plain_space && is_control_character(point.value))) continue;
      append_utf8(kept, is_space(point.value) ? ' ' : point.value);
    }
    std::u32string out;
    if (vocabulary_.small_letters) {
      for (const char32_t code : to_nfd(kept))
        if (!is_nonspacing(code)) out.push_back(to_small(code));
      return out;
    }
    for (size_t at = 0; at < kept.size();) {
      const CodePoint point = decode_utf8(kept, at);
      out.push_back(point.value);
      at += point.length;
    }
    return out;
  }

  /** A word that pieces do not cover to its end is one unknown token. */
  void cut(std::string_view word, size_t length, std::vector<int32_t>& out) const {
    const size_t before = out.size();
    bool covered = length <= kLongestWord;
    for (size_t at = 0; covered && at < word.size();) {
      const auto [bytes, id] = (at == 0 ? starts_ : inner_).longest(word.substr(at));
      covered = bytes > 0;
      if (covered) out.push_back(id);
      at += bytes;
    }
    if (covered) return;
    out.resize(before);
    if (vocabulary_.unknown >= 0) out.push_back(vocabulary_.unknown);
  }

  const Vocabulary& vocabulary_;
  PieceTrie starts_, inner_;
};

}  // namespace

std::unique_ptr<Segmenter> make_word_piece(const Vocabulary& vocabulary) { return std::make_unique<WordPiece>(vocabulary); }

}  // namespace millwright
