// The engine's life: loading, its thread, requests in and out.
#include "engine.h"

#include <algorithm>
#include <stdexcept>

#include "memory.h"

namespace millwright {
namespace {

constexpr int kLargestContext = 8192;
/** Whole sequences that the pages hold unless the options say otherwise. */
constexpr int kWholeSequences = 4;
/** Memory beside weights and cache: activations, scores, tokenizer. */
constexpr uint64_t kScratchBytes = 200'000'000;

/** Whether a model's keys and values take eight bits. */
bool takes_bytes(const EngineOptions& options, const DecoderShape& shape) { return options.kv_bytes.value_or(KvLayout::fits_bytes(shape.head_width)); }

uint64_t page_bytes(const EngineOptions& options, const DecoderShape& shape) {
  // What cannot be is refused when the model is loaded.
  return KvLayout{shape.layers, shape.kv_heads, shape.head_width, takes_bytes(options, shape) && KvLayout::fits_bytes(shape.head_width)}.page_bytes();
}

/** Of two files, an error has to say which it means. */
template <typename Step>
void of_draft(Step step) {
  try {
    step();
  } catch (const ModelError& error) {
    throw ModelError(std::string("the draft model cannot be used: ") + error.what());
  }
}

}  // namespace

Engine::Engine(const std::string& path, const EngineOptions& options, const LoadProgress& progress) {
  const Gguf file(path);
  const DecoderShape shape = read_shape(file);
  std::unique_ptr<Gguf> draft_file;
  std::optional<DecoderShape> draft_shape;
  if (!options.draft.empty()) of_draft([&] {
    draft_file = std::make_unique<Gguf>(options.draft);
    draft_shape = read_shape(*draft_file);
  });
  context_ = options.context > 0 ? options.context : std::min(shape.trained_context, kLargestContext);
  const int sequences = std::max(1, options.sequences);
  const size_t whole = static_cast<size_t>(std::min(sequences, kWholeSequences)) * static_cast<size_t>(context_);
  const int pages = std::max(pages_for(options.cache_tokens > 0 ? static_cast<size_t>(options.cache_tokens) : whole), pages_for(static_cast<size_t>(context_)));

  MemoryNeed need;
  need.weights = Decoder::weight_bytes(file);
  need.cache = page_bytes(options, shape) * static_cast<uint64_t>(pages);
  need.cache_tokens = pages * kPagePositions;
  need.scratch = kScratchBytes;
  if (draft_file) need.draft = Decoder::weight_bytes(*draft_file) + page_bytes(options, *draft_shape) * static_cast<uint64_t>(pages);
  check_memory(need, options.memory_limit);
  memory_ = need.total();

  tokenizer_ = Tokenizer::from_gguf(file);
  if (tokenizer_->size() < shape.vocabulary) throw ModelError("the tokenizer has fewer words than the model");
  grammars_ = std::make_unique<GrammarCache>(tokenizer_);
  pool_ = std::make_unique<ThreadPool>(std::max(1, options.threads));
  // Both models' weights are the whole.
  const uint64_t draft_weights = draft_file ? Decoder::weight_bytes(*draft_file) : 0;
  const double share = static_cast<double>(need.weights) / static_cast<double>(need.weights + draft_weights);
  const auto part = [&](double from, double size) {
    return progress ? LoadProgress([&progress, from, size](double fraction) { progress(from + fraction * size); }) : LoadProgress();
  };
  decoder_ = std::make_unique<Decoder>(file, *pool_, options.isa, takes_bytes(options, shape), part(0, share));
  pages_ = std::make_unique<KvPages>(decoder_->kv_layout(), pages);
  std::unique_ptr<PageFile> disk;
  if (!options.disk_folder.empty()) disk = std::make_unique<PageFile>(options.disk_folder, options.disk_bytes, decoder_->kv_layout().page_bytes());
  store_ = std::make_unique<PageStore>(*pages_, std::move(disk));
  roster_ = std::make_unique<Roster>(*store_, static_cast<size_t>(sequences));
  chooser_ = std::make_unique<Chooser>(*decoder_, *tokenizer_);
  std::unique_ptr<Draft> draft;
  if (draft_file) of_draft([&] { draft = std::make_unique<Draft>(*draft_file, *tokenizer_, shape.vocabulary, *pool_, options.isa, takes_bytes(options, *draft_shape), *store_, part(share, 1 - share)); });
  speculation_ = std::make_unique<Speculation>(std::move(draft), static_cast<size_t>(std::max(0, options.draft_tokens)));
  counts_.weight_bytes = need.weights + draft_weights;
  counts_.cache_bytes = pages_->bytes() + speculation_->draft_bytes();
  show_figures();
  failing_round_ = options.failing_round;
  thread_ = std::thread([this] { serve(); });
}

Engine::~Engine() { close(); }

void Engine::refuse() { inbox_.close(); }

void Engine::close() {
  const std::lock_guard lock(closing_);
  refuse();
  if (thread_.joinable()) thread_.join();
}

EngineFigures Engine::figures() const {
  const std::lock_guard lock(mutex_);
  return figures_;
}

void Engine::show_figures() {
  counts_.speculation = speculation_->figures();
  counts_.disk = store_->figures();
  counts_.running = roster_->running().size();
  counts_.waiting = roster_->waiting();
  counts_.preempted = roster_->preempted();
  counts_.cache_used_bytes = static_cast<size_t>(store_->total() - store_->available() + store_->kept()) * decoder_->kv_layout().page_bytes();
  const std::lock_guard lock(mutex_);
  figures_ = counts_;
}

/** What keeps a request from being answered at all. */
Fault Engine::problem(const GenerateOptions& options, std::string& sentence) const {
  const int32_t vocabulary = decoder_->shape().vocabulary;
  const auto known = [&](int32_t token) {
    const bool is = token >= 0 && token < vocabulary;
    if (!is) sentence = "token " + std::to_string(token) + " is not in the vocabulary of " + std::to_string(vocabulary);
    return is;
  };
  for (const int32_t token : options.tokens)
    if (!known(token)) return Fault::kPrompt;
  for (const auto& [token, _] : options.bias)
    if (!known(token)) return Fault::kBias;
  if (options.tokens.empty()) sentence = "the prompt is empty";
  else if (options.tokens.size() >= static_cast<size_t>(context_))
    sentence = "the prompt of " + std::to_string(options.tokens.size()) + " tokens does not fit the context of " + std::to_string(context_);
  return sentence.empty() ? Fault::kNone : Fault::kPrompt;
}

void Engine::submit(uint64_t id, GenerateOptions options, OnToken on_token, OnFinish on_finish) {
  std::string sentence;
  if (const Fault fault = problem(options, sentence); fault != Fault::kNone) {
    drop(id);
    return on_finish({Finish::kFailed, 0, 0, fault, sentence});
  }
  auto request = std::make_unique<Request>();
  request->id = id;
  if (options.deadline_ms > 0) request->deadline = Clock::now() + std::chrono::milliseconds(options.deadline_ms);
  request->options = std::move(options);
  request->on_token = std::move(on_token);
  request->on_finish = std::move(on_finish);
  if (!inbox_.put(request)) request->on_finish({Finish::kFailed, 0, 0, Fault::kClosed, "the model is closed"});
}

void Engine::serve() {
  std::vector<std::unique_ptr<Request>> requests;
  while (inbox_.take(!roster_->running().empty() || roster_->waiting() > 0, requests)) {
    for (auto& request : requests) roster_->add(std::move(request));
    requests.clear();
    for (const auto& sequence : roster_->remove_gone()) tell_end(*sequence, *sequence->request->gone());
    try {
      start_new();
      round();
    } catch (const std::exception& error) {
      fail_running(error.what());
    }
    show_figures();
  }
  for (auto& request : requests) roster_->add(std::move(request));
  for (const auto& sequence : roster_->remove_all()) tell_end(*sequence, Finish::kFailed, Fault::kClosed, "the model was closed");
}

/** A round that failed, for want of memory say, ends those that took part in it and nobody else. */
void Engine::fail_running(const std::string& error) {
  while (!roster_->running().empty()) fail(*roster_->running().back(), Fault::kEngine, error);
}

void Engine::start_new() {
  roster_->admit();
  for (Sequence* sequence : roster_->take_started()) {
    if (!sequence->preempted) {
      counts_.prompt_tokens += sequence->prompt_size();
      counts_.cached_tokens += sequence->cached;
    }
    speculation_->start(*sequence);
  }
}

void Engine::finish(Sequence& sequence, Finish reason) { tell_end(*roster_->remove(sequence), reason); }

void Engine::fail(Sequence& sequence, Fault fault, const std::string& error) { tell_end(*roster_->remove(sequence), Finish::kFailed, fault, error); }

void Engine::tell_end(const Sequence& sequence, Finish reason, Fault fault, const std::string& error) {
  inbox_.forget(sequence.request->id);
  sequence.request->on_finish({reason, static_cast<int>(sequence.cached), sequence.queued_seconds, fault, error});
}

}  // namespace millwright
