// The words a model knows, as its file states them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace millwright {

/** GGUF's tokenizer.ggml.token_type. */
enum class TokenType : int32_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };

/** tokenizer.ggml.model: which algorithm cuts text into tokens. */
enum class TokenizerKind { kSentencePieceBpe, kUnigram, kByteBpe };

/** Rules for cutting text into words before byte-level BPE. */
enum class PreTokenizer { kGpt2, kQwen2, kLlama3 };

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
  std::string chat_template;        // Jinja; may be empty
};

}  // namespace millwright
