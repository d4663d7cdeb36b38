// A file in memory for reading, as long as the object lives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace millwright {

class Mapping {
 public:
  /** @throws ModelError naming the file when it cannot be opened, is empty or no regular file. */
  explicit Mapping(const std::string& path);
  ~Mapping();
  Mapping(Mapping&& other) noexcept : base_(other.base_), size_(other.size_) { other.base_ = nullptr; }
  Mapping& operator=(Mapping&&) = delete;

  const uint8_t* base() const { return base_; }
  size_t size() const { return size_; }

 private:
  const uint8_t* base_ = nullptr;
  size_t size_ = 0;
};

}  // namespace millwright
