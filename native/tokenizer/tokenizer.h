// Text to tokens and back, for every kind of vocabulary the engine loads.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "piece_trie.h"
#include "segmenter.h"
#include "vocabulary.h"
#include "vocabulary_trie.h"

namespace millwright {

class Gguf;

/** Immutable once made; every method may be called from several threads. */
class Tokenizer {
 public:
  /** @throws std::runtime_error with a sentence that names what is missing or not supported. */
  static std::unique_ptr<Tokenizer> from_gguf(const Gguf& file);
  explicit Tokenizer(Vocabulary vocabulary);
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  /**
   * @param add_special put the model's start and end tokens around the text, where it wants them
   * @param parse_special read control tokens such as <|im_end|> in the text; otherwise they are plain characters
   */
  std::vector<int32_t> encode(std::string_view text, bool add_special, bool parse_special) const;

  /**
   * All tokens of a text, with the model's start and end tokens, in windows that are about equally long: one, or as many as it
   * takes. Each has the start and end tokens around it.
   *
   * @param most tokens of a window, more than those around it
   */
  std::vector<std::vector<int32_t>> encode_windows(std::string_view text, size_t most) const;

  /** The tokens of text that goes on from earlier output: exactly its bytes, no start or control tokens. */
  std::vector<int32_t> encode_continuation(std::string_view text) const;

  /** The text of tokens; control tokens are left out unless asked for, unknown ids are skipped. */
  std::string decode(std::span<const int32_t> tokens, bool with_special = false) const;

  /** The bytes a token adds to the text (not always whole characters); a control token's own name. */
  const std::string& piece(int32_t token) const;

  bool is_control(int32_t token) const;
  /** The names of control tokens that stand in a text, each once. */
  std::vector<std::string> controls_in(std::string_view text) const;
  /** Whether generation ends at this token. */
  bool is_end(int32_t token) const;
  const std::vector<int32_t>& end_tokens() const { return ends_; }

  int32_t size() const { return static_cast<int32_t>(vocabulary_.texts.size()); }
  int32_t bos() const { return vocabulary_.bos; }
  int32_t eos() const { return vocabulary_.eos; }
  int32_t padding() const { return vocabulary_.padding; }
  bool adds_bos() const { return vocabulary_.add_bos; }
  /** The Jinja chat template of the file, or empty. */
  const std::string& chat_template() const { return vocabulary_.chat_template; }
  /** The id of a token by its exact text in the file, or -1. */
  int32_t find(std::string_view text) const;

  /** Tokens sorted by their bytes, for grammar masks; built on first use. */
  const VocabularyTrie& trie() const;

 private:
  void encode_words(std::string_view text, bool verbatim, std::vector<int32_t>& out) const;

  Vocabulary vocabulary_;
  std::vector<std::string> pieces_;
  std::vector<int32_t> ends_;
  PieceTrie user_defined_;
  PieceTrie controls_;
  std::unique_ptr<Segmenter> segmenter_;
  mutable std::once_flag trie_once_;
  mutable std::unique_ptr<VocabularyTrie> trie_;
};

}  // namespace millwright
