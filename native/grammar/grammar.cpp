#include "grammar.h"

#include <algorithm>
#include <array>
#include <bit>

#include "json.h"
#include "pattern.h"
#include "schema.h"

namespace millwright {
namespace {

constexpr size_t kLongestForced = 512;  // bytes
constexpr size_t kMostTried = 24;       // continuations of forced text
constexpr size_t kMostMaskBytes = 64'000'000;

void set_bit(std::vector<uint64_t>& bits, int32_t token) {
  bits[static_cast<size_t>(token) / 64] |= uint64_t{1} << (token % 64);
}

size_t count_bits(const std::vector<uint64_t>& bits) {
  size_t count = 0;
  for (const uint64_t word : bits) count += static_cast<size_t>(std::popcount(word));
  return count;
}

void append_bits(const std::vector<uint64_t>& bits, std::vector<int32_t>& tokens) {
  for (size_t word = 0; word < bits.size(); ++word)
    for (uint64_t left = bits[word]; left != 0; left &= left - 1)
      tokens.push_back(static_cast<int32_t>(word * 64) + std::countr_zero(left));
}

/** @throws GrammarError unless it is a list of texts, none of them empty */
ExprId choice_of(ExprPool& pool, const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items) {
    if (!item.is(Json::Kind::kString) || item.text.empty()) throw GrammarError("A choice is a text that is not empty.");
    texts.push_back(item.text);
  }
  if (texts.empty()) throw GrammarError("A choice needs a list of texts.");
  return pool.literals(std::move(texts));
}

}  // namespace

GrammarSource::Kind grammar_kind(std::string_view name) {
  if (name == "schema") return GrammarSource::Kind::kSchema;
  if (name == "regex") return GrammarSource::Kind::kRegex;
  if (name == "choice") return GrammarSource::Kind::kChoice;
  throw GrammarError("The kind of grammar " + write_json_string(name) + " is not known.");
}

std::shared_ptr<Grammar> Grammar::compile(const GrammarSource& source, const Tokenizer& tokenizer) {
  ExprPool pool;
  std::vector<ExprId> rules;
  ExprId root = 0;
  switch (source.kind) {
    case GrammarSource::Kind::kSchema: {
      const Json schema = parse_json(source.text);
      SchemaCompiler compiler(pool, schema);
      root = compiler.compile();
      rules = compiler.rules();
      break;
    }
    case GrammarSource::Kind::kRegex:
      root = parse_pattern(pool, source.text, PatternMode::kWhole, false);
      break;
    case GrammarSource::Kind::kChoice:
      root = choice_of(pool, parse_json(source.text));
      break;
  }
  return std::make_shared<Grammar>(Program(pool, rules, root, tokenizer.trie().longest()), tokenizer);
}

size_t Grammar::state_count() const {
  const std::lock_guard lock(mutex_);
  return automaton_.state_count();
}

bool Grammar::worn() const {
  const std::lock_guard lock(mutex_);
  return automaton_.worn();
}

size_t Grammar::bytes() const {
  const std::lock_guard lock(mutex_);
  return automaton_.bytes() + mask_bytes_;
}

StateId Grammar::advance(StateId state, std::string_view bytes) {
  for (const char byte : bytes) {
    state = automaton_.step(state, static_cast<uint8_t>(byte));
    if (state == kDeadState) break;
  }
  return state;
}

void Grammar::walk(const std::vector<VocabularyTrie::Node>& nodes, StateId state) {
  const auto& duplicates = tokenizer_.trie().duplicates();
  std::array<StateId, 257> path;
  path[0] = state;
  const auto count = static_cast<uint32_t>(nodes.size());
  for (uint32_t index = 0; index < count;) {
    const VocabularyTrie::Node& node = nodes[index];
    const StateId next = automaton_.step(path[node.depth], node.byte);
    if (next == kDeadState) {
      index = node.next;
      continue;
    }
    path[static_cast<size_t>(node.depth) + 1] = next;
    if (node.token >= 0) set_bit(walked_, node.token);
    else if (node.token < -1)
      for (const int32_t token : duplicates[static_cast<size_t>(-2 - node.token)]) set_bit(walked_, token);
    ++index;
  }
}

/** Plain tokens up to a band that hold none of some characters. */
const std::vector<uint64_t>* Grammar::plain_mask(size_t band, const Automaton::PlainSet& never) {
  const VocabularyTrie& trie = tokenizer_.trie();
  const std::vector<uint64_t>& all = trie.bands()[band].mask;
  if (never == Automaton::PlainSet{}) return &all;
  const auto [found, fresh] = plain_masks_.try_emplace({band, never}, all);
  if (fresh) {
    mask_bytes_ += all.size() * sizeof(uint64_t);
    const auto remove = [&](size_t character) {
      const std::vector<uint64_t>& holders = trie.holding(character);
      for (size_t word = 0; word < holders.size(); ++word) found->second[word] &= ~holders[word];
    };
    for (size_t character = 0; character < 128; ++character)
      if (never.ascii[character / 64] >> (character % 64) & 1) remove(character);
    if (never.others) remove(VocabularyTrie::kOther);
  }
  return &found->second;
}

const Grammar::Mask& Grammar::mask(StateId wanted) {
  const VocabularyTrie& trie = tokenizer_.trie();
  const StateId state = automaton_.canonical(wanted, trie.longest());
  if (mask_bytes_ > kMostMaskBytes) {
    masks_.clear();
    plain_masks_.clear();
    mask_bytes_ = 0;
  }
  if (const auto found = masks_.find(state); found != masks_.end()) return *found->second;
  auto made = std::make_unique<Mask>();
  walked_.assign(trie.words(), 0);
  const auto& bands = trie.bands();
  const Automaton::Room room = automaton_.room(state, bands.empty() ? 0 : bands.back().most_characters);
  size_t band = 0;
  while (band < bands.size() && bands[band].most_characters <= room.characters) ++band;
  if (band > 0) made->plain = plain_mask(band - 1, room.never);
  // Where the room is all there is, longer plain tokens cannot fit; the next band may hold some that still do.
  for (; band < bands.size(); ++band) {
    const uint32_t shorter = band > 0 ? bands[band - 1].most_characters : 0;
    if (room.exact && shorter >= room.characters) break;
    walk(bands[band].nodes, state);
  }
  walk(trie.rest(), state);
  if (automaton_.accepting(state)) {
    for (const int32_t end : tokenizer_.end_tokens()) set_bit(walked_, end);
  }
  made->count = count_bits(walked_);
  const bool few = made->count * sizeof(int32_t) <= trie.words() * sizeof(uint64_t);
  if (few) append_bits(walked_, made->tokens);
  if (made->plain) made->count += count_bits(*made->plain);
  if (!few) {
    made->bits = walked_;
    if (made->plain)
      for (size_t word = 0; word < made->bits.size(); ++word) made->bits[word] |= (*made->plain)[word];
  }
  mask_bytes_ += sizeof(Mask) + 64 + made->tokens.capacity() * sizeof(int32_t) + made->bits.capacity() * sizeof(uint64_t);
  return *(masks_[state] = std::move(made));
}

const std::vector<int32_t>& Grammar::forced(StateId state) {
  const auto [found, fresh] = forced_.try_emplace(state);
  if (!fresh) return found->second;
  std::string bytes;
  StateId at = state;
  while (bytes.size() < kLongestForced) {
    const auto byte = automaton_.only_byte(at);
    if (!byte) break;
    const StateId next = automaton_.step(at, *byte);
    if (next == kDeadState) break;
    bytes.push_back(static_cast<char>(*byte));
    at = next;
  }
  if (bytes.empty()) return found->second;
  std::vector<int32_t> tokens = tokenizer_.encode_continuation(bytes);
  if (!automaton_.final(at)) {
    // What follows may become one token with the end of this: only what stays the same whatever it is is certain.
    if (!tokens.empty()) tokens.pop_back();
    std::vector<uint8_t> following = automaton_.some_bytes(at);
    if (following.size() > kMostTried) following.resize(kMostTried);
    for (const uint8_t byte : following) {
      const std::vector<int32_t> longer = tokenizer_.encode_continuation(bytes + static_cast<char>(byte));
      const auto [end, other] = std::mismatch(tokens.begin(), tokens.end(), longer.begin(), longer.end());
      tokens.erase(end, tokens.end());
    }
  }
  // A token that does not spell its bytes exactly (an unknown character) ends what can be forced.
  StateId check = state;
  size_t good = 0;
  for (; good < tokens.size(); ++good) {
    if (tokenizer_.is_control(tokens[good])) break;
    check = advance(check, tokenizer_.piece(tokens[good]));
    if (check == kDeadState) break;
  }
  tokens.resize(good);
  return forced_[state] = std::move(tokens);
}

Matcher::Matcher(std::shared_ptr<Grammar> grammar) : grammar_(std::move(grammar)), state_(grammar_->automaton_.start()) {}

size_t Matcher::fill_mask(std::vector<uint64_t>& bits) {
  const VocabularyTrie& trie = grammar_->tokenizer_.trie();
  bits.assign(trie.words(), 0);
  if (ended_) return 0;
  const std::lock_guard lock(grammar_->mutex_);
  grammar_->automaton_.begin();
  const Grammar::Mask& mask = grammar_->mask(state_);
  if (!mask.bits.empty()) {
    bits = mask.bits;
    return mask.count;
  }
  if (mask.plain) bits = *mask.plain;
  for (const int32_t token : mask.tokens) set_bit(bits, token);
  return mask.count;
}

bool Matcher::list_allowed(std::vector<int32_t>& tokens, size_t most) {
  tokens.clear();
  if (ended_) return true;
  const std::lock_guard lock(grammar_->mutex_);
  grammar_->automaton_.begin();
  const Grammar::Mask& mask = grammar_->mask(state_);
  if (mask.count > most) return false;
  tokens = mask.tokens;
  if (!mask.bits.empty()) {
    append_bits(mask.bits, tokens);
  } else if (mask.plain) {
    append_bits(*mask.plain, tokens);
    std::sort(tokens.begin(), tokens.end());
  }
  return true;
}

bool Matcher::accept(int32_t token) {
  if (ended_) return false;
  const Tokenizer& tokenizer = grammar_->tokenizer_;
  const std::lock_guard lock(grammar_->mutex_);
  grammar_->automaton_.begin();
  if (tokenizer.is_end(token)) {
    ended_ = grammar_->automaton_.accepting(state_);
    return ended_;
  }
  const std::string& bytes = tokenizer.piece(token);
  if (tokenizer.is_control(token) || bytes.empty()) return false;
  const StateId next = grammar_->advance(state_, bytes);
  if (next == kDeadState) return false;
  state_ = next;
  return true;
}

std::vector<int32_t> Matcher::forced() {
  if (ended_) return {};
  const std::lock_guard lock(grammar_->mutex_);
  grammar_->automaton_.begin();
  return grammar_->forced(state_);
}

bool Matcher::can_end() const {
  if (ended_) return true;
  const std::lock_guard lock(grammar_->mutex_);
  return grammar_->automaton_.accepting(state_);
}

bool Matcher::done() const {
  if (ended_) return true;
  const std::lock_guard lock(grammar_->mutex_);
  return grammar_->automaton_.final(state_);
}

}  // namespace millwright
