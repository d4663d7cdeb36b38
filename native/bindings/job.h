// Work that would hold up the event loop.
#pragma once

#include <napi.h>

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "../engine/memory.h"

namespace millwright {

/** Runs work on a thread of the pool and settles a promise with what `present` makes of its result. */
template <typename Result>
class Job final : public Napi::AsyncWorker {
 public:
  Job(Napi::Env env, std::function<Result()> work, std::function<Napi::Value(Napi::Env, Result&)> present)
      : Napi::AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), work_(std::move(work)), present_(std::move(present)) {}
  Napi::Promise promise() const { return deferred_.Promise(); }

 protected:
  void Execute() override {
    try {
      result_ = work_();
    } catch (const MemoryError& error) {
      memory_ = error;
      SetError(error.what());
    } catch (const std::exception& error) {
      SetError(error.what());
    }
  }
  void OnOK() override { deferred_.Resolve(present_(Env(), result_)); }
  void OnError(const Napi::Error& error) override {
    if (memory_) {
      error.Set("code", "MODEL_TOO_LARGE");
      error.Set("needed", memory_->needed);
      error.Set("available", memory_->available);
    }
    deferred_.Reject(error.Value());
  }

 private:
  Napi::Promise::Deferred deferred_;
  std::function<Result()> work_;
  std::function<Napi::Value(Napi::Env, Result&)> present_;
  Result result_{};
  std::optional<MemoryError> memory_;
};

/** Starts a job; the value is its promise. */
template <typename Result>
Napi::Value promise_of(Napi::Env env, std::function<Result()> work, std::function<Napi::Value(Napi::Env, Result&)> present) {
  auto* job = new Job<Result>(env, std::move(work), std::move(present));
  job->Queue();
  return job->promise();
}

}  // namespace millwright
