#include "page_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "../gguf/gguf.h"
#include "memory.h"

namespace millwright {
namespace {

/** Tells damaged bytes from sound ones; four lanes, so that it keeps up with the memory. */
uint64_t checksum(const uint8_t* bytes, size_t size) {
  constexpr uint64_t kPrime = 0x9e3779b97f4a7c15ull;
  uint64_t lanes[4] = {1, 2, 3, 4};
  size_t at = 0;
  for (; at + 32 <= size; at += 32)
    for (int lane = 0; lane < 4; ++lane) {
      uint64_t word;
      std::memcpy(&word, bytes + at + lane * 8, sizeof word);
      lanes[lane] = (lanes[lane] ^ word) * kPrime;
      lanes[lane] ^= lanes[lane] >> 29;
    }
  uint64_t sum = size;
  for (const uint64_t lane : lanes) sum = (sum ^ lane) * kPrime, sum ^= sum >> 32;
  for (; at < size; ++at) sum = (sum ^ bytes[at]) * kPrime;
  return sum ^ sum >> 31;
}

/** Moves all bytes; the system may take several steps for it. */
template <typename Move>
bool whole(size_t size, Move move) {
  for (size_t done = 0; done < size;) {
    const ssize_t moved = move(done, size - done);
    if (moved < 0 && errno == EINTR) continue;
    if (moved <= 0) return false;
    done += static_cast<size_t>(moved);
  }
  return true;
}

}  // namespace

PageFile::PageFile(const std::string& folder, uint64_t bytes, size_t page_bytes) : page_bytes_(page_bytes), sums_(static_cast<size_t>(bytes / page_bytes)) {
  constexpr size_t kFewest = 16;
  if (sums_.size() < kFewest)
    throw ModelError("the disk cache of " + size_text(bytes) + " is too small: " + std::to_string(kFewest) + " pages of this model take " + size_text(kFewest * page_bytes));
  std::string path = folder + "/millwright-kv-XXXXXX";
  file_ = ::mkstemp(path.data());
  if (file_ < 0) throw ModelError("the disk cache cannot be made in " + folder + ": " + std::strerror(errno));
  ::fcntl(file_, F_SETFD, FD_CLOEXEC);
  ::unlink(path.c_str());
}

PageFile::~PageFile() {
  if (file_ >= 0) ::close(file_);
}

bool PageFile::write(int slot, const uint8_t* page) {
  sums_[static_cast<size_t>(slot)] = checksum(page, page_bytes_);
  const off_t start = static_cast<off_t>(slot) * static_cast<off_t>(page_bytes_);
  return whole(page_bytes_, [&](size_t done, size_t left) { return ::pwrite(file_, page + done, left, start + static_cast<off_t>(done)); });
}

bool PageFile::read(int slot, uint8_t* page) const {
  const off_t start = static_cast<off_t>(slot) * static_cast<off_t>(page_bytes_);
  return whole(page_bytes_, [&](size_t done, size_t left) { return ::pread(file_, page + done, left, start + static_cast<off_t>(done)); }) &&
         checksum(page, page_bytes_) == sums_[static_cast<size_t>(slot)];
}

}  // namespace millwright
