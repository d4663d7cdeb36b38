#include "mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "gguf.h"

namespace millwright {

Mapping::Mapping(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw ModelError("cannot open " + path + ": " + std::strerror(errno));
  struct stat info {};
  const bool known = ::fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
  void* mapped = known ? ::mmap(nullptr, static_cast<size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  ::close(file);
  if (mapped == MAP_FAILED) throw ModelError("cannot read " + path + ": it is empty or no file");
  base_ = static_cast<const uint8_t*>(mapped);
  size_ = static_cast<size_t>(info.st_size);
}

Mapping::~Mapping() {
  if (base_) ::munmap(const_cast<uint8_t*>(base_), size_);
}

}  // namespace millwright
