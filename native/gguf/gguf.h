// A GGUF v3 file, whole or in parts, mapped and checked: every offset and length is verified before it is used.
// Format: ggml-org/ggml docs/gguf.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "mapping.h"

namespace millwright {

/** A model file that cannot be used; what() is one sentence that names the place. */
class ModelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** Tensor types by their number in the file. */
enum class TensorType : uint32_t {
  kF32 = 0, kF16 = 1, kQ4_0 = 2, kQ4_1 = 3, kQ5_0 = 6, kQ8_0 = 8, kQ4_K = 12, kQ5_K = 13, kQ6_K = 14, kBF16 = 30,
};

struct TensorInfo {
  std::string name;
  TensorType type = TensorType::kF32;
  std::vector<uint64_t> shape;  // fastest dimension first
  const uint8_t* data = nullptr;
  size_t bytes = 0;

  /** Elements of one row, and how many rows there are. */
  uint64_t columns() const { return shape.empty() ? 1 : shape[0]; }
  uint64_t rows() const;
};

/** Weights a block holds, and its bytes. @throws ModelError for a type that is not supported. */
struct BlockSize {
  uint32_t weights, bytes;
};
BlockSize block_size(TensorType type);
const char* type_name(TensorType type);

class Gguf {
 public:
  using Strings = std::vector<std::string>;
  using Value = std::variant<uint64_t, int64_t, double, bool, std::string, Strings, std::vector<double>, std::vector<int64_t>>;

  /**
   * Maps the file; for the first part of a split one (name-00001-of-0000N.gguf) all others too. The metadata is the
   * first part's, the tensors are everyone's.
   *
   * @throws ModelError when it cannot be read or is not a sound GGUF v3 file; it names a part that is missing or foreign
   */
  explicit Gguf(const std::string& path);
  Gguf(const Gguf&) = delete;
  Gguf& operator=(const Gguf&) = delete;

  std::optional<std::string> text(const std::string& key) const;
  std::optional<int64_t> integer(const std::string& key) const;
  std::optional<double> number(const std::string& key) const;
  std::optional<bool> boolean(const std::string& key) const;
  const Strings* texts(const std::string& key) const;
  const std::vector<double>* numbers(const std::string& key) const;
  const std::vector<int64_t>* integers(const std::string& key) const;

  /** The tensor with the name, or nullptr. */
  const TensorInfo* find(std::string_view name) const;
  /** @throws ModelError when it is missing. */
  const TensorInfo& tensor(std::string_view name) const;
  const std::vector<TensorInfo>& tensors() const { return tensors_; }

 private:
  using Metadata = std::unordered_map<std::string, Value>;

  /** Adds the tensors of one part and returns its metadata. */
  Metadata add_part(const std::string& path);
  void add_other_parts(const std::string& first, int64_t count);
  const Value* find_value(const std::string& key) const;

  std::vector<Mapping> parts_;
  Metadata metadata_;
  std::vector<TensorInfo> tensors_;
  std::unordered_map<std::string, size_t> index_;
};

}  // namespace millwright
