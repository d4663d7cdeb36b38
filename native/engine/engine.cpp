#include "engine.h"

#include <algorithm>
#include <chrono>

#include "memory.h"
#include "prompt_lookup.h"
#include "sampler.h"

namespace millwright {
namespace {

using Clock = std::chrono::steady_clock;

/** Prompt tokens of one batch while answers are running, so that these are not held up for long, and otherwise. */
constexpr size_t kPromptChunk = 192;
constexpr size_t kLonePromptChunk = 512;
constexpr size_t kMostGrammars = 64;
/** States after which a grammar is compiled afresh rather than kept. */
constexpr size_t kMostGrammarStates = 200'000;
constexpr int kLargestContext = 8192;
/** Allowed tokens up to which only their rows of the head are computed. */
constexpr size_t kFewTokens = 4096;
/** Memory beside weights and cache: activations, scores, tokenizer. */
constexpr uint64_t kScratchBytes = 200'000'000;

int pages_for(size_t tokens) { return static_cast<int>((tokens + kPagePositions - 1) / kPagePositions); }

}  // namespace

struct Engine::Request {
  uint64_t id = 0;
  GenerateOptions options;
  OnToken on_token;
  OnFinish on_finish;
  std::shared_ptr<Grammar> grammar;
  std::shared_ptr<std::atomic<bool>> cancelled;
  Clock::time_point deadline = Clock::time_point::max();

  /** Tokens that it can come to hold. */
  size_t most_tokens(int context) const { return std::min(static_cast<size_t>(context), options.tokens.size() + static_cast<size_t>(std::max(0, options.max_tokens))); }
};

std::string Engine::late(const Request& request) { return "the deadline of " + std::to_string(request.options.deadline_ms) + " ms is over"; }

struct Engine::Slot {
  std::vector<int32_t> tokens;   // what the pages hold
  std::vector<int32_t> pending;  // what is to be computed next
  std::vector<int32_t> pages;
  int promised = 0;                // pages that it may still take
  PageStore::Node last_node = 0;   // name of its last full page
  size_t published = 0;            // full pages that have a name
  std::unique_ptr<Request> request;
  std::unique_ptr<Matcher> matcher;
  std::unique_ptr<StreamDecoder> stream;
  PromptLookup lookup;
  std::vector<int32_t> text;  // prompt and answer, for guesses
  std::mt19937_64 random;
  int generated = 0;
  int cached = 0;
  size_t guessed = 0;      // tokens at the end of its part of the batch that are guesses
  size_t batch_begin = 0;  // its part of the running batch
  size_t batch_end = 0;    // equal to batch_begin: not in it
  bool few = false;        // only some rows of the head are wanted
  size_t scores = 0;       // where its scores begin

  bool in_prompt() const { return request && generated == 0; }
  bool guesses() const { return !matcher && request->options.speculate && request->options.temperature <= 0 && request->options.alternatives < 0; }
};

Engine::Engine(const std::string& path, const EngineOptions& options) {
  const Gguf file(path);
  tokenizer_ = Tokenizer::from_gguf(file);
  pool_ = std::make_unique<ThreadPool>(std::max(1, options.threads));
  const DecoderShape shape = read_shape(file);
  if (tokenizer_->size() < shape.vocabulary) throw ModelError("the tokenizer has fewer words than the model");
  context_ = options.context > 0 ? options.context : std::min(shape.trained_context, kLargestContext);
  const int sequences = std::max(1, options.sequences);
  const size_t positions = options.cache_tokens > 0 ? static_cast<size_t>(options.cache_tokens) : static_cast<size_t>(sequences) * static_cast<size_t>(context_);
  const int pages = std::max(pages_for(positions), pages_for(static_cast<size_t>(context_)));
  check_memory(file, options, pages);
  decoder_ = std::make_unique<Decoder>(file, *pool_, options.isa, options.kv_bytes);
  pages_ = std::make_unique<KvPages>(decoder_->kv_layout(), pages);
  store_ = std::make_unique<PageStore>(pages);
  for (int i = 0; i < sequences; ++i) slots_.push_back(std::make_unique<Slot>());
  figures_.weight_bytes = Decoder::weight_bytes(file);
  figures_.cache_bytes = pages_->bytes();
  thread_ = std::thread([this] { serve(); });
}

/** @throws ModelError with the figures when weights and cache do not fit the memory. */
void Engine::check_memory(const Gguf& file, const EngineOptions& options, int pages) const {
  const DecoderShape shape = read_shape(file);
  const KvLayout layout{shape.layers, shape.kv_heads, shape.head_width, options.kv_bytes && shape.head_width % kGroup == 0};
  const uint64_t weights = Decoder::weight_bytes(file), cache = layout.page_bytes() * static_cast<uint64_t>(pages), need = weights + cache + kScratchBytes;
  const uint64_t limit = options.memory_limit > 0 ? options.memory_limit : available_memory();
  if (limit > 0 && need > limit)
    throw ModelError("the model needs " + size_text(need) + " of memory (weights " + size_text(weights) + ", cache for " +
                     std::to_string(pages * kPagePositions) + " tokens " + size_text(cache) + "), and " + size_text(limit) +
                     " is free; take a smaller model, a shorter context, fewer sequences or an eight-bit cache");
}

Engine::~Engine() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

EngineFigures Engine::figures() const {
  const std::lock_guard lock(mutex_);
  EngineFigures copy = figures_;
  copy.waiting = static_cast<int>(waiting_.size());
  return copy;
}

void Engine::count(uint64_t EngineFigures::* figure, uint64_t by) {
  const std::lock_guard lock(mutex_);
  figures_.*figure += by;
}

std::shared_ptr<Grammar> Engine::grammar_for(const std::string& schema) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = grammars_.find(schema);
    if (found != grammars_.end() && found->second->state_count() < kMostGrammarStates) return found->second;
  }
  std::shared_ptr<Grammar> grammar = Grammar::compile(schema, *tokenizer_);
  const std::lock_guard lock(mutex_);
  if (grammars_.size() >= kMostGrammars) grammars_.clear();
  grammars_[schema] = grammar;
  return grammar;
}

uint64_t Engine::submit(GenerateOptions options, OnToken on_token, OnFinish on_finish) {
  auto request = std::make_unique<Request>();
  if (!options.schema.empty()) request->grammar = grammar_for(options.schema);
  for (const int32_t token : options.tokens)
    if (token < 0 || token >= decoder_->shape().vocabulary) throw std::out_of_range("token " + std::to_string(token) + " is not in the vocabulary");
  if (options.tokens.empty()) throw std::out_of_range("the prompt is empty");
  if (static_cast<int>(options.tokens.size()) >= context_) throw std::out_of_range("the prompt does not fit the context");
  if (options.deadline_ms > 0) request->deadline = Clock::now() + std::chrono::milliseconds(options.deadline_ms);
  request->options = std::move(options);
  request->on_token = std::move(on_token);
  request->on_finish = std::move(on_finish);
  request->cancelled = std::make_shared<std::atomic<bool>>(false);
  uint64_t id;
  {
    const std::lock_guard lock(mutex_);
    id = request->id = next_id_++;
    cancelled_[id] = request->cancelled;
    waiting_.push_back(std::move(request));
  }
  wake_.notify_all();
  return id;
}

void Engine::cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = cancelled_.find(id);
  if (found != cancelled_.end()) found->second->store(true);
}

void Engine::serve() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto busy = [&] { return std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->request != nullptr; }); };
      wake_.wait(lock, [&] { return closing_ || !waiting_.empty() || busy(); });
      if (closing_) break;
    }
    admit();
    step();
  }
  for (auto& slot : slots_)
    if (slot->request) finish(*slot, false, "the engine was closed");
  for (auto& request : waiting_) request->on_finish({false, 0, "the engine was closed"});
}

/** Ends requests that were cancelled, or ran out of time, before their turn came. */
void Engine::drop_waiting() {
  std::vector<std::unique_ptr<Request>> dropped;
  {
    const std::lock_guard lock(mutex_);
    const auto gone = [](const auto& request) { return request->cancelled->load() || Clock::now() > request->deadline; };
    for (auto& request : waiting_)
      if (gone(request)) {
        cancelled_.erase(request->id);
        dropped.push_back(std::move(request));
      }
    std::erase(waiting_, nullptr);
  }
  for (const auto& request : dropped) request->on_finish({false, 0, request->cancelled->load() ? "" : late(*request)});
}

/** Starts waiting requests in the order in which they came, as long as there is a sequence and there are pages for them. */
void Engine::admit() {
  drop_waiting();
  for (;;) {
    std::unique_ptr<Request> request;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) return;
      request = std::move(waiting_.front());
      waiting_.pop_front();
    }
    if (start(request)) continue;
    const std::lock_guard lock(mutex_);
    waiting_.push_front(std::move(request));
    return;
  }
}

/** False when the request has to wait: it stays with the caller. */
bool Engine::start(std::unique_ptr<Request>& request) {
  const auto free = std::find_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->request == nullptr; });
  if (free == slots_.end()) return false;
  const std::vector<int32_t>& prompt = request->options.tokens;
  // At least one token is computed, or there would be no scores to choose from.
  const std::span<const int32_t> findable(prompt.data(), prompt.size() - 1);
  const size_t known = static_cast<size_t>(store_->known(findable)) * kPagePositions;
  for (const auto& slot : slots_) {
    // Somebody is computing the same beginning right now: wait for it instead of doing it twice.
    if (!slot->in_prompt()) continue;
    const std::vector<int32_t>& theirs = slot->request->options.tokens;
    const size_t limit = std::min(theirs.size(), findable.size());
    size_t shared = 0;
    while (shared < limit && theirs[shared] == prompt[shared]) ++shared;
    if (shared / kPagePositions * kPagePositions > known) return false;
  }
  int promised = 0;
  for (const auto& slot : slots_) promised += slot->promised;
  const int wanted = pages_for(request->most_tokens(context_));

  Slot& slot = **free;
  slot.tokens.clear();
  slot.pages.clear();
  slot.last_node = 0;
  slot.published = 0;
  for (size_t at = 0; at + kPagePositions <= findable.size(); at += kPagePositions) {
    const int32_t page = store_->find(slot.last_node, findable.subspan(at, kPagePositions), slot.last_node);
    if (page < 0) break;
    slot.pages.push_back(page);
    ++slot.published;
  }
  const size_t shared = slot.pages.size() * kPagePositions;
  if (wanted - static_cast<int>(slot.pages.size()) > store_->available() - promised) {
    for (auto page = slot.pages.rbegin(); page != slot.pages.rend(); ++page) store_->release(*page);
    slot.pages.clear();
    return false;
  }
  slot.pages.reserve(static_cast<size_t>(wanted));
  slot.promised = wanted - static_cast<int>(slot.pages.size());
  slot.tokens.assign(prompt.begin(), prompt.begin() + static_cast<std::ptrdiff_t>(shared));
  slot.pending.assign(prompt.begin() + static_cast<std::ptrdiff_t>(shared), prompt.end());
  slot.cached = static_cast<int>(shared);
  slot.generated = 0;
  slot.guessed = 0;
  slot.random.seed(request->options.seed);
  slot.stream = std::make_unique<StreamDecoder>(*tokenizer_);
  slot.matcher = request->grammar ? std::make_unique<Matcher>(request->grammar) : nullptr;
  slot.lookup = PromptLookup();
  slot.text = prompt;
  slot.request = std::move(request);
  const std::lock_guard lock(mutex_);
  figures_.prompt_tokens += prompt.size();
  figures_.cached_tokens += shared;
  ++figures_.active;
  return true;
}

/** Moves `count` pending tokens of a sequence into the batch. */
void Engine::feed(Slot& slot, size_t count, std::vector<BatchToken>& batch) {
  const size_t last = slot.tokens.size() + count;
  while (slot.pages.size() * kPagePositions < last) {
    slot.pages.push_back(store_->take());
    --slot.promised;
  }
  slot.batch_begin = batch.size();
  for (size_t i = 0; i < count; ++i) {
    batch.push_back({slot.pending[i], static_cast<int>(slot.tokens.size()), slot.pages.data()});
    slot.tokens.push_back(slot.pending[i]);
  }
  slot.pending.erase(slot.pending.begin(), slot.pending.begin() + static_cast<std::ptrdiff_t>(count));
  slot.batch_end = batch.size();
}

/** A running answer always gets its tokens; prompts share what room is left, each round another one first. */
void Engine::gather(std::vector<BatchToken>& batch) {
  for (auto& slot : slots_) {
    slot->batch_begin = slot->batch_end = 0;
    if (!slot->request) continue;
    if (slot->request->cancelled->load()) finish(*slot, false, "");
    else if (Clock::now() > slot->request->deadline) finish(*slot, false, late(*slot->request));
  }
  size_t prompts = 0;
  for (auto& slot : slots_) {
    if (slot->in_prompt()) ++prompts;
    if (!slot->request || slot->in_prompt()) continue;
    slot->guessed = 0;
    if (slot->guesses() && slot->pending.size() == 1) {
      const size_t left = slot->request->most_tokens(context_) - slot->tokens.size() - 1;
      slot->lookup.extend(slot->text);
      for (const int32_t token : slot->lookup.guess(slot->text, left)) slot->pending.push_back(token);
      slot->guessed = slot->pending.size() - 1;
    }
    feed(*slot, slot->pending.size(), batch);
  }
  size_t room = batch.empty() ? kLonePromptChunk : kPromptChunk;
  ++turn_;
  for (size_t i = 0; i < slots_.size() && room > 0; ++i) {
    Slot& slot = *slots_[(turn_ + i) % slots_.size()];
    if (!slot.in_prompt()) continue;
    const size_t fair = std::max<size_t>(1, room / prompts--);
    const size_t count = std::min(slot.pending.size(), prompts == 0 ? room : fair);
    feed(slot, count, batch);
    room -= count;
  }
}

void Engine::step() {
  std::vector<BatchToken> batch;
  gather(batch);
  if (batch.empty()) return;
  decoder_->forward(*pages_, batch);
  settle();
  const std::lock_guard lock(mutex_);
  ++figures_.batches;
  figures_.cache_used_bytes = static_cast<size_t>(store_->total() - store_->available() + store_->kept()) * decoder_->kv_layout().page_bytes();
}

/** Scores what was computed, all sequences' rows of the head together, and takes every sequence further. */
void Engine::settle() {
  std::vector<size_t> rows;
  const size_t vocabulary = static_cast<size_t>(decoder_->shape().vocabulary);
  const auto ready = [](const Slot& slot) { return slot.request && slot.batch_end > slot.batch_begin && slot.pending.empty(); };
  for (auto& slot : slots_) {
    if (!slot->request || slot->batch_end == slot->batch_begin) continue;
    if (slot->guessed == 0) keep_pages(*slot);
    if (!ready(*slot)) continue;
    slot->few = slot->matcher && slot->matcher->list_allowed(allowed_, kFewTokens);
    if (slot->few) continue;
    slot->scores = rows.size() * vocabulary;
    for (size_t row = slot->batch_end - slot->guessed - 1; row < slot->batch_end; ++row) rows.push_back(row);
  }
  if (!rows.empty()) decoder_->score(rows, scores_);
  for (auto& slot : slots_) {
    if (!ready(*slot)) continue;
    try {
      if (slot->guessed > 0) verify_guess(*slot, scores_.data() + slot->scores);
      else advance(*slot, slot->few ? nullptr : scores_.data() + slot->scores);
    } catch (const std::exception& error) {
      finish(*slot, false, error.what());
    }
  }
}

/** Gives full pages their names, so that others can share them. */
void Engine::keep_pages(Slot& slot) {
  for (; (slot.published + 1) * kPagePositions <= slot.tokens.size(); ++slot.published)
    slot.last_node = store_->publish(slot.pages[slot.published], slot.last_node,
                                     std::span<const int32_t>(slot.tokens).subspan(slot.published * kPagePositions, kPagePositions));
}

/** Chooses the next token of a sequence, and every one after it that the grammar leaves no choice about. */
void Engine::advance(Slot& slot, const float* scores) {
  TokenEvent event;
  if (pick(slot, scores, event) && take(slot, std::move(event))) take_forced(slot);
}

/** Guesses that the model itself would have chosen stay; after the first that it would not, its own choice comes. */
void Engine::verify_guess(Slot& slot, const float* scores) {
  const size_t guessed = slot.guessed, first = slot.tokens.size() - guessed, vocabulary = static_cast<size_t>(decoder_->shape().vocabulary);
  size_t held = 0;
  bool running = true;
  for (; running; ++held) {
    TokenEvent event;
    if (!pick(slot, scores + held * vocabulary, event)) break;
    const int32_t token = event.token;
    const bool agrees = held < guessed && slot.tokens[first + held] == token;
    running = take(slot, std::move(event)) && agrees;
    // Its key and value stand already.
    if (agrees && slot.request) slot.pending.pop_back();
    if (!agrees) break;
  }
  held = std::min(held, guessed);
  if (!slot.request) return;
  slot.tokens.resize(first + held);
  slot.guessed = 0;
  keep_pages(slot);
  slot.lookup.learn(guessed, held);
  const std::lock_guard lock(mutex_);
  figures_.guessed_tokens += guessed;
  figures_.held_tokens += held;
}

/** The next token by the request's sampling and grammar. False when there is none: the sequence is finished then. */
bool Engine::pick(Slot& slot, const float* scores, TokenEvent& event) {
  const GenerateOptions& options = slot.request->options;
  if (slot.generated >= options.max_tokens || static_cast<int>(slot.text.size()) >= context_) {
    finish(slot, true, "");
    return false;
  }
  std::span<const float> candidates;
  if (slot.matcher) {
    if (slot.few) {
      slot.matcher->list_allowed(allowed_, kFewTokens);
      if (allowed_.size() > 1 || options.alternatives >= 0) decoder_->score_some(slot.batch_end - 1, allowed_, few_scores_);
      else few_scores_.assign(allowed_.size(), 0.0f);
    } else {
      slot.matcher->fill_mask(mask_);
      allowed_.clear();
      for (size_t word = 0; word < mask_.size(); ++word)
        for (uint64_t bits = mask_[word]; bits != 0; bits &= bits - 1) {
          const int32_t token = static_cast<int32_t>(word * 64) + __builtin_ctzll(bits);
          if (token < decoder_->shape().vocabulary) allowed_.push_back(token);
        }
      few_scores_.resize(allowed_.size());
      for (size_t i = 0; i < allowed_.size(); ++i) few_scores_[i] = scores[allowed_[i]];
    }
    if (allowed_.empty()) {
      finish(slot, false, "");
      return false;
    }
    candidates = few_scores_;
  } else {
    candidates = std::span<const float>(scores, static_cast<size_t>(decoder_->shape().vocabulary));
  }
  const auto token_at = [&](size_t index) { return slot.matcher ? allowed_[index] : static_cast<int32_t>(index); };
  const size_t index = choose(candidates, {options.temperature, options.top_k, options.top_p, options.min_p}, slot.random);
  event.token = token_at(index);
  if (options.alternatives >= 0) {
    const float total = log_sum_exp(candidates);
    event.chosen.logprob = candidates[index] - total;
    for (const size_t other : largest(candidates, static_cast<size_t>(options.alternatives)))
      event.alternatives.push_back({tokenizer_->piece(token_at(other)), candidates[other] - total});
  }
  if (tokenizer_->is_end(event.token)) {
    finish(slot, false, "");
    return false;
  }
  return true;
}

/** Adds a token to the answer. False when the answer ends with it. */
bool Engine::take(Slot& slot, TokenEvent event) {
  const int32_t token = event.token;
  if (slot.matcher && !slot.matcher->accept(token)) throw std::logic_error("the grammar refused a token that it allowed");
  slot.pending.push_back(token);
  slot.text.push_back(token);
  ++slot.generated;
  event.chosen.bytes = tokenizer_->piece(token);
  event.text = slot.stream->push(token);
  slot.request->on_token(event);
  count(&EngineFigures::generated_tokens, 1);
  if (slot.matcher && slot.matcher->done()) {
    finish(slot, false, "");
    return false;
  }
  if (slot.generated >= slot.request->options.max_tokens || static_cast<int>(slot.text.size()) >= context_) {
    finish(slot, true, "");
    return false;
  }
  return true;
}

/** Takes what the schema leaves no choice about without asking the model. False when the answer ends with it. */
bool Engine::take_forced(Slot& slot) {
  while (slot.matcher) {
    std::vector<int32_t> forced;
    if (slot.request->options.jump) forced = slot.matcher->forced();
    if (forced.empty() && slot.matcher->list_allowed(allowed_, 1) && allowed_.size() == 1 && !tokenizer_->is_end(allowed_[0])) forced = allowed_;
    if (forced.empty()) return true;
    for (const int32_t token : forced) {
      TokenEvent event;
      event.token = token;
      count(&EngineFigures::forced_tokens, 1);
      if (!take(slot, std::move(event))) return false;
    }
  }
  return true;
}

void Engine::finish(Slot& slot, bool by_length, const std::string& error) {
  const std::unique_ptr<Request> request = std::move(slot.request);
  const std::string rest = slot.stream->flush();
  if (!rest.empty()) {
    TokenEvent event;
    event.token = -1;
    event.text = rest;
    request->on_token(event);
  }
  slot.pending.clear();
  slot.matcher.reset();
  // The last page first: beginnings stay longest.
  for (auto page = slot.pages.rbegin(); page != slot.pages.rend(); ++page) store_->release(*page);
  slot.pages.clear();
  slot.promised = 0;
  {
    const std::lock_guard lock(mutex_);
    cancelled_.erase(request->id);
    --figures_.active;
  }
  request->on_finish({by_length, slot.cached, error});
}

}  // namespace millwright
