// Who waits, who runs, and with which pages.
#pragma once

#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "page_store.h"
#include "sequence.h"

namespace millwright {

/**
 * Requests start in the order in which they came; only one whose beginning another is just computing lets others pass
 * until that is done. A running sequence takes pages as it grows. When there are none left, the one that came last gives
 * its own back and waits again: what it had computed is often still there when it goes on. The one that came first always
 * has room, for one sequence fits into the pages.
 */
class Roster {
 public:
  Roster(PageStore& store, size_t sequences) : store_(store), most_(sequences) {}

  void add(std::unique_ptr<Request> request);
  /** Starts whom there is room for. */
  void admit();
  /**
   * Gives a running sequence pages for its first `tokens` tokens, at the cost of those that came later. False when it had
   * to give up its own: it waits now.
   */
  bool give_pages(Sequence& sequence, size_t tokens);
  /** The same as far as pages are left over, at nobody's cost. */
  void give_spare_pages(Sequence& sequence, size_t tokens);
  /** Gives full pages of decided text their names, so that others can share them. */
  void publish(Sequence& sequence);
  /** Takes out a sequence that has ended, and frees its pages. */
  std::unique_ptr<Sequence> remove(Sequence& sequence);
  /** Takes out what was cancelled or is late, waiting or running. */
  std::vector<std::unique_ptr<Sequence>> remove_gone();
  std::vector<std::unique_ptr<Sequence>> remove_all();

  /** Running sequences in the order in which they came. */
  const std::vector<std::unique_ptr<Sequence>>& running() const { return running_; }
  /** Sequences that started since they were last asked for. */
  std::vector<Sequence*> take_started() { return std::exchange(started_, {}); }
  size_t waiting() const { return waiting_.size(); }
  uint64_t preempted() const { return preempted_; }

 private:
  void wait(std::unique_ptr<Sequence> sequence);
  bool fits(const Sequence& sequence) const;
  bool begins_like_a_filling_one(const Sequence& sequence) const;
  void start(std::unique_ptr<Sequence> sequence);
  void release_pages(Sequence& sequence);
  void preempt_last();

  PageStore& store_;
  size_t most_;
  std::deque<std::unique_ptr<Sequence>> waiting_;
  std::vector<std::unique_ptr<Sequence>> running_;
  std::vector<Sequence*> started_;
  uint64_t ended_ = 0, preempted_ = 0;
};

}  // namespace millwright
