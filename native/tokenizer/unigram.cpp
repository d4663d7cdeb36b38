// SentencePiece unigram: normalise, then the most probable path through the pieces.
#include <algorithm>
#include <limits>

#include "charsmap.h"
#include "piece_trie.h"
#include "segmenter.h"
#include "unicode.h"

namespace millwright {
namespace {

constexpr std::string_view kSpace = "\xE2\x96\x81";  // ▁
constexpr float kUnknownPenalty = 10.0f;

class Unigram final : public Segmenter {
 public:
  explicit Unigram(const Vocabulary& vocabulary) : vocabulary_(vocabulary), charsmap_(vocabulary.charsmap) {
    std::vector<std::pair<std::string_view, int32_t>> pieces;
    for (size_t id = 0; id < vocabulary.texts.size(); ++id) {
      const TokenType type = vocabulary.types[id];
      if (type != TokenType::kNormal && type != TokenType::kUserDefined) continue;
      if (vocabulary.texts[id].empty()) continue;
      pieces.emplace_back(vocabulary.texts[id], static_cast<int32_t>(id));
      if (type == TokenType::kNormal) {
        lowest_ = std::min(lowest_, score(static_cast<int32_t>(id)));
        highest_ = std::max(highest_, score(static_cast<int32_t>(id)));
      }
    }
    trie_ = PieceTrie(std::move(pieces));
  }

  void segment(std::string_view text, bool verbatim, std::vector<int32_t>& out) const override {
    const std::string normal = verbatim ? escape_spaces(text) : normalise(text);
    const std::vector<Step> steps = best_path(normal);
    std::vector<int32_t> reversed;
    for (size_t end = normal.size(); end > 0; end = steps[end].start) {
      const int32_t id = steps[end].id;
      // A run of unknown characters is one unknown token.
      const bool repeated = id == vocabulary_.unknown && !reversed.empty() && reversed.back() == id;
      if (id >= 0 && !repeated) reversed.push_back(id);
    }
    out.insert(out.end(), reversed.rbegin(), reversed.rend());
  }

 private:
  struct Step {
    float score = 0;
    size_t start = std::numeric_limits<size_t>::max();
    int32_t id = -1;
  };

  float score(int32_t id) const {
    return static_cast<size_t>(id) < vocabulary_.scores.size() ? vocabulary_.scores[id] : 0.0f;
  }

  static std::string escape_spaces(std::string_view text) {
    std::string out;
    for (const char byte : text) {
      if (byte == ' ') out += kSpace;
      else out.push_back(byte);
    }
    return out;
  }

  std::string normalise(std::string_view text) const {
    std::string out;
    out.reserve(text.size() + text.size() / 4 + 8);
    bool after_space = vocabulary_.remove_extra_spaces;
    bool started = false;
    for (size_t at = 0; at < text.size();) {
      Charsmap::Match match = charsmap_.match(text.substr(at));
      if (match.length == 0) {
        const CodePoint point = decode_utf8(text, at);
        match = {point.valid ? text.substr(at, point.length) : std::string_view("\xEF\xBF\xBD"), point.length};
      }
      at += match.length;
      std::string_view piece = match.replacement;
      while (after_space && !piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
      if (!piece.empty()) {
        if (!started && vocabulary_.add_space_prefix) out += kSpace;
        started = true;
        out += escape_spaces(piece);
        after_space = vocabulary_.remove_extra_spaces && piece.back() == ' ';
      }
    }
    if (vocabulary_.remove_extra_spaces)
      while (out.ends_with(kSpace)) out.resize(out.size() - kSpace.size());
    return out;
  }

  std::vector<Step> best_path(const std::string& text) const {
    std::vector<Step> steps(text.size() + 1);
    const float unknown = lowest_ - kUnknownPenalty;
    const auto offer = [&](size_t start, size_t end, float value, int32_t id) {
      Step& step = steps[end];
      if (step.start == std::numeric_limits<size_t>::max() || value > step.score) step = {value, start, id};
    };
    for (size_t start = 0; start < text.size();) {
      const float so_far = steps[start].score;
      const size_t character = decode_utf8(text, start).length;
      bool single = false;
      trie_.prefixes(std::string_view(text).substr(start), [&](size_t length, int32_t id) {
        const bool chosen = vocabulary_.types[id] == TokenType::kUserDefined;
        const float value = chosen ? static_cast<float>(length) * highest_ - 0.1f : score(id);
        offer(start, start + length, so_far + value, id);
        single = single || length == character;
      });
      if (!single) offer(start, start + character, so_far + unknown, vocabulary_.unknown);
      start += character;
    }
    return steps;
  }

  const Vocabulary& vocabulary_;
  Charsmap charsmap_;
  PieceTrie trie_;
  float lowest_ = 0, highest_ = 0;
};

}  // namespace

std::unique_ptr<Segmenter> make_unigram(const Vocabulary& vocabulary) { return std::make_unique<Unigram>(vocabulary); }

}  // namespace millwright
