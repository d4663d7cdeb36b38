// A vocabulary from the metadata of a GGUF file.
#include <map>

#include "../gguf/gguf.h"
#include "pretokenize.h"
#include "segmenter.h"
#include "tokenizer.h"

namespace millwright {
namespace {

constexpr size_t kMostTokens = 4'000'000;

/** Converters that knew no better wrote no name, or "default": the vocabulary tells. */
PreTokenizer rules_of(const Vocabulary& vocabulary) {
  std::vector<std::string> tokens;
  for (size_t id = 0; id < vocabulary.texts.size(); ++id)
    if (vocabulary.types[id] == TokenType::kNormal) tokens.push_back(byte_letters_to_bytes(vocabulary.texts[id]));
  return likely_rules(tokens);
}

PreTokenizer pre_tokenizer(const Gguf& file, const Vocabulary& vocabulary) {
  // Names of the same rules, as converters write them.
  static const std::map<std::string, PreTokenizer> known = {
      {"gpt-2", PreTokenizer::kGpt2},     {"qwen2", PreTokenizer::kQwen2},     {"deepseek-r1-qwen", PreTokenizer::kQwen2},
      {"llama-bpe", PreTokenizer::kLlama3}, {"llama-v3", PreTokenizer::kLlama3}, {"llama3", PreTokenizer::kLlama3},
      {"smollm", PreTokenizer::kDigits},    {"starcoder", PreTokenizer::kDigits},  {"refact", PreTokenizer::kDigits},
      {"command-r", PreTokenizer::kDigits}, {"tekken", PreTokenizer::kTekken},     {"gpt-4o", PreTokenizer::kGpt4o},
      {"llama4", PreTokenizer::kGpt4o},
  };
  const std::string name = file.text("tokenizer.ggml.pre").value_or("default");
  if (name == "default") return rules_of(vocabulary);
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  std::string names;
  for (const auto& entry : known) names += (names.empty() ? "" : ", ") + entry.first;
  throw ModelError("The pre-tokenizer \"" + name + "\" is not supported; supported are " + names + ".");
}

TokenizerKind kind_of(const Gguf& file) {
  const std::string name = file.text("tokenizer.ggml.model").value_or("");
  if (name == "llama") return TokenizerKind::kSentencePieceBpe;
  if (name == "t5") return TokenizerKind::kUnigram;
  if (name == "gpt2") return TokenizerKind::kByteBpe;
  if (name == "bert") return TokenizerKind::kWordPiece;
  throw ModelError(name.empty() ? "The file has no tokenizer." : "The tokenizer \"" + name + "\" is not supported; supported are llama, t5, gpt2, bert.");
}

int32_t token_id(const Gguf& file, const char* key, size_t count) {
  const auto value = file.integer(std::string("tokenizer.ggml.") + key);
  return value && *value >= 0 && static_cast<uint64_t>(*value) < count ? static_cast<int32_t>(*value) : -1;
}

Vocabulary read_vocabulary(const Gguf& file) {
  Vocabulary out;
  out.kind = kind_of(file);
  const Gguf::Strings* texts = file.texts("tokenizer.ggml.tokens");
  if (!texts || texts->empty()) throw ModelError("The file has no tokens.");
  if (texts->size() > kMostTokens) throw ModelError("The file has more than 4 million tokens.");
  out.texts = *texts;
  const size_t count = out.texts.size();

  if (const auto* types = file.integers("tokenizer.ggml.token_type")) {
    if (types->size() != count) throw ModelError("tokenizer.ggml.token_type and tokens differ in length.");
    for (const int64_t type : *types)
      out.types.push_back(type >= 1 && type <= 6 ? static_cast<TokenType>(type) : TokenType::kNormal);
  }
  out.types.resize(count, TokenType::kNormal);
  if (const auto* scores = file.numbers("tokenizer.ggml.scores")) {
    if (scores->size() != count) throw ModelError("tokenizer.ggml.scores and tokens differ in length.");
    out.scores.assign(scores->begin(), scores->end());
  }
  if (out.kind == TokenizerKind::kByteBpe) {
    out.pre = pre_tokenizer(file, out);
    const Gguf::Strings* merges = file.texts("tokenizer.ggml.merges");
    if (!merges) throw ModelError("The file has no tokenizer.ggml.merges.");
    out.merges = *merges;
  }
  if (const auto* bytes = file.integers("tokenizer.ggml.precompiled_charsmap"))
    for (const int64_t byte : *bytes) out.charsmap.push_back(static_cast<char>(byte));

  out.bos = token_id(file, "bos_token_id", count);
  out.eos = token_id(file, "eos_token_id", count);
  out.unknown = token_id(file, "unknown_token_id", count);
  out.padding = token_id(file, "padding_token_id", count);
  out.eot = token_id(file, "eot_token_id", count);
  // BERT has its text between [CLS] and [SEP].
  const bool word_piece = out.kind == TokenizerKind::kWordPiece;
  if (word_piece && out.bos < 0) out.bos = token_id(file, "cls_token_id", count);
  if (word_piece && out.eos < 0) out.eos = token_id(file, "seperator_token_id", count);
  // What each kind does when the file does not say.
  const bool llama3 = out.kind == TokenizerKind::kByteBpe && out.pre == PreTokenizer::kLlama3;
  out.add_bos = file.boolean("tokenizer.ggml.add_bos_token").value_or(out.kind == TokenizerKind::kSentencePieceBpe || llama3 || word_piece);
  out.add_eos = file.boolean("tokenizer.ggml.add_eos_token").value_or(out.kind == TokenizerKind::kUnigram || word_piece);
  out.add_space_prefix = file.boolean("tokenizer.ggml.add_space_prefix").value_or(true);
  out.remove_extra_spaces = file.boolean("tokenizer.ggml.remove_extra_whitespaces").value_or(true);
  out.small_letters = file.boolean("tokenizer.ggml.lowercase").value_or(true);
  out.chat_template = file.text("tokenizer.chat_template").value_or("");
  return out;
}

}  // namespace

std::unique_ptr<Tokenizer> Tokenizer::from_gguf(const Gguf& file) { return std::make_unique<Tokenizer>(read_vocabulary(file)); }

}  // namespace millwright
