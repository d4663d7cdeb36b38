#include "roster.h"

#include <algorithm>
#include <iterator>

namespace millwright {
namespace {

/** What a start may find in the pages: at least one token is computed, or there would be no scores to choose from. */
std::span<const int32_t> findable(const Sequence& sequence) { return std::span<const int32_t>(sequence.text).first(sequence.text.size() - 1); }

}  // namespace

void Roster::add(std::unique_ptr<Request> request) {
  auto sequence = std::make_unique<Sequence>();
  sequence->text = request->options.tokens;
  if (request->options.grammar) sequence->matcher.emplace(request->options.grammar);
  sequence->request = std::move(request);
  wait(std::move(sequence));
}

/** Puts a sequence among the waiting ones, in the order in which they came. */
void Roster::wait(std::unique_ptr<Sequence> sequence) {
  const auto place = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& other) { return other->request->id > sequence->request->id; });
  waiting_.insert(place, std::move(sequence));
}

void Roster::admit() {
  for (size_t i = 0; i < waiting_.size() && running_.size() < most_;) {
    if (begins_like_a_filling_one(*waiting_[i])) {
      ++i;
      continue;
    }
    // Whoever lacks room is not passed by others, however little these want.
    if (!fits(*waiting_[i])) return;
    std::unique_ptr<Sequence> sequence = std::move(waiting_[i]);
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    start(std::move(sequence));
  }
}

/** Somebody is computing the same beginning right now: better to wait for it than to do it twice. */
bool Roster::begins_like_a_filling_one(const Sequence& sequence) const {
  const std::span<const int32_t> own = findable(sequence);
  const size_t known = static_cast<size_t>(store_.known(own).pages) * kPagePositions;
  return std::any_of(running_.begin(), running_.end(), [&](const auto& other) {
    if (!other->filling) return false;
    const auto [end, _] = std::mismatch(own.begin(), own.end(), other->text.begin(), other->text.end());
    return static_cast<size_t>(end - own.begin()) / kPagePositions * kPagePositions > known;
  });
}

bool Roster::fits(const Sequence& sequence) const {
  if (running_.empty()) return true;
  // One that had to give up its pages waits until another has ended, or the two would take them from each other in turn.
  if (sequence.preempted && sequence.ended_before == ended_) return false;
  const int wanted = pages_for(sequence.text.size() + 1) - store_.known(findable(sequence)).in_use;
  // A page for each that runs, so that it does not have to give up its own at once.
  return wanted + static_cast<int>(running_.size()) <= store_.available();
}

void Roster::start(std::unique_ptr<Sequence> owned) {
  Sequence& sequence = *owned;
  const std::span<const int32_t> own = findable(sequence);
  for (size_t at = 0; at + kPagePositions <= own.size(); at += kPagePositions) {
    const int32_t page = store_.find(sequence.last_node, own.subspan(at, kPagePositions), sequence.last_node);
    if (page < 0) break;
    sequence.pages.push_back(page);
    ++sequence.published;
  }
  sequence.computed = sequence.pages.size() * kPagePositions;
  sequence.filling = true;
  if (!sequence.preempted) {
    sequence.cached = sequence.computed;
    sequence.queued_seconds = std::chrono::duration<double>(Clock::now() - sequence.request->arrived).count();
  }
  const auto place = std::find_if(running_.begin(), running_.end(), [&](const auto& other) { return other->request->id > sequence.request->id; });
  started_.push_back(&sequence);
  running_.insert(place, std::move(owned));
}

bool Roster::give_pages(Sequence& sequence, size_t tokens) {
  while (sequence.pages.size() * kPagePositions < tokens) {
    if (store_.available() > 0) {
      sequence.pages.push_back(store_.take());
      continue;
    }
    const bool own = running_.back().get() == &sequence;
    preempt_last();
    if (own) return false;
  }
  return true;
}

void Roster::give_spare_pages(Sequence& sequence, size_t tokens) {
  while (sequence.pages.size() * kPagePositions < tokens && store_.available() > 0) sequence.pages.push_back(store_.take());
}

void Roster::preempt_last() {
  std::unique_ptr<Sequence> sequence = std::move(running_.back());
  running_.pop_back();
  release_pages(*sequence);
  sequence->preempted = true;
  sequence->ended_before = ended_;
  ++preempted_;
  wait(std::move(sequence));
}

void Roster::publish(Sequence& sequence) {
  const size_t decided = std::min(sequence.computed, sequence.text.size());
  for (; (sequence.published + 1) * kPagePositions <= decided; ++sequence.published)
    sequence.last_node = store_.publish(sequence.pages[sequence.published], sequence.last_node,
                                        std::span<const int32_t>(sequence.text).subspan(sequence.published * kPagePositions, kPagePositions));
}

void Roster::release_pages(Sequence& sequence) {
  // The last page first: beginnings stay longest.
  for (auto page = sequence.pages.rbegin(); page != sequence.pages.rend(); ++page) store_.release(*page);
  sequence.pages.clear();
  sequence.guesses.clear();
  sequence.last_node = 0;
  sequence.published = sequence.computed = sequence.draft_computed = 0;
  std::erase(started_, &sequence);
}

std::unique_ptr<Sequence> Roster::remove(Sequence& sequence) {
  const auto place = std::find_if(running_.begin(), running_.end(), [&](const auto& other) { return other.get() == &sequence; });
  std::unique_ptr<Sequence> out = std::move(*place);
  running_.erase(place);
  release_pages(*out);
  ++ended_;
  return out;
}

std::vector<std::unique_ptr<Sequence>> Roster::remove_gone() {
  std::vector<std::unique_ptr<Sequence>> out;
  for (auto& sequence : waiting_)
    if (sequence->request->gone()) out.push_back(std::move(sequence));
  std::erase(waiting_, nullptr);
  for (size_t i = running_.size(); i-- > 0;)
    if (running_[i]->request->gone()) out.push_back(remove(*running_[i]));
  return out;
}

std::vector<std::unique_ptr<Sequence>> Roster::remove_all() {
  std::vector<std::unique_ptr<Sequence>> out;
  while (!running_.empty()) out.push_back(remove(*running_.back()));
  std::move(waiting_.begin(), waiting_.end(), std::back_inserter(out));
  waiting_.clear();
  return out;
}

}  // namespace millwright
