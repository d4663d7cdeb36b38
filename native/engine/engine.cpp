#include "engine.h"

#include <algorithm>

#include "sampler.h"

namespace millwright {
namespace {

/** Prompt tokens that one batch computes at most, so that running answers are not held up for long. */
constexpr size_t kPromptChunk = 128;
constexpr size_t kMostGrammars = 64;
/** States after which a grammar is compiled afresh rather than kept. */
constexpr size_t kMostGrammarStates = 200'000;
constexpr int kLargestContext = 8192;
/** Allowed tokens up to which only their rows of the head are computed. */
constexpr size_t kFewTokens = 4096;

}  // namespace

struct Engine::Request {
  uint64_t id = 0;
  GenerateOptions options;
  OnToken on_token;
  OnFinish on_finish;
  std::shared_ptr<Grammar> grammar;
  std::shared_ptr<std::atomic<bool>> cancelled;
};

struct Engine::Slot {
  std::unique_ptr<KvCache> cache;
  std::vector<int32_t> tokens;   // what the cache holds
  std::vector<int32_t> pending;  // what is to be computed next
  std::unique_ptr<Request> request;
  std::unique_ptr<Matcher> matcher;
  std::unique_ptr<StreamDecoder> stream;
  std::mt19937_64 random;
  int generated = 0;
  int cached = 0;
  size_t batch_end = 0;  // one past its last token in the running batch; 0: not in it
};

Engine::Engine(const std::string& path, const EngineOptions& options) {
  const Gguf file(path);
  tokenizer_ = Tokenizer::from_gguf(file);
  pool_ = std::make_unique<ThreadPool>(std::max(1, options.threads));
  decoder_ = std::make_unique<Decoder>(file, *pool_, options.isa);
  if (tokenizer_->size() < decoder_->shape().vocabulary) throw ModelError("the tokenizer has fewer words than the model");
  context_ = options.context > 0 ? options.context : std::min(decoder_->shape().trained_context, kLargestContext);
  for (int i = 0; i < std::max(1, options.sequences); ++i) slots_.push_back(std::make_unique<Slot>());
  figures_.weight_bytes = decoder_->weight_bytes();
  thread_ = std::thread([this] { serve(); });
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

/** Gives waiting requests a free sequence, each the one whose cache begins most like it. */
void Engine::admit() {
  for (;;) {
    std::unique_ptr<Request> request;
    {
      const std::lock_guard lock(mutex_);
      const bool room = std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->request == nullptr; });
      if (waiting_.empty() || !room) return;
      request = std::move(waiting_.front());
      waiting_.pop_front();
    }
    const std::vector<int32_t>& prompt = request->options.tokens;
    Slot* best = nullptr;
    size_t longest = 0;
    for (auto& slot : slots_) {
      if (slot->request) continue;
      const size_t limit = std::min(slot->tokens.size(), prompt.size() - 1);
      size_t shared = 0;
      while (shared < limit && slot->tokens[shared] == prompt[shared]) ++shared;
      // On a draw the one that loses least.
      if (!best || shared > longest || (shared == longest && slot->tokens.size() < best->tokens.size())) {
        best = slot.get();
        longest = shared;
      }
    }
    Slot& slot = *best;
    if (!slot.cache) slot.cache = std::make_unique<KvCache>(decoder_->shape(), context_);
    slot.tokens.resize(longest);
    slot.pending.assign(prompt.begin() + static_cast<std::ptrdiff_t>(longest), prompt.end());
    slot.cached = static_cast<int>(longest);
    slot.generated = 0;
    slot.random.seed(request->options.seed);
    slot.stream = std::make_unique<StreamDecoder>(*tokenizer_);
    slot.matcher = request->grammar ? std::make_unique<Matcher>(request->grammar) : nullptr;
    slot.request = std::move(request);
    const std::lock_guard lock(mutex_);
    figures_.prompt_tokens += prompt.size();
    figures_.cached_tokens += longest;
    figures_.cache_bytes = 0;
    figures_.active = 0;
    for (const auto& each : slots_) {
      figures_.cache_bytes += each->cache ? each->cache->bytes() : 0;
      figures_.active += each->request ? 1 : 0;
    }
  }
}

void Engine::step() {
  std::vector<BatchToken> batch;
  size_t room = kPromptChunk;
  for (auto& slot : slots_) {
    slot->batch_end = 0;
    if (!slot->request) continue;
    if (slot->request->cancelled->load()) {
      finish(*slot, false, "");
      continue;
    }
    // A running answer always gets its token; prompts share what room is left.
    const size_t count = slot->generated > 0 ? slot->pending.size() : std::min(slot->pending.size(), room);
    if (slot->generated == 0) room -= count;
    for (size_t i = 0; i < count; ++i) {
      batch.push_back({slot->pending[i], static_cast<int>(slot->tokens.size()), slot->cache.get()});
      slot->tokens.push_back(slot->pending[i]);
    }
    slot->pending.erase(slot->pending.begin(), slot->pending.begin() + static_cast<std::ptrdiff_t>(count));
    if (count > 0) slot->batch_end = batch.size();
  }
  if (batch.empty()) return;
  decoder_->forward(batch);
  for (auto& slot : slots_)
    if (slot->request && slot->batch_end > 0 && slot->pending.empty()) {
      try {
        advance(*slot, decoder_->hidden(slot->batch_end - 1));
      } catch (const std::exception& error) {
        finish(*slot, false, error.what());
      }
    }
  const std::lock_guard lock(mutex_);
  ++figures_.batches;
}

/** Chooses the next token of a sequence, and every one after it that the grammar leaves no choice about. */
bool Engine::advance(Slot& slot, const float* hidden) {
  const GenerateOptions& options = slot.request->options;
  const Sampling sampling{options.temperature, options.top_k, options.top_p, options.min_p};
  for (bool first = true;; first = false) {
    if (slot.generated >= options.max_tokens || static_cast<int>(slot.tokens.size() + slot.pending.size()) >= context_) {
      finish(slot, true, "");
      return false;
    }
    const bool few = slot.matcher && slot.matcher->list_allowed(allowed_, kFewTokens);
    if (few && allowed_.empty()) {
      finish(slot, false, "");
      return false;
    }
    TokenEvent event;
    if (few && allowed_.size() == 1) {
      event.token = allowed_[0];
      const std::lock_guard lock(mutex_);
      ++figures_.forced_tokens;
    } else if (!first) {
      return true;  // a choice: the forced tokens before it are computed first
    } else {
      if (few) {
        decoder_->score_some(hidden, allowed_, scores_);
      } else {
        decoder_->score_all(hidden, scores_);
        if (slot.matcher) {
          slot.matcher->fill_mask(mask_);
          allowed_.clear();
          for (int32_t token = 0; token < decoder_->shape().vocabulary; ++token)
            if (mask_[static_cast<size_t>(token) / 64] >> (token % 64) & 1) allowed_.push_back(token);
          for (size_t i = 0; i < allowed_.size(); ++i) scores_[i] = scores_[static_cast<size_t>(allowed_[i])];
          scores_.resize(allowed_.size());
        }
      }
      const bool narrowed = slot.matcher != nullptr;
      const auto token_at = [&](size_t index) { return narrowed ? allowed_[index] : static_cast<int32_t>(index); };
      const size_t index = choose(scores_, sampling, slot.random);
      event.token = token_at(index);
      if (options.alternatives >= 0) {
        const float total = log_sum_exp(scores_);
        event.chosen.logprob = scores_[index] - total;
        for (const size_t other : largest(scores_, static_cast<size_t>(options.alternatives)))
          event.alternatives.push_back({tokenizer_->piece(token_at(other)), scores_[other] - total});
      }
    }
    if (tokenizer_->is_end(event.token)) {
      finish(slot, false, "");
      return false;
    }
    if (slot.matcher && !slot.matcher->accept(event.token)) throw std::logic_error("the grammar refused a token that it allowed");
    take(slot, event.token, std::move(event));
    if (!slot.matcher) return true;
    if (slot.matcher->done()) {
      finish(slot, false, "");
      return false;
    }
  }
}

void Engine::take(Slot& slot, int32_t token, TokenEvent event) {
  slot.pending.push_back(token);
  ++slot.generated;
  event.chosen.bytes = tokenizer_->piece(token);
  event.text = slot.stream->push(token);
  slot.request->on_token(event);
  const std::lock_guard lock(mutex_);
  ++figures_.generated_tokens;
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
  {
    const std::lock_guard lock(mutex_);
    cancelled_.erase(request->id);
    --figures_.active;
  }
  request->on_finish({by_length, slot.cached, error});
}

}  // namespace millwright
