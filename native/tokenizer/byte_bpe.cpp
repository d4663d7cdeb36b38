// Byte-level byte-pair encoding (GPT-2's kind): words, then bytes written as letters, then ranked merges.
#include <array>
#include <stdexcept>
#include <unordered_map>

#include "merge.h"
#include "pretokenize.h"
#include "segmenter.h"
#include "unicode.h"

namespace millwright {
namespace {

/** GPT-2's alphabet: a printable letter for every byte. */
const std::array<char32_t, 256>& byte_alphabet() {
  static const std::array<char32_t, 256> alphabet = [] {
    std::array<char32_t, 256> letters{};
    char32_t spare = 0x100;
    for (uint32_t byte = 0; byte < 256; ++byte) {
      const bool printable = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
      letters[byte] = printable ? byte : spare++;
    }
    return letters;
  }();
  return alphabet;
}

/** Whether a word that is a token needs no merges to become it. */
bool takes_whole_words(PreTokenizer pre) { return pre == PreTokenizer::kLlama3 || pre == PreTokenizer::kTekken; }

class ByteBpe final : public Segmenter {
 public:
  explicit ByteBpe(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    for (size_t id = 0; id < vocabulary.texts.size(); ++id)
      if (vocabulary.types[id] == TokenType::kNormal || vocabulary.types[id] == TokenType::kByte)
        ids_.emplace(vocabulary.texts[id], static_cast<int32_t>(id));
    for (uint32_t byte = 0; byte < 256; ++byte) {
      std::string letter;
      append_utf8(letter, byte_alphabet()[byte]);
      letters_[byte] = letter;
      byte_ids_[byte] = find(letter);
    }
    merges_.reserve(vocabulary.merges.size() * 2);
    for (size_t rank = 0; rank < vocabulary.merges.size(); ++rank) add_merge(vocabulary.merges[rank], rank);
  }

  void segment(std::string_view text, bool verbatim, std::vector<int32_t>& out) const override {
    const bool normalise = !verbatim && vocabulary_.pre == PreTokenizer::kQwen2;
    const std::string normal = normalise ? to_nfc(text) : std::string(text);
    for (const std::string_view word : pretokenize(normal, vocabulary_.pre)) encode_word(word, out);
  }

 private:
  int32_t find(std::string_view text) const {
    const auto found = ids_.find(text);
    return found == ids_.end() ? -1 : found->second;
  }

  static uint64_t key(int32_t left, int32_t right) {
    return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
  }

  void add_merge(const std::string& line, size_t rank) {
    // A space never occurs inside a part: the alphabet writes it as another letter.
    const size_t space = line.find(' ', 1);
    if (space == std::string::npos) throw std::runtime_error("tokenizer.ggml.merges has an entry without two parts");
    const std::string left = line.substr(0, space), right = line.substr(space + 1);
    const int32_t left_id = find(left), right_id = find(right), joined = find(left + right);
    if (left_id < 0 || right_id < 0 || joined < 0) return;
    merges_.emplace(key(left_id, right_id), Merge{static_cast<double>(rank), joined});
  }

  void encode_word(std::string_view word, std::vector<int32_t>& out) const {
    if (takes_whole_words(vocabulary_.pre) && word.size() > 1) {
      std::string letters;
      for (const char byte : word) letters += letters_[static_cast<unsigned char>(byte)];
      if (const int32_t whole = find(letters); whole >= 0) {
        out.push_back(whole);
        return;
      }
    }
    std::vector<Symbol> symbols;
    symbols.reserve(word.size());
    for (uint32_t at = 0; at < word.size(); ++at) {
      const auto index = static_cast<int32_t>(at);
      symbols.push_back({at, 1, index - 1, index + 1, byte_ids_[static_cast<unsigned char>(word[at])]});
    }
    symbols.back().next = -1;
    merge_symbols(symbols, [&](const Symbol& left, const Symbol& right) -> Merge {
      const auto found = merges_.find(key(left.id, right.id));
      return found == merges_.end() ? Merge{0, -1} : found->second;
    });
    for (int32_t index = 0; index >= 0; index = symbols[index].next) {
      const int32_t id = symbols[index].id >= 0 ? symbols[index].id : vocabulary_.unknown;
      if (id >= 0) out.push_back(id);
    }
  }

  const Vocabulary& vocabulary_;
  std::unordered_map<std::string_view, int32_t> ids_;
  std::array<std::string, 256> letters_;
  std::array<int32_t, 256> byte_ids_{};
  std::unordered_map<uint64_t, Merge> merges_;
};

}  // namespace

std::string byte_letters_to_bytes(std::string_view text) {
  static const std::unordered_map<char32_t, char> bytes = [] {
    std::unordered_map<char32_t, char> map;
    for (uint32_t byte = 0; byte < 256; ++byte) map.emplace(byte_alphabet()[byte], static_cast<char>(byte));
    return map;
  }();
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const auto found = point.valid ? bytes.find(point.value) : bytes.end();
    if (found != bytes.end()) out.push_back(found->second);
    else out.append(text.substr(at, point.length));
    at += point.length;
  }
  return out;
}

std::unique_ptr<Segmenter> make_byte_bpe(const Vocabulary& vocabulary) {
  return std::make_unique<ByteBpe>(vocabulary);
}

}  // namespace millwright
