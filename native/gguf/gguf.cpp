#include "gguf.h"

#include <cstdio>
#include <cstring>

namespace millwright {
namespace {

enum ValueType : uint32_t { kU8, kI8, kU16, kI16, kU32, kI32, kF32, kBool, kString, kArray, kU64, kI64, kF64 };

constexpr uint64_t kMostEntries = 1u << 20;
constexpr uint64_t kMostElements = 1u << 26;
constexpr uint32_t kMostDimensions = 4;
constexpr uint64_t kLargestExtent = 1u << 27;
constexpr int64_t kMostParts = 99'999;

/** Reads forward through the mapped bytes and never past their end. */
class Reader {
 public:
  Reader(const uint8_t* base, size_t size) : base_(base), size_(size) {}
  size_t position() const { return at_; }

  template <typename T>
  T read() {
    T value;
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
    return value;
  }
  std::string read_text() {
    const uint64_t length = read<uint64_t>();
    if (length > size_ - at_) throw ModelError("the file is cut off inside a text at byte " + std::to_string(at_));
    const uint8_t* bytes = take(static_cast<size_t>(length));
    return std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
  }

 private:
  const uint8_t* take(size_t bytes) {
    if (bytes > size_ - at_) throw ModelError("the file is cut off at byte " + std::to_string(at_));
    const uint8_t* place = base_ + at_;
    at_ += bytes;
    return place;
  }
  const uint8_t* base_;
  size_t size_, at_ = 0;
};

bool is_float(uint32_t type) { return type == kF32 || type == kF64; }

double read_float(Reader& in, uint32_t type) { return type == kF32 ? in.read<float>() : in.read<double>(); }

int64_t read_integer(Reader& in, uint32_t type) {
  switch (type) {
    case kU8: return in.read<uint8_t>();
    case kI8: return in.read<int8_t>();
    case kU16: return in.read<uint16_t>();
    case kI16: return in.read<int16_t>();
    case kU32: return in.read<uint32_t>();
    case kI32: return in.read<int32_t>();
    case kBool: return in.read<uint8_t>() != 0;
    case kU64:
    case kI64: return in.read<int64_t>();
    default: throw ModelError("metadata holds the unknown value type " + std::to_string(type));
  }
}

Gguf::Value read_array(Reader& in) {
  const uint32_t type = in.read<uint32_t>();
  const uint64_t count = in.read<uint64_t>();
  if (count > kMostElements) throw ModelError("a metadata array claims " + std::to_string(count) + " elements");
  if (type == kString) {
    Gguf::Strings texts;
    for (uint64_t i = 0; i < count; ++i) texts.push_back(in.read_text());
    return texts;
  }
  if (is_float(type)) {
    std::vector<double> numbers;
    for (uint64_t i = 0; i < count; ++i) numbers.push_back(read_float(in, type));
    return numbers;
  }
  std::vector<int64_t> integers;
  for (uint64_t i = 0; i < count; ++i) integers.push_back(read_integer(in, type));
  return integers;
}

Gguf::Value read_value(Reader& in) {
  const uint32_t type = in.read<uint32_t>();
  if (type == kString) return in.read_text();
  if (type == kArray) return read_array(in);
  if (is_float(type)) return read_float(in, type);
  if (type == kBool) return in.read<uint8_t>() != 0;
  return read_integer(in, type);
}

uint64_t checked_product(const std::vector<uint64_t>& shape, const std::string& name) {
  uint64_t product = 1;
  for (const uint64_t extent : shape)
    if (extent == 0 || extent > kLargestExtent || __builtin_mul_overflow(product, extent, &product) || product > (1ull << 40))
      throw ModelError("tensor " + name + " has an impossible shape");
  return product;
}

std::optional<int64_t> whole_number(const std::unordered_map<std::string, Gguf::Value>& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::nullopt;
  if (const auto* integer = std::get_if<int64_t>(&found->second)) return *integer;
  return std::nullopt;
}

/** How the names of parts end, as llama.cpp's gguf-split writes them. */
std::string part_ending(int64_t number, int64_t count) {
  char text[48];
  std::snprintf(text, sizeof text, "-%05d-of-%05d.gguf", static_cast<int>(number), static_cast<int>(count));
  return text;
}

/** Metadata and tensors of one part; the tensors' data stay in the mapping. */
std::vector<TensorInfo> read_part(const Mapping& file, std::unordered_map<std::string, Gguf::Value>& metadata) {
  const size_t size = file.size();
  Reader in(file.base(), size);
  if (in.read<uint32_t>() != 0x46554747) throw ModelError("this is no GGUF file");
  const uint32_t version = in.read<uint32_t>();
  if (version == 3u << 24) throw ModelError("the file is meant for big-endian machines; this one is little-endian");
  if (version != 3 && version != 2) throw ModelError("GGUF version " + std::to_string(version) + " is not supported; convert it to version 3");
  const uint64_t tensor_count = in.read<uint64_t>();
  const uint64_t value_count = in.read<uint64_t>();
  if (tensor_count > kMostEntries || value_count > kMostEntries) throw ModelError("the header claims an impossible number of entries");
  for (uint64_t i = 0; i < value_count; ++i) {
    std::string key = in.read_text();
    metadata[std::move(key)] = read_value(in);
  }
  std::vector<uint64_t> offsets;
  std::vector<TensorInfo> tensors;
  for (uint64_t i = 0; i < tensor_count; ++i) {
    TensorInfo tensor;
    tensor.name = in.read_text();
    const uint32_t dimensions = in.read<uint32_t>();
    if (dimensions > kMostDimensions) throw ModelError("tensor " + tensor.name + " has " + std::to_string(dimensions) + " dimensions");
    for (uint32_t d = 0; d < dimensions; ++d) tensor.shape.push_back(in.read<uint64_t>());
    tensor.type = static_cast<TensorType>(in.read<uint32_t>());
    offsets.push_back(in.read<uint64_t>());
    tensors.push_back(std::move(tensor));
  }
  const int64_t alignment = whole_number(metadata, "general.alignment").value_or(32);
  // A multiple of 8 by the format; less, and kernels would read numbers across the bounds of their size.
  if (alignment < 8 || alignment > 65536 || (alignment & (alignment - 1)))
    throw ModelError("general.alignment is no power of two from 8 to 65536");
  const size_t start = (in.position() + static_cast<size_t>(alignment) - 1) & ~(static_cast<size_t>(alignment) - 1);
  for (size_t i = 0; i < tensors.size(); ++i) {
    TensorInfo& tensor = tensors[i];
    const uint64_t elements = checked_product(tensor.shape, tensor.name);
    const BlockSize block = block_size(tensor.type);
    if (tensor.columns() % block.weights != 0)
      throw ModelError("tensor " + tensor.name + " has rows of " + std::to_string(tensor.columns()) + " weights, not whole blocks");
    tensor.bytes = static_cast<size_t>(elements / block.weights * block.bytes);
    if (start > size || offsets[i] > size - start || tensor.bytes > size - start - offsets[i])
      throw ModelError("tensor " + tensor.name + " lies past the end of the file");
    if (offsets[i] % static_cast<uint64_t>(alignment) != 0)
      throw ModelError("tensor " + tensor.name + " begins at no multiple of general.alignment");
    tensor.data = file.base() + start + offsets[i];
  }
  return tensors;
}

}  // namespace

uint64_t TensorInfo::rows() const {
  uint64_t rows = 1;
  for (size_t i = 1; i < shape.size(); ++i) rows *= shape[i];
  return rows;
}

BlockSize block_size(TensorType type) {
  switch (type) {
    case TensorType::kF32: return {1, 4};
    case TensorType::kF16:
    case TensorType::kBF16: return {1, 2};
    case TensorType::kQ4_0: return {32, 18};
    case TensorType::kQ4_1: return {32, 20};
    case TensorType::kQ5_0: return {32, 22};
    case TensorType::kQ8_0: return {32, 34};
    case TensorType::kQ4_K: return {256, 144};
    case TensorType::kQ5_K: return {256, 176};
    case TensorType::kQ6_K: return {256, 210};
  }
  throw ModelError("tensor type " + std::to_string(static_cast<uint32_t>(type)) + " is not supported");
}

const char* type_name(TensorType type) {
  switch (type) {
    case TensorType::kF32: return "F32";
    case TensorType::kF16: return "F16";
    case TensorType::kBF16: return "BF16";
    case TensorType::kQ4_0: return "Q4_0";
    case TensorType::kQ4_1: return "Q4_1";
    case TensorType::kQ5_0: return "Q5_0";
    case TensorType::kQ8_0: return "Q8_0";
    case TensorType::kQ4_K: return "Q4_K";
    case TensorType::kQ5_K: return "Q5_K";
    case TensorType::kQ6_K: return "Q6_K";
  }
  return "?";
}

Gguf::Gguf(const std::string& path) {
  metadata_ = add_part(path);
  if (const int64_t count = integer("split.count").value_or(1); count > 1) add_other_parts(path, count);
}

void Gguf::add_other_parts(const std::string& first, int64_t count) {
  if (count > kMostParts) throw ModelError(first + " claims to be one of " + std::to_string(count) + " parts");
  const std::string ending = part_ending(1, count);
  if (integer("split.no") != 0) throw ModelError(first + " is not the first part of its model; open the one whose name ends in " + ending);
  if (!first.ends_with(ending)) throw ModelError(first + " is the first of " + std::to_string(count) + " parts, so its name must end in " + ending);
  const std::string stem = first.substr(0, first.size() - ending.size());
  for (int64_t number = 2; number <= count; ++number) {
    const std::string path = stem + part_ending(number, count);
    const Metadata own = add_part(path);
    if (whole_number(own, "split.no") != number - 1 || whole_number(own, "split.count") != count)
      throw ModelError(path + " is not part " + std::to_string(number) + " of " + std::to_string(count));
  }
  if (const auto total = integer("split.tensors.count"); total && *total != static_cast<int64_t>(tensors_.size()))
    throw ModelError("the parts of " + first + " hold " + std::to_string(tensors_.size()) + " tensors, not " + std::to_string(*total) + "; one belongs to another model");
}

Gguf::Metadata Gguf::add_part(const std::string& path) {
  const Mapping& file = parts_.emplace_back(path);
  try {
    Metadata metadata;
    std::vector<TensorInfo> tensors = read_part(file, metadata);
    for (TensorInfo& tensor : tensors) {
      if (!index_.emplace(tensor.name, tensors_.size()).second) throw ModelError("tensor " + tensor.name + " is there twice");
      tensors_.push_back(std::move(tensor));
    }
    return metadata;
  } catch (const ModelError& error) {
    // The first part is the file that the caller named.
    throw parts_.size() == 1 ? error : ModelError(path + ": " + error.what());
  }
}

const Gguf::Value* Gguf::find_value(const std::string& key) const {
  const auto found = metadata_.find(key);
  return found == metadata_.end() ? nullptr : &found->second;
}

std::optional<std::string> Gguf::text(const std::string& key) const {
  const Value* value = find_value(key);
  if (const auto* text = value ? std::get_if<std::string>(value) : nullptr) return *text;
  return std::nullopt;
}

std::optional<int64_t> Gguf::integer(const std::string& key) const { return whole_number(metadata_, key); }

std::optional<double> Gguf::number(const std::string& key) const {
  const Value* value = find_value(key);
  if (const auto* number = value ? std::get_if<double>(value) : nullptr) return *number;
  if (const auto integer = this->integer(key)) return static_cast<double>(*integer);
  return std::nullopt;
}

std::optional<bool> Gguf::boolean(const std::string& key) const {
  const Value* value = find_value(key);
  if (const auto* boolean = value ? std::get_if<bool>(value) : nullptr) return *boolean;
  return std::nullopt;
}

const Gguf::Strings* Gguf::texts(const std::string& key) const {
  const Value* value = find_value(key);
  return value ? std::get_if<Strings>(value) : nullptr;
}

const std::vector<double>* Gguf::numbers(const std::string& key) const {
  const Value* value = find_value(key);
  return value ? std::get_if<std::vector<double>>(value) : nullptr;
}

const std::vector<int64_t>* Gguf::integers(const std::string& key) const {
  const Value* value = find_value(key);
  return value ? std::get_if<std::vector<int64_t>>(value) : nullptr;
}

const TensorInfo* Gguf::find(std::string_view name) const {
  const auto found = index_.find(std::string(name));
  return found == index_.end() ? nullptr : &tensors_[found->second];
}

const TensorInfo& Gguf::tensor(std::string_view name) const {
  if (const TensorInfo* tensor = find(name)) return *tensor;
  throw ModelError("the tensor " + std::string(name) + " is missing");
}

}  // namespace millwright
