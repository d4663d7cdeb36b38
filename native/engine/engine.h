// Requests to tokens: continuous batching over paged sequences, shared beginnings, grammars, guessing ahead.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "../model/decoder.h"
#include "../tokenizer/tokenizer.h"
#include "chooser.h"
#include "grammar_cache.h"
#include "inbox.h"
#include "page_store.h"
#include "request.h"
#include "roster.h"
#include "round_cost.h"
#include "speculation.h"

namespace millwright {

struct EngineOptions {
  int threads = 1;
  int context = 0;  // tokens of one sequence; 0: what the model was trained for, at most 8192
  int sequences = 4;
  Isa isa = Isa::kPortable;
  /** Eight-bit keys and values; absent: where heads are a multiple of 32 wide. */
  std::optional<bool> kv_bytes;
  /** Positions that all sequences and kept beginnings have together; 0: those of four whole sequences, or of fewer if there are fewer. */
  int cache_tokens = 0;
  /** Bytes that it may take; 0: what the machine has free. */
  uint64_t memory_limit = 0;
  /** A GGUF file of a small model that guesses ahead; empty: none. */
  std::string draft;
  /** How far it guesses; 0: as far as it pays. */
  int draft_tokens = 0;
  /** Folder and bytes of the file for kept beginnings that the memory has no room for; empty: none. */
  std::string disk_folder;
  uint64_t disk_bytes = 0;
  /** Number of a round that fails, for tests; 0: none does. */
  uint64_t failing_round = 0;
};

struct EngineFigures {
  uint64_t prompt_tokens = 0, cached_tokens = 0, generated_tokens = 0, forced_tokens = 0, rounds = 0, preempted = 0;
  SpeculationFigures speculation;
  PageStore::Figures disk;
  size_t running = 0, waiting = 0;
  /** Bytes of all weights, of all pages, and of the pages that hold something. */
  size_t weight_bytes = 0, cache_bytes = 0, cache_used_bytes = 0;
};

/** One model and the thread that runs it. Its methods may be called from any thread. */
class Engine {
 public:
  /** @throws ModelError, MemoryError */
  Engine(const std::string& path, const EngineOptions& options, const LoadProgress& progress = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /** Takes no more requests: the round that runs is the last one. */
  void refuse();
  /** Ends what runs and waits, and the thread. */
  void close();

  const std::shared_ptr<const Tokenizer>& tokenizer() const { return tokenizer_; }
  const DecoderShape& shape() const { return decoder_->shape(); }
  int context() const { return context_; }
  /** Bytes that it may come to take. */
  uint64_t memory() const { return memory_; }
  EngineFigures figures() const;

  /** A compiled grammar for requests; may take a while the first time. @throws GrammarError */
  std::shared_ptr<Grammar> grammar(const GrammarSource& source) { return grammars_->get(source); }
  /** Numbers a request; submit() or drop() has to follow. Requests start in the order of their numbers. */
  uint64_t open() { return inbox_.open(); }
  /** Callbacks come on the engine's thread; on_finish exactly once, last, also for what cannot be answered. */
  void submit(uint64_t id, GenerateOptions options, OnToken on_token, OnFinish on_finish);
  void drop(uint64_t id) { inbox_.forget(id); }
  void cancel(uint64_t id) { inbox_.cancel(id); }

 private:
  Fault problem(const GenerateOptions& options, std::string& sentence) const;
  void serve();
  void start_new();
  void round();
  size_t share_out();
  void give_pages();
  void guess();
  void gather();
  void settle();
  void follow();
  void advance(Sequence& sequence, std::span<const ScoredRow> rows);
  std::optional<Finish> take(Sequence& sequence, const Choice& choice);
  std::optional<Finish> take_forced(Sequence& sequence);
  void finish(Sequence& sequence, Finish reason);
  void fail(Sequence& sequence, Fault fault, const std::string& error);
  void fail_running(const std::string& error);
  void tell_end(const Sequence& sequence, Finish reason, Fault fault = Fault::kNone, const std::string& error = {});
  void show_figures();

  std::shared_ptr<const Tokenizer> tokenizer_;
  std::unique_ptr<GrammarCache> grammars_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Decoder> decoder_;
  int context_ = 0;
  uint64_t memory_ = 0;
  std::unique_ptr<KvPages> pages_;
  std::unique_ptr<PageStore> store_;
  std::unique_ptr<Roster> roster_;
  std::unique_ptr<Chooser> chooser_;
  std::unique_ptr<Speculation> speculation_;
  PromptPace pace_;
  std::vector<BatchToken> batch_;
  EngineFigures counts_;  // of the engine's thread
  uint64_t failing_round_ = 0;

  Inbox inbox_;
  mutable std::mutex mutex_;
  EngineFigures figures_;
  std::mutex closing_;
  std::thread thread_;
};

}  // namespace millwright
