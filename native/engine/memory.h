// What this process may still take of the machine's memory.
#pragma once

#include <cstdint>
#include <string>

namespace millwright {

/** Bytes: the smaller of what the system has free and what the control group allows. 0 when neither is known. */
uint64_t available_memory();

/** A size as people say it, such as "1.3 GB". */
std::string size_text(uint64_t bytes);

}  // namespace millwright
