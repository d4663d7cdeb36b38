// SentencePiece byte-pair encoding: merges by score over characters, bytes for what the vocabulary lacks.
#include <array>
#include <unordered_map>

#include "merge.h"
#include "segmenter.h"
#include "unicode.h"

namespace millwright {
namespace {

constexpr std::string_view kSpace = "\xE2\x96\x81";  // ▁

class SentencePieceBpe final : public Segmenter {
 public:
  explicit SentencePieceBpe(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    bytes_.fill(-1);
    ids_.reserve(vocabulary.texts.size());
    for (size_t id = 0; id < vocabulary.texts.size(); ++id) {
      const std::string& text = vocabulary.texts[id];
      const TokenType type = vocabulary.types[id];
      if (const int byte = type == TokenType::kByte ? byte_of_piece(text) : -1; byte >= 0) {
        bytes_[static_cast<size_t>(byte)] = static_cast<int32_t>(id);
      } else if (type == TokenType::kNormal || type == TokenType::kUserDefined) {
        ids_.emplace(text, static_cast<int32_t>(id));
      }
    }
  }

  void segment(std::string_view text, bool verbatim, std::vector<int32_t>& out) const override {
    if (!verbatim) return merge(text, vocabulary_.add_space_prefix, out);
    // In a piece ▁ stands for a space: the character itself can only be spelled byte by byte.
    for (size_t mark = text.find(kSpace); mark != std::string_view::npos; mark = text.find(kSpace)) {
      merge(text.substr(0, mark), false, out);
      spell(kSpace, out);
      text.remove_prefix(mark + kSpace.size());
    }
    merge(text, false, out);
  }

 private:
  void merge(std::string_view text, bool after_space, std::vector<int32_t>& out) const {
    std::string escaped;
    escaped.reserve(text.size() + 8);
    if (after_space) escaped += kSpace;
    for (const char byte : text) {
      if (byte == ' ') escaped += kSpace;
      else escaped.push_back(byte);
    }
    std::vector<Symbol> symbols;
    for (size_t at = 0; at < escaped.size();) {
      const uint32_t length = decode_utf8(escaped, at).length;
      const auto index = static_cast<int32_t>(symbols.size());
      symbols.push_back({static_cast<uint32_t>(at), length, index - 1, index + 1, find(escaped, at, length)});
      at += length;
    }
    if (symbols.empty()) return;
    symbols.back().next = -1;
    merge_symbols(symbols, [&](const Symbol& left, const Symbol& right) -> Merge {
      const int32_t id = find(escaped, left.start, left.length + right.length);
      return {id >= 0 ? -static_cast<double>(score(id)) : 0.0, id};
    });
    for (int32_t index = 0; index >= 0; index = symbols[index].next) {
      const Symbol& symbol = symbols[index];
      if (symbol.id >= 0) out.push_back(symbol.id);
      else spell(std::string_view(escaped).substr(symbol.start, symbol.length), out);
    }
  }

  int32_t find(const std::string& text, size_t start, size_t length) const {
    const auto found = ids_.find(std::string_view(text).substr(start, length));
    return found == ids_.end() ? -1 : found->second;
  }

  float score(int32_t id) const {
    return static_cast<size_t>(id) < vocabulary_.scores.size() ? vocabulary_.scores[id] : -static_cast<float>(id);
  }

  /** Byte tokens, or the unknown token where the vocabulary has none. */
  void spell(std::string_view bytes, std::vector<int32_t>& out) const {
    for (const char byte : bytes) {
      const int32_t token = bytes_[static_cast<unsigned char>(byte)];
      if (token < 0) {
        if (vocabulary_.unknown >= 0) out.push_back(vocabulary_.unknown);
        return;
      }
      out.push_back(token);
    }
  }

  const Vocabulary& vocabulary_;
  std::unordered_map<std::string_view, int32_t> ids_;
  std::array<int32_t, 256> bytes_;
};

}  // namespace

std::unique_ptr<Segmenter> make_sentencepiece_bpe(const Vocabulary& vocabulary) {
  return std::make_unique<SentencePieceBpe>(vocabulary);
}

}  // namespace millwright
