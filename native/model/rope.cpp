#include "rope.h"

#include <algorithm>
#include <cmath>

#include "shared.h"

namespace millwright {
namespace {

/** The pair of dimensions that turns `rotations` times within the original context. */
double correction_pair(double rotations, double base, int head_width, double context) {
  return head_width * std::log(context / (rotations * 2 * M_PI)) / (2 * std::log(base));
}

void apply_yarn(Rope& rope, const Gguf& file, const std::string& prefix, double base, double factor, int head_width) {
  const double context = static_cast<double>(file.integer(prefix + "scaling.original_context_length").value_or(0));
  if (context < 1) throw ModelError("the metadata has no " + prefix + "scaling.original_context_length, which yarn needs");
  const double fast = file.number(prefix + "scaling.yarn_beta_fast").value_or(32), slow = file.number(prefix + "scaling.yarn_beta_slow").value_or(1);
  const double low = std::max(0.0, std::floor(correction_pair(fast, base, head_width, context)));
  const double high = std::min(head_width - 1.0, std::ceil(correction_pair(slow, base, head_width, context)));
  for (size_t i = 0; i < rope.inverse_frequencies.size(); ++i) {
    // Fast pairs keep their frequency, slow ones are stretched, those between go over from one to the other.
    const double stretched = std::clamp((static_cast<double>(i) - low) / std::max(0.001, high - low), 0.0, 1.0);
    rope.inverse_frequencies[i] = static_cast<float>(rope.inverse_frequencies[i] * (1 - stretched + stretched / factor));
  }
  rope.magnitude = static_cast<float>((0.1 * std::log(factor) + 1) * file.number(prefix + "scaling.attn_factor").value_or(1));
}

}  // namespace

Rope plain_rope(float base, int head_width) {
  Rope rope;
  rope.inverse_frequencies.resize(static_cast<size_t>(head_width) / 2);
  for (size_t i = 0; i < rope.inverse_frequencies.size(); ++i)
    rope.inverse_frequencies[i] = std::pow(base, -2.0f * static_cast<float>(i) / static_cast<float>(head_width));
  return rope;
}

Rope read_rope(const Gguf& file, const std::string& architecture, int head_width) {
  const std::string prefix = architecture + ".rope.";
  const double base = file.number(prefix + "freq_base").value_or(10000);
  if (!(base > 1)) throw ModelError(prefix + "freq_base must be above 1");
  Rope rope = plain_rope(static_cast<float>(base), head_width);
  const std::string scaling = file.text(prefix + "scaling.type").value_or("none");
  const double factor = file.number(prefix + "scaling.factor").value_or(1);
  if (scaling != "none" && !(factor > 0)) throw ModelError(prefix + "scaling.factor must be above 0");
  if (scaling == "linear") {
    for (float& value : rope.inverse_frequencies) value /= static_cast<float>(factor);
  } else if (scaling == "yarn") {
    apply_yarn(rope, file, prefix, base, factor, head_width);
  } else if (scaling != "none") {
    throw ModelError("the rotary scaling \"" + scaling + "\" is not supported; supported are linear, yarn and rope_freqs.weight");
  }
  if (const std::vector<float> factors = load_optional(file, "rope_freqs.weight", rope.inverse_frequencies.size()); !factors.empty())
    for (size_t i = 0; i < factors.size(); ++i) {
      if (!(factors[i] > 0)) throw ModelError("tensor rope_freqs.weight holds a factor that is not above 0");
      rope.inverse_frequencies[i] /= factors[i];
    }
  return rope;
}

void Rope::angles(int position, float* cosines, float* sines) const {
  for (size_t i = 0; i < inverse_frequencies.size(); ++i) {
    const float angle = static_cast<float>(position) * inverse_frequencies[i];
    cosines[i] = std::cos(angle) * magnitude;
    sines[i] = std::sin(angle) * magnitude;
  }
}

}  // namespace millwright
