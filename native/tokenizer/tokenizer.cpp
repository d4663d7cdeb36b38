#include "tokenizer.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "unicode.h"

namespace millwright {
namespace {

constexpr std::string_view kSpace = "\xE2\x96\x81";  // ▁

// Names that end a turn in the common chat formats, and names that begin one, whatever the file's metadata says.
constexpr std::array<std::string_view, 8> kEndNames = {
    "<end_of_turn>", "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|endoftext|>", "<|end_of_text|>", "<|end|>", "<|return|>"};
constexpr std::array<std::string_view, 9> kTurnNames = {
    "<start_of_turn>", "<|im_start|>", "<|im_sep|>", "<|start_header_id|>", "<|end_header_id|>", "<|start|>", "<|system|>", "<|user|>", "<|assistant|>"};

bool is_one_of(std::string_view text, std::span<const std::string_view> names) { return std::find(names.begin(), names.end(), text) != names.end(); }

std::string unescape_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (text.starts_with(kSpace)) {
      out.push_back(' ');
      text.remove_prefix(kSpace.size());
    } else {
      out.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string bytes_of(const Vocabulary& vocabulary, size_t id) {
  const std::string& text = vocabulary.texts[id];
  switch (vocabulary.types[id]) {
    case TokenType::kControl:
    case TokenType::kUnknown:
    case TokenType::kUnused:
    case TokenType::kUserDefined:
      return text;
    case TokenType::kByte:
      if (const int byte = byte_of_piece(text); byte >= 0) return std::string(1, static_cast<char>(byte));
      break;
    case TokenType::kNormal:
      break;
  }
  return vocabulary.kind == TokenizerKind::kByteBpe ? byte_letters_to_bytes(text) : unescape_spaces(text);
}

/** Cuts the tokens of a list, the longest at each place, out of a text; what lies between goes to `rest`. */
template <typename Rest>
void split(std::string_view text, const PieceTrie& whole, std::vector<int32_t>& out, const Rest& rest) {
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const auto [length, id] = whole.longest(text.substr(at));
    if (length == 0) {
      ++at;
      continue;
    }
    if (at > begin) rest(text.substr(begin, at - begin));
    out.push_back(id);
    at += length;
    begin = at;
  }
  if (begin < text.size()) rest(text.substr(begin));
}

std::unique_ptr<Segmenter> make_segmenter(const Vocabulary& vocabulary) {
  switch (vocabulary.kind) {
    case TokenizerKind::kSentencePieceBpe:
      return make_sentencepiece_bpe(vocabulary);
    case TokenizerKind::kUnigram:
      return make_unigram(vocabulary);
    case TokenizerKind::kByteBpe:
      return make_byte_bpe(vocabulary);
    case TokenizerKind::kWordPiece:
      return make_word_piece(vocabulary);
  }
  throw std::runtime_error("unknown kind of tokenizer");
}

}  // namespace

Tokenizer::Tokenizer(Vocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {
  const size_t count = vocabulary_.texts.size();
  if (count == 0) throw std::runtime_error("the vocabulary is empty");
  vocabulary_.types.resize(count, TokenType::kNormal);
  for (int32_t* id : {&vocabulary_.bos, &vocabulary_.eos, &vocabulary_.unknown, &vocabulary_.padding, &vocabulary_.eot})
    if (*id < 0 || static_cast<size_t>(*id) >= count) *id = -1;

  // Some converters leave them words of the user's, which anybody's text could then spell.
  for (size_t id = 0; id < count; ++id)
    if (TokenType& type = vocabulary_.types[id]; type == TokenType::kUserDefined && (is_one_of(vocabulary_.texts[id], kEndNames) || is_one_of(vocabulary_.texts[id], kTurnNames)))
      type = TokenType::kControl;

  pieces_.reserve(count);
  std::vector<std::pair<std::string_view, int32_t>> user_defined, controls;
  for (size_t id = 0; id < count; ++id) {
    pieces_.push_back(bytes_of(vocabulary_, id));
    const std::string_view text = vocabulary_.texts[id];
    const TokenType type = vocabulary_.types[id];
    if (text.empty()) continue;
    if (type == TokenType::kUserDefined) user_defined.emplace_back(text, static_cast<int32_t>(id));
    if (type == TokenType::kControl) controls.emplace_back(text, static_cast<int32_t>(id));
    const bool ends = static_cast<int32_t>(id) == vocabulary_.eos || static_cast<int32_t>(id) == vocabulary_.eot ||
                      (type != TokenType::kNormal && is_one_of(text, kEndNames));
    if (ends) ends_.push_back(static_cast<int32_t>(id));
  }
  user_defined_ = PieceTrie(std::move(user_defined));
  controls_ = PieceTrie(std::move(controls));
  segmenter_ = make_segmenter(vocabulary_);
}

std::vector<int32_t> Tokenizer::encode(std::string_view text, bool add_special, bool parse_special) const {
  std::vector<int32_t> out;
  out.reserve(text.size() / 3 + 4);
  if (add_special && vocabulary_.add_bos && vocabulary_.bos >= 0) out.push_back(vocabulary_.bos);
  const auto words = [&](std::string_view part) { encode_words(part, false, out); };
  if (parse_special) split(text, controls_, out, words);
  else words(text);
  if (add_special && vocabulary_.add_eos && vocabulary_.eos >= 0) out.push_back(vocabulary_.eos);
  return out;
}

std::vector<std::vector<int32_t>> Tokenizer::encode_windows(std::string_view text, size_t most) const {
  const std::vector<int32_t> all = encode(text, false, false), around = encode({}, true, false);
  const size_t before = vocabulary_.add_bos && vocabulary_.bos >= 0 ? 1 : 0, room = most - around.size();
  const size_t count = std::max<size_t>(1, (all.size() + room - 1) / room);
  std::vector<std::vector<int32_t>> out(count, around);
  for (size_t i = 0; i < count; ++i)
    out[i].insert(out[i].begin() + static_cast<std::ptrdiff_t>(before), all.begin() + static_cast<std::ptrdiff_t>(all.size() * i / count),
                  all.begin() + static_cast<std::ptrdiff_t>(all.size() * (i + 1) / count));
  return out;
}

std::vector<int32_t> Tokenizer::encode_continuation(std::string_view text) const {
  std::vector<int32_t> out;
  encode_words(text, true, out);
  return out;
}

void Tokenizer::encode_words(std::string_view text, bool verbatim, std::vector<int32_t>& out) const {
  // SentencePiece writes spaces as ▁ and reads the two alike, but for the names of control tokens.
  std::string unescaped;
  if (!verbatim && vocabulary_.kind == TokenizerKind::kSentencePieceBpe && text.find(kSpace) != std::string_view::npos)
    text = unescaped = unescape_spaces(text);
  split(text, user_defined_, out, [&](std::string_view part) { segmenter_->segment(part, verbatim, out); });
}

std::string Tokenizer::decode(std::span<const int32_t> tokens, bool with_special) const {
  std::string out;
  bool first = true;
  for (const int32_t token : tokens) {
    if (token < 0 || token >= size()) continue;
    if (is_control(token) && !with_special) continue;
    std::string_view text = pieces_[token];
    const bool prefixed = vocabulary_.kind != TokenizerKind::kByteBpe && vocabulary_.add_space_prefix;
    if (first && prefixed && text.starts_with(' ')) text.remove_prefix(1);
    first = false;
    out += text;
  }
  return out;
}

const std::string& Tokenizer::piece(int32_t token) const {
  static const std::string none;
  return token >= 0 && token < size() ? pieces_[token] : none;
}

bool Tokenizer::is_control(int32_t token) const {
  if (token < 0 || token >= size()) return true;
  const TokenType type = vocabulary_.types[token];
  return type == TokenType::kControl || type == TokenType::kUnknown || type == TokenType::kUnused;
}

bool Tokenizer::is_end(int32_t token) const { return std::find(ends_.begin(), ends_.end(), token) != ends_.end(); }

std::vector<std::string> Tokenizer::controls_in(std::string_view text) const {
  std::set<int32_t> found;
  for (size_t at = 0; at < text.size(); ++at)
    if (const auto [length, id] = controls_.longest(text.substr(at)); length > 0) found.insert(id);
  std::vector<std::string> names;
  for (const int32_t id : found) names.push_back(vocabulary_.texts[static_cast<size_t>(id)]);
  return names;
}

int32_t Tokenizer::find(std::string_view text) const {
  const auto found = std::find(vocabulary_.texts.begin(), vocabulary_.texts.end(), text);
  return found == vocabulary_.texts.end() ? -1 : static_cast<int32_t>(found - vocabulary_.texts.begin());
}

const VocabularyTrie& Tokenizer::trie() const {
  std::call_once(trie_once_, [this] {
    std::vector<VocabularyTrie::Entry> entries;
    entries.reserve(pieces_.size());
    for (int32_t token = 0; token < size(); ++token)
      if (!is_control(token) && !is_end(token) && !pieces_[token].empty()) entries.push_back({pieces_[token], token});
    trie_ = std::make_unique<VocabularyTrie>(std::move(entries), size());
  });
  return *trie_;
}

}  // namespace millwright
