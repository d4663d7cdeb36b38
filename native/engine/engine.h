// Requests to tokens: continuous batching over paged sequences, shared beginnings, grammars, guessing ahead.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "../model/decoder.h"
#include "../tokenizer/tokenizer.h"
#include "page_store.h"
#include "request.h"
#include "slot.h"

namespace millwright {

struct EngineOptions {
  int threads = 1;
  int context = 0;  // tokens of one sequence; 0: what the model was trained for, at most 8192
  int sequences = 4;
  Isa isa = Isa::kPortable;
  /** Eight-bit keys and values. */
  bool kv_bytes = false;
  /** Positions that all sequences and kept beginnings have together; 0: sequences x context. */
  int cache_tokens = 0;
  /** Bytes that weights and cache may take; 0: what the machine has free. */
  uint64_t memory_limit = 0;
};

struct EngineFigures {
  uint64_t prompt_tokens = 0, cached_tokens = 0, generated_tokens = 0, forced_tokens = 0, batches = 0;
  uint64_t guessed_tokens = 0, held_tokens = 0;
  int active = 0, waiting = 0;
  /** Bytes of all weights, of all pages, and of the pages that hold something. */
  size_t weight_bytes = 0, cache_bytes = 0, cache_used_bytes = 0;
};

/** One model and the thread that runs it. Its methods may be called from any thread. */
class Engine {
 public:
  /** @throws ModelError */
  Engine(const std::string& path, const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const Tokenizer& tokenizer() const { return *tokenizer_; }
  const DecoderShape& shape() const { return decoder_->shape(); }
  int context() const { return context_; }
  EngineFigures figures() const;

  /** Callbacks come on the engine's thread; on_finish exactly once, last. @throws GrammarError for a bad schema */
  uint64_t submit(GenerateOptions options, OnToken on_token, OnFinish on_finish);
  void cancel(uint64_t id);

 private:
  void check_memory(const Gguf& file, const EngineOptions& options, int pages) const;
  void serve();
  void drop_waiting();
  void admit();
  bool start(std::unique_ptr<Request>& request);
  void step();
  void gather(std::vector<BatchToken>& batch);
  void feed(Slot& slot, size_t count, std::vector<BatchToken>& batch);
  void settle();
  void keep_pages(Slot& slot);
  void advance(Slot& slot, const float* scores);
  void verify_guess(Slot& slot, const float* scores);
  bool pick(Slot& slot, const float* scores, TokenEvent& event);
  bool take(Slot& slot, TokenEvent event);
  bool take_forced(Slot& slot);
  void finish(Slot& slot, bool by_length, const std::string& error);
  void count(uint64_t EngineFigures::* figure, uint64_t by);
  std::shared_ptr<Grammar> grammar_for(const std::string& schema);

  std::unique_ptr<Tokenizer> tokenizer_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<Decoder> decoder_;
  int context_ = 0;
  std::unique_ptr<KvPages> pages_;
  std::unique_ptr<PageStore> store_;
  std::vector<std::unique_ptr<Slot>> slots_;
  size_t turn_ = 0;  // whose prompt is first in the next batch
  std::vector<float> scores_, few_scores_;
  std::vector<int32_t> allowed_;
  std::vector<uint64_t> mask_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Request>> waiting_;
  std::unordered_map<uint64_t, std::shared_ptr<std::atomic<bool>>> cancelled_;
  std::unordered_map<std::string, std::shared_ptr<Grammar>> grammars_;
  EngineFigures figures_;
  uint64_t next_id_ = 1;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace millwright
