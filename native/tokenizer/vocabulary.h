// The words a model knows, as its file states them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace millwright {

/** The byte that a piece such as <0x0A> stands for, or -1. */
inline int byte_of_piece(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  if (text.size() != 6 || !text.starts_with("<0x") || text[5] != '>') return -1;
  const int high = digit(text[3]), low = digit(text[4]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** GGUF's tokenizer.ggml.token_type. */
enum class TokenType : int32_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };

/** tokenizer.ggml.model: which algorithm cuts text into tokens. */
enum class TokenizerKind { kSentencePieceBpe, kUnigram, kByteBpe, kWordPiece };

/** Rules for cutting text into words before byte-level BPE. */
enum class PreTokenizer { kGpt2, kDigits, kQwen2, kLlama3, kTekken, kGpt4o };

struct Vocabulary {
  TokenizerKind kind = TokenizerKind::kSentencePieceBpe;
  PreTokenizer pre = PreTokenizer::kGpt2;
  std::vector<std::string> texts;  // as in the file: with ▁ for space, <0x0A> for bytes, or byte-level letters
  std::vector<float> scores;       // empty where the model has none
  std::vector<TokenType> types;
  std::vector<std::string> merges;  // "left right", best first; byte-level BPE only
  std::string charsmap;             // compiled normaliser of SentencePiece; may be empty
  int32_t bos = -1, eos = -1, unknown = -1, padding = -1, eot = -1;
  bool add_bos = false, add_eos = false;
  bool add_space_prefix = true;
  bool remove_extra_spaces = true;  // unigram only
  bool small_letters = true;        // WordPiece only: capitals become small, accents go
  std::string chat_template;        // Jinja; may be empty
};

}  // namespace millwright
