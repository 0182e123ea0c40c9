#include "base/nearest.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral {
namespace {

// Longer words are no misspelt names, and the cost of comparing grows with the square.
constexpr std::size_t kMaxLength = 128;

// Edits between two words of at most kMaxLength, a swap of neighbours counting as one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kMaxLength + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], rows[(i - 2) % 3][j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates,
                                      std::size_t limit) {
  struct Ranked {
    std::size_t distance;
    bool case_differs;
    std::string_view name;
  };
  std::vector<Ranked> ranked;
  const std::string lower = ascii_lower(word);
  const std::size_t most = std::max<std::size_t>(1, word.size() / 3);
  for (const std::string_view name : candidates) {
    if (word.size() > kMaxLength || name.size() > kMaxLength || word.empty()) continue;
    if (std::max(name.size(), word.size()) - std::min(name.size(), word.size()) > most) continue;
    const std::size_t edits = distance(lower, ascii_lower(name));
    if (edits <= most && edits < word.size()) ranked.push_back({edits, distance(word, name) != edits, name});
  }
  std::ranges::stable_sort(ranked, [](const Ranked& a, const Ranked& b) {
    return std::pair(a.distance, a.case_differs) < std::pair(b.distance, b.case_differs);
  });
  std::vector<std::string_view> names;
  for (const Ranked& r : ranked)
    if (names.size() < limit) names.push_back(r.name);
  return names;
}

std::vector<std::string> nearest_names(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  std::vector<std::string> names;
  for (const std::string_view name : nearest(word, views, 3)) names.emplace_back(name);
  return names;
}

std::string did_you_mean(const std::vector<std::string>& names, std::string_view prefix) {
  if (names.empty()) return {};
  std::string text = "did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += fmt::format("`{}{}`", prefix, names[i]);
  }
  return text + '?';
}

}  // namespace yaral
