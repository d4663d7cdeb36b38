// Where requests come in, from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "request.h"

namespace millwright {

class Inbox {
 public:
  /** The number of a request that will come. */
  uint64_t open();
  /** Hands a request to the engine's thread. False when that has ended: the request stays with the caller. */
  bool put(std::unique_ptr<Request>& request);
  /** The request will be ended with its next round; unknown numbers are those of requests that ended already. */
  void cancel(uint64_t id);
  void close();

  /** What came in. Waits for something unless the caller is busy. False when it was closed. */
  bool take(bool busy, std::vector<std::unique_ptr<Request>>& requests);
  /** The request has ended, or will not come. */
  void forget(uint64_t id);

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::unique_ptr<Request>> requests_;
  std::unordered_map<uint64_t, std::shared_ptr<std::atomic<bool>>> cancelled_;
  uint64_t next_id_ = 1;
  bool closed_ = false;
};

}  // namespace millwright
