// Pages of keys and values on disk: what the memory has no room for. The file has no name and goes with the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace millwright {

class PageFile {
 public:
  /** @throws ModelError that names the folder when no file can be made there */
  PageFile(const std::string& folder, uint64_t bytes, size_t page_bytes);
  ~PageFile();
  PageFile(const PageFile&) = delete;
  PageFile& operator=(const PageFile&) = delete;

  int slots() const { return static_cast<int>(sums_.size()); }
  size_t page_bytes() const { return page_bytes_; }
  /** False when the disk does not take it. */
  bool write(int slot, const uint8_t* page);
  /** False when the disk does not give it, or gives something else than was written. */
  bool read(int slot, uint8_t* page) const;

 private:
  size_t page_bytes_;
  int file_ = -1;
  std::vector<uint64_t> sums_;
};

}  // namespace millwright
