// The engine's life: loading, its thread, taking requests in.
#include "engine.h"

#include <algorithm>
#include <chrono>

#include "memory.h"

namespace millwright {
namespace {

constexpr size_t kMostGrammars = 64;
/** States after which a grammar is compiled afresh rather than kept. */
constexpr size_t kMostGrammarStates = 200'000;
constexpr int kLargestContext = 8192;
/** Memory beside weights and cache: activations, scores, tokenizer. */
constexpr uint64_t kScratchBytes = 200'000'000;

}  // namespace

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

}  // namespace millwright
