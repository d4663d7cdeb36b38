#include "memory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace millwright {
namespace {

uint64_t read_number(const char* path) {
  std::ifstream file(path);
  uint64_t value = 0;
  // "max" stays 0: no limit.
  return file >> value ? value : 0;
}

uint64_t system_available() {
  std::ifstream file("/proc/meminfo");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    uint64_t kilobytes = 0;
    if (words >> name >> kilobytes && name == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

uint64_t available_memory() {
  const uint64_t system = system_available();
  const uint64_t limit = read_number("/sys/fs/cgroup/memory.max"), used = read_number("/sys/fs/cgroup/memory.current");
  if (limit == 0) return system;
  // Cached files count as used but can be given back; without their figure the group's limit is what is sure.
  const uint64_t rest = limit > used ? limit - used : 0;
  return system == 0 ? rest : std::min(system, std::max(rest, std::min(limit, system) / 2));
}

std::string size_text(uint64_t bytes) {
  char text[32];
  if (bytes >= 1'000'000'000) std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 1e9);
  else std::snprintf(text, sizeof text, "%.0f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

}  // namespace millwright
