#include "memory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>

namespace millwright {
namespace {

/** A file with one number; none when it is missing or says "max". */
std::optional<uint64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  uint64_t value = 0;
  if (file >> value) return value;
  return std::nullopt;
}

/** The number behind a name in a file of such lines. */
std::optional<uint64_t> entry_in(const std::string& path, const std::string& wanted) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    uint64_t value = 0;
    if (words >> name >> value && name == wanted) return value;
  }
  return std::nullopt;
}

/** What a control group leaves; files that are only cached can be given back. */
std::optional<uint64_t> left_in(const std::string& folder, const char* limit_file, const char* used_file, const char* cached) {
  const auto limit = number_in(folder + limit_file), used = number_in(folder + used_file);
  // Version 1 writes a number beyond any machine where there is no limit.
  if (!limit || !used || *limit > uint64_t{1} << 60) return std::nullopt;
  const uint64_t spare = entry_in(folder + "/memory.stat", cached).value_or(0);
  const uint64_t held = *used > spare ? *used - spare : 0;
  return *limit > held ? *limit - held : 0;
}

std::string group_folder(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  std::string line;
  while (std::getline(file, line)) {
    // number:controllers:path
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    if (line.substr(first + 1, second - first - 1) == controller) return line.substr(second + 1);
  }
  return {};
}

/** The least that is left in any of the groups that this process is in, one within the other. */
std::optional<uint64_t> left_in_groups() {
  std::optional<uint64_t> least;
  const auto walk = [&](const std::string& root, std::string path, const char* limit, const char* used, const char* cached) {
    for (;;) {
      if (path == "/") path.clear();
      if (const auto left = left_in(root + path, limit, used, cached)) least = std::min(least.value_or(*left), *left);
      if (path.empty()) return;
      path.resize(path.rfind('/'));
    }
  };
  walk("/sys/fs/cgroup", group_folder(""), "/memory.max", "/memory.current", "inactive_file");
  walk("/sys/fs/cgroup/memory", group_folder("memory"), "/memory.limit_in_bytes", "/memory.usage_in_bytes", "total_inactive_file");
  return least;
}

}  // namespace

uint64_t available_memory() {
  const auto kilobytes = entry_in("/proc/meminfo", "MemAvailable:");
  const auto groups = left_in_groups();
  if (!kilobytes) return groups.value_or(0);
  return std::min(*kilobytes * 1024, groups.value_or(*kilobytes * 1024));
}

std::string size_text(uint64_t bytes) {
  char text[32];
  if (bytes >= 1'000'000'000) std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 1e9);
  else std::snprintf(text, sizeof text, "%.0f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

void check_memory(const MemoryNeed& need, uint64_t limit) {
  const uint64_t available = limit > 0 ? limit : available_memory();
  if (available == 0 || need.total() <= available) return;
  throw MemoryError(size_text(need.total()) + " (weights " + size_text(need.weights) +
                        (need.cache > 0 ? ", cache for " + std::to_string(need.cache_tokens) + " tokens " + size_text(need.cache) : std::string()) +
                        (need.draft > 0 ? ", draft model " + size_text(need.draft) : std::string()) + ", scratch " + size_text(need.scratch) + ")",
                    size_text(available) + (limit > 0 ? " is allowed" : " is free"));
}

}  // namespace millwright
